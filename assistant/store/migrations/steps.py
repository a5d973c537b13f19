"""Bringing a database up to the tables of this version; Alembic is loaded only where steps are due."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection, Engine, MetaData, inspect, text
from sqlalchemy.schema import CreateSchema

from assistant.errors import WorkspaceError
from assistant.store.columns import ordered_by_bytes
from assistant.store.engines import make_engine, reachable, writing

if TYPE_CHECKING:
    from alembic.config import Config

Which = Literal["workspace", "house"]

_HERE = Path(__file__).parent
_BASELINE = "0001_baseline"
_ADOPTED = "1"
"""The fact `schema` of workspaces from before there were steps: their tables are the baseline."""


def open_up_to_date(url: str, which: Which, schema: str = "", *, durable: bool = False) -> Engine:
    """An engine for a database that holds the tables of this version, made or brought up to it.

    `schema` names the PostgreSQL schema. Raises `WorkspaceError` where the database was used by a
    newer version, or cannot be reached; it is left as it was then.
    """
    with reachable(url):
        engine = make_engine(url, schema, durable=durable)
        with engine.connect() as connection:
            found = _found(connection)
        if found != steps(which)[-1]:
            engine.dispose()
            _migrate(url, which, schema)
            engine = make_engine(url, schema, durable=durable)
    return engine


def steps(which: Which) -> list[str]:
    """The names of all steps that this version knows, in order."""
    return sorted(file.stem for file in (_HERE / which).glob("[0-9]*.py"))


def metadata_of(which: Which) -> MetaData:
    """The tables as this version wants them; on PostgreSQL text is ordered by bytes, as on SQLite."""
    if which == "workspace":
        from assistant.store.schema import metadata
    else:
        from assistant.store.house.schema import metadata
    return ordered_by_bytes(metadata)


def config_for(which: Which, connection: Connection) -> Config:
    """Alembic's settings for one of the two kinds of database."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.set_main_option("version_locations", str(_HERE / which).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    config.attributes["metadata"] = metadata_of(which)
    return config


def _migrate(url: str, which: Which, schema: str) -> None:
    engine = make_engine(url, schema, migrating=True)
    try:
        with writing(engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(CreateSchema(schema, if_not_exists=True))
            _upgrade(connection, which)
            if connection.dialect.name == "sqlite":
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                assert not broken, f"a migration left rows that point to nothing: {broken[:3]}"
    finally:
        engine.dispose()


def _upgrade(connection: Connection, which: Which) -> None:
    """Looks at the version again: since it was asked, another process may have taken the steps."""
    known = steps(which)
    found = _found(connection)
    if found is not None and found not in known:
        raise WorkspaceError(
            f"this {which} was used by a newer version of Evidary (its tables are at {found}, this "
            f"version knows them up to {known[-1]}); update Evidary, or take back an older copy"
        )
    from alembic import command

    config = config_for(which, connection)
    if found is None and which == "workspace" and _is_from_before(connection):
        command.stamp(config, _BASELINE)
    command.upgrade(config, "head")


def _found(connection: Connection) -> str | None:
    """The newest step that was taken; None for a database without steps."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _is_from_before(connection: Connection) -> bool:
    if not inspect(connection).has_table("meta"):
        return False
    found = connection.scalar(text("SELECT value FROM meta WHERE key = 'schema'"))
    if found not in (None, _ADOPTED):
        raise WorkspaceError(
            f"this workspace was made by another version (schema {found}); "
            "make a new one with --workspace"
        )
    return True
