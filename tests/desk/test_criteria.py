"""The face of the criteria page: the matrix, one criterion in full, and decisions that are audited."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from assistant.desk.criteria import Criteria
from assistant.desk.criterion_rows import WantedCriteria, matching_criteria
from assistant.desk.seat import Seat
from assistant.errors import NotAllowed, UsageError
from assistant.house.house import House
from assistant.house.model import HouseWorkspace, Role
from assistant.jobs.port import Jobs
from assistant.mapping_run import map_evidence
from assistant.workspace import Workspace
from tests.mapped import SCOPE, SETTINGS, copied


@dataclass
class Room:
    """A house with the mapped papers in one workspace."""

    house: House
    entry: HouseWorkspace
    workspace: Workspace

    def at(self, role: Role, name: str = "Ben Okri") -> Criteria:
        email = f"{name.split()[0]}-{role}@example.com".lower()
        person = self.house.people.by_email(email) or self.house.people.add(name, email)
        self.house.workspaces.set_role(self.entry.id, person.id, role)
        seat = Seat(self.house, person, self.entry, role, self.workspace, cast("Jobs", None))
        return Criteria(seat)


@pytest.fixture
def room(mapped_template: Path, tmp_path: Path) -> Iterator[Room]:
    folder = copied(mapped_template, tmp_path / "ws")
    with (
        House.open(tmp_path / "home") as house,
        Workspace(folder, settings=SETTINGS) as workspace,
    ):
        yield Room(house, house.workspaces.create("Larkfield"), workspace)


def first_claimed(face: Criteria, criterion: str) -> str:
    detail = face.detail(criterion)
    assert detail is not None
    return (*detail.design, *detail.operating)[0].document_id


def test_every_criterion_is_a_row(room: Room) -> None:
    rows = room.at("reader").rows()
    assert len(rows) == 61
    assert {r.status for r in rows if r.category == "privacy"} == {"out_of_scope"}
    assert all(r.owner for r in rows)
    assert all((r.worst is None) == (r.gaps == 0) for r in rows)


def test_rows_are_filtered_by_each_part(room: Room) -> None:
    rows = room.at("reader").rows()

    def ids(**wanted: object) -> list[str]:
        found = matching_criteria(rows, WantedCriteria(**wanted))  # type: ignore[arg-type] # forwards keywords
        return [r.criterion for r in found]

    assert ids(series=("A1",)) == ["A1.1", "A1.2", "A1.3"]
    assert ids(categories=("availability",), statuses=("out_of_scope",)) == []
    assert "CC6.1" in ids(text="logical ACCESS")
    assert ids(text="no such words") == []
    owner = rows[0].owner
    assert set(ids(owners=(owner,))) == {r.criterion for r in rows if r.owner == owner}


def test_a_criterion_in_full_says_why_and_what_is_missing(room: Room) -> None:
    detail = room.at("reader").detail("CC6.1")
    assert detail is not None
    assert (detail.before, detail.after) == ("CC5.3", "CC6.2")
    assert detail.why
    assert not detail.why.startswith("section")
    assert detail.design
    assert all(k.aspect in ("design", "both") for k in detail.design)
    assert all(k.citations and k.rationale for k in (*detail.design, *detail.operating))
    counts = [k.counts for k in detail.design]
    assert counts == sorted(counts, reverse=True)
    presence = {e.expected.name: e.presence for e in detail.expected}
    assert "missing" in presence.values()
    assert all(bool(e.items) == (e.presence != "missing") for e in detail.expected)
    linked = {k.document_id for k in (*detail.design, *detail.operating, *detail.rejected)}
    assert not linked & {c.document_id for c in detail.candidates}


def test_an_unknown_criterion_is_none(room: Room) -> None:
    assert room.at("reader").detail("CC9.9") is None


def test_a_rejection_is_assessed_told_and_audited(room: Room) -> None:
    ben = room.at("contributor")
    item = first_claimed(ben, "CC6.1")
    outcome = ben.reject(item, "CC6.1", reason="it is about another system")
    assert outcome.words.startswith("Kept. CC6.1 ")
    detail = ben.detail("CC6.1")
    assert detail is not None
    assert [k.document_id for k in detail.rejected] == [item]
    assert "Ben Okri" in detail.rejected[0].decided
    assert next(r for r in ben.rows() if r.criterion == "CC6.1").decided == 1
    entry = next(
        e for e in room.house.audit.entries(workspace_id=room.entry.id) if e.action[:5] == "link."
    )
    assert (entry.action, entry.person_id) == ("link.rejected", ben.seat.person.id)
    assert json.loads(entry.before)["claimed"] is True
    assert json.loads(entry.after)["reason"] == "it is about another system"
    assert entry.run
    assert room.house.audit.verify() == ()


def test_withdrawn_everything_is_as_it_was(room: Room) -> None:
    ben = room.at("contributor")
    before = ben.detail("CC6.1")
    item = first_claimed(ben, "CC6.1")
    ben.reject(item, "CC6.1", reason="no")
    room.at("approver", "Priya Nair").withdraw(item, "CC6.1")
    assert ben.detail("CC6.1") == before
    assert [(p.decision.verb, p.state) for p in ben.history("CC6.1")] == [
        ("withdraw", "over"),
        ("reject", "over"),
    ]


def test_a_candidate_is_accepted_with_its_own_words(room: Room) -> None:
    ben = room.at("contributor")
    detail = ben.detail("CC6.1")
    assert detail is not None
    found = detail.candidates[0]
    quotes = ben.quotes(found.document_id, "CC6.1")
    assert quotes
    ben.add(found.document_id, "CC6.1", aspect="design", quotes=quotes[:1], reason="it fits")
    after = ben.detail("CC6.1")
    assert after is not None
    added = next(k for k in after.design if k.document_id == found.document_id)
    assert added.citations[0].quote == quotes[0]
    assert found.document_id not in [c.document_id for c in after.candidates]
    assert [p.state for p in ben.history("CC6.1")] == ["holds"]


def test_a_reader_decides_nothing(room: Room) -> None:
    reader = room.at("reader")
    item = first_claimed(reader, "CC6.1")
    with pytest.raises(NotAllowed):
        reader.reject(item, "CC6.1", reason="no")
    with pytest.raises(NotAllowed):
        reader.accept(item, "CC6.1")
    with pytest.raises(NotAllowed):
        reader.add(item, "CC4.1", aspect="both", quotes=["x"], reason="no")
    assert room.workspace.store.link_decisions.all() == ()


def test_a_refused_decision_is_neither_kept_nor_audited(room: Room) -> None:
    ben = room.at("contributor")
    item = first_claimed(ben, "CC6.1")
    with pytest.raises(UsageError, match="say why"):
        ben.reject(item, "CC6.1", reason="")
    with pytest.raises(UsageError, match="do not stand"):
        ben.add(item, "CC4.1", aspect="both", quotes=["not its words at all"], reason="so")
    assert room.workspace.store.link_decisions.all() == ()
    entries = room.house.audit.entries(workspace_id=room.entry.id)
    assert not [e for e in entries if e.action.startswith("link.")]


def test_decisions_on_a_changed_file_wait_and_are_confirmed_or_let_go(room: Room) -> None:
    ben = room.at("contributor")
    path = min((room.workspace.folder / "evidence" / "policies").glob("*.md"))
    name = path.relative_to(room.workspace.folder / "evidence").as_posix()
    item = next(i for i, n in ben.items() if n == name)
    quotes = ben.quotes(item, "CC3.3")
    ben.add(item, "CC3.3", aspect="design", quotes=quotes[:1], reason="it speaks of fraud")
    ben.add(item, "CC3.4", aspect="design", quotes=quotes[:1], reason="it speaks of change")
    path.write_text(path.read_text() + "\nReviewed again.\n")
    map_evidence(room.workspace, room.workspace.folder / "evidence", SCOPE)
    first, second = ben.to_confirm()
    ben.confirm(first.number)
    ben.discard(second.number)
    assert ben.to_confirm() == ()
    assert [p.state for p in ben.history("CC3.3")] == ["holds", "over"]
    detail = ben.detail("CC3.4")
    assert detail is not None
    assert name not in [k.item for k in detail.design]
    with pytest.raises(UsageError):
        ben.confirm(first.number)
