"""The queue of an office: where its jobs are kept, and who carries them out."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from assistant.adapters.job_queue import JobQueue
from assistant.clock import Clock
from assistant.jobs import kinds
from assistant.jobs.ends import AuditedEnds
from assistant.jobs.port import Workspaces


class Office(Workspaces, Protocol):
    """What the queue needs to know of the office it belongs to."""

    @property
    def home(self) -> Path:
        """The home folder, for the queue's own database."""
        ...

    @property
    def database_url(self) -> str:
        """The PostgreSQL database; empty for SQLite."""
        ...

    @property
    def clock(self) -> Clock:
        """The time."""
        ...


def queue_of(office: Office) -> JobQueue:
    """The office's queue, not yet working: `start` it where jobs shall be carried out."""
    house = office.house
    return JobQueue(
        house.jobs,
        lambda job, progress: kinds.run(office, job, progress),
        AuditedEnds(house.jobs, house.audit, lambda job: kinds.left(office, job)),
        home=office.home,
        database_url=office.database_url or None,
        clock=office.clock,
    )
