"""DBOS Transact, as much of it as the job queue asks: start, enqueue, what became of an attempt.

DBOS is one in a process, and so is what stands here. Nothing of it leaves the machine.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID, WorkflowSerializationFormat

from assistant.adapters.job_counter import Leaving
from assistant.errors import WorkspaceError

SCHEMA = "evidary_jobs"
"""Where its tables lie on PostgreSQL."""

_QUEUE = "work"
_AT_ONCE = 2
"""Jobs of different workspaces that run at the same time."""
_POLL = 0.3
_OPEN = ("PENDING", "ENQUEUED", "DELAYED")

CarryOut = Callable[[str, int], None]
"""Does one attempt, by the job's id and the attempt's number. Called in threads of the queue.
`Leaving` raised by it ends the attempt without an outcome: the next start does it again."""


_carry_out: CarryOut | None = None
_door = threading.Lock()


def start(url: str, carry_out: CarryOut) -> None:
    """Begin to work: first what an earlier process left, then what is enqueued.

    Raises `WorkspaceError` where a queue works in this process already.
    """
    global _carry_out
    with _door:
        if _carry_out is not None:
            raise WorkspaceError("another job queue works in this process; close it first")
        _carry_out = carry_out
    try:
        _launch(url)
    except BaseException:
        stop()
        raise


def stop() -> None:
    """Stop working. Attempts that still run are done again at the next start."""
    global _carry_out
    DBOS.destroy()
    with _door:
        _carry_out = None


def enqueue(job_id: str, attempt: int, *, of: str, place: int) -> None:
    """Queue one attempt in the partition `of` a workspace; the same attempt twice is one.

    `place` counts from 1, and what has the lower one runs first: DBOS's own order is by time of
    asking, which its SQLite tables keep to the second only.
    """
    options = SetEnqueueOptions(queue_partition_key=of, priority=place)
    with SetWorkflowID(_workflow_id(job_id, attempt)), options:
        DBOS.enqueue_workflow(_QUEUE, _attempt, job_id, attempt)


def holds(job_id: str, attempt: int) -> bool | None:
    """Does the attempt wait or run? None where the queue never heard of it."""
    status = DBOS.get_workflow_status(_workflow_id(job_id, attempt))
    return None if status is None else status.status in _OPEN


@DBOS.workflow(
    name="job",
    max_recovery_attempts=None,  # starts are counted in our table, which can say why
    serialization_type=WorkflowSerializationFormat.PORTABLE,  # JSON: nothing is unpickled
)
def _attempt(job_id: str, attempt: int) -> None:
    if _carry_out is None:
        raise Leaving
    _carry_out(job_id, attempt)


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


def _workflow_id(job_id: str, attempt: int) -> str:
    return f"{job_id}-{attempt}"
