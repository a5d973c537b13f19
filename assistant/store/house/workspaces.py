"""Workspaces as the house lists them, and who belongs to which."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Engine, Row, Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.errors import UsageError
from assistant.house.model import HouseWorkspace, Membership, Role
from assistant.store.engines import writing
from assistant.store.house.schema import memberships, workspaces


class WorkspaceTable:
    """Workspaces by id, names once each, and their members."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, entry: HouseWorkspace) -> None:
        """Keep a new workspace. Raises `UsageError` where the name is taken."""
        try:
            with writing(self._engine) as connection:
                connection.execute(
                    insert(workspaces).values(
                        id=entry.id, name=entry.name, created_at=entry.created_at.isoformat()
                    )
                )
        except IntegrityError as error:
            raise UsageError(f"there is a workspace named {entry.name!r} already") from error

    def rename(self, workspace_id: str, name: str) -> None:
        """Give it another name. Raises `UsageError` where the name is taken."""
        try:
            with writing(self._engine) as connection:
                connection.execute(
                    update(workspaces).where(workspaces.c.id == workspace_id).values(name=name)
                )
        except IntegrityError as error:
            raise UsageError(f"there is a workspace named {name!r} already") from error

    def get(self, workspace_id: str) -> HouseWorkspace | None:
        """The workspace with this id."""
        found = self._entries(select(workspaces).where(workspaces.c.id == workspace_id))
        return found[0] if found else None

    def all(self) -> tuple[HouseWorkspace, ...]:
        """All of them, by name."""
        return self._entries(select(workspaces).order_by(workspaces.c.name, workspaces.c.id))

    def of_person(self, person_id: str) -> tuple[tuple[HouseWorkspace, Role], ...]:
        """Those that the person belongs to, by name, each with their role there."""
        query = (
            select(workspaces, memberships.c.role)
            .join(memberships, memberships.c.workspace_id == workspaces.c.id)
            .where(memberships.c.person_id == person_id)
            .order_by(workspaces.c.name, workspaces.c.id)
        )
        with self._engine.connect() as connection:
            return tuple((_entry(row), cast(Role, row.role)) for row in connection.execute(query))

    def role(self, workspace_id: str, person_id: str) -> Role | None:
        """The person's role there, None without a membership."""
        query = select(memberships.c.role).where(*_same(workspace_id, person_id))
        with self._engine.connect() as connection:
            return cast("Role | None", connection.scalar(query))

    def put_role(self, membership: Membership) -> None:
        """Keep a role, in place of an earlier one."""
        with writing(self._engine) as connection:
            connection.execute(
                delete(memberships).where(*_same(membership.workspace_id, membership.person_id))
            )
            connection.execute(
                insert(memberships).values(
                    workspace_id=membership.workspace_id,
                    person_id=membership.person_id,
                    role=membership.role,
                )
            )

    def remove(self, workspace_id: str, person_id: str) -> None:
        """End a membership; where there is none, nothing happens."""
        with writing(self._engine) as connection:
            connection.execute(delete(memberships).where(*_same(workspace_id, person_id)))

    def members(self, workspace_id: str) -> tuple[Membership, ...]:
        """Who belongs to it."""
        query = (
            select(memberships)
            .where(memberships.c.workspace_id == workspace_id)
            .order_by(memberships.c.person_id)
        )
        with self._engine.connect() as connection:
            return tuple(
                Membership(row.workspace_id, row.person_id, cast(Role, row.role))
                for row in connection.execute(query)
            )

    def _entries(self, query: Select[tuple[object, ...]]) -> tuple[HouseWorkspace, ...]:
        with self._engine.connect() as connection:
            return tuple(_entry(row) for row in connection.execute(query))


def _entry(row: Row[tuple[object, ...]]) -> HouseWorkspace:
    return HouseWorkspace(row.id, row.name, datetime.fromisoformat(row.created_at))


def _same(workspace_id: str, person_id: str) -> tuple[ColumnElement[bool], ...]:
    return (memberships.c.workspace_id == workspace_id, memberships.c.person_id == person_id)
