"""People, the audit trail and adopted workspaces from the command line."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

import pytest

from assistant.desk.adopt import adopt
from assistant.errors import UsageError
from assistant.house.house import House
from assistant.mapping_run import map_evidence
from assistant.scope import make_scope
from assistant.settings import Settings
from assistant.workspace import Workspace
from tests.cli.test_commands import Run, evidary  # noqa: F401 - a fixture

HOME = Path("home")


def key_of(link: str) -> str:
    return link.strip().partition("key=")[2]


def test_people_are_kept_without_a_browser(evidary: Run) -> None:  # noqa: F811 - the fixture
    added = evidary("people", "add", "Ada Moss", "ada@example.com", "--steward", "--home", HOME)
    assert added.out.startswith("http://127.0.0.1:8501/account/join?key=")
    with House.open(HOME) as house:
        house.signing.accept("invite", key_of(added.out), "pumpkin lantern 42")
        house.workspaces.create("Brightwater")
    assert evidary("people", "invite", "ada@example.com", "--home", HOME).code == 2
    reset = evidary(
        "people", "reset", "ada@example.com", "--home", HOME, "--url", "https://evidary.example/"
    )
    assert reset.out.startswith("https://evidary.example/account/reset?key=")
    evidary("people", "add", "Ben Ruiz", "ben@example.com", "--home", HOME)
    role = evidary("people", "role", "ben@example.com", "Brightwater", "approver", "--home", HOME)
    assert role.code == 0
    listed = evidary("people", "list", "--home", HOME).out
    assert "ada@example.com  Ada Moss  (active, steward)" in listed
    assert "Brightwater: approver" in listed
    assert evidary("people", "end", "ben@example.com", "--home", HOME).code == 0
    assert "(ended)" in evidary("people", "list", "--home", HOME).out
    last = evidary("people", "end", "ada@example.com", "--home", HOME)
    assert (last.code, "last steward" in last.err) == (2, True)
    wrong = evidary("people", "role", "ada@example.com", "Brightwater", "king", "--home", HOME)
    assert (wrong.code, "no role" in wrong.err) == (2, True)


def test_the_trail_is_listed_exported_and_verified(evidary: Run) -> None:  # noqa: F811
    evidary("people", "add", "=Ada", "ada@example.com", "--home", HOME)
    with House.open(HOME) as house:
        [ada] = house.people.all()
        house.audit.append(action="answer.approved", person_id=ada.id, subject="=1+1")
    whole = evidary("audit", "verify", "--home", HOME)
    assert whole.code == 0
    assert "3 entries" in whole.out
    anchor = whole.out.splitlines()[-1].removeprefix("anchor ")
    assert evidary("audit", "verify", "--anchor", anchor, "--home", HOME).code == 0
    listed = evidary("audit", "list", "--person", "ada@example.com", "--home", HOME).out
    assert "answer.approved" in listed
    assert "person.added" not in listed
    assert evidary("audit", "export", "trail.csv", "--home", HOME).code == 0
    with Path("trail.csv").open(encoding="utf-8-sig", newline="") as file:
        first, *_ = csv.DictReader(file)
    assert (first["subject"], first["person"]) == ("'=1+1", "'=Ada")
    raw = sqlite3.connect(HOME / "house.db", isolation_level=None)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute("UPDATE audit SET subject = 'other' WHERE number = 2")
    raw.close()
    broken = evidary("audit", "verify", "--home", HOME)
    assert broken.code == 1
    assert "entry 2" in broken.err


def test_a_folder_of_the_command_line_becomes_a_workspace(tmp_path: Path, evidence: Path) -> None:
    folder = tmp_path / "larkfield"
    with Workspace(folder, settings=Settings(embedder="static", workers=1)) as opened:
        map_evidence(opened, evidence, make_scope(as_of="2026-06-30"))
    with House.open(tmp_path / "home") as house:
        entry = adopt(house, folder).entry
        assert entry.name == "larkfield"
        assert adopt(house, folder).entry == entry
        assert house.workspaces.all() == (entry,)
        with Workspace(house.folder(entry.id)) as seen:
            assert seen.store.judgements.latest_run()
        with pytest.raises(UsageError, match="no workspace"):
            adopt(house, tmp_path / "nothing")


def test_a_port_that_is_taken_is_said(evidary: Run) -> None:  # noqa: F811
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = evidary("ui", "--port", taken.getsockname()[1], "--home", HOME)
    assert (ran.code, "another --port" in ran.err) == (2, True)
