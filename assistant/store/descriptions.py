"""What management said to open points, which of them were set aside, and every version of every
section. Appended, never changed.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import Engine, insert, select

from assistant.description import Section, SetAside, Statement, Version
from assistant.store import codec, schema
from assistant.store.database import writing


class DescriptionTables:
    """Statements and versions; the newest of a key or of a section holds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def say(self, statement: Statement) -> None:
        """Append a statement; an empty text withdraws the one before."""
        with writing(self._engine) as connection:
            connection.execute(
                insert(schema.description_statements).values(
                    key=statement.key,
                    part=statement.part,
                    text=statement.text,
                    said_by=statement.said_by,
                    at=statement.at.isoformat(),
                )
            )

    def statements(self) -> tuple[Statement, ...]:
        """Everything that was said, the oldest first."""
        table = schema.description_statements
        with self._engine.connect() as connection:
            return tuple(
                Statement(r.key, r.part, r.text, r.said_by, datetime.fromisoformat(r.at))
                for r in connection.execute(select(table).order_by(table.c.number))
            )

    def put_aside(self, aside: SetAside) -> None:
        """Append it; an empty reason takes the one before back."""
        values = {**asdict(aside), "at": aside.at.isoformat()}
        with writing(self._engine) as connection:
            connection.execute(insert(schema.description_set_aside).values(values))

    def set_aside(self, kind: str) -> tuple[SetAside, ...]:
        """Everything that was set aside for a kind, the oldest first."""
        table = schema.description_set_aside
        query = select(table).where(table.c.kind == kind).order_by(table.c.number)
        with self._engine.connect() as connection:
            return tuple(
                SetAside(
                    r.kind,
                    r.point,
                    r.question,
                    r.why,
                    r.reason,
                    r.person,
                    datetime.fromisoformat(r.at),
                )
                for r in connection.execute(query)
            )

    def add(self, version: Version) -> Version:
        """Append a version of a section; it is given back with its number."""
        with writing(self._engine) as connection:
            made = connection.execute(
                insert(schema.description_versions).values(
                    kind=version.kind,
                    section=version.section.id,
                    origin=version.origin,
                    person=version.person,
                    at=version.at.isoformat(),
                    run=version.run,
                    body=codec.dump(version.section, Section),
                )
            )
            key = made.inserted_primary_key
            assert key is not None  # one row was inserted
            return replace(version, number=key[0])

    def versions(self, kind: str, section: str = "") -> tuple[Version, ...]:
        """The versions of a kind's sections, or of one section, the oldest first."""
        table = schema.description_versions
        query = select(table).where(table.c.kind == kind).order_by(table.c.number)
        if section:
            query = query.where(table.c.section == section)
        with self._engine.connect() as connection:
            return tuple(
                Version(
                    r.number,
                    r.kind,
                    codec.load(r.body, Section),
                    r.origin,
                    r.person,
                    datetime.fromisoformat(r.at),
                    r.run,
                )
                for r in connection.execute(query)
            )
