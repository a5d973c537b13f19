"""The audit trail on both databases: refused changes, one chain from many writers, broken ones found."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from assistant.house.house import House
from tests.postgres import Server


def trail(house: House) -> None:
    for number in range(4):
        house.audit.append(action="answer.approved", subject=f"s{number}", workspace_id="w")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET subject = 'x'",
        "DELETE FROM audit",
    ],
)
def test_the_database_itself_refuses_changes(
    tmp_path: Path, database_url: str, statement: str
) -> None:
    with House.open(tmp_path, database_url or None) as house:
        trail(house)
        engine = house._store._engine
        with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
            connection.execute(text(statement))
        assert house.audit.verify() == ()
        assert house.audit.count() == 4


def test_postgresql_does_not_empty_the_table_at_once(tmp_path: Path, postgres: Server) -> None:
    with postgres.database() as url, House.open(tmp_path, url) as house:
        trail(house)
        with (
            pytest.raises(DBAPIError, match="append-only"),
            house._store._engine.begin() as connection,
        ):
            connection.execute(text("TRUNCATE audit"))
        assert house.audit.count() == 4


def test_many_writers_make_one_chain(tmp_path: Path, database_url: str) -> None:
    with (
        House.open(tmp_path, database_url or None) as house,
        House.open(tmp_path, database_url or None) as other,
    ):

        def write(place: House) -> None:
            for _ in range(20):
                place.audit.append(action="a.b")

        threads = [threading.Thread(target=write, args=(p,)) for p in (house, other) * 2]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert house.audit.count() == 80
        assert house.audit.verify(other.audit.anchor()) == ()
