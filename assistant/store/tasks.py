"""Tasks on gaps: one row a task, and everything that happened to it, appended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, Row, insert, select
from sqlalchemy.exc import IntegrityError

from assistant.review.model import TaskEvent
from assistant.store import schema
from assistant.store.engines import writing


@dataclass(frozen=True, slots=True)
class TaskRow:
    """What never changes of a task; see `assistant.review.model.Task`."""

    id: str
    gap: str
    criterion: str
    title: str


class TaskTables:
    """Tasks and their events. Nothing is changed or removed: what holds is derived elsewhere."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def rows(self) -> tuple[TaskRow, ...]:
        """All tasks, by criterion and title."""
        query = select(schema.tasks).order_by(schema.tasks.c.criterion, schema.tasks.c.title)
        with self._engine.connect() as connection:
            return tuple(_task(row) for row in connection.execute(query))

    def row(self, task_id: str) -> TaskRow | None:
        """One task, or None for an unknown id."""
        query = select(schema.tasks).where(schema.tasks.c.id == task_id)
        with self._engine.connect() as connection:
            found = connection.execute(query).first()
        return _task(found) if found else None

    def events(self, task_id: str | None = None) -> tuple[TaskEvent, ...]:
        """The events of one task, or of all, in the order in which they happened."""
        query = select(schema.task_events).order_by(schema.task_events.c.number)
        if task_id is not None:
            query = query.where(schema.task_events.c.task_id == task_id)
        with self._engine.connect() as connection:
            return tuple(_event(row) for row in connection.execute(query))

    def open(self, task: TaskRow, person_id: str, at: datetime) -> bool:
        """Keep a task with its first event; False, and no change, where its gap has one already."""
        try:
            with writing(self._engine) as connection:
                connection.execute(
                    insert(schema.tasks).values(
                        id=task.id, gap=task.gap, criterion=task.criterion, title=task.title
                    )
                )
                connection.execute(
                    insert(schema.task_events).values(_values(task.id, "open", person_id, at))
                )
        except IntegrityError:
            return False
        return True

    def add(
        self,
        task_id: str,
        verb: str,
        person_id: str,
        at: datetime,
        *,
        text: str = "",
        day: date | None = None,
    ) -> None:
        """Append an event."""
        with writing(self._engine) as connection:
            connection.execute(
                insert(schema.task_events).values(
                    _values(task_id, verb, person_id, at, text=text, day=day)
                )
            )


def _values(
    task_id: str,
    verb: str,
    person_id: str,
    at: datetime,
    *,
    text: str = "",
    day: date | None = None,
) -> dict[str, object]:
    return {
        "task_id": task_id,
        "verb": verb,
        "person_id": person_id,
        "at": at.isoformat(),
        "text": text,
        "day": day.isoformat() if day else None,
    }


def _task(row: Row[tuple[str, str, str, str]]) -> TaskRow:
    return TaskRow(row.id, row.gap, row.criterion, row.title)


def _event(row: Row[tuple[object, ...]]) -> TaskEvent:
    return TaskEvent(
        number=row.number,
        task_id=row.task_id,
        verb=row.verb,
        person_id=row.person_id,
        at=datetime.fromisoformat(row.at),
        text=row.text,
        day=date.fromisoformat(row.day) if row.day else None,
    )
