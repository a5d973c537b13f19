"""An empty store on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.store.engines import sqlite_url
from assistant.store.store import Store

SCHEMA = "evidary_ws_test"


@pytest.fixture
def place(database_url: str, tmp_path: Path) -> tuple[str, str]:
    """Where the store lies: its URL, and its schema where there are any."""
    if database_url:
        return database_url, SCHEMA
    return sqlite_url(tmp_path / "evidary.db"), ""


@pytest.fixture
def store(place: tuple[str, str]) -> Iterator[Store]:
    opened = Store(*place)
    yield opened
    opened.close()
