"""Options and small steps that the commands of the house share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.house.house import House
    from assistant.house.model import Person

HomeOption = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="The home folder. Default: EVIDARY_HOME, else ./.evidary."),
]


def settle(home: Path | None) -> Path:
    """The home folder, and the environment told of it, so that every part finds the same."""
    from assistant.workspace import home_folder

    if home is not None:
        os.environ["EVIDARY_HOME"] = str(home.resolve())
    return home_folder()


@contextmanager
def opened(home: Path | None) -> Iterator[House]:
    """The house of the home folder."""
    from assistant.house.house import House
    from assistant.workspace import database_url_of

    with House.open(settle(home), database_url_of() or None) as house:
        yield house


def somebody(house: House, email: str) -> Person:
    """The person with this address. Raises `UsageError` where there is none."""
    from assistant.errors import UsageError

    person = house.people.by_email(email)
    if person is None:
        raise UsageError(f"nobody here has the e-mail address {email}")
    return person


def link_of(base: str, kind: str, key: str) -> str:
    """The address of a one-time link."""
    page = {"first": "first", "invite": "join", "reset": "reset"}[kind]
    return f"{base.rstrip('/')}/account/{page}?key={key}"
