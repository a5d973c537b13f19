"""The house: people, workspaces, signing in and the audit trail behind one value."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from assistant.clock import Clock
from assistant.house.audit import AuditTrail
from assistant.house.people import People
from assistant.house.signing import Signing
from assistant.house.workspaces import Workspaces
from assistant.store.house.database import house_url
from assistant.store.house.store import HouseStore


class House:
    """An opened house; use it as a context manager. Threads and processes may share its database."""

    def __init__(self, home: Path, store: HouseStore, clock: Clock) -> None:
        self.home = home
        self.clock = clock
        self._store = store
        self.jobs = store.jobs
        """The table of long work, for the job queue alone."""
        self.audit = AuditTrail(store.audit, clock)
        self.people = People(store, self.audit, clock)
        self.workspaces = Workspaces(store, self.audit, clock)
        self.signing = Signing(store, self.people, self.audit, clock)

    @classmethod
    def open(cls, home: Path, database_url: str | None = None, clock: Clock | None = None) -> House:
        """The house in a home folder, made where there is none; readable by its owner alone."""
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        return cls(home, HouseStore(database_url or house_url(home)), clock or Clock())

    def found(
        self, key: str, *, name: str, email: str, password: str, workspace: str, device: str = ""
    ) -> str:
        """The first account by the one-time link, admin of all workspaces that nobody belongs to
        (a new one named `workspace` where there is none); gives the token of its first sign-in."""
        person = self.signing.begin(key, name, email, password)
        orphans = [w for w in self.workspaces.all() if not self.workspaces.members(w.id)]
        for entry in orphans or [self.workspaces.create(workspace, by=person.id)]:
            self.workspaces.set_role(entry.id, person.id, "admin", by=person.id)
        return self.signing.start(person, device=device)

    def folder(self, workspace_id: str) -> Path:
        """Where the workspace lies."""
        return self.home / "workspaces" / workspace_id

    def close(self) -> None:
        """Let the database go."""
        self._store.close()

    def __enter__(self) -> House:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
