"""Names from outside become names that any folder may hold."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.filing.names import cleaned, numbered


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("policies/access.md", "policies/access.md"),
        ("../../etc/passwd", "etc/passwd"),
        ("..\\..\\windows\\win.ini", "windows/win.ini"),
        ("/etc/shadow", "etc/shadow"),
        ("C:\\Users\\ada\\a.pdf", "C_/Users/ada/a.pdf"),
        ("a\x00b\n.txt", "ab.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("<script>alert(1)</script>.md", "_script_alert(1)_/script_.md"),
        ("con.txt", "con_.txt"),
        ("trailing. ", "trailing"),
        ("Zu\u0308rich.pdf", "Zürich.pdf"),
        ("..", ""),
        ("///", ""),
        ("\u200b\u200b", ""),
    ],
)
def test_hostile_names(name: str, expected: str) -> None:
    assert cleaned(name) == expected


@given(st.text(max_size=300))
def test_any_name_stays_inside_and_is_clean_already(name: str) -> None:
    path = cleaned(name)
    assert cleaned(path) == path
    for part in PurePosixPath(path).parts:
        assert part not in ("", ".", "..", "/")
        assert len(part.encode()) < 250
        assert not any(unicodedata.category(c)[0] == "C" for c in part)


def test_long_names_keep_their_suffix() -> None:
    name = cleaned(f"{'ü' * 400}.pdf")
    assert name.endswith(".pdf")
    assert len(name.encode()) < 250
    assert len(PurePosixPath(cleaned("a/" * 100 + "b.md")).parts) <= 16


def test_numbers_stand_before_the_suffix() -> None:
    assert numbered("a/policy.md", 2) == "a/policy (2).md"
    assert numbered("a/LICENSE", 3) == "a/LICENSE (3)"
