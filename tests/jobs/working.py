"""A server's worth of job queue, small: work that counts and notes each count in a file.

Run as a program it asks for one job and works until it is killed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from assistant.adapters.job_queue import JobQueue, Work
from assistant.clock import Clock
from assistant.errors import UsageError
from assistant.house.audit import AuditTrail
from assistant.jobs.ends import AuditedEnds
from assistant.jobs.model import ENDED, Job, Made
from assistant.progress import Progress
from assistant.store.house.database import house_url
from assistant.store.house.job_progress import JobProgress
from assistant.store.house.store import HouseStore


def counting(folder: Path, *, seconds: float = 0.0) -> Work:
    """Work that counts to the job's `to`, and goes on from the last count noted for the job."""

    def work(job: Job, progress: Progress) -> Made:
        file = folder / f"{job.arguments['name']}.counts"
        total = int(job.arguments["to"])
        done = len(file.read_text().split()) if file.exists() else 0
        for number in range(done, total):
            progress("Counting", number, total)
            if job.arguments.get("trip") == str(number):
                raise UsageError("number seven is out of order")
            if job.arguments.get("bug") == str(number):
                raise RuntimeError(f"cannot read {job.arguments['name']}")
            with file.open("a") as noted:
                noted.write(f"{number}\n")
            time.sleep(seconds)
        progress("Counting", total, total)
        return Made("run-of-" + job.id, (("count", "2"),))

    return work


_opened: list[HouseStore] = []


def store_in(home: Path, database_url: str | None) -> HouseStore:
    _opened.append(HouseStore(database_url or house_url(home)))
    return _opened[-1]


def table_in(home: Path, database_url: str | None) -> JobProgress:
    return store_in(home, database_url).jobs


def trail_in(home: Path, database_url: str | None) -> AuditTrail:
    return AuditTrail(store_in(home, database_url).audit, Clock())


def close_tables() -> None:
    """Let go of every database that a test opened."""
    while _opened:
        _opened.pop().close()


def queue_in(home: Path, database_url: str | None = None, *, seconds: float = 0.0) -> JobQueue:
    store = store_in(home, database_url)
    work = counting(home, seconds=seconds)
    ends = AuditedEnds(store.jobs, AuditTrail(store.audit, Clock()), lambda job: Made("begun"))
    return JobQueue(store.jobs, work, ends, home=home, database_url=database_url)


def ask(queue: JobQueue, name: str, to: int = 5, workspace: str = "w1", **more: str) -> Job:
    return queue.ask(
        "map",
        workspace_id=workspace,
        title=f"Count {name}",
        person_id="ada",
        arguments={"name": name, "to": str(to), **more},
    )


def ended(queue: JobQueue, job_id: str, seconds: float = 20.0) -> Job:
    return until(queue, job_id, lambda job: job.state in ENDED, seconds)


def until(queue: JobQueue, job_id: str, holds: Callable[[Job], bool], seconds: float = 20.0) -> Job:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        job = queue.job(job_id)
        assert job is not None
        if holds(job):
            return job
        time.sleep(0.02)
    raise AssertionError(f"still {job}")


if __name__ == "__main__":
    home, url, name = Path(sys.argv[1]), sys.argv[2] or None, sys.argv[3]
    ask(queue_in(home, url, seconds=0.05), name, to=100)
    time.sleep(600)
