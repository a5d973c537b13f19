"""Long work as everybody sees it: one row a job, changed only by the queue's adapter."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, and_, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from assistant.jobs.model import ENDED, Job, JobKind, JobState
from assistant.store.engines import writing
from assistant.store.house.schema import jobs


@dataclass(frozen=True, slots=True)
class Open:
    """A job that has not ended, and which attempt at it the queue should hold."""

    job: Job
    attempt: int


class JobProgress:
    """The table of jobs. Each verb is one short transaction; a state changes only from those named."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, job: Job) -> tuple[Job, bool]:
        """Keep a waiting job and say True; or give the same work that has not ended, and False."""
        key = _key(job.workspace_id, job.kind, job.arguments)
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(jobs).values(**_row(job), open_key=key))
            return job, True
        except IntegrityError:
            with self._engine.connect() as connection:
                row = connection.execute(select(jobs).where(jobs.c.open_key == key)).first()
            if row is None:  # it ended in between
                return self.add(job)
            return _job(row), False

    def get(self, job_id: str) -> Job | None:
        """The job as it stands."""
        with self._engine.connect() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == job_id)).first()
        return _job(row) if row is not None else None

    def of_workspace(self, workspace_id: str) -> tuple[Job, ...]:
        """Its jobs, the newest first."""
        query = (
            select(jobs)
            .where(jobs.c.workspace_id == workspace_id)
            .order_by(jobs.c.asked_at.desc(), jobs.c.id.desc())
        )
        with self._engine.connect() as connection:
            return tuple(map(_job, connection.execute(query)))

    def place(self, job: Job) -> int:
        """The job's number among those of its workspace, in the order in which they were asked."""
        when = job.asked_at.isoformat()
        earlier = or_(jobs.c.asked_at < when, and_(jobs.c.asked_at == when, jobs.c.id < job.id))
        query = select(func.count()).where(jobs.c.workspace_id == job.workspace_id, earlier)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one() + 1

    def unended(self) -> tuple[Open, ...]:
        """All jobs that wait or run, the oldest first."""
        query = select(jobs).where(jobs.c.state.not_in(ENDED)).order_by(jobs.c.asked_at, jobs.c.id)
        with self._engine.connect() as connection:
            return tuple(Open(_job(r), r.attempt) for r in connection.execute(query))

    def claim(self, job_id: str, attempt: int, now: datetime) -> tuple[Job, int] | None:
        """Take the job up: the job and how often this attempt was started.

        None where there is nothing to do: it ended, or a later attempt stands. One that is to stop
        is given as it is, for its end to be noted.
        """
        with writing(self._engine) as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == job_id)).first()
            if row is None or row.state in ENDED or row.attempt != attempt:
                return None
            values = {
                "state": "running",
                "started_at": row.started_at or now.isoformat(),
                "changed_at": now.isoformat(),
                "tries": row.tries + 1,
            }
            connection.execute(update(jobs).where(jobs.c.id == job_id).values(values))
            taken = connection.execute(select(jobs).where(jobs.c.id == job_id)).one()
        return _job(taken), taken.tries

    def report(self, job_id: str, stage: str, done: int, total: int, now: datetime) -> bool:
        """Note where it stands; False where somebody wants it to stop."""
        values = {"stage": stage, "done": done, "total": total, "changed_at": now.isoformat()}
        with writing(self._engine) as connection:
            connection.execute(
                update(jobs).where(jobs.c.id == job_id, jobs.c.state == "running").values(values)
            )
            return not connection.scalar(select(jobs.c.stopping).where(jobs.c.id == job_id))

    def put_back(self, job_id: str, now: datetime) -> None:
        """A running job waits again, as if it had not been taken up: the server is leaving."""
        with writing(self._engine) as connection:
            connection.execute(
                update(jobs)
                .where(jobs.c.id == job_id, jobs.c.state == "running")
                .values(state="waiting", tries=jobs.c.tries - 1, changed_at=now.isoformat())
            )

    def end(self, job_id: str, state: JobState, error: str, now: datetime) -> Job | None:
        """The job has ended so, and is given; one that ended before is left as it is: None."""
        with writing(self._engine) as connection:
            return _end(connection, job_id, state, error, now)

    def ask_stop(self, job_id: str, now: datetime) -> Job | None:
        """A waiting job is cancelled at once, and given; a running one is told so: None."""
        with writing(self._engine) as connection:
            connection.execute(
                update(jobs)
                .where(jobs.c.id == job_id, jobs.c.state == "running")
                .values(stopping=True, changed_at=now.isoformat())
            )
            waiting = connection.scalar(
                select(jobs.c.id).where(jobs.c.id == job_id, jobs.c.state == "waiting")
            )
            return _end(connection, job_id, "cancelled", "", now) if waiting else None

    def again(self, job_id: str, now: datetime) -> Open | None:
        """A failed or cancelled job waits again, for a new attempt; None for any other, and where
        the same work was asked anew since and has not ended."""
        job = self.get(job_id)
        if job is None:
            return None
        values = {
            "state": "waiting",
            "stopping": False,
            "error": "",
            "tries": 0,
            "attempt": jobs.c.attempt + 1,
            "open_key": _key(job.workspace_id, job.kind, job.arguments),
            "changed_at": now.isoformat(),
        }
        where = (jobs.c.id == job_id, jobs.c.state.in_(("failed", "cancelled")))
        try:
            with writing(self._engine) as connection:
                if not connection.execute(update(jobs).where(*where).values(values)).rowcount:
                    return None
                row = connection.execute(select(jobs).where(jobs.c.id == job_id)).one()
        except IntegrityError:
            return None
        return Open(_job(row), row.attempt)


def _end(
    connection: Connection, job_id: str, state: JobState, error: str, now: datetime
) -> Job | None:
    values = {
        "state": state,
        "error": error,
        "stopping": False,
        "open_key": None,
        "changed_at": now.isoformat(),
    }
    where = (jobs.c.id == job_id, jobs.c.state.not_in(ENDED))
    if not connection.execute(update(jobs).where(*where).values(values)).rowcount:
        return None
    return _job(connection.execute(select(jobs).where(jobs.c.id == job_id)).one())


def _key(workspace_id: str, kind: JobKind, arguments: Mapping[str, str]) -> str:
    """The same for the same work."""
    asked = json.dumps([workspace_id, kind, arguments], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()


def _row(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "workspace_id": job.workspace_id,
        "kind": job.kind,
        "title": job.title,
        "arguments": json.dumps(job.arguments, sort_keys=True),
        "state": job.state,
        "stage": job.stage,
        "done": job.done,
        "total": job.total,
        "asked_by": job.asked_by,
        "asked_at": job.asked_at.isoformat(),
        "started_at": None,
        "changed_at": job.changed_at.isoformat(),
        "error": job.error,
        "stopping": job.stopping,
        "attempt": 1,
        "tries": 0,
    }


def _job(row: Any) -> Job:
    return Job(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=row.kind,
        title=row.title,
        state=row.state,
        stage=row.stage,
        done=row.done,
        total=row.total,
        asked_by=row.asked_by,
        asked_at=datetime.fromisoformat(row.asked_at),
        changed_at=datetime.fromisoformat(row.changed_at),
        arguments=json.loads(row.arguments),
        error=row.error,
        started_at=datetime.fromisoformat(row.started_at) if row.started_at else None,
        stopping=row.stopping,
    )
