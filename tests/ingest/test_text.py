from typing import Any

import pytest

from ingest.errors import LimitExceeded, UnreadableFile
from ingest.parsers import text
from ingest.parsers.decoding import decode
from tests.ingest.reading import document, misplaced, parsed, words


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"plain\r\nlines\rhere", "plain\nlines\nhere", id="line breaks"),
        pytest.param(b"\xef\xbb\xbfmarked", "marked", id="utf-8 mark"),
        pytest.param("Zürich".encode("utf-16"), "Zürich", id="utf-16 mark"),
        pytest.param("Access review".encode("utf-16-le"), "Access review", id="utf-16, no mark"),
        pytest.param(
            b"reviewed \xff\xfe quarterly", "reviewed \ufffd\ufffd quarterly", id="damage"
        ),
        pytest.param(b"don\x92t, it\x92s \x93ok\x94", "don’t, it’s “ok”", id="windows quotes"),
        pytest.param("a\x0cb\u2028c\x85d".encode(), "a\nb\nc\nd", id="rare breaks"),
    ],
)
def test_bytes_become_text(data: bytes, expected: str) -> None:
    assert decode(data) == expected


def test_an_older_code_page_is_read_as_written() -> None:
    german = (
        "Für alle Mitarbeiter gilt die Prüfung der Zugänge. Jährlich, größere Änderungen öfter."
    )
    assert decode((german * 3).encode("cp1252")) == german * 3


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "empty", id="no bytes"),
        pytest.param(b" \n\t ", "empty", id="white space"),
        pytest.param(b"\xef\xbb\xbf", "empty", id="mark only"),
        pytest.param(b"MZ\x00\x00\x03\x00" * 50, "NUL", id="nul"),
        pytest.param(bytes(range(1, 32)) * 20, "control", id="control characters"),
        pytest.param(bytes(range(128, 256)) * 40, "neither", id="no encoding"),
    ],
)
def test_what_is_not_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        decode(data)


def test_paragraphs_and_items_keep_their_lines() -> None:
    result = parsed(text, "a.txt", "One line\nfolded.\n\nSteps:\n1. First\n   more\n2. Second\n")
    assert [(role, body) for role, body in words(result)] == [
        ("text", "One line\nfolded."),
        ("text", "Steps:"),
        ("item", "1. First\n   more"),
        ("item", "2. Second"),
    ]
    assert [(b.locator.line_start, b.locator.line_end) for b in result.blocks] == [
        (1, 2),
        (4, 4),
        (5, 6),
        (7, 7),
    ]


@pytest.mark.parametrize(
    ("name", "content", "headings"),
    [
        pytest.param(
            "a.rst", "Policy\n======\n\nPart\n----\ntext", [(1, "Policy"), (2, "Part")], id="rst"
        ),
        pytest.param("a.rst", "====\nTop\n====\n\nx", [(1, "Top")], id="rst overline"),
        pytest.param("a.adoc", "[TIP]\n====\nx\n====", [], id="adoc example"),
        pytest.param(
            "a.adoc", "= Plan\n\n== Scope\n\nx", [(1, "= Plan"), (2, "== Scope")], id="adoc"
        ),
        pytest.param("a.txt", "ACCESS POLICY\nAll staff.", [(1, "ACCESS POLICY")], id="capitals"),
        pytest.param("a.txt", "1.2 Purpose\n\nThis policy.", [(3, "1.2 Purpose")], id="numbered"),
        pytest.param("a.txt", "1. Review access\n\n2. Remove users\n", [], id="numbered list"),
        pytest.param("a.txt", "WE DO NOT SHARE KEYS.\nEver.", [], id="a sentence in capitals"),
    ],
)
def test_headings(name: str, content: str, headings: list[tuple[int, str]]) -> None:
    result = parsed(text, name, content)
    found = [(b.level, result.text[b.start : b.end]) for b in result.blocks if b.role == "heading"]
    assert found == headings


def test_comments_of_asciidoc_are_noted_and_left_out() -> None:
    result = parsed(text, "a.adoc", "// secret remark\nShown text.\n")
    assert words(result) == [("text", "Shown text.")]
    assert [str(note) for note in result.notes] == [
        "hidden_content: a comment that readers do not see: 'secret remark'"
    ]


def test_log_lines_under_another_name_are_read_as_a_log() -> None:
    line = "Jan  3 00:01:0{} web sshd[1]: Accepted publickey for ann\n"
    result = parsed(text, "auth.txt", "".join(line.format(n) for n in range(6)))
    assert result.media_type == "text/x-log"


@pytest.mark.parametrize(
    ("limits", "error"),
    [pytest.param({"file_bytes": 10}, LimitExceeded, id="bytes")],
)
def test_limits_refuse(limits: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error, match="at most 10"):
        parsed(text, "a.txt", "more than ten bytes", **limits)


def test_long_text_is_cut_at_a_line_and_says_so() -> None:
    result = parsed(text, "a.txt", "first line\nsecond line\n", text_chars=15)
    assert result.text == "first line\n"
    assert [note.kind for note in result.notes] == ["truncated"]


def test_one_endless_paragraph_becomes_blocks_of_bounded_length() -> None:
    data = b"word after word\n" * 5_000
    result = parsed(text, "a.txt", data)
    assert max(b.end - b.start for b in result.blocks) <= 8_000
    assert misplaced(data, document(result), [(b.start, b.end) for b in result.blocks]) == []


def test_lines_are_those_of_splitlines() -> None:
    data = "one\x0cpage two\u2028three\x85four\r\nfive\rsix\n\nseven".encode()
    result = parsed(text, "a.txt", data)
    item = document(result)
    spans = [
        (result.text.index(w), result.text.index(w) + len(w)) for w in ("two", "four", "seven")
    ]
    assert misplaced(data, item, spans) == []
