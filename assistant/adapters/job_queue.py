"""The durable queue of long work, on DBOS Transact: a SQLite file of its own, or PostgreSQL.

DBOS holds what is to be run and starts again what a killed server left; our table holds what people
see. A job's row is written first and the queue is mended from it at each start, so that neither can
lose what the other knows. One queue works in a process; nothing of it leaves the machine.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID, WorkflowSerializationFormat

from assistant.adapters.job_counter import Cancelled, Counter, Leaving
from assistant.clock import Clock
from assistant.errors import EvidaryError, UsageError, WorkspaceError
from assistant.jobs.model import Job, JobKind
from assistant.progress import Progress
from assistant.store.house.job_progress import JobProgress

log = logging.getLogger(__name__)

Work = Callable[[Job, Progress], None]
"""What carries a job out; it goes on where an earlier start of the same job stopped."""

FILE_NAME = "jobs.db"
SCHEMA = "evidary_jobs"

_QUEUE = "work"
_AT_ONCE = 2
"""Jobs of different workspaces that run at the same time."""
_STARTS = 3
"""Starts of one attempt before it is given up: work that kills the server must not do so forever."""
_POLL = 0.3
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
        *,
        home: Path,
        database_url: str | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._table = table
        self._work = work
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
            _occupy(self)
            try:
                _launch(self._url)
                self._mend()
            except BaseException:
                _vacate(self)
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
            _vacate(self)
            self._started = False
            self._leaving.clear()

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
            _enqueue(job, attempt=1)
        return job

    def job(self, job_id: str) -> Job | None:
        """See `Jobs.job`."""
        return self._table.get(job_id)

    def of_workspace(self, workspace_id: str) -> tuple[Job, ...]:
        """See `Jobs.of_workspace`."""
        return self._table.of_workspace(workspace_id)

    def cancel(self, job_id: str) -> None:
        """See `Jobs.cancel`."""
        self._table.ask_stop(job_id, self._clock.now())
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
        _enqueue(waiting.job, attempt=waiting.attempt)

    # --- the work ---

    def _mend(self) -> None:
        """Make queue and table agree after a crash between writing one and the other."""
        for known in self._table.unended():
            status = DBOS.get_workflow_status(_workflow_id(known.job.id, known.attempt))
            if status is None:
                _enqueue(known.job, attempt=known.attempt)
            elif status.status not in ("PENDING", "ENQUEUED", "DELAYED"):
                self._table.end(
                    known.job.id,
                    "failed",
                    "the server stopped before the outcome was noted; resume it to go on",
                    self._clock.now(),
                )

    def carry_out(self, job_id: str, attempt: int) -> None:
        """Do one attempt at a job and note how it ended. Called by the queue alone."""
        claimed = self._table.claim(job_id, attempt, self._clock.now())
        if claimed is None:
            return
        job, starts = claimed
        if starts > _STARTS:
            reason = (
                f"the server was killed {_STARTS} times in the middle of this work, perhaps for want "
                "of memory; look at what it was reading, then resume it"
            )
            self._table.end(job_id, "failed", reason, self._clock.now())
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
        try:
            self._work(job, Counter(self._table, job.id, stop, self._leaving, self._clock))
        except Cancelled:
            self._table.end(job.id, "cancelled", "", self._clock.now())
        except Leaving:
            self._table.put_back(job.id, self._clock.now())
            raise
        except EvidaryError as error:
            if self._leaving.is_set():  # what it worked with is being closed
                self._table.put_back(job.id, self._clock.now())
                raise Leaving from error
            self._table.end(job.id, "failed", str(error), self._clock.now())
        except Exception:
            reference = uuid.uuid4().hex[:8]
            log.exception("job %s (%s) failed, reference %s", job.id, job.kind, reference)
            reason = f"something went wrong; the server's log says more under reference {reference}"
            self._table.end(job.id, "failed", reason, self._clock.now())
        else:
            self._table.end(job.id, "done", "", self._clock.now())


# --- DBOS: one in a process ----------------------------------------------------------------------

_occupant: JobQueue | None = None
_door = threading.Lock()


@DBOS.workflow(
    name="job",
    max_recovery_attempts=None,  # starts are counted in our table, which can say why
    serialization_type=WorkflowSerializationFormat.PORTABLE,  # JSON: nothing is unpickled
)
def _carry_out(job_id: str, attempt: int) -> None:
    queue = _occupant
    if queue is None:
        raise Leaving
    queue.carry_out(job_id, attempt)


def _occupy(queue: JobQueue) -> None:
    global _occupant
    with _door:
        if _occupant is not None:
            raise WorkspaceError("another job queue works in this process; close it first")
        _occupant = queue


def _vacate(queue: JobQueue) -> None:
    global _occupant
    DBOS.destroy()
    with _door:
        if _occupant is queue:
            _occupant = None


def _launch(url: str) -> None:
    # With a handler of its own DBOS adds no console; warnings go where the server logs to.
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    config: DBOSConfig = {
        "name": "evidary",
        "system_database_url": url,
        "dbos_system_schema": SCHEMA,
        # Fixed, so that the next start of any version takes up what the last one left.
        "application_version": "1",
        "executor_id": "evidary",
        "log_level": "WARNING",
        "enable_otlp": False,
        "use_listen_notify": False,
        "sys_db_pool_size": 4,
    }
    DBOS(config=config)
    DBOS.launch()
    DBOS.register_queue(
        _QUEUE,
        worker_concurrency=_AT_ONCE,
        partition_concurrency=1,
        polling_interval_sec=_POLL,
        on_conflict="always_update",
    )


def _enqueue(job: Job, *, attempt: int) -> None:
    """Queue one attempt; the same attempt twice is one."""
    with (
        SetWorkflowID(_workflow_id(job.id, attempt)),
        SetEnqueueOptions(queue_partition_key=job.workspace_id),
    ):
        DBOS.enqueue_workflow(_QUEUE, _carry_out, job.id, attempt)


def _workflow_id(job_id: str, attempt: int) -> str:
    return f"{job_id}-{attempt}"
