"""Opening the database of the house."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.schema import CreateSchema

from assistant.store.engines import HOUSE, make_engine, reachable, sqlite_url, writing
from assistant.store.house import schema


def open_house_database(url: str) -> Engine:
    """The database of the house with its tables, made where they are missing.

    Raises `WorkspaceError` where it cannot be opened.
    """
    with reachable(url):
        engine = make_engine(url, HOUSE, durable=True)
        with writing(engine) as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(CreateSchema(HOUSE, if_not_exists=True))
            schema.metadata.create_all(connection)
    return engine


def house_url(home: Path) -> str:
    """The URL of the house's own database file."""
    return sqlite_url(home / "house.db")
