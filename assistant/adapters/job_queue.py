"""The durable queue of long work, on DBOS Transact: a SQLite file of its own, or PostgreSQL.

DBOS holds what is to be run and starts again what a killed server left; our table holds what people
see. A job's row is written first and the queue is mended from it at each start, so that neither can
lose what the other knows. One queue works in a process; nothing of it leaves the machine.
"""

from __future__ import annotations

import logging
import threading
import traceback
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol

from assistant.adapters import durable
from assistant.adapters.job_counter import Cancelled, Counter, Leaving
from assistant.clock import Clock
from assistant.errors import EvidaryError, UsageError
from assistant.jobs.model import Job, JobKind, JobState, Made
from assistant.progress import Progress
from assistant.store.house.job_progress import JobProgress

log = logging.getLogger(__name__)

Work = Callable[[Job, Progress], Made]
"""What carries a job out; it goes on where an earlier start of the same job stopped."""


class Ends(Protocol):
    """Where it is noted how jobs end; the one implementation is `assistant.jobs.ends`."""

    def end(
        self, job: Job, state: JobState, error: str, now: datetime, made: Made | None = None
    ) -> None:
        """The job has ended so; one that ended before is left as it is."""
        ...

    def stop(self, job_id: str, now: datetime) -> None:
        """A waiting job is cancelled at once, a running one is told so."""
        ...


FILE_NAME = "jobs.db"

_STARTS = 3
"""Starts of one attempt before it is given up: work that kills the server must not do so forever."""
_PATIENCE = 30.0
"""Longest wait, at closing, for running jobs to come to their next count."""


class JobQueue:
    """Implements `assistant.jobs.port.Jobs`.

    Looking at jobs needs no queue; `start` begins to work, and `ask` and `resume` start it where it
    was not. Raises `WorkspaceError` where another queue works in this process.
    """

    def __init__(
        self,
        table: JobProgress,
        work: Work,
        ends: Ends,
        *,
        home: Path,
        database_url: str | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._table = table
        self._work = work
        self._ends = ends
        self._url = database_url or f"sqlite:///{home / FILE_NAME}"
        self._clock = clock or Clock()
        self._starting = threading.Lock()
        self._started = False
        self._leaving = threading.Event()
        self._stops: dict[str, threading.Event] = {}
        self._idle = threading.Condition()

    def start(self) -> None:
        """Begin to work: first what an earlier server left, then what is asked. Call it again at will."""
        with self._starting:
            if self._started:
                return
            self._leaving = threading.Event()
            durable.start(self._url, self.carry_out)
            try:
                self._mend()
            except BaseException:
                durable.stop()
                raise
            self._started = True

    def close(self) -> None:
        """Stop working: running jobs stop at their next count and go on at the next start."""
        with self._starting:
            if not self._started:
                return
            self._leaving.set()
            with self._idle:
                if not self._idle.wait_for(lambda: not self._stops, timeout=_PATIENCE):
                    log.warning("closed while %d jobs were at work", len(self._stops))
            durable.stop()
            self._started = False

    # --- the port ---

    def ask(
        self,
        kind: JobKind,
        *,
        workspace_id: str,
        title: str,
        person_id: str,
        arguments: Mapping[str, str],
    ) -> Job:
        """See `Jobs.ask`."""
        now = self._clock.now()
        wanted = Job(
            id=self._clock.run_id(),
            workspace_id=workspace_id,
            kind=kind,
            title=title,
            state="waiting",
            stage="",
            done=0,
            total=0,
            asked_by=person_id,
            asked_at=now,
            changed_at=now,
            arguments=dict(arguments),
        )
        self.start()
        job, new = self._table.add(wanted)
        if new:
            self._enqueue(job, 1)
        return job

    def job(self, job_id: str) -> Job | None:
        """See `Jobs.job`."""
        return self._table.get(job_id)

    def of_workspace(self, workspace_id: str) -> tuple[Job, ...]:
        """See `Jobs.of_workspace`."""
        return self._table.of_workspace(workspace_id)

    def cancel(self, job_id: str) -> None:
        """See `Jobs.cancel`."""
        self._ends.stop(job_id, self._clock.now())
        stop = self._stops.get(job_id)
        if stop is not None:
            stop.set()

    def resume(self, job_id: str) -> None:
        """See `Jobs.resume`. Raises `UsageError` where the same work is already under way, and for
        a job that neither failed nor was cancelled."""
        self.start()
        waiting = self._table.again(job_id, self._clock.now())
        if waiting is None:
            raise UsageError("this cannot go on: it has not ended, or the same work is under way")
        self._enqueue(waiting.job, waiting.attempt)

    # --- the work ---

    def _enqueue(self, job: Job, attempt: int) -> None:
        place = self._table.place(job)
        durable.enqueue(job.id, attempt, of=job.workspace_id, place=place)

    def _mend(self) -> None:
        """Make queue and table agree after a crash between writing one and the other."""
        for known in self._table.unended():
            job = known.job
            held = durable.holds(job.id, known.attempt)
            if held is None:
                self._enqueue(job, known.attempt)
            elif not held:
                reason = "the server stopped before the outcome was noted; resume it to go on"
                self._ends.end(job, "failed", reason, self._clock.now())

    def carry_out(self, job_id: str, attempt: int) -> None:
        """Do one attempt at a job and note how it ended. Called by the queue alone."""
        claimed = self._table.claim(job_id, attempt, self._clock.now())
        if claimed is None:
            return
        job, starts = claimed
        if job.stopping:
            self._ends.end(job, "cancelled", "", self._clock.now())
            return
        if starts > _STARTS:
            reason = (
                f"the server was killed {_STARTS} times in the middle of this work, perhaps for want "
                "of memory; look at what it was reading, then resume it"
            )
            self._ends.end(job, "failed", reason, self._clock.now())
            return
        stop = threading.Event()
        with self._idle:
            self._stops[job_id] = stop
        try:
            self._attempt(job, stop)
        finally:
            with self._idle:
                del self._stops[job_id]
                self._idle.notify_all()

    def _attempt(self, job: Job, stop: threading.Event) -> None:
        leaving = self._leaving
        try:
            made = self._work(job, Counter(self._table, job.id, stop, leaving, self._clock))
        except Cancelled:
            self._ends.end(job, "cancelled", "", self._clock.now())
        except Leaving:
            self._table.put_back(job.id, self._clock.now())
            raise
        except EvidaryError as error:
            if leaving.is_set():  # what it worked with is being closed
                self._table.put_back(job.id, self._clock.now())
                raise Leaving from error
            self._ends.end(job, "failed", str(error), self._clock.now())
        except Exception as error:
            if leaving.is_set():
                self._table.put_back(job.id, self._clock.now())
                raise Leaving from error
            reference = uuid.uuid4().hex[:8]
            # Without the error's message, which may hold evidence.
            places = "".join(traceback.format_tb(error.__traceback__))
            what = type(error).__qualname__
            log.error(
                "reference %s: job %s (%s): %s\n%s", reference, job.id, job.kind, what, places
            )
            reason = f"something went wrong; the server's log says more under reference {reference}"
            self._ends.end(job, "failed", reason, self._clock.now())
        else:
            self._ends.end(job, "done", "", self._clock.now(), made)
