"""What each kind of job does. One module a kind, with `run(office, job, progress)`; `left(office, job)`
where a job that was not done leaves a run that can be named."""

from __future__ import annotations

from collections.abc import Callable

from assistant.errors import EvidaryError, UsageError
from assistant.jobs.kinds import describe, draft, sync
from assistant.jobs.kinds import map as mapping
from assistant.jobs.model import Job, JobKind, Made
from assistant.jobs.port import Workspaces
from assistant.progress import Progress

KINDS: dict[JobKind, Callable[[Workspaces, Job, Progress], Made]] = {
    "map": mapping.run,
    "sync": sync.run,
    "draft": draft.run,
    "describe": describe.run,
}


LEFT: dict[JobKind, Callable[[Workspaces, Job], Made]] = {"draft": draft.left}


def run(office: Workspaces, job: Job, progress: Progress) -> Made:
    """Carry a job out. Raises `UsageError` for a kind that this version does not know."""
    work = KINDS.get(job.kind)
    if work is None:
        raise UsageError(f"this version of the software cannot do work of the kind {job.kind!r}")
    return work(office, job, progress)


def left(office: Workspaces, job: Job) -> Made:
    """The run that a job had begun when it was stopped or failed; nothing where none is known."""
    find = LEFT.get(job.kind)
    if find is None or job.started_at is None:
        return Made()
    try:
        return find(office, job)
    except EvidaryError:  # a workspace that cannot be opened must not keep its jobs from ending
        return Made()
