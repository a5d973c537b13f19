"""Opening the database of the house."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event

from assistant.store.house import schema

_WAIT_SECONDS = 30
_WRITES = "evidary_writes"


def open_house_database(url: str) -> Engine:
    """The database of the house with its tables, made where they are missing."""
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": _WAIT_SECONDS})
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(url, pool_pre_ping=True)
    schema.metadata.create_all(writing(engine))
    return engine


def writing(engine: Engine) -> Engine:
    """The same database for transactions that write: on SQLite they take the lock at their start,
    so that what they read is still so when they write."""
    return engine.execution_options(**{_WRITES: True})


def house_url(home: Path) -> str:
    """The URL of the house's own database file."""
    return f"sqlite:///{home / 'house.db'}"


def _configure_sqlite(connection: object, _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined] # BEGIN is ours, below
    cursor = connection.cursor()  # type: ignore[attr-defined] # DB-API, untyped in SQLAlchemy
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
