"""Connections to SQLite and PostgreSQL that behave alike: one writer at a time, the order of bytes.

What differs between the two databases is in this file alone.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError

from assistant.errors import SettingsError, WorkspaceError

HOUSE = "evidary_house"
"""The schema of the house on PostgreSQL."""
_WRITES = "evidary_writes"
_PATIENCE_SECONDS = 30
"""How long a writer waits for the one before it."""


def sqlite_url(path: Path) -> str:
    """The URL of a database file."""
    return URL.create("sqlite", database=str(path)).render_as_string()


def shown(url: str) -> str:
    """A URL as people may see it: without the password."""
    return make_url(url).render_as_string(hide_password=True)


def make_engine(
    url: str, schema: str = "", *, migrating: bool = False, durable: bool = False
) -> Engine:
    """An engine for a SQLite file, or for one schema of a PostgreSQL database.

    `durable` keeps what was written last through a loss of power too (PostgreSQL always does).
    `migrating` opens a connection each time, and on SQLite leaves foreign keys unchecked, as
    rebuilding a table needs. Raises `SettingsError` for another kind of URL.
    """
    parsed = _understood(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, migrating=migrating, durable=durable)
    return _postgres(parsed, schema, migrating=migrating)


class _Open(threading.local):
    """The transactions that write in this thread, by engine."""

    def __init__(self) -> None:
        self.by_engine: dict[Engine, Connection] = {}


_open = _Open()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other writer of this database comes between, from its first statement.

    What it reads still holds when it writes; so numbering, and "only if it is not there", are safe.
    Inside another one of the same thread it is a part of that one: all is kept at its end, or nothing.
    """
    outer = _open.by_engine.get(engine)
    if outer is not None:
        yield outer
        return
    with _transaction(engine) as connection:
        _open.by_engine[engine] = connection
        try:
            yield connection
        finally:
            del _open.by_engine[engine]


@contextmanager
def _transaction(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(
                text(
                    "SELECT pg_advisory_xact_lock(hashtextextended(current_setting('search_path'), 0))"
                )
            )
        yield connection


def owned(engine: Engine, schema: str) -> Connection | None:
    """A connection that holds the schema for one process until it is closed; None where another does.

    SQLite files need none: their folder is locked.
    """
    connection = engine.connect()
    took = connection.scalar(
        text("SELECT pg_try_advisory_lock(hashtextextended(:name, 1))"), {"name": schema}
    )
    connection.commit()  # the lock stays with the connection, no transaction is left open
    if took:
        return connection
    connection.close()
    return None


@contextmanager
def reachable(url: str) -> Iterator[None]:
    """Turns a database that cannot be reached or opened into a `WorkspaceError`."""
    try:
        yield
    except OperationalError as error:
        said = " ".join(str(error.orig).split())
        raise WorkspaceError(f"cannot open the database {shown(url)}: {said}") from error


def _understood(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise SettingsError(
            "EVIDARY_DATABASE_URL is not a database URL; give postgresql://user@host/database"
        ) from error
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "postgresql+psycopg"):
        raise SettingsError(
            f"databases of the kind {parsed.drivername!r} are not known; "
            "give postgresql://user@host/database, or none for SQLite"
        )
    return parsed


def _sqlite(url: URL, *, migrating: bool, durable: bool) -> Engine:
    pool: dict[str, Any] = {"poolclass": NullPool} if migrating else {}
    engine = create_engine(url, connect_args={"timeout": _PATIENCE_SECONDS}, **pool)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        # The driver would begin late and so let writers come between; `begin` below does it instead.
        connection.isolation_level = None
        cursor = connection.cursor()
        keys, kept = "OFF" if migrating else "ON", "FULL" if durable else "NORMAL"
        for pragma in (f"foreign_keys={keys}", "journal_mode=WAL", f"synchronous={kept}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgres(url: URL, schema: str, *, migrating: bool) -> Engine:
    pool: dict[str, Any] = {"poolclass": NullPool} if migrating else {"pool_pre_ping": True}
    try:
        engine = create_engine(url, **pool)
    except ImportError as error:
        raise SettingsError(
            "PostgreSQL needs the package psycopg: pip install 'evidary[postgres]'"
        ) from error

    @event.listens_for(engine, "connect", insert=True)
    def configure(connection: Any, _record: object) -> None:
        usual = connection.autocommit
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('search_path', %s, false)", (f'"{schema}"',))
        connection.autocommit = usual

    return engine
