"""How jobs end: noted in the table that people see and in the audit trail, in both or in neither."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from assistant.house.audit import AuditTrail
from assistant.jobs.model import Job, JobState, Made
from assistant.store.house.job_progress import JobProgress

_LONGEST_REASON = 500


def nothing(_job: Job) -> Made:
    """For work of which no trace can be found."""
    return Made()


class AuditedEnds:
    """Implements `assistant.adapters.job_queue.Ends`.

    `left` finds what a job that was not done has left: the run it had begun.
    """

    def __init__(
        self, table: JobProgress, audit: AuditTrail, left: Callable[[Job], Made] = nothing
    ) -> None:
        self._table = table
        self._audit = audit
        self._left = left

    def end(
        self, job: Job, state: JobState, error: str, now: datetime, made: Made | None = None
    ) -> None:
        """See `Ends.end`; an end is recorded once."""
        traces = made or self._left(job)
        with self._audit.together():
            ended = self._table.end(job.id, state, error, now)
            if ended is not None:
                self._record(ended, traces)

    def stop(self, job_id: str, now: datetime) -> None:
        """See `Ends.stop`."""
        with self._audit.together():
            ended = self._table.ask_stop(job_id, now)
            if ended is not None:
                self._record(ended, Made())

    def _record(self, job: Job, made: Made) -> None:
        told = {
            "kind": job.kind,
            "title": job.title,
            "state": job.state,
            "done": job.done,
            "total": job.total,
            "reason": job.error[:_LONGEST_REASON],
        }
        self._audit.append(
            action="job.ended",
            person_id=job.asked_by,
            workspace_id=job.workspace_id,
            subject=job.id,
            after=json.dumps({k: v for k, v in told.items() if v != ""}, ensure_ascii=False),
            run=made.run,
            prompts=made.prompts,
        )
