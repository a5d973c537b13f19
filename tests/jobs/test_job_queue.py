"""The queue through its port: order, count, cancel, resume, failure, a killed server."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.adapters.job_queue import JobQueue
from assistant.clock import Clock
from assistant.errors import UsageError, WorkspaceError
from assistant.house.audit import AuditTrail
from assistant.jobs.ends import AuditedEnds
from tests.jobs.working import (
    ask,
    close_tables,
    ended,
    queue_in,
    store_in,
    table_in,
    trail_in,
    until,
)

SLOW = 0.05


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def url(database_url: str) -> Iterator[str | None]:
    """SQLite files in the home folder, or PostgreSQL; what the test opened there is closed."""
    yield database_url or None
    close_tables()


@pytest.fixture
def queue(home: Path, url: str | None) -> Iterator[JobQueue]:
    made = queue_in(home, url, seconds=SLOW)
    yield made
    made.close()


def test_a_job_is_done_and_keeps_its_last_count(queue: JobQueue) -> None:
    asked = ask(queue, "a")
    assert (asked.state, asked.started_at) == ("waiting", None)
    job = ended(queue, asked.id)
    assert (job.state, job.stage, job.done, job.total) == ("done", "Counting", 5, 5)
    assert job.started_at is not None
    assert asked.asked_at <= job.started_at <= job.changed_at


def test_the_same_work_is_one_job_until_it_has_ended(queue: JobQueue) -> None:
    first = ask(queue, "a")
    assert ask(queue, "a").id == first.id
    assert ask(queue, "a", workspace="w2").id != first.id
    ended(queue, first.id)
    assert ask(queue, "a").id != first.id


def test_one_job_of_a_workspace_runs_at_a_time_and_two_overall(queue: JobQueue) -> None:
    asked = [
        ask(queue, f"{workspace}{n}", to=12, workspace=workspace)
        for workspace in ("w1", "w2", "w3")
        for n in range(2)
    ]
    most = 0
    while True:
        jobs = [queue.job(j.id) for j in asked]
        running = [j.workspace_id for j in jobs if j is not None and j.state == "running"]
        assert len(running) == len(set(running))
        most = max(most, len(running))
        if all(j is not None and j.state == "done" for j in jobs):
            break
        time.sleep(0.02)
    assert most == 2


def test_jobs_of_a_workspace_run_in_the_order_in_which_they_were_asked(queue: JobQueue) -> None:
    asked = [ask(queue, f"a{n}", to=2).id for n in range(6)]  # all within a second
    started = [ended(queue, identifier).started_at for identifier in asked]
    assert None not in started
    assert started == sorted(filter(None, started))


def test_cancel_stops_at_the_next_count_and_resume_goes_on(queue: JobQueue, home: Path) -> None:
    job = ask(queue, "a", to=40)
    until(queue, job.id, lambda j: j.done > 2)
    queue.cancel(job.id)
    stopped = ended(queue, job.id)
    counted = len((home / "a.counts").read_text().split())
    assert stopped.state == "cancelled"
    assert 2 < counted < 40
    queue.resume(job.id)
    assert ended(queue, job.id).state == "done"
    assert (home / "a.counts").read_text().split() == [str(n) for n in range(40)]


def test_a_waiting_job_is_cancelled_at_once(queue: JobQueue) -> None:
    first, second = ask(queue, "a", to=20), ask(queue, "b")
    queue.cancel(second.id)
    waiting = queue.job(second.id)
    assert waiting is not None
    assert waiting.state == "cancelled"
    queue.resume(second.id)
    assert ended(queue, second.id).state == "done"
    assert ended(queue, first.id).state == "done"


def test_an_ended_job_is_neither_cancelled_nor_resumed(queue: JobQueue) -> None:
    job = ended(queue, ask(queue, "a").id)
    queue.cancel(job.id)
    assert queue.job(job.id) == job
    with pytest.raises(UsageError):
        queue.resume(job.id)


def test_an_expected_error_is_its_sentence(queue: JobQueue) -> None:
    job = ended(queue, ask(queue, "a", to=9, trip="7").id)
    assert (job.state, job.error) == ("failed", "number seven is out of order")
    assert job.done == 7 or job.done < 7
    queue.resume(job.id)
    assert ended(queue, job.id).error == "number seven is out of order"


def test_a_defect_is_a_reference_that_stands_in_the_log(
    queue: JobQueue, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="assistant"):
        job = ended(queue, ask(queue, "passport of Ada", bug="3").id)
    assert job.state == "failed"
    assert "passport" not in job.error
    reference = job.error.split()[-1]
    assert reference in caplog.text
    assert "RuntimeError" in caplog.text
    assert "working.py" in caplog.text
    assert "passport" not in caplog.text


def test_jobs_of_a_workspace_are_its_own_newest_first(queue: JobQueue) -> None:
    first = ask(queue, "a")
    other = ask(queue, "b", workspace="w2")
    last = ask(queue, "c")
    assert [j.id for j in queue.of_workspace("w1")] == [last.id, first.id]
    assert [j.id for j in queue.of_workspace("w2")] == [other.id]
    assert queue.of_workspace("w9") == ()
    assert queue.job("unknown") is None
    for job in (first, other, last):
        ended(queue, job.id)


def test_a_second_reader_sees_the_same_state_and_may_cancel(
    queue: JobQueue, home: Path, url: str | None
) -> None:
    job = ask(queue, "a", to=100)
    until(queue, job.id, lambda j: j.done > 2)
    other = queue_in(home, url)  # as another process would look at it
    seen = other.job(job.id)
    assert seen is not None
    assert (seen.state, seen.total) == ("running", 100)
    other.cancel(job.id)
    assert ended(queue, job.id).state == "cancelled"
    assert other.of_workspace("w1") == queue.of_workspace("w1")


def test_one_queue_works_in_a_process(queue: JobQueue, tmp_path: Path) -> None:
    queue.start()
    with pytest.raises(WorkspaceError, match="another job queue"):
        queue_in(tmp_path).start()


def test_a_job_of_a_server_that_closed_goes_on_at_the_next_start(
    home: Path, url: str | None
) -> None:
    first = queue_in(home, url, seconds=SLOW)
    job = ask(first, "a", to=40)
    until(first, job.id, lambda j: j.done > 2)
    first.close()
    counted = len((home / "a.counts").read_text().split())
    assert counted < 40
    left = first.job(job.id)
    assert left is not None
    assert left.state == "waiting"
    second = queue_in(home, url)
    second.start()
    assert ended(second, job.id).state == "done"
    assert (home / "a.counts").read_text().split() == [str(n) for n in range(40)]
    second.close()


def test_a_killed_server_goes_on_by_itself_at_the_next_start(home: Path, url: str | None) -> None:
    watching = queue_in(home, url)
    job = _killed_in_mid_job(home, url)
    seen = watching.job(job)
    assert seen is not None
    assert seen.state == "running"
    counted = len((home / "a.counts").read_text().split())
    assert 0 < counted < 100
    watching.start()
    assert ended(watching, job).state == "done"
    assert (home / "a.counts").read_text().split() == [str(n) for n in range(100)]
    watching.close()


def test_work_that_kills_the_server_is_given_up(home: Path, url: str | None) -> None:
    for _ in range(3):
        job = _killed_in_mid_job(home, url)
    queue = queue_in(home, url)
    queue.start()
    given_up = ended(queue, job)
    assert given_up.state == "failed"
    assert "killed 3 times" in given_up.error
    queue.resume(job)
    assert ended(queue, job).state == "done"
    queue.close()


def test_a_row_that_never_reached_the_queue_is_queued_at_the_next_start(
    home: Path, url: str | None
) -> None:
    first = queue_in(home, url)
    done = ended(first, ask(first, "a").id)
    first.close()
    lost = replace(done, id="lost", state="waiting", arguments={"name": "b", "to": "3"})
    table_in(home, url).add(lost)
    second = queue_in(home, url)
    second.start()
    assert ended(second, "lost").state == "done"
    second.close()


def test_every_end_stands_once_in_the_audit_trail(
    queue: JobQueue, home: Path, url: str | None
) -> None:
    done = ended(queue, ask(queue, "a").id)
    failed = ended(queue, ask(queue, "b", to=9, trip="7").id)
    stopped = ask(queue, "c", to=60)
    waiting = ask(queue, "d")
    queue.cancel(waiting.id)
    queue.cancel(waiting.id)
    until(queue, stopped.id, lambda j: j.done > 2)
    queue.cancel(stopped.id)
    ended(queue, stopped.id)
    trail = trail_in(home, url)
    entries = {e.subject: e for e in trail.entries(action="job.ended", workspace_id="w1")}
    assert trail.count(action="job.ended") == len(entries) == 4
    told = {i: json.loads(e.after) for i, e in entries.items()}
    assert told[done.id] == {
        **{"kind": "map", "title": "Count a", "state": "done"},
        **{"done": 5, "total": 5},
    }
    assert told[failed.id]["reason"] == "number seven is out of order"
    assert [told[j.id]["state"] for j in (stopped, waiting)] == ["cancelled"] * 2
    assert {e.person_id for e in entries.values()} == {"ada"}
    ran = {i: (e.run, e.prompts) for i, e in entries.items()}
    assert ran[done.id] == (f"run-of-{done.id}", (("count", "2"),))
    assert ran[failed.id] == ran[stopped.id] == ("begun", ())
    assert ran[waiting.id] == ("", ())
    assert trail.verify() == ()


def test_an_end_that_cannot_be_recorded_is_not_noted_either(
    home: Path, url: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_in(home, url)
    trail = AuditTrail(store.audit, Clock())
    ends = AuditedEnds(store.jobs, trail)
    queue = queue_in(home, url)
    job = ended(queue, ask(queue, "a").id)
    queue.close()
    store.jobs.add(replace(job, id="b", state="waiting", arguments={"name": "b", "to": "3"}))

    def full(**_told: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(trail, "append", full)
        with pytest.raises(OSError, match="no space"):
            ends.stop("b", job.asked_at)
    assert [open_.job.id for open_ in store.jobs.unended()] == ["b"]
    ends.stop("b", job.asked_at)
    assert store.jobs.unended() == ()


def _killed_in_mid_job(home: Path, url: str | None) -> str:
    """The id of a job in whose middle its server was killed, which cannot say goodbye."""
    counts = home / "a.counts"
    before = len(counts.read_text().split()) if counts.exists() else 0
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.jobs.working", str(home), url or "", "a"], env=os.environ
    )
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        if counts.exists() and len(counts.read_text().split()) > before + 3:
            break
        time.sleep(0.05)
    server.send_signal(signal.SIGKILL)
    server.wait()
    (job,) = queue_in(home, url).of_workspace("w1")
    return job.id
