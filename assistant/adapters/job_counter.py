"""How a job's work counts, and how it is told to stop."""

from __future__ import annotations

import threading
import time

from assistant.clock import Clock
from assistant.store.house.job_progress import JobProgress

_EVERY = 0.25
"""Least seconds between two writes of one stage's count."""


class Cancelled(BaseException):
    """Somebody cancelled the job. No `except Exception` of the work may swallow it."""


class Leaving(BaseException):
    """The server is closing: the job has no outcome, so that DBOS starts it again."""


class Counter:
    """The `Progress` that a job's work calls: notes the count, and stops the work when told."""

    def __init__(
        self,
        table: JobProgress,
        job_id: str,
        stop: threading.Event,
        leaving: threading.Event,
        clock: Clock,
    ) -> None:
        self._table = table
        self._job_id = job_id
        self._stop = stop
        self._leaving = leaving
        self._clock = clock
        self._stage: str | None = None
        self._written = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """See `assistant.progress.Progress`. Raises `Cancelled` or `Leaving` to stop the work."""
        if self._stop.is_set():
            raise Cancelled
        if self._leaving.is_set():
            raise Leaving
        now = time.monotonic()
        if stage == self._stage and done < total and now - self._written < _EVERY:
            return
        self._stage, self._written = stage, now
        if not self._table.report(self._job_id, stage, done, total, self._clock.now()):
            raise Cancelled
