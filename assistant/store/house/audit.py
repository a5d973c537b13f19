"""The audit trail's rows: appended in one chain, read in order, never changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, Row, func, insert, select, update

from assistant.house import chain
from assistant.house.model import AuditEntry
from assistant.store.engines import writing
from assistant.store.house.schema import audit, audit_head

_PAGE = 1_000

Seal = Callable[[int, str], AuditEntry]
"""Makes an entry of its number and the digest of the entry before it."""


class AuditTable:
    """Entries by number from 1, and a kept head: the number and digest of the newest."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with writing(self._engine) as connection:
            if connection.scalar(select(audit_head.c.id)) is None:
                connection.execute(insert(audit_head).values(id=1, number=0, digest=""))

    def append(self, seals: Sequence[Seal]) -> tuple[AuditEntry, ...]:
        """Append what the seals make, one after another, all or none; appends wait for each other."""
        if not seals:
            return ()
        with writing(self._engine) as connection:
            head = connection.execute(select(audit_head).with_for_update()).one()
            number, digest, made = head.number, head.digest, []
            for seal in seals:
                made.append(seal(number + 1, digest))
                number, digest = made[-1].number, made[-1].digest
            connection.execute(insert(audit), [_row(entry) for entry in made])
            connection.execute(update(audit_head).values(number=number, digest=digest))
            return tuple(made)

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that this thread writes in the database meanwhile is one transaction."""
        with writing(self._engine):
            yield

    def head(self) -> tuple[int, str]:
        """Number and digest of the newest entry as kept beside the trail; (0, "") before the first."""
        with self._engine.connect() as connection:
            row = connection.execute(select(audit_head)).one()
        return row.number, row.digest

    @contextmanager
    def snapshot(self) -> Iterator[tuple[Iterator[Mapping[str, object]], tuple[int, str]]]:
        """All entries as they are stored, in the order of their numbers, and the head: both as they
        stood at one moment, whatever is appended meanwhile."""
        with self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            head = connection.execute(select(audit_head)).one()
            yield _pages(connection), (head.number, head.digest)

    def find(
        self,
        *,
        workspace_id: str | None = None,
        person_id: str | None = None,
        action: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[AuditEntry, ...]:
        """Entries that meet all that is given, the newest first."""
        query = (
            select(audit)
            .where(*_filters(workspace_id, person_id, action, since, until))
            .order_by(audit.c.number.desc())
            .limit(limit)
            .offset(offset)
        )
        with self._engine.connect() as connection:
            return tuple(_entry(row) for row in connection.execute(query))

    def count(
        self,
        *,
        workspace_id: str | None = None,
        person_id: str | None = None,
        action: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> int:
        """How many entries `find` would give without a limit."""
        query = (
            select(func.count())
            .select_from(audit)
            .where(*_filters(workspace_id, person_id, action, since, until))
        )
        with self._engine.connect() as connection:
            return connection.scalar(query) or 0

    def actions(self, workspace_id: str | None = None) -> tuple[str, ...]:
        """The kinds of actions that occur."""
        query = (
            select(audit.c.action)
            .where(*_filters(workspace_id, None, None, None, None))
            .distinct()
            .order_by(audit.c.action)
        )
        with self._engine.connect() as connection:
            return tuple(connection.scalars(query))


def _pages(connection: Connection) -> Iterator[Mapping[str, object]]:
    query = select(audit).order_by(audit.c.number).limit(_PAGE)
    last: int | None = None
    while True:
        rows = connection.execute(
            query if last is None else query.where(audit.c.number > last)
        ).all()
        if not rows:
            return
        yield from (dict(row._mapping) for row in rows)
        last = rows[-1].number


def _filters(
    workspace_id: str | None,
    person_id: str | None,
    action: str | None,
    since: datetime | None,
    until: datetime | None,
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if workspace_id is not None:
        found.append(audit.c.workspace_id == workspace_id)
    if person_id is not None:
        found.append(audit.c.person_id == person_id)
    if action is not None:
        found.append(audit.c.action == action)
    if since is not None:
        found.append(audit.c.at >= since.isoformat())
    if until is not None:
        found.append(audit.c.at < until.isoformat())
    return found


def _row(entry: AuditEntry) -> dict[str, object]:
    return {**chain.row_of(entry), "digest": entry.digest}


def _entry(row: Row[tuple[object, ...]]) -> AuditEntry:
    values = dict(row._mapping)
    return AuditEntry(
        **{
            **values,
            "at": datetime.fromisoformat(str(values["at"])),
            "prompts": tuple((str(i), str(v)) for i, v in json.loads(str(values["prompts"]))),
        }
    )
