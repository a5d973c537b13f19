"""Opening the database of the house."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from assistant.store.engines import HOUSE, sqlite_url
from assistant.store.migrations.steps import open_up_to_date


def open_house_database(url: str) -> Engine:
    """The database of the house with the tables of this version, made or brought up to it.

    Raises `WorkspaceError` where it was used by a newer version or cannot be opened.
    """
    return open_up_to_date(url, "house", HOUSE, durable=True)


def house_url(home: Path) -> str:
    """The URL of the house's own database file."""
    return sqlite_url(home / "house.db")
