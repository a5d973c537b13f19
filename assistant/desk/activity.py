"""The face of the page "Activity": the audit trail of this workspace, and whether it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic
from weakref import WeakKeyDictionary

from assistant.desk.seat import Seat
from assistant.desk.trail_csv import as_csv
from assistant.house.audit import AuditTrail
from assistant.house.model import AuditEntry, AuditProblem

HOUSE = ""
"""The place of entries that concern no workspace; stewards see them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for. `place` is one of `Activity.places`."""

    place: str
    person_id: str | None = None
    action: str | None = None
    day: date | None = None


_LASTS_SECONDS = 60.0
_seen: WeakKeyDictionary[AuditTrail, tuple[float, Verified]] = WeakKeyDictionary()
"""Reading a long trail takes a second; the page is drawn at every click."""


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether the whole trail of the house held at that time, with its count and its anchor."""

    count: int
    anchor: str
    problems: tuple[AuditProblem, ...]
    at: datetime


class Activity:
    """What was done, by whom. A person sees only entries of their own workspaces."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._audit = seat.house.audit

    def places(self) -> dict[str, str]:
        """Names of what this person may look at, by id: this workspace first, then their others,
        for stewards the house itself."""
        self._seat.need("read")
        here, person = self._seat.entry, self._seat.person
        found = {here.id: here.name}
        found |= {w.id: w.name for w, _ in self._seat.house.workspaces.of_person(person.id)}
        return found | ({HOUSE: "The house (accounts and sign-ins)"} if person.steward else {})

    def people(self) -> dict[str, str]:
        """Names of members by id, and of everybody for stewards."""
        self._seat.need("read")
        names = self._seat.house.people.names()
        if self._seat.person.steward:
            return names
        members = self._seat.house.workspaces.members(self._seat.entry.id)
        return {m.person_id: names[m.person_id] for m in members}

    def names(self) -> dict[str, str]:
        """Names by id of all who occur, also of those who have left, and of the places."""
        self._seat.need("read")
        return self.places() | self._seat.house.people.names()

    def actions(self, place: str) -> tuple[str, ...]:
        """The kinds of actions that occur there."""
        return self._audit.actions(self._open(place))

    def count(self, wanted: Wanted) -> int:
        """How many entries there are."""
        return self._audit.count(
            workspace_id=self._open(wanted.place),
            person_id=wanted.person_id,
            action=wanted.action,
            day=wanted.day,
        )

    def entries(
        self, wanted: Wanted, *, limit: int | None = None, offset: int = 0
    ) -> tuple[AuditEntry, ...]:
        """The entries, the newest first."""
        return self._audit.entries(
            workspace_id=self._open(wanted.place),
            person_id=wanted.person_id,
            action=wanted.action,
            day=wanted.day,
            limit=limit,
            offset=offset,
        )

    def csv(self, wanted: Wanted) -> bytes:
        """All of them as CSV."""
        return as_csv(self.entries(wanted), self._seat.house.people.names())

    def verified(self) -> Verified:
        """The whole chain looked at from its first entry to its last, within the last minute and
        since the newest entry came."""
        self._seat.need("read")
        anchor = self._audit.anchor()
        known = _seen.get(self._audit)
        if known and known[1].anchor == anchor and monotonic() - known[0] < _LASTS_SECONDS:
            return known[1]
        problems, now = self._audit.verify(), self._seat.workspace.clock.now()
        made = Verified(int(anchor.partition(":")[0]), anchor, problems, now)
        _seen[self._audit] = (monotonic(), made)
        return made

    def _open(self, place: str) -> str:
        """The place, if this person may look at it; else this workspace."""
        return place if place in self.places() else self._seat.entry.id
