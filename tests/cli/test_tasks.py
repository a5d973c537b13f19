"""`evidary tasks` over a mapped folder: the list, who does it, why it ended."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.cli.main import app
from assistant.errors import UsageError
from assistant.settings import Settings
from assistant.workspace import Workspace
from tests.factories import TYPE1, graded_run, link, policy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    paper = policy()
    run = graded_run([paper], [link(paper, "CC6.1")], TYPE1)
    with Workspace(tmp_path / "w", settings=Settings(embedder="static")) as workspace:
        workspace.store.judgements.put_run("inputs", run)
    return tmp_path / "w"


def call(folder: Path, *arguments: str) -> Result:
    done = CliRunner().invoke(app, ["tasks", *arguments, "--workspace", str(folder)])
    if isinstance(done.exception, UsageError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done


def first_key(folder: Path) -> str:
    return call(folder, "list").output.split("  ", 1)[0]


def test_a_gap_is_assigned_late_and_closed(folder: Path) -> None:
    key = first_key(folder)
    by = ("--by", "Ada Moss")
    said = call(folder, "assign", key, *by, "--to", "Ben Okri", "--due", "2020-01-01").output
    assert "assigned to Ben Okri, overdue by" in said
    assert call(folder, "list", "--overdue").output.startswith(key)
    call(folder, "comment", key, *by, "--text", "asked twice")
    assert (
        "Closed, the gap is still there"
        in call(folder, "close", key, *by, "--reason", "accepted for this year").output
    )
    assert call(folder, "list", "--overdue").output == "0 gaps\n"
    assert "(Open, " in call(folder, "reopen", key, *by, "--reason", "it was not").output


def test_the_list_narrows_and_is_written_as_a_table(folder: Path, tmp_path: Path) -> None:
    every = call(folder, "list").output.count("\n")
    assert 1 < call(folder, "list", "--criterion", "CC6.1").output.count("\n") < every
    table = tmp_path / "gaps.csv"
    call(folder, "list", "--csv", str(table))
    assert table.read_text("utf-8-sig").startswith("Criterion,Title,")


def test_an_unknown_gap_is_said(folder: Path) -> None:
    with pytest.raises(UsageError, match="there is no gap nonsense"):
        call(folder, "close", "nonsense", "--by", "Ada", "--reason", "x")


def test_words_narrow_the_list_and_a_gap_is_found_again_by_its_key(folder: Path) -> None:
    key = first_key(folder)
    call(folder, "comment", key, "--by", "Ada", "--text", "asked the owner")
    line = next(k for k in call(folder, "list").output.splitlines() if k.startswith(key))
    title = line.split("] ", 1)[1].split(" (", 1)[0]
    assert key in call(folder, "list", "--text", title).output
    assert call(folder, "list", "--text", "no such words").output == "0 gaps\n"
    assert call(folder, "list", "--criterion", "CC99.9").output == "0 gaps\n"


@pytest.mark.parametrize("verb", ["close", "reopen"])
def test_an_end_and_a_new_beginning_need_a_reason(folder: Path, verb: str) -> None:
    key = first_key(folder)
    if verb == "reopen":
        call(folder, "close", key, "--by", "Ada", "--reason", "done")
    with pytest.raises(UsageError, match=r"why|reason"):
        call(folder, verb, key, "--by", "Ada", "--reason", " ")
    done = CliRunner().invoke(app, ["tasks", verb, key, "--by", "Ada", "-w", str(folder)])
    assert done.exit_code == 2


def test_a_table_is_no_formula_for_a_spreadsheet(folder: Path, tmp_path: Path) -> None:
    key = first_key(folder)
    call(folder, "assign", key, "--by", "Ada", "--to", "=HYPERLINK(1)")
    table = tmp_path / "gaps.csv"
    call(folder, "list", "--csv", str(table))
    assert "'=HYPERLINK(1)" in table.read_text("utf-8-sig")
