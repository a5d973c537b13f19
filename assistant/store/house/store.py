"""The store of the house: one database, a part for each kind of content."""

from __future__ import annotations

from assistant.store.house.audit import AuditTable
from assistant.store.house.database import open_house_database
from assistant.store.house.job_progress import JobProgress
from assistant.store.house.people import PeopleTable
from assistant.store.house.signing import SigningTables
from assistant.store.house.workspaces import WorkspaceTable


class HouseStore:
    """Domain types outside, SQLAlchemy inside."""

    def __init__(self, url: str) -> None:
        self._engine = open_house_database(url)
        self.people = PeopleTable(self._engine)
        self.workspaces = WorkspaceTable(self._engine)
        self.signing = SigningTables(self._engine)
        self.audit = AuditTable(self._engine)
        self.jobs = JobProgress(self._engine)

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()
