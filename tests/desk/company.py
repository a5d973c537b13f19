"""A small company at a real house: two policies, a few people, everybody at the same workspace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from assistant.clock import Clock
from assistant.desk.seat import Seat
from assistant.house.house import House
from assistant.house.model import HouseWorkspace, Role
from assistant.indexing import ingest_evidence
from assistant.jobs.port import Jobs
from assistant.settings import Settings
from assistant.workspace import Workspace

NOW = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
ACCESS = (
    "# Access Control Policy\n\nApproved by: Mira Holt, CISO. Approval date: 2026-02-03.\n\n"
    "## Leavers\n\nAccess of leavers is removed within 24 hours of the last working day.\n\n"
    "## Reviews\n\nThe owners of systems review user accounts once a quarter.\n"
)
LOGGING = (
    "# Logging Policy\n\nApproved by: Mira Holt, CISO. Approval date: 2026-02-03.\n\n"
    "This policy says what production systems log, who reads the logs and who may change them.\n\n"
    "## Retention\n\nLogs are kept for 400 days. The platform team exports them to a second account "
    "every night and checks each Monday that the copies can be opened.\n"
)


@dataclass(frozen=True)
class Company:
    """The opened house and workspace."""

    house: House
    entry: HouseWorkspace
    workspace: Workspace
    evidence: Path

    def seat(self, name: str, role: Role = "contributor") -> Seat:
        """The seat of this person, who is added where unknown, in this role."""
        email = f"{name.lower()}@example.com"
        person = self.house.people.by_email(email) or self.house.people.add(name, email)
        self.house.workspaces.set_role(self.entry.id, person.id, role)
        return Seat(self.house, person, self.entry, role, self.workspace, cast("Jobs", None))

    def actions(self) -> list[str]:
        """What the audit trail says was done in this workspace, oldest first."""
        entries = self.house.audit.entries(workspace_id=self.entry.id)
        return [e.action for e in sorted(entries, key=lambda e: e.number)]

    def write(self, name: str, text: str) -> None:
        """Change a file of the evidence and read it again."""
        (self.evidence / name).write_text(text, encoding="utf-8")
        ingest_evidence(self.workspace, self.evidence)


@contextmanager
def company(folder: Path, database_url: str = "") -> Iterator[Company]:
    """The company in a folder of its own; in SQLite files where no database is named."""
    evidence = folder / "evidence"
    evidence.mkdir()
    (evidence / "access-policy.md").write_text(ACCESS, encoding="utf-8")
    (evidence / "logging-policy.md").write_text(LOGGING, encoding="utf-8")
    clock = Clock(NOW)
    with (
        House.open(folder / "home", database_url or None, clock) as house,
        Workspace(
            folder / "ws",
            settings=Settings(workers=1),
            clock=clock,
            database_url=database_url or None,
        ) as workspace,
    ):
        ingest_evidence(workspace, evidence)
        yield Company(house, house.workspaces.create("Larkfield"), workspace, evidence)
