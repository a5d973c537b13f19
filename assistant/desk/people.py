"""The faces of the page "People": the members of this workspace, and for stewards the whole house."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.desk.seat import Seat
from assistant.errors import NotAllowed, UsageError
from assistant.house.house import House
from assistant.house.model import HouseWorkspace, LinkKind, Person, Role


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who belongs to the workspace."""

    person: Person
    role: Role


class MembersDesk:
    """Who may do what in this workspace. Changes need an admin."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._house = seat.house

    def members(self) -> tuple[Member, ...]:
        """Everybody who belongs to it, by name."""
        self._seat.need("read")
        people = {person.id: person for person in self._house.people.all()}
        found = self._house.workspaces.members(self._seat.entry.id)
        rows = [Member(people[m.person_id], m.role) for m in found]
        return tuple(sorted(rows, key=lambda m: (m.person.name.casefold(), m.person.id)))

    def add(self, email: str, role: Role) -> Person:
        """Let somebody in who has an account here. Raises `UsageError` where nobody has this
        address: a steward adds people to the house."""
        self._seat.need("administer")
        person = self._house.people.by_email(email)
        if person is None or not person.active:
            raise UsageError(
                "nobody here has this e-mail address; a steward must add the person first"
            )
        self.set_role(person.id, role)
        return person

    def set_role(self, person_id: str, role: Role) -> None:
        """Give somebody a role here."""
        self._seat.need("administer")
        self._house.workspaces.set_role(
            self._seat.entry.id, person_id, role, by=self._seat.person.id
        )

    def remove(self, person_id: str) -> None:
        """Take somebody out; what they did here stays."""
        self._seat.need("administer")
        self._house.workspaces.remove(self._seat.entry.id, person_id, by=self._seat.person.id)


class StewardDesk:
    """The people and workspaces of the house. Every method needs a steward."""

    def __init__(self, house: House, person: Person) -> None:
        if not (person.steward and person.active):
            raise NotAllowed("this needs a steward of the house")
        self._house = house
        self._by = person.id

    def people(self) -> tuple[Person, ...]:
        """Everybody, ended ones too."""
        return self._house.people.all()

    def has_password(self, person_id: str) -> bool:
        """Did they follow their invite?"""
        return self._house.signing.has_password(person_id)

    def add(self, name: str, email: str) -> tuple[Person, LinkKind, str]:
        """Add somebody; gives kind and key of their invite link, to be passed on once."""
        person = self._house.people.add(name, email, by=self._by)
        return person, *self._house.signing.link(person.id, by=self._by)

    def link(self, person_id: str) -> tuple[LinkKind, str]:
        """A new link for somebody: an invite before their first sign-in, else a reset."""
        return self._house.signing.link(person_id, by=self._by)

    def rename(self, person_id: str, name: str) -> None:
        """Give somebody another name."""
        self._house.people.rename(person_id, name, by=self._by)

    def end(self, person_id: str) -> None:
        """End an account and its sign-ins at once."""
        self._house.people.end(person_id, by=self._by)

    def restore(self, person_id: str) -> None:
        """Let an ended account sign in again."""
        self._house.people.restore(person_id, by=self._by)

    def set_steward(self, person_id: str, steward: bool) -> None:
        """Make somebody a steward, or no longer."""
        self._house.people.set_steward(person_id, steward, by=self._by)

    def workspaces(self) -> tuple[tuple[HouseWorkspace, int], ...]:
        """All workspaces by name, each with the number of its members."""
        house = self._house.workspaces
        return tuple((entry, len(house.members(entry.id))) for entry in house.all())

    def create(self, name: str) -> HouseWorkspace:
        """A new workspace with this steward as its admin."""
        entry = self._house.workspaces.create(name, by=self._by)
        self._house.workspaces.set_role(entry.id, self._by, "admin", by=self._by)
        return entry

    def rename_workspace(self, workspace_id: str, name: str) -> None:
        """Give a workspace another name."""
        self._house.workspaces.rename(workspace_id, name, by=self._by)
