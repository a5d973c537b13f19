"""Who is in the house."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from assistant.clock import Clock
from assistant.errors import UsageError
from assistant.house.audit import AuditTrail
from assistant.house.keys import new_id
from assistant.house.model import Person
from assistant.store.house.store import HouseStore

_EMAIL = re.compile(r"[^@\s<>\"']+@[^@\s<>\"']+")


class People:
    """The people of the house. `by` is always the id of who does it, empty for the console."""

    def __init__(self, store: HouseStore, audit: AuditTrail, clock: Clock) -> None:
        self._store = store
        self._audit = audit
        self._clock = clock

    def add(self, name: str, email: str, *, steward: bool = False, by: str = "") -> Person:
        """Add somebody; they can sign in once they followed a link (`Signing.link`).

        Raises `UsageError` where name or address is missing or the address is known already.
        """
        person = self._new(name, email, steward=steward)
        self._store.people.add(person)
        self._audit.append(
            action="person.added", person_id=by, subject=person.id, after=_state(person)
        )
        return person

    def found(self, name: str, email: str) -> Person:
        """Add the very first person, a steward. Raises `UsageError` where there is somebody."""
        person = self._new(name, email, steward=True)
        self._store.people.add(person, only_first=True)
        self._audit.append(
            action="house.founded", person_id=person.id, subject=person.id, after=_state(person)
        )
        return person

    def get(self, person_id: str) -> Person | None:
        """The person with this id."""
        return self._store.people.get(person_id)

    def by_email(self, email: str) -> Person | None:
        """The person with this address."""
        return self._store.people.by_email(email.strip().lower())

    def all(self) -> tuple[Person, ...]:
        """Everybody, ended ones too, by name."""
        return self._store.people.all()

    def names(self) -> dict[str, str]:
        """Names by id, for showing who did what."""
        return {person.id: person.name for person in self.all()}

    def rename(self, person_id: str, name: str, *, by: str = "") -> Person:
        """Give somebody another name."""
        return self._changed(person_id, by, "person.renamed", name=_name(name))

    def set_steward(self, person_id: str, steward: bool, *, by: str = "") -> Person:
        """Make somebody a steward, or no longer. The last active steward stays one."""
        if not steward:
            self._keep_a_steward(person_id)
        return self._changed(person_id, by, "person.steward", steward=steward)

    def end(self, person_id: str, *, by: str = "") -> Person:
        """End an account: it signs in no more, and its sign-ins end now. The last steward stays."""
        self._keep_a_steward(person_id)
        ended = self._changed(person_id, by, "person.ended", active=False)
        self._store.signing.end(person_id, self._clock.now())
        return ended

    def restore(self, person_id: str, *, by: str = "") -> Person:
        """Let an ended account sign in again."""
        return self._changed(person_id, by, "person.restored", active=True)

    def link_subject(self, person_id: str, subject: str) -> Person:
        """Tie a person to their account at the organisation's identity provider."""
        return self._changed(person_id, person_id, "person.linked", subject=subject)

    def _new(self, name: str, email: str, *, steward: bool) -> Person:
        return Person(
            id=new_id(),
            name=_name(name),
            email=_email(email),
            active=True,
            steward=steward,
            created_at=self._clock.now(),
        )

    def _changed(self, person_id: str, by: str, action: str, **values: object) -> Person:
        before = self._store.people.get(person_id)
        if before is None:
            raise UsageError("there is no such person")
        after = replace(before, **values)  # type: ignore[arg-type] # names and types as Person has them
        self._store.people.change(after)
        self._audit.append(
            action=action,
            person_id=by,
            subject=person_id,
            before=_state(before),
            after=_state(after),
        )
        return after

    def _keep_a_steward(self, person_id: str) -> None:
        others = [p for p in self.all() if p.active and p.steward and p.id != person_id]
        person = self.get(person_id)
        if person is not None and person.steward and person.active and not others:
            raise UsageError("this is the last steward; make somebody else a steward first")


def check_person(name: str, email: str) -> None:
    """Raises `UsageError` where nobody can be added by this name or address."""
    _name(name)
    _email(email)


def _name(name: str) -> str:
    kept = " ".join(name.split())
    if not kept or len(kept) > 100 or not kept.isprintable():
        raise UsageError("give a name of at most 100 characters")
    return kept


def _email(email: str) -> str:
    kept = email.strip().lower()
    if len(kept) > 254 or not _EMAIL.fullmatch(kept):
        raise UsageError("give an e-mail address, as name@example.com")
    return kept


def _state(person: Person) -> str:
    """What the audit trail keeps: no name and no address, since it keeps them for ever."""
    state = {"active": person.active, "steward": person.steward, "linked": bool(person.subject)}
    return json.dumps(state)
