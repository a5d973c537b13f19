"""Jobs as a person at a workspace may see and steer them: those of this workspace alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.errors import NotAllowed
from assistant.jobs.model import ENDED, Job

if TYPE_CHECKING:
    from assistant.desk.seat import Seat


class LongWork:
    """The face of jobs."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def job(self, job_id: str) -> Job | None:
        """The job as it stands; None where this workspace has none of the id."""
        job = self._seat.jobs.job(job_id)
        return job if job is not None and job.workspace_id == self._seat.entry.id else None

    def all(self) -> tuple[Job, ...]:
        """All jobs of the workspace, the newest first."""
        return self._seat.jobs.of_workspace(self._seat.entry.id)

    def under_way(self) -> tuple[Job, ...]:
        """Those that wait or run, in the order in which they are done."""
        return tuple(reversed([j for j in self.all() if j.state not in ENDED]))

    def cancel(self, job_id: str) -> None:
        """Stop it at its next count. Raises `NotAllowed` for readers and for others' jobs."""
        self._seat.need("contribute")
        job = self._mine(job_id)
        self._seat.jobs.cancel(job.id)
        self._seat.record("job.cancelled", job.id, before=job.state, after=job.title)

    def resume(self, job_id: str) -> None:
        """Go on where it stopped. Raises `UsageError` where it cannot, `NotAllowed` as above."""
        self._seat.need("contribute")
        job = self._mine(job_id)
        self._seat.jobs.resume(job.id)
        self._seat.record("job.resumed", job.id, before=job.state, after=job.title)

    def _mine(self, job_id: str) -> Job:
        job = self.job(job_id)
        if job is None:
            raise NotAllowed("there is no such work in this workspace")
        return job
