"""One house with its workspaces and its job queue, opened once in a process and shared by all threads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING

from assistant.clock import Clock
from assistant.desk.seat import Seat
from assistant.errors import NotAllowed, SignInRefused, UsageError, WorkspaceError
from assistant.house.house import House
from assistant.once import forget, once
from assistant.workspace import WORKSPACES, Workspace, database_url_of, home_folder

if TYPE_CHECKING:
    from assistant.house.model import HouseWorkspace, Person, Role
    from assistant.jobs.port import Jobs

JobsOf = Callable[["Office"], "Jobs"]

_SIGNED_OUT = "your sign-in has ended; sign in again"
_NOT_YOURS = "there is no such workspace, or you do not belong to it"
"""One sentence for both, so that nobody learns which workspaces exist."""


class Office:
    """What one server process has open. Any thread may ask anything of it.

    `home` is the house's folder (`EVIDARY_HOME`, else `.evidary`), `database_url` a PostgreSQL
    database in place of SQLite files in it (`EVIDARY_DATABASE_URL` where not given), `jobs` makes
    the queue (the durable one where not given).
    """

    def __init__(
        self,
        home: Path | None = None,
        *,
        database_url: str | None = None,
        clock: Clock | None = None,
        jobs: JobsOf | None = None,
    ) -> None:
        self.home = home or home_folder()
        self.clock = clock or Clock()
        self.database_url = database_url if database_url is not None else database_url_of()
        """Empty for SQLite."""
        self.house = House.open(self.home, self.database_url or None, self.clock)
        self._jobs_of = jobs or _queue
        self._opened: dict[str, Workspace] = {}
        self._opening = RLock()
        self._closed = False

    def __enter__(self) -> Office:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @once
    def jobs(self) -> Jobs:
        """The queue of long work, the one of this process; the server calls its `start`."""
        return self._jobs_of(self)

    def person(self, token: str) -> Person:
        """Who signed in with this token. Raises `SignInRefused` where it is unknown or has ended."""
        person = self.house.signing.person_of(token)
        if person is None or not person.active:
            raise SignInRefused(_SIGNED_OUT)
        return person

    def workspaces(self, token: str) -> tuple[tuple[HouseWorkspace, Role], ...]:
        """The workspaces that this person belongs to, each with their role there."""
        return tuple(self.house.workspaces.of_person(self.person(token).id))

    def seat(self, token: str, workspace_id: str) -> Seat:
        """The person's place in a workspace.

        Asks the house each time: a membership that was ended or changed holds at once. Raises
        `SignInRefused`, and `NotAllowed` where there is no such workspace for this person.
        """
        return self._seat(self.person(token), workspace_id)

    def seat_by_address(self, email: str, workspace_id: str) -> Seat:
        """The same for the command line, where whoever has the server's files in hand says who they
        are. Raises `UsageError` where no active person has this address."""
        person = self.house.people.by_email(email)
        if person is None or not person.active:
            raise UsageError(
                f"{email!r} is the e-mail address of nobody here, and this workspace belongs to a "
                "house; say who you are by the address that you sign in with"
            )
        return self._seat(person, workspace_id)

    def _seat(self, person: Person, workspace_id: str) -> Seat:
        for entry, role in self.house.workspaces.of_person(person.id):
            if entry.id == workspace_id:
                workspace = self.workspace(entry.id)
                return Seat(self.house, person, entry, role, workspace, self.jobs)
        raise NotAllowed(_NOT_YOURS)

    def workspace(self, workspace_id: str) -> Workspace:
        """The opened workspace, for jobs: it asks for no membership.

        Raises `WorkspaceError` where the house has none of this id, or it is in use elsewhere.
        """
        with self._opening:
            if self._closed:
                raise WorkspaceError("the office is closed")
            if workspace_id not in self._opened:
                if self.house.workspaces.get(workspace_id) is None:
                    raise WorkspaceError(f"the house has no workspace {workspace_id!r}")
                self._opened[workspace_id] = Workspace(
                    self.home / WORKSPACES / workspace_id,
                    clock=self.clock,
                    database_url=self.database_url or None,
                )
            return self._opened[workspace_id]

    def close(self) -> None:
        """Stop the queue, then let every workspace and the house go. Twice is once."""
        with self._opening:
            if self._closed:
                return
            self._closed = True
        for jobs in forget(self, "jobs"):
            jobs.close()
        for workspace in self._opened.values():
            workspace.close()
        self.house.close()


def _queue(office: Office) -> Jobs:
    from assistant.jobs.work import queue_of

    return queue_of(office)
