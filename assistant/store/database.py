"""Opening the databases, and the few facts kept about the workspace itself."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Engine, delete, insert, select

from assistant.store import schema
from assistant.store.engines import sqlite_url, writing
from assistant.store.migrations.steps import open_up_to_date

__all__ = ["Facts", "open_database", "parts", "sqlite_url", "writing"]

_MANY = 500
"""Most values in one IN list: under every database's bound for parameters."""


class Facts:
    """Small named facts about a workspace, such as which embedder made its vectors."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, key: str) -> str | None:
        """The fact kept under a key, or None."""
        with self._engine.connect() as connection:
            value: str | None = connection.scalar(
                select(schema.meta.c.value).where(schema.meta.c.key == key)
            )
            return value

    def put(self, key: str, value: str) -> None:
        """Keep a fact, replacing what stood under the key."""
        with writing(self._engine) as connection:
            connection.execute(delete(schema.meta).where(schema.meta.c.key == key))
            connection.execute(insert(schema.meta).values(key=key, value=value))

    def remove(self, key: str) -> None:
        """Forget the fact; an unknown key is fine."""
        with writing(self._engine) as connection:
            connection.execute(delete(schema.meta).where(schema.meta.c.key == key))


def open_database(url: str, *, schema_name: str = "") -> Engine:
    """A workspace's database with the tables of this version, made or brought up to it.

    `schema_name` is the PostgreSQL schema; SQLite has none. Raises `WorkspaceError` where it was
    used by a newer version or cannot be opened.
    """
    return open_up_to_date(url, "workspace", schema_name)


def parts(values: list[str]) -> Iterator[list[str]]:
    """Values in lists short enough for one IN."""
    for start in range(0, len(values), _MANY):
        yield values[start : start + _MANY]
