"""The office: one of each in a process, shared by threads, and nobody where they do not belong."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from assistant.answers import Answer
from assistant.desk.office import Office
from assistant.errors import NotAllowed, SignInRefused, WorkspaceError
from assistant.indexing import ingest_evidence
from assistant.retrieval.search import retrieve
from assistant.workspace import Workspace

THREADS = 8


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    with Office(tmp_path / "home", database_url=database_url) as opened:
        yield opened


def founder(office: Office) -> tuple[str, str]:
    """The token of the first person, and the workspace they are the admin of."""
    key = office.house.signing.first_key()
    assert key is not None
    token = office.house.found(
        key,
        name="Ada Moss",
        email="ada@example.com",
        password="pumpkin lantern 42",
        workspace="One",
    )
    ((entry, role),) = office.workspaces(token)
    assert role == "admin"
    return token, entry.id


def test_a_seat_is_for_members_alone(office: Office) -> None:
    token, mine = founder(office)
    other = office.house.workspaces.create("Other")
    seat = office.seat(token, mine)
    assert (seat.person.name, seat.entry.name, seat.role) == ("Ada Moss", "One", "admin")
    for strange in (other.id, "nowhere", "../outside"):
        with pytest.raises(NotAllowed):
            office.seat(token, strange)
    assert [entry.id for entry, _ in office.workspaces(token)] == [mine]


def test_a_membership_that_ended_holds_at_once(office: Office) -> None:
    token, mine = founder(office)
    friend = office.house.people.add("Ben Ruiz", "ben@example.com")
    office.house.workspaces.set_role(mine, friend.id, "admin")
    office.seat(token, mine)
    office.house.workspaces.remove(mine, office.person(token).id)
    with pytest.raises(NotAllowed):
        office.seat(token, mine)


def test_an_ended_sign_in_has_no_seat(office: Office) -> None:
    token, mine = founder(office)
    office.house.signing.sign_out(token)
    with pytest.raises(SignInRefused):
        office.seat(token, mine)
    with pytest.raises(SignInRefused):
        office.workspaces("made up")


def test_a_workspace_is_opened_once_whoever_asks(office: Office) -> None:
    token, mine = founder(office)
    start = Barrier(THREADS)

    def ask(_: int) -> tuple[Workspace, object]:
        start.wait()
        seat = office.seat(token, mine)
        return seat.workspace, seat.workspace.vector_index

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(ask, range(THREADS)))
    assert len({id(workspace) for workspace, _ in found}) == 1
    assert len({id(index) for _, index in found}) == 1
    assert office.workspace(mine) is found[0][0]
    assert found[0][0].folder == office.home / "workspaces" / mine


def test_unknown_workspaces_and_a_closed_office(tmp_path: Path) -> None:
    office = Office(tmp_path / "home")
    _, mine = founder(office)
    office.workspace(mine)
    with pytest.raises(WorkspaceError):
        office.workspace("nowhere")
    assert not (tmp_path / "home" / "workspaces" / "nowhere").exists()
    office.close()
    office.close()
    with pytest.raises(WorkspaceError):
        office.workspace(mine)
    with Office(tmp_path / "home") as again:
        assert again.workspace(mine).folder.is_dir()


def test_threads_ask_search_and_read_in_while_another_ingests(
    office: Office, evidence: Path
) -> None:
    """Readers never see a broken index or store, and turns of one session lose no number."""
    _, mine = founder(office)
    workspace = office.workspace(mine)
    ingest_evidence(workspace, evidence)
    for number in range(40):
        (evidence / f"note-{number}.md").write_text(
            f"# Note {number}\n\nBackups of system {number} are tested every quarter.\n"
        )
    start = Barrier(THREADS)

    def work(number: int) -> int:
        start.wait()
        if number == 0:
            return ingest_evidence(workspace, evidence).added
        for _ in range(10):
            found = retrieve(
                "multi-factor authentication",
                store=workspace.store,
                embedder=workspace.embedder,
                vector_index=workspace.vector_index,
                lexical_index=workspace.lexical_index,
            )
            assert "Multi-factor authentication is required" in found[0].passage.text
            answer = Answer("q1", "Is it so?", "yes", "Yes.", False, 0.9, ())
            workspace.store.conversations.add("s", "Is it so?", answer, workspace.clock.now())
        return 0

    with ThreadPoolExecutor(THREADS) as pool:
        added, *_ = pool.map(work, range(THREADS))
    assert added == 40
    turns = workspace.store.conversations.turns("s")
    assert [t.number for t in turns] == list(range(1, 10 * (THREADS - 1) + 1))
    held = set(workspace.store.evidence.passage_ids())
    assert workspace.vector_index.ids() == held == workspace.lexical_index.ids()
