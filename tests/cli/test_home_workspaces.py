"""The command line at a workspace of the house, kept in SQLite files or in PostgreSQL."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from assistant.cli.main import main
from assistant.desk.office import Office


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    sys.argv = ["evidary", *map(str, arguments)]
    with pytest.raises(SystemExit) as left:
        main()
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err


@pytest.fixture
def home(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, evidence: Path
) -> Path:
    """A home folder with an empty workspace `abc`, the current directory beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [])
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.setenv("EVIDARY_EMBEDDER", "static")
    if database_url:
        monkeypatch.setenv("EVIDARY_DATABASE_URL", database_url)
    home = tmp_path / ".evidary"
    with Office(home, database_url=database_url) as office:
        office.house.workspaces.create("One", workspace_id="abc")
        office.workspace("abc")
    return home


def test_decisions_on_links_of_the_house_are_made_by_members_and_recorded(
    home: Path, database_url: str, evidence: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = home / "workspaces" / "abc"
    code, told, said = run(capsys, "map", evidence, "--workspace", folder, "--json", "-")
    assert code == 0, said
    first = next(k for k in json.loads(told)["links"] if k["accepted"])
    with Office(home, database_url=database_url) as office:
        ids = {}
        for name, role in (("ana", "contributor"), ("rea", "reader")):
            ids[name] = office.house.people.add(name, f"{name}@example.com").id
            office.house.workspaces.set_role("abc", ids[name], role)  # type: ignore[arg-type]
        office.house.people.add("out", "out@example.com")
    link = ("review", "link", "reject", first["evidence"], first["criterion"])
    why = ("--reason", "it is about something else", "--workspace", folder)
    for by, words in (
        ("Ana Lima", "e-mail address of nobody here"),
        ("out@example.com", "do not belong to it"),
        ("rea@example.com", "your role in One is reader"),
    ):
        code, _, said = run(capsys, *link, "--by", by, *why)
        assert (code, words in said) == (2, True), said
    code, told, said = run(capsys, *link, "--by", "ana@example.com", *why)
    assert code == 0, said
    assert "rejected by ana" in told
    assert f"Kept. {first['criterion']} " in told
    with Office(home, database_url=database_url) as office:
        (entry,) = office.house.audit.entries(workspace_id="abc", action="link.rejected")
        assert (entry.person_id, entry.subject.split()[0]) == (ids["ana"], first["criterion"])
        assert json.loads(entry.after)["reason"] == "it is about something else"
        assert entry.run
        (kept,) = office.workspace("abc").store.link_decisions.all()
        assert (kept.person_id, kept.name) == (ids["ana"], "ana")


def test_work_on_gaps_of_the_house_is_members_work_and_recorded(
    home: Path, database_url: str, evidence: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = home / "workspaces" / "abc"
    assert run(capsys, "map", evidence, "--workspace", folder)[0] == 0
    with Office(home, database_url=database_url) as office:
        for name in ("ana", "ben"):
            person = office.house.people.add(name.title(), f"{name}@example.com")
            office.house.workspaces.set_role("abc", person.id, "contributor")
    here = ("--workspace", folder)
    gap = run(capsys, "tasks", "list", *here)[1].split("  ", 1)[0]
    by = ("--by", "ana@example.com")
    code, _, said = run(capsys, "tasks", "close", gap, "--by", "Ana", "--reason", "x", *here)
    assert (code, "e-mail address of nobody here" in said) == (2, True)
    code, told, said = run(
        capsys, "tasks", "assign", gap, *by, "--to", "ben@example.com", "--due", "2020-01-01", *here
    )
    assert code == 0, said
    assert "assigned to Ben, overdue by" in told
    assert "assigned to Ben" in run(capsys, "tasks", "list", "--overdue", *here)[1]
    assert run(capsys, "tasks", "close", gap, *by, "--reason", "accepted", *here)[0] == 0
    with Office(home, database_url=database_url) as office:
        entries = office.house.audit.entries(workspace_id="abc")
        done = [e.action for e in reversed(entries) if e.action.startswith("task.")]
        assert done == ["task.opened", "task.assigned", "task.due", "task.closed"]
        assert {e.person_id for e in entries if e.action in done} == {
            office.house.people.by_email("ana@example.com").id  # type: ignore[union-attr]
        }


def test_past_answers_of_the_house_are_brought_in_and_approved_by_members(
    home: Path, database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ("--workspace", home / "workspaces" / "abc")
    past = tmp_path / "past.csv"
    past.write_text("id,question,answer\n1,How long are logs kept?,Logs are kept for 90 days.\n")
    with Office(home, database_url=database_url) as office:
        for name, role in (("ana", "contributor"), ("ben", "approver")):
            person = office.house.people.add(name.title(), f"{name}@example.com")
            office.house.workspaces.set_role("abc", person.id, role)  # type: ignore[arg-type]
    brought = run(
        capsys, "library", "import", past, "--by", "ana@example.com", *here, "--json", "-"
    )
    assert brought[0] == 0, brought
    (answer,) = json.loads(brought[1])["added"]
    approve = ("library", "approve", answer["id"], "--by")
    code, _, said = run(capsys, *approve, "ana@example.com", *here)
    assert (code, "your role in One is contributor" in said) == (2, True), said
    code, told, said = run(capsys, *approve, "ben@example.com", *here)
    assert (code, "approved by Ben" in told) == (0, True), said
    assert "none changed, none missing" in run(capsys, "audit", "verify", "--home", home)[1]
    with Office(home, database_url=database_url) as office:
        entries = office.house.audit.entries(workspace_id="abc")
        done = [e.action for e in reversed(entries) if e.action.startswith("library.")]
        assert done == ["library.imported", "library.approved"]
        names = office.house.people.names()
        assert [names[e.person_id] for e in entries if e.action in done] == ["Ben", "Ana"]
        (kept,) = office.workspace("abc").store.library.answers()
        assert (kept.status, kept.owner) == ("approved", "Ben")


def test_a_workspace_of_the_house_is_mapped_searched_and_examined(
    database_url: str,
    evidence: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [])
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.setenv("EVIDARY_EMBEDDER", "static")
    if database_url:
        monkeypatch.setenv(
            "EVIDARY_DATABASE_URL", database_url.replace("postgres@", "postgres:secret@")
        )
    folder = Path(".evidary", "workspaces", "abc")
    with Office(tmp_path / ".evidary", database_url=database_url) as office:
        office.house.workspaces.create("One", workspace_id="abc")
        office.workspace("abc")
        code, _, said = run(capsys, "map", evidence, "--workspace", folder)
        assert (code, "in use by another process" in said) == (2, True)
    assert run(capsys, "map", evidence, "--workspace", folder)[0] == 0
    code, found, said = run(capsys, "search", "multi-factor authentication")  # the one used last
    assert code == 0, said
    assert "access-policy.md" in found
    code, checks, _ = run(capsys, "doctor")
    assert code == 0, checks
    assert ("schema evidary_ws_abc" if database_url else "abc/evidary.db") in checks
    assert "secret" not in checks
    with Office(tmp_path / ".evidary", database_url=database_url) as office:
        assert office.workspace("abc").store.judgements.latest_run() is not None
