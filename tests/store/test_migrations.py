"""Tables and migrations agree; old workspaces are taken over; newer ones are refused in a sentence."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from assistant import store as store_package
from assistant.errors import SettingsError, WorkspaceError
from assistant.house.house import House
from assistant.store.engines import HOUSE, make_engine, sqlite_url, writing
from assistant.store.migrations.steps import (
    Which,
    config_for,
    metadata_of,
    open_up_to_date,
    steps,
)
from assistant.store.store import Store
from assistant.workspace import Workspace, last_folder, schema_of
from tests.store.values import NOW, answer

BEFORE = Path(__file__).parent / "before_steps.sql"
"""A workspace as the last version without steps left it, dumped by `sqlite3 evidary.db .dump`."""
BOTH: list[Which] = ["workspace", "house"]


def opened(which: Which, url: str, folder: Path):  # type: ignore[no-untyped-def] # noqa: ANN201
    schema = HOUSE if which == "house" else "evidary_ws_x"
    return open_up_to_date(url or sqlite_url(folder / f"{which}.db"), which, schema)


@pytest.mark.parametrize("which", BOTH)
def test_tables_and_migrations_agree(which: Which, database_url: str, tmp_path: Path) -> None:
    engine = opened(which, database_url, tmp_path)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata_of(which)) == []
        assert context.get_current_revision() == steps(which)[-1]
        heads = ScriptDirectory.from_config(config_for(which, connection)).get_heads()
    engine.dispose()
    assert heads == [steps(which)[-1]]


@pytest.mark.parametrize("which", BOTH)
def test_text_is_ordered_by_bytes_on_postgresql(
    which: Which, database_url: str, tmp_path: Path
) -> None:
    if not database_url:
        pytest.skip("SQLite knows no other order")
    engine = opened(which, database_url, tmp_path)
    query = text(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name <> 'alembic_version'"
        " AND data_type IN ('text', 'character varying') AND collation_name IS DISTINCT FROM 'C'"
    )
    with engine.connect() as connection:
        assert connection.execute(query).all() == []
    engine.dispose()


@pytest.mark.parametrize("which", BOTH)
def test_a_database_of_a_newer_version_is_refused_and_left_alone(
    which: Which, database_url: str, tmp_path: Path
) -> None:
    engine = opened(which, database_url, tmp_path)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0999_later'"))
    engine.dispose()
    with pytest.raises(WorkspaceError, match=r"newer version of Evidary.*0999_later.*update"):
        opened(which, database_url, tmp_path)


def test_a_workspace_from_before_is_taken_over_with_all_it_holds(tmp_path: Path) -> None:
    file = tmp_path / "evidary.db"
    with sqlite3.connect(file) as old:
        old.executescript(BEFORE.read_text(encoding="utf-8"))
    old.close()
    store = Store.at(file)
    (path,) = store.evidence.files()
    assert path == "access-policy.md"
    (head,) = store.evidence.document_heads()
    (passage,) = store.evidence.passages_of(head.id)
    assert "Multi-factor" in passage.text
    (kept,) = store.library.answers()
    assert (kept.status, kept.owner) == ("approved", "Ana Lima")
    (turn,) = store.conversations.turns("s1")
    assert turn.question == "Is MFA required?"
    assert store.facts.get("embedder") == "test"
    store.conversations.add("s1", "And since when?", answer(), NOW)
    store.close()
    again = Store.at(file)
    assert len(again.conversations.turns("s1")) == 2
    assert again.facts.get("schema") == "2"
    again.close()


def test_a_workspace_of_an_unknown_old_version_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "evidary.db"
    with sqlite3.connect(file) as old:
        old.executescript(BEFORE.read_text(encoding="utf-8"))
        old.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    old.close()
    with pytest.raises(WorkspaceError, match="another version"):
        Store.at(file)
    check = create_engine(sqlite_url(file))
    assert not inspect(check).has_table("alembic_version")
    check.dispose()


def test_sqlite_checks_keys_and_waits_for_other_writers(tmp_path: Path) -> None:
    engine = make_engine(sqlite_url(tmp_path / "a.db"))
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "journal_mode", "busy_timeout")
        }
    engine.dispose()
    assert found == {"foreign_keys": 1, "journal_mode": "wal", "busy_timeout": 30_000}


def test_each_workspace_has_a_schema_of_its_own(database_url: str, tmp_path: Path) -> None:
    """Also where two folders bear one name; and the folder, not the database, says where it is."""
    one, other = tmp_path / "a" / "Ws One", tmp_path / "b" / "Ws One"
    for folder, fact in ((one, "1"), (other, "2")):
        with Workspace(folder, database_url=database_url or None) as workspace:
            workspace.store.facts.put("whose", fact)
            assert "@" not in workspace.store.place.replace("postgres@", "")
    for folder, fact in ((one, "1"), (other, "2")):
        with Workspace(folder, database_url=database_url or None) as workspace:
            assert workspace.store.facts.get("whose") == fact
    assert schema_of(tmp_path / "workspaces" / "ab12") == "evidary_ws_ab12"
    assert schema_of(one) != schema_of(other)


def test_the_url_may_come_from_the_environment(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if database_url:
        monkeypatch.setenv("EVIDARY_DATABASE_URL", database_url)
    folder = Path(".evidary", "workspaces", "ab12")
    with Workspace(folder) as workspace:
        workspace.store.facts.put("whose", "mine")
        assert ("evidary_ws_ab12" in workspace.store.place) == bool(database_url)
    assert (folder / "evidary.db").exists() != bool(database_url)
    assert last_folder() == folder
    with Workspace(last_folder()) as workspace:
        assert workspace.store.facts.get("whose") == "mine"


@pytest.mark.parametrize("url", ["mysql://u@h/d", "sqlite+aiosqlite:///x", "no url at all"])
def test_other_databases_are_refused_in_a_sentence(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="postgresql://"):
        House.open(tmp_path, url)


def test_an_unreachable_database_is_said_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql://ada:secret@/db?host={tmp_path}"
    with pytest.raises(WorkspaceError, match="cannot open the database") as caught:
        Workspace(tmp_path / "ws", database_url=url)
    assert "secret" not in str(caught.value)
    with Workspace(tmp_path / "ws"):
        pass  # the refused opening let the folder go


def test_stores_write_through_one_door() -> None:
    """`writing` keeps writers apart; a plain transaction would let another come between."""
    folder = Path(store_package.__file__).parent
    others = [
        file.name
        for file in folder.rglob("*.py")
        if file.name not in ("engines.py", "env.py")
        and ".begin()" in file.read_text(encoding="utf-8")
    ]
    assert others == []
