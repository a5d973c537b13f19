"""The workspaces of the house and who may open which."""

from __future__ import annotations

import json

from assistant.clock import Clock
from assistant.errors import UsageError
from assistant.house.audit import AuditTrail
from assistant.house.keys import new_id
from assistant.house.model import ROLES, HouseWorkspace, Membership, Role
from assistant.store.house.store import HouseStore


class Workspaces:
    """Workspaces and memberships. `by` is the id of who does it, empty for the console."""

    def __init__(self, store: HouseStore, audit: AuditTrail, clock: Clock) -> None:
        self._store = store
        self._audit = audit
        self._clock = clock

    def create(self, name: str, *, by: str = "", workspace_id: str = "") -> HouseWorkspace:
        """A new workspace without members. Raises `UsageError` where the name is taken or none."""
        entry = HouseWorkspace(workspace_id or new_id(), _name(name), self._clock.now())
        self._store.workspaces.add(entry)
        self._record("workspace.created", entry.id, by, after={"name": entry.name})
        return entry

    def rename(self, workspace_id: str, name: str, *, by: str = "") -> None:
        """Give a workspace another name. Raises `UsageError` where it is taken or none."""
        before = self._known(workspace_id)
        after = _name(name)
        if after == before.name:
            return
        self._store.workspaces.rename(workspace_id, after)
        self._record(
            "workspace.renamed",
            workspace_id,
            by,
            before={"name": before.name},
            after={"name": after},
        )

    def get(self, workspace_id: str) -> HouseWorkspace | None:
        """The workspace with this id."""
        return self._store.workspaces.get(workspace_id)

    def all(self) -> tuple[HouseWorkspace, ...]:
        """All of the house, by name."""
        return self._store.workspaces.all()

    def of_person(self, person_id: str) -> tuple[tuple[HouseWorkspace, Role], ...]:
        """Those that the person may open, by name, each with their role there."""
        return self._store.workspaces.of_person(person_id)

    def role(self, workspace_id: str, person_id: str) -> Role | None:
        """The person's role there; None where they do not belong to it."""
        return self._store.workspaces.role(workspace_id, person_id)

    def members(self, workspace_id: str) -> tuple[Membership, ...]:
        """Who belongs to it."""
        return self._store.workspaces.members(workspace_id)

    def set_role(self, workspace_id: str, person_id: str, role: Role, *, by: str = "") -> None:
        """Let somebody in, or change what they may do. The last admin stays one."""
        if role not in ROLES:
            raise UsageError(f"{role!r} is no role; roles are {', '.join(ROLES)}")
        self._known(workspace_id)
        if self._store.people.get(person_id) is None:
            raise UsageError("there is no such person")
        before = self.role(workspace_id, person_id)
        if before == role:
            return
        if before == "admin":
            self._keep_an_admin(workspace_id, person_id)
        self._store.workspaces.put_role(Membership(workspace_id, person_id, role))
        self._record(
            "member.role",
            workspace_id,
            by,
            subject=person_id,
            before={"role": before} if before else None,
            after={"role": role},
        )

    def remove(self, workspace_id: str, person_id: str, *, by: str = "") -> None:
        """End a membership. The last admin stays."""
        before = self.role(workspace_id, person_id)
        if before is None:
            return
        if before == "admin":
            self._keep_an_admin(workspace_id, person_id)
        self._store.workspaces.remove(workspace_id, person_id)
        self._record("member.removed", workspace_id, by, subject=person_id, before={"role": before})

    def _known(self, workspace_id: str) -> HouseWorkspace:
        entry = self.get(workspace_id)
        if entry is None:
            raise UsageError("there is no such workspace")
        return entry

    def _keep_an_admin(self, workspace_id: str, person_id: str) -> None:
        others = [
            m for m in self.members(workspace_id) if m.role == "admin" and m.person_id != person_id
        ]
        if not others:
            raise UsageError("this is the workspace's last admin; make somebody else admin first")

    def _record(
        self,
        action: str,
        workspace_id: str,
        by: str,
        *,
        subject: str = "",
        before: dict[str, str] | None = None,
        after: dict[str, str] | None = None,
    ) -> None:
        self._audit.append(
            action=action,
            person_id=by,
            workspace_id=workspace_id,
            subject=subject or workspace_id,
            before=json.dumps(before) if before else "",
            after=json.dumps(after) if after else "",
        )


def _name(name: str) -> str:
    kept = " ".join(name.split())
    if not kept or len(kept) > 100 or not kept.isprintable():
        raise UsageError("a workspace needs a name of at most 100 characters")
    return kept
