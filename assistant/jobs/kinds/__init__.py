"""What each kind of job does. One module a kind, with `run(office, job, progress)`."""

from __future__ import annotations

from collections.abc import Callable

from assistant.errors import UsageError
from assistant.jobs.kinds import describe, draft, sync
from assistant.jobs.kinds import map as mapping
from assistant.jobs.model import Job, JobKind
from assistant.jobs.port import Workspaces
from assistant.progress import Progress

KINDS: dict[JobKind, Callable[[Workspaces, Job, Progress], None]] = {
    "map": mapping.run,
    "sync": sync.run,
    "draft": draft.run,
    "describe": describe.run,
}


def run(office: Workspaces, job: Job, progress: Progress) -> None:
    """Carry a job out. Raises `UsageError` for a kind that this version does not know."""
    work = KINDS.get(job.kind)
    if work is None:
        raise UsageError(f"this version of the software cannot do work of the kind {job.kind!r}")
    work(office, job, progress)
