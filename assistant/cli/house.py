"""Options and small steps that the commands of the house share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from assistant.desk.seat import Seat
    from assistant.house.house import House
    from assistant.house.model import Person
    from assistant.workspace import Workspace

T = TypeVar("T")

HomeOption = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="The home folder. Default: EVIDARY_HOME, else ./.evidary."),
]

By = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="NAME|EMAIL",
        help="Who decides; in a workspace of the house the e-mail address of a member.",
    ),
]


def decided(
    workspace: Path | None,
    by: str,
    *,
    member: Callable[[Seat], T],
    alone: Callable[[Workspace], T],
) -> T:
    """What `member` does where the workspace belongs to a house, else what `alone` does.

    In a house `by` is the e-mail address of a member, whose role holds and whose deeds are recorded
    as the pages record them. Raises `UsageError` for the address of nobody, `NotAllowed` for that of
    somebody who does not belong to the workspace.
    """
    from assistant.desk.belonging import office_of
    from assistant.workspace import Workspace, last_folder

    folder = workspace or last_folder()
    with office_of(folder) as belonging:
        if belonging is not None:
            office, workspace_id = belonging
            return member(office.seat_by_address(by, workspace_id))
    with Workspace(folder) as opened:
        return alone(opened)


def content_of(file: Path) -> bytes:
    """The bytes of a file that is handed in. Raises `UsageError` where it cannot be read."""
    from assistant.errors import UsageError

    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error


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
