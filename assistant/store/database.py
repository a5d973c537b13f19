"""Opening the database, and the few facts kept about the workspace itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, create_engine, delete, event, insert, select

from assistant.errors import WorkspaceError
from assistant.store import schema

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
        with self._engine.begin() as connection:
            connection.execute(delete(schema.meta).where(schema.meta.c.key == key))
            connection.execute(insert(schema.meta).values(key=key, value=value))

    def remove(self, key: str) -> None:
        """Forget the fact; an unknown key is fine."""
        with self._engine.begin() as connection:
            connection.execute(delete(schema.meta).where(schema.meta.c.key == key))


def open_database(url: str) -> Engine:
    """A database with the tables of this version, made where they are missing.

    Raises `WorkspaceError` where it holds tables of another version.
    """
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
    schema.metadata.create_all(engine)
    facts = Facts(engine)
    found = facts.get("schema")
    if found is None:
        facts.put("schema", schema.VERSION)
    elif found != schema.VERSION:
        raise WorkspaceError(
            f"this workspace was made by another version (schema {found}, "
            f"expected {schema.VERSION}); make a new one with --workspace"
        )
    return engine


def _configure_sqlite(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined] # DB-API, untyped in SQLAlchemy
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def sqlite_url(path: Path) -> str:
    """The URL of a database file."""
    return f"sqlite:///{path}"


def parts(values: list[str]) -> Iterator[list[str]]:
    """Values in lists short enough for one IN."""
    for start in range(0, len(values), _MANY):
        yield values[start : start + _MANY]
