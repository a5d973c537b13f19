"""Work on gaps: tasks are what their events say, and events are only ever appended."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from assistant.clock import Clock
from assistant.errors import UsageError
from assistant.review.model import Task, TaskEvent
from assistant.store.tasks import TaskRow, TaskTables

LONGEST_TEXT = 10_000
"""Characters of a comment or a reason."""


class TaskBook:
    """The tasks of one workspace. Raises `UsageError` where a verb does not fit the task's state."""

    def __init__(self, tables: TaskTables, clock: Clock) -> None:
        self._tables = tables
        self._clock = clock

    def all(self) -> tuple[Task, ...]:
        """Every task as it stands, by criterion and title."""
        events: dict[str, list[TaskEvent]] = {}
        for event in self._tables.events():
            events.setdefault(event.task_id, []).append(event)
        return tuple(task_of(row, events[row.id]) for row in self._tables.rows())

    def get(self, task_id: str) -> Task:
        """One task; an unknown id is a `UsageError`."""
        row = self._tables.row(task_id)
        if row is None:
            raise UsageError(f"there is no task {task_id}")
        return task_of(row, self._tables.events(task_id))

    def open(self, gap: str, criterion: str, title: str, person_id: str) -> Task:
        """The task of this gap, opened where there is none; an earlier one is left as it is."""
        row = TaskRow(task_id_of(gap), gap, criterion, title)
        self._tables.open(row, person_id, self._clock.now())
        return self.get(row.id)

    def assign(self, task_id: str, assignee: str, person_id: str) -> Task:
        """Ask somebody to do it; an empty `assignee` asks nobody."""
        if self._unclosed(task_id).assignee == assignee:
            return self.get(task_id)
        return self._add(task_id, "assign", person_id, text=assignee)

    def set_due(self, task_id: str, day: date | None, person_id: str) -> Task:
        """Until when it should be done; None for no day."""
        if self._unclosed(task_id).due == day:
            return self.get(task_id)
        return self._add(task_id, "due", person_id, day=day)

    def comment(self, task_id: str, text: str, person_id: str) -> Task:
        """Say something about it; also allowed after it was closed."""
        self.get(task_id)
        return self._add(task_id, "comment", person_id, text=_said(text, "a comment"))

    def attach(self, task_id: str, path: str, person_id: str) -> Task:
        """Name evidence that is meant to end the gap; the same path twice is once."""
        if path in attached(self._unclosed(task_id)):
            return self.get(task_id)
        return self._add(task_id, "attach", person_id, text=path)

    def start(self, task_id: str, person_id: str) -> Task:
        """Somebody is at it."""
        if self._unclosed(task_id).state == "in_progress":
            return self.get(task_id)
        return self._add(task_id, "start", person_id)

    def close(self, task_id: str, reason: str, person_id: str) -> Task:
        """Nothing more will be done, for this reason. The gap itself ends only by evidence."""
        self._unclosed(task_id)
        return self._add(task_id, "close", person_id, text=_said(reason, "a reason"))

    def reopen(self, task_id: str, reason: str, person_id: str) -> Task:
        """It is not done after all, for this reason."""
        if self.get(task_id).state != "closed":
            raise UsageError("this task is open already")
        return self._add(task_id, "reopen", person_id, text=_said(reason, "a reason"))

    def _unclosed(self, task_id: str) -> Task:
        task = self.get(task_id)
        if task.state == "closed":
            raise UsageError(f"the task “{task.title}” is closed; reopen it first")
        return task

    def _add(
        self, task_id: str, verb: str, person_id: str, *, text: str = "", day: date | None = None
    ) -> Task:
        self._tables.add(task_id, verb, person_id, self._clock.now(), text=text, day=day)
        return self.get(task_id)


def task_id_of(gap: str) -> str:
    """A gap has one task, whoever opens it and however often."""
    return hashlib.sha256(gap.encode()).hexdigest()[:16]


def task_of(row: TaskRow, events: Iterable[TaskEvent]) -> Task:
    """What holds of a task after all that happened to it."""
    told = tuple(events)
    task = Task(
        id=row.id,
        gap=row.gap,
        criterion=row.criterion,
        title=row.title,
        state="open",
        assignee="",
        due=None,
        opened_at=told[0].at,
        opened_by=told[0].person_id,
        events=told,
    )
    for event in told:
        task = _after(task, event)
    return task


def attached(task: Task) -> tuple[str, ...]:
    """Paths of the evidence that was attached, in that order."""
    return tuple(e.text for e in task.events if e.verb == "attach")


def days_left(task: Task, today: date) -> int | None:
    """Days until it is due, negative where overdue; None without a day or once closed."""
    if task.due is None or task.state == "closed":
        return None
    return (task.due - today).days


def _after(task: Task, event: TaskEvent) -> Task:
    match event.verb:
        case "assign":
            return replace(task, assignee=event.text)
        case "due":
            return replace(task, due=event.day)
        case "start":
            return replace(task, state="in_progress")
        case "close":
            return replace(task, state="closed")
        case "open" | "reopen":
            return replace(task, state="open")
        case "comment" | "attach":
            return task


def _said(text: str, what: str) -> str:
    """The words without control characters, which a database or a screen reader may choke on."""
    kept = "".join(c for c in text if c.isprintable() or c in "\n\t").strip()
    if not kept:
        raise UsageError(f"{what} is needed in words")
    if len(kept) > LONGEST_TEXT:
        raise UsageError(f"{what} may have {LONGEST_TEXT:,} characters; this one has {len(kept):,}")
    return kept
