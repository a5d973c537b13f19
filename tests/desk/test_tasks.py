"""Work on gaps at a real house: who may do it, what it leaves in the audit trail, all at once."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import pytest

from assistant.clock import Clock
from assistant.desk.gap_rows import NOBODY
from assistant.desk.seat import Seat
from assistant.desk.tasks import Tasks
from assistant.errors import NotAllowed, UsageError
from assistant.house.house import House
from assistant.house.model import Role
from assistant.jobs.model import Job
from assistant.jobs.port import Jobs
from assistant.review.tasks import attached
from assistant.workspace import Workspace
from tests.factories import TYPE1, access_review, graded_run, link, policy

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
At = Callable[[Role], Tasks]


class EmptyQueue:
    """A queue that nobody asked for anything."""

    def of_workspace(self, workspace_id: str) -> tuple[Job, ...]:
        return ()


@pytest.fixture
def at(tmp_path: Path) -> Iterator[At]:
    """The face for somebody with this role; everybody sits in the same workspace."""
    clock = Clock(NOW)
    with House.open(tmp_path / "home", clock=clock) as house:
        entry = house.workspaces.create("Larkfield")
        with Workspace(tmp_path / "w", clock=clock) as workspace:
            keep_run(workspace, "run-1", full=True)

            def seated(role: Role) -> Tasks:
                email = f"{role}@example.com"
                person = house.people.by_email(email) or house.people.add(role.title(), email)
                house.workspaces.set_role(entry.id, person.id, role)
                return Tasks(
                    Seat(house, person, entry, role, workspace, cast("Jobs", EmptyQueue()))
                )

            yield seated


def keep_run(workspace: Workspace, name: str, *, full: bool) -> None:
    """A run in which the access policy is alone, so that gaps are found; or one with fewer."""
    papers = [policy(), *([] if full else [access_review(2, date(2026, 6, 20))])]
    run = graded_run(papers, [link(d, "CC6.1") for d in papers], TYPE1)
    day = NOW.replace(day=1 if full else 2)
    kept = replace(run, run=replace(run.run, id=name, started_at=day))
    workspace.store.judgements.put_run(name, kept)


def test_gaps_come_before_any_work(at: At) -> None:
    rows = at("reader").rows()
    assert len(rows) > 30
    assert {row.state for row in rows} == {"No task yet"}


def test_work_on_a_gap_is_seen_by_everybody(at: At) -> None:
    ben, admin = at("contributor"), at("admin")
    key = ben.rows()[0].key
    me = ben.seat.person.id
    ben.assign([key], me)
    ben.set_due([key], date(2026, 6, 28))
    ben.comment(key, "=asked HR")
    row = admin.row(key)
    assert (row.state, row.assignee_name, row.due_words) == (
        "Open",
        "Contributor",
        "overdue by 3 days",
    )
    assert admin.close(key, "accounts removed").state == "closed"
    assert ben.row(key).state == "Closed, the gap is still there"
    assert ben.reopen(key, "one is back").state == "open"


def test_a_reader_changes_nothing(at: At) -> None:
    reader = at("reader")
    key = reader.rows()[0].key
    for change in (
        lambda: reader.open(key),
        lambda: reader.assign([key], NOBODY),
        lambda: reader.set_due([key], None),
        lambda: reader.comment(key, "hello"),
        lambda: reader.close(key, "done"),
        lambda: reader.attach(key, "a.csv"),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert all(row.task is None for row in reader.rows())


def test_only_people_of_the_workspace_are_asked(at: At) -> None:
    ben, reader = at("contributor"), at("reader")
    stranger = ben.seat.house.people.add("Stranger", "stranger@example.com")
    key = ben.rows()[0].key
    for nobody in (stranger.id, reader.seat.person.id, "nonsense"):
        with pytest.raises(UsageError, match="may contribute"):
            ben.assign([key], nobody)
    assert [name for _, name in ben.people()] == ["Contributor"]


def test_many_at_once_leaves_closed_ones_alone(at: At) -> None:
    ben = at("contributor")
    keys = [row.key for row in ben.rows()[:20]]
    ben.close(keys[0], "not ours")
    assert ben.assign(keys, ben.seat.person.id) == 19
    assert ben.assign(keys, ben.seat.person.id) == 0
    assert ben.set_due(keys, date(2026, 7, 31)) == 19
    assert sum(row.assignee != "" for row in ben.rows()) == 19


def test_taking_away_opens_no_task(at: At) -> None:
    ben = at("contributor")
    keys = [row.key for row in ben.rows()]
    assert ben.assign(keys, NOBODY) + ben.set_due(keys, None) == 0
    assert all(row.task is None for row in ben.rows())


def test_a_task_outlives_its_gap(at: At) -> None:
    ben = at("contributor")
    before = {row.key for row in ben.rows()}
    for key in before:
        ben.open(key)
    keep_run(ben.seat.workspace, "run-2", full=False)
    rows = ben.rows()
    gone = {row.key for row in rows if row.gone}
    assert gone
    assert gone < before
    assert all("gap gone: close?" in row.state for row in rows if row.gone)


def test_each_change_is_in_the_audit_trail_once(at: At) -> None:
    ben = at("contributor")
    key = ben.rows()[0].key
    ben.assign([key], ben.seat.person.id)
    ben.assign([key], ben.seat.person.id)
    ben.start(key)
    ben.close(key, "done")
    told = [e for e in ben.seat.house.audit.entries() if e.action.startswith("task.")]
    told.sort(key=lambda e: e.number)
    assert [e.action for e in told] == [
        "task.opened",
        "task.assigned",
        "task.started",
        "task.closed",
    ]
    assert {e.person_id for e in told} == {ben.seat.person.id}
    assert json.loads(told[-1].before)["state"] == "in_progress"
    assert json.loads(told[-1].after) == {
        "gap": key,
        "state": "closed",
        "assignee": ben.seat.person.id,
        "due": None,
        "close": "done",
    }
    assert ben.seat.house.audit.verify() == ()


def test_only_known_evidence_is_attached(at: At) -> None:
    ben = at("contributor")
    key = ben.rows()[0].key
    with pytest.raises(UsageError, match="not among the evidence"):
        ben.attach(key, "../../etc/passwd")
    ben.seat.workspace.store.evidence.put_file("leavers.csv", "0" * 64, 10, (), ())
    assert [e.text for e in ben.attach(key, "leavers.csv").events][-1] == "leavers.csv"


def test_a_new_file_is_filed_and_attached(at: At) -> None:
    ben = at("contributor")
    key = ben.rows()[0].key
    filing = ben.upload(
        key, [("list.md", io.BytesIO(b"# Leavers\n")), ("a.exe", io.BytesIO(b"MZ"))]
    )
    assert [f.path for f in filing.filed] == ["list.md"]
    assert [r.name for r in filing.refused] == ["a.exe"]
    task = ben.row(key).task
    assert task is not None
    assert attached(task) == ("list.md",)
    with pytest.raises(NotAllowed):
        at("reader").upload(key, [("list.md", io.BytesIO(b"# Leavers\n"))])


def test_a_gap_that_is_not_there_is_said(at: At) -> None:
    with pytest.raises(UsageError, match="load the page again"):
        at("contributor").comment("CC1.1:stale:000", "hello")
