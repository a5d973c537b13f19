"""The face of the page "Gaps and tasks": gaps of the newest run, and the work on them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import BinaryIO

from assistant.desk import runs
from assistant.desk.evidence import Evidence
from assistant.desk.gap_rows import NOBODY, GapRow, rows_of
from assistant.desk.seat import Seat
from assistant.errors import UsageError
from assistant.filing.model import Filing, Offered
from assistant.review.model import Task
from assistant.review.tasks import TaskBook


class Tasks:
    """What a person at this seat sees and does about gaps. Every change needs a contributor."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self._book = TaskBook(seat.workspace.store.tasks, seat.workspace.clock)

    @property
    def may_work(self) -> bool:
        """May this person change anything here?"""
        return self.seat.may("contribute")

    def rows(self) -> tuple[GapRow, ...]:
        """Every gap of the newest run with its task, the most severe first; then tasks whose gap
        the newest run does not find any more."""
        self.seat.need("read")
        view = runs.latest(self.seat)
        gaps = view.gaps if view else ()
        return rows_of(
            gaps, self._book.all(), dict(self._names()), self.seat.workspace.clock.today()
        )

    def row(self, key: str) -> GapRow:
        """One of them; an unknown key is a `UsageError`."""
        for row in self.rows():
            if row.key == key:
                return row
        raise UsageError("this gap is not there any more; load the page again")

    def people(self) -> tuple[tuple[str, str], ...]:
        """Ids and names of those who can be asked to do something here: who may contribute."""
        self.seat.need("read")
        return self._names(working=True)

    def name_of(self, person_id: str) -> str:
        """The person's name; the command line's people have no other than their id. Empty for
        nobody."""
        person = self.seat.house.people.get(person_id) if person_id else None
        return person.name if person else person_id

    def files(self) -> tuple[str, ...]:
        """Paths of the evidence that can be attached, also what no run has read yet."""
        self.seat.need("read")
        known = self.seat.workspace.store.evidence.files()
        return tuple(sorted({*known, *Evidence(self.seat).standing().unread}))

    def assign(self, keys: Iterable[str], person_id: str) -> int:
        """Ask somebody to close these gaps, `NOBODY` to ask nobody; gives how many tasks changed.

        Closed tasks are left alone. All or nothing where the person does not work here.
        """
        self.seat.need("contribute")
        if person_id != NOBODY and person_id not in dict(self.people()):
            raise UsageError("choose somebody who may contribute in this workspace")
        return self._for_all(
            keys,
            "task.assigned",
            lambda t: self._book.assign(t.id, person_id, self._me),
            opening=person_id != NOBODY,
        )

    def set_due(self, keys: Iterable[str], day: date | None) -> int:
        """Until when these should be done, None for no day; gives how many tasks changed."""
        self.seat.need("contribute")
        return self._for_all(
            keys,
            "task.due",
            lambda t: self._book.set_due(t.id, day, self._me),
            opening=day is not None,
        )

    def open(self, key: str) -> Task:
        """The task on this gap, opened where there is none."""
        self.seat.need("contribute")
        return self._task_on(self.row(key))

    def start(self, key: str) -> Task:
        """Somebody is at it."""
        return self._one(key, "task.started", lambda t: self._book.start(t.id, self._me))

    def comment(self, key: str, text: str) -> Task:
        """Say something about it."""
        return self._one(key, "task.commented", lambda t: self._book.comment(t.id, text, self._me))

    def attach(self, key: str, path: str) -> Task:
        """Name evidence of this workspace that is meant to end the gap."""
        self.seat.need("contribute")
        if path not in self.files():
            raise UsageError(f"{path} is not among the evidence of this workspace yet")
        return self._one(key, "task.attached", lambda t: self._book.attach(t.id, path, self._me))

    def upload(self, key: str, files: Iterable[tuple[str, BinaryIO]]) -> Filing:
        """File new evidence, as the evidence page does, and attach what was taken."""
        self.seat.need("contribute")
        row = self.row(key)
        filing = Evidence(self.seat).add([Offered(name, content) for name, content in files])
        for filed in filing.filed:
            self.attach(row.key, filed.path)
        return filing

    def close(self, key: str, reason: str) -> Task:
        """Nothing more will be done, for this reason. The gap stays as long as a run finds it."""
        return self._one(key, "task.closed", lambda t: self._book.close(t.id, reason, self._me))

    def reopen(self, key: str, reason: str) -> Task:
        """It is not done after all, for this reason."""
        return self._one(key, "task.reopened", lambda t: self._book.reopen(t.id, reason, self._me))

    @property
    def _me(self) -> str:
        return self.seat.person.id

    def _names(self, *, working: bool = False) -> tuple[tuple[str, str], ...]:
        from assistant.house.permissions import allows

        house = self.seat.house
        found = []
        for member in house.workspaces.members(self.seat.entry.id):
            person = house.people.get(member.person_id)
            if person and (not working or (person.active and allows(member.role, "contribute"))):
                found.append((person.id, person.name))
        return tuple(sorted(found, key=lambda pair: (pair[1].casefold(), pair[0])))

    def _task_on(self, row: GapRow) -> Task:
        if row.task is not None:
            return row.task
        task = self._book.open(row.key, row.criterion, row.title, self._me)
        self.seat.record("task.opened", task.id, after=_told(task), run=runs.run_id(self.seat))
        return task

    def _one(self, key: str, action: str, change: Callable[[Task], Task]) -> Task:
        self.seat.need("contribute")
        task = self.open(key)
        self._changed(task, action, change)
        return self._book.get(task.id)

    def _for_all(
        self,
        keys: Iterable[str],
        action: str,
        change: Callable[[Task], Task],
        *,
        opening: bool,
    ) -> int:
        rows = {row.key: row for row in self.rows()}
        changed = 0
        for row in (rows[key] for key in dict.fromkeys(keys) if key in rows):
            closed = row.task is not None and row.task.state == "closed"
            if not closed and (row.task or opening):
                changed += self._changed(self._task_on(row), action, change)
        return changed

    def _changed(self, before: Task, action: str, change: Callable[[Task], Task]) -> bool:
        after = change(before)
        if len(after.events) == len(before.events):
            return False
        self.seat.record(action, before.id, before=_told(before), after=_told(after))
        return True


def _told(task: Task) -> str:
    """A task for the audit trail: what holds, and what was said last."""
    last = task.events[-1]
    return json.dumps(
        {
            "gap": task.gap,
            "state": task.state,
            "assignee": task.assignee,
            "due": task.due.isoformat() if task.due else None,
            last.verb: last.text or (last.day.isoformat() if last.day else ""),
        },
        ensure_ascii=False,
        sort_keys=True,
    )
