"""`evidary library` from a filled workbook to lists, decisions and exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.test_commands import Ran, Run, evidary

__all__ = ["evidary"]

MFA = "Is multi-factor authentication required for all users?"
ROWS = (
    ("1.1", MFA, "Yes", "For every account of the identity provider."),
    ("1.2", "How quickly is the access of leavers removed?", "Within 7 days of termination.", ""),
    ("1.3", "Are backups encrypted?", "No, planned for 2027", ""),
    ("1.4", "Do you have a bug bounty?", "", ""),
)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    return workbook(tmp_path / "acme.xlsx", ROWS)


def workbook(path: Path, rows: tuple[tuple[str, ...], ...]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("ID", "Question", "Answer", "Comments"))
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def ready(evidary: Run, evidence: Path) -> Run:
    assert evidary("ingest", evidence).code == 0
    return evidary


def read(ran: Ran) -> Any:
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_a_filled_workbook_is_imported_row_by_row(ready: Run, filled: Path) -> None:
    done = read(
        ready("library", "import", filled, "--owner", "Ana", "--date", "2025-09-01", "--json", "-")
    )
    assert {(a["origin"], a["verdict"], a["text"]) for a in done["added"]} == {
        ("acme.xlsx 1.1", "yes", "For every account of the identity provider."),
        ("acme.xlsx 1.2", "narrative", "Within 7 days of termination."),
        ("acme.xlsx 1.3", "planned", "No, planned for 2027"),
    }
    assert [s["id"] for s in done["skipped"]] == ["1.4"]
    answers = read(ready("library", "list", "--json", "-"))
    assert {a["status"] for a in answers} == {"imported"}
    assert {a["review_on"] for a in answers} == {"2026-09-01"}
    assert "3 known before" in ready("library", "import", filled).out


def test_an_answer_is_approved_shown_and_retired(ready: Run, filled: Path) -> None:
    ready("library", "import", filled)
    first = next(a for a in read(ready("library", "list", "--json", "-")) if a["question"] == MFA)
    ran = ready("library", "approve", first["id"], "--owner", "Ana Lima", "--sensitivity", "nda")
    assert "approved by Ana Lima" in ran.out
    assert "no sources" in ran.out
    shown = ready("library", "show", first["id"][:6])
    assert "approved by Ana Lima" in shown.out
    assert "Sent in: acme.xlsx" in shown.out
    assert ready("library", "retire", first["id"], "--by", "Ben").code == 0
    states = {a["id"]: a["status"] for a in read(ready("library", "list", "--all", "--json", "-"))}
    assert states[first["id"]] == "retired"
    assert first["id"] not in ready("library", "list").out


def test_stale_answers_are_listed_with_what_carried_them(ready: Run, filled: Path) -> None:
    ready("library", "import", filled)
    rows = read(ready("library", "stale", "--as-of", "2040-01-01", "--json", "-"))
    assert {r["kind"] for row in rows for r in row["reasons"]} == {"review_due", "no_sources"}
    assert rows[0]["answer"]["sent_in"] == ["acme.xlsx"]
    assert ready("library", "stale").code == 0
    assert ready("library", "stale", "--fail").code == 1


def test_conflicts_with_the_policy_and_between_files_are_listed(
    ready: Run, filled: Path, tmp_path: Path
) -> None:
    other = workbook(tmp_path / "beta.xlsx", (("7", "Do you encrypt backups?", "Yes", ""),))
    ready("library", "import", filled)
    ready("library", "import", other)
    found = read(ready("library", "conflicts", "--json", "-"))
    kinds = {(c["kind"], c["path"]) for c in found["conflicts"]}
    assert kinds == {("library", ""), ("evidence", "access-policy.md")}
    between = next(c for c in found["conflicts"] if c["kind"] == "library")
    assert sorted(between["questionnaires"]) == ["acme.xlsx", "beta.xlsx"]
    assert ready("library", "conflicts", "--fail").code == 1
    alone = read(ready("library", "conflicts", "--without-evidence", "--json", "-"))
    assert [c["kind"] for c in alone["conflicts"]] == ["library"]


def test_an_empty_library_has_nothing_to_report(ready: Run) -> None:
    assert "no such answers" in ready("library", "list").out
    assert ready("library", "stale", "--fail").code == 0
    assert ready("library", "conflicts", "--fail").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(("import", "nowhere.xlsx"), "nowhere.xlsx", id="no such file"),
        pytest.param(("import", "acme.xlsx", "--date", "soon"), "soon", id="no date"),
        pytest.param(
            ("import", "acme.xlsx", "--sensitivity", "secret"), "secret", id="sensitivity"
        ),
        pytest.param(("import", "acme.xlsx", "--map", "x"), "--map", id="no map"),
        pytest.param(("approve", "abcdef"), "--owner", id="nobody approves"),
        pytest.param(("approve", "abcdef", "--owner", "Ana"), "abcdef", id="unknown id"),
        pytest.param(("approve", "abcdef", "--owner", " "), "abcdef", id="blank owner"),
        pytest.param(("show", "zzz"), "no library answer", id="short id"),
        pytest.param(("list", "--status", "lost"), "lost", id="unknown state"),
        pytest.param(("stale", "--evidence", "nowhere"), "nowhere", id="no such folder"),
        pytest.param(("stale", "--as-of", "2026"), "2026", id="no day"),
    ],
)
@pytest.mark.usefixtures("filled")
def test_wrong_arguments_are_explained(ready: Run, arguments: tuple[str, ...], words: str) -> None:
    ran = ready("library", *arguments)
    assert ran.code == 2
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_without_a_workspace_it_says_what_to_do(evidary: Run) -> None:
    ran = evidary("library", "list")
    assert ran.code == 2
    assert "--workspace" in ran.err
