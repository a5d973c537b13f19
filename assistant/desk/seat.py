"""A person at a workspace: the one value that every part of the desk starts from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.errors import NotAllowed
from assistant.house.model import Deed
from assistant.house.permissions import allows

if TYPE_CHECKING:
    from assistant.house.house import House
    from assistant.house.model import HouseWorkspace, Permission, Person, Role
    from assistant.jobs.port import Jobs
    from assistant.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits where. Made only by `assistant.desk.office`, which has checked the membership."""

    house: House
    person: Person
    entry: HouseWorkspace
    role: Role
    workspace: Workspace
    jobs: Jobs

    def may(self, permission: Permission) -> bool:
        """Does the person's role here permit this?"""
        return allows(self.role, permission)

    def need(self, permission: Permission) -> None:
        """Raises `NotAllowed` where the role does not permit this. Call it before any change."""
        if not self.may(permission):
            raise NotAllowed(
                f"your role in {self.entry.name} is {self.role}; this needs somebody who may "
                f"{permission}"
            )

    def record(
        self,
        action: str,
        subject: str,
        *,
        before: str = "",
        after: str = "",
        run: str = "",
        prompts: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Append to the audit trail what this person did here; see `Deed` for the words."""
        self.record_all([Deed(action, subject, before, after, run, tuple(prompts))])

    def record_all(self, deeds: Iterable[Deed]) -> None:
        """Append to the audit trail what this person did here, all in one go."""
        mine = [replace(d, person_id=self.person.id, workspace_id=self.entry.id) for d in deeds]
        self.house.audit.append_all(mine)
