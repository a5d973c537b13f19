"""Long work as it goes on: the count, what stopped it, and the buttons to cancel or go on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from assistant.desk.long_work import LongWork
from assistant.jobs.model import ENDED
from ui.widgets.errors import guarded
from ui.widgets.plain import label, plain

if TYPE_CHECKING:
    from assistant.desk.seat import Seat
    from assistant.jobs.model import Job

_WATCH = 1.5
_GLANCE = 4.0
"""Seconds between two looks at a job: at a card, and at the strip that stands on every page."""
_SIGNS = {"done": "✓ Done", "failed": "✕ Failed", "cancelled": "– Cancelled"}


def job_card(seat: Seat, job_id: str) -> None:
    """The job with its stage, count, time and buttons; it follows the work until that has ended.

    Then the page is drawn once more as a whole, so that what the work made is seen. Draws nothing
    where the workspace has no such job.
    """
    job = LongWork(seat).job(job_id)
    if job is None:
        return
    if job.state in ENDED:
        _card(seat, job)
    else:
        _followed(seat, job_id)


def job_cards(seat: Seat, *kinds: str) -> bool:
    """Cards of what is under way, of these kinds or all, else of the last one where it did not end
    well. Says whether anything is under way."""
    work = LongWork(seat)
    wanted = [j for j in work.under_way() if not kinds or j.kind in kinds]
    for job in wanted:
        job_card(seat, job.id)
    if not wanted:
        last = next((j for j in work.all() if not kinds or j.kind in kinds), None)
        if last is not None and last.state in ("failed", "cancelled"):
            job_card(seat, last.id)
    return bool(wanted)


def running(seat: Seat) -> None:
    """A strip for every page: what is under way in this workspace, followed until it has ended."""
    if LongWork(seat).under_way():
        _strip(seat)


@st.fragment(run_every=_GLANCE)
def _strip(seat: Seat) -> None:
    work = LongWork(seat)
    under_way = work.under_way()
    for job in under_way:
        st.progress(_part(job), text=label(f"{job.title}: {_count(job)}"))
    if not under_way:
        last = next(iter(work.all()), None)
        if last is not None:
            st.caption(label(f"{_SIGNS[last.state]}: {last.title}"))


@st.fragment(run_every=_WATCH)
def _followed(seat: Seat, job_id: str) -> None:
    job = LongWork(seat).job(job_id)
    if job is None or job.state in ENDED:
        st.rerun()
    else:
        _card(seat, job)


def _card(seat: Seat, job: Job) -> None:
    with st.container(border=True, key=f"job-{job.id}"):
        plain(job.title)
        if job.state in ENDED:
            _ended(job)
        else:
            st.progress(_part(job), text=label(_count(job)))
        if job.started_at is not None:
            st.caption(_time(job))
        _buttons(seat, job)


def _ended(job: Job) -> None:
    counted = f", {job.done:,} of {job.total:,}" if job.total and job.state != "done" else ""
    words = f"{_SIGNS[job.state]}{label(f' {job.stage}') if counted else ''}{counted}"
    {"done": st.success, "failed": st.error, "cancelled": st.warning}[job.state](words)
    if job.error:
        plain(f"{job.error[:1].upper()}{job.error[1:]}.")


def _buttons(seat: Seat, job: Job) -> None:
    if not seat.may("contribute"):
        return
    if job.state not in ENDED:
        if st.button(
            "Stop", key=f"job-stop-{job.id}", icon=":material/stop:", disabled=job.stopping
        ):
            with guarded():
                LongWork(seat).cancel(job.id)
                st.rerun()
    elif job.state != "done" and st.button(
        "Go on", key=f"job-on-{job.id}", icon=":material/play_arrow:"
    ):
        with guarded():
            LongWork(seat).resume(job.id)
            st.rerun()


def _count(job: Job) -> str:
    if job.stopping:
        return "Stopping at the next count…"
    if job.state == "waiting":
        return "Waiting for its turn"
    if not job.total:
        return "0 of ? – starting"
    return f"{job.stage}: {job.done:,} of {job.total:,}"


def _part(job: Job) -> float:
    return min(1.0, job.done / job.total) if job.total and job.state == "running" else 0.0


def _time(job: Job) -> str:
    assert job.started_at is not None
    until = job.changed_at if job.state in ENDED else datetime.now(UTC)
    seconds = max(0, round((until - job.started_at).total_seconds()))
    minutes, rest = divmod(seconds, 60)
    spent = f"{minutes} min {rest} s" if minutes else f"{rest} s"
    return f"{'Took' if job.state in ENDED else 'At work for'} {spent}"
