"""People and their passwords' hashes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.errors import UsageError
from assistant.house.model import Person
from assistant.store.engines import writing
from assistant.store.house.schema import people

_COLUMNS = [c for c in people.c if c.name != "password"]


class PeopleTable:
    """The people of a house; nobody is ever removed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, person: Person, *, only_first: bool = False) -> None:
        """Keep a new person. Raises `UsageError` where the address or the subject is known, or
        where only the first person was to be added and there is one."""
        try:
            with writing(self._engine) as connection:
                if only_first and connection.scalar(select(func.count()).select_from(people)):
                    raise UsageError("there is an account already; sign in, or ask for an invite")
                connection.execute(insert(people).values(**_row(person), password=""))
        except IntegrityError as error:
            raise UsageError("somebody with that e-mail address is here already") from error

    def change(self, person: Person) -> None:
        """Keep what is now known of a person. Raises `UsageError` as `add` does."""
        try:
            with writing(self._engine) as connection:
                connection.execute(
                    update(people).where(people.c.id == person.id).values(**_row(person))
                )
        except IntegrityError as error:
            raise UsageError("somebody with that e-mail address is here already") from error

    def get(self, person_id: str) -> Person | None:
        """The person with this id."""
        return self._one(people.c.id, person_id)

    def by_email(self, email: str) -> Person | None:
        """The person with this address, written in lower case."""
        return self._one(people.c.email, email) if email else None

    def by_subject(self, subject: str) -> Person | None:
        """The person with this OIDC account, `issuer|subject`."""
        return self._one(people.c.subject, subject) if subject else None

    def all(self) -> tuple[Person, ...]:
        """Everybody, by name."""
        query = select(*_COLUMNS).order_by(func.lower(people.c.name), people.c.id)
        with self._engine.connect() as connection:
            return tuple(_person(row) for row in connection.execute(query))

    def count(self) -> int:
        """How many there are."""
        with self._engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(people)) or 0

    def password(self, person_id: str) -> str:
        """The hash of the person's password; empty where they have none."""
        with self._engine.connect() as connection:
            found = connection.scalar(select(people.c.password).where(people.c.id == person_id))
        return found or ""

    def put_password(self, person_id: str, digest: str) -> None:
        """Keep the hash of a new password."""
        with writing(self._engine) as connection:
            connection.execute(
                update(people).where(people.c.id == person_id).values(password=digest)
            )

    def _one(self, column: object, value: str) -> Person | None:
        query = select(*_COLUMNS).where(column == value)  # type: ignore[arg-type] # a column
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return _person(row) if row else None


def _person(row: Row[tuple[object, ...]]) -> Person:
    values = dict(row._mapping)
    return Person(
        **{
            **values,
            "email": values["email"] or "",
            "subject": values["subject"] or "",
            "created_at": datetime.fromisoformat(str(values["created_at"])),
        }
    )


def _row(person: Person) -> dict[str, object]:
    kept = replace(person, email=person.email.lower())
    return {
        "id": kept.id,
        "name": kept.name,
        "email": kept.email or None,
        "active": kept.active,
        "steward": kept.steward,
        "created_at": kept.created_at.isoformat(),
        "subject": kept.subject or None,
    }
