"""One gap with the work on it: what is missing, its quotes, who does what, what was said."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.desk.gap_rows import NOBODY, GapRow
from assistant.desk.tasks import Tasks
from assistant.review.model import Task, TaskEvent
from assistant.review.tasks import attached
from ui.widgets.badges import severity_badge
from ui.widgets.errors import guarded
from ui.widgets.plain import plain
from ui.widgets.sources import sources

Say = Callable[[str], None]
_DID = {
    "open": "opened the task",
    "assign": "assigned it",
    "due": "set the day",
    "comment": "said",
    "attach": "attached evidence",
    "start": "started",
    "close": "closed it, because",
    "reopen": "reopened it, because",
}


def gap_panel(face: Tasks, row: GapRow, *, say: Say) -> None:
    """Draw it. `say` is called with a sentence after every change, and draws the page anew."""
    with st.container(border=True, key="gap_panel"):
        with st.container(horizontal=True, vertical_alignment="center"):
            if row.severity:
                severity_badge(row.severity)
            st.subheader(f"{row.criterion} {row.kind}")
        plain(row.detail)
        if row.remediation:
            st.caption("What to do")
            plain(row.remediation)
        if row.owner:
            plain(f"Usually asked: {row.owner}")
        if row.citations:
            sources(face.seat, row.citations, key=f"gap-{row.key}")
        st.divider()
        _work(face, row, say)
        if row.task:
            _history(face, row.task)


def _work(face: Tasks, row: GapRow, say: Say) -> None:
    asked = f"assigned to {row.assignee_name}" if row.assignee_name else "assigned to nobody"
    plain(
        " · ".join(part for part in (row.state, asked if row.task else "", row.due_words) if part)
    )
    if row.task and attached(row.task):
        plain("Evidence attached: " + "; ".join(attached(row.task)))
    if not face.may_work:
        st.caption("Your role here is to read; a contributor can work on this gap.")
        return
    if row.task and row.task.state == "closed":
        _with_reason(
            "Reopen", "Why is it not done?", lambda why: face.reopen(row.key, why), row, say
        )
        _comment(face, row, say)
        return
    _who_and_when(face, row, say)
    with st.container(horizontal=True):
        fresh = row.task is None or row.task.state == "open"
        if fresh and st.button("Start work", key=f"start-{row.key}"):
            with guarded():
                face.start(row.key)
                say("Started.")
        _with_reason(
            "Close", "Why is nothing more to do?", lambda w: face.close(row.key, w), row, say
        )
        _attach(face, row, say)
    _comment(face, row, say)


def _who_and_when(face: Tasks, row: GapRow, say: Say) -> None:
    people = {NOBODY: "Nobody"} | dict(face.people())
    ids = list(people)
    with st.form(f"work-{row.key}", border=False):
        left, right = st.columns(2, vertical_alignment="bottom")
        person = left.selectbox(
            "Assign to",
            ids,
            index=ids.index(row.assignee) if row.assignee in ids else 0,
            format_func=people.__getitem__,
        )
        day = right.date_input(
            "Due on", value=row.task.due if row.task else None, format="YYYY-MM-DD"
        )
        if not st.form_submit_button("Save"):
            return
    with guarded():
        changed = face.assign([row.key], person) + face.set_due([row.key], day)
        say("Saved." if changed else "Nothing was changed.")


def _with_reason(
    label: str, ask: str, change: Callable[[str], object], row: GapRow, say: Say
) -> None:
    with (
        st.popover(label, key=f"{label}-{row.key}"),
        st.form(f"{label}-form-{row.key}", border=False),
    ):
        reason = st.text_area(ask)
        if st.form_submit_button(label, type="primary"):
            with guarded():
                change(reason)
                say("Done.")


def _attach(face: Tasks, row: GapRow, say: Say) -> None:
    with st.popover("Attach evidence", key=f"attach-{row.key}"):
        with st.form(f"attach-form-{row.key}", border=False):
            path = st.selectbox("Evidence of this workspace", face.files(), index=None)
            if st.form_submit_button("Attach") and path:
                with guarded():
                    face.attach(row.key, path)
                    say("Attached.")
        with st.form(f"upload-form-{row.key}", border=False, clear_on_submit=True):
            files = st.file_uploader("Or a new file", accept_multiple_files=True)
            if st.form_submit_button("Upload and attach") and files:
                with guarded():
                    filing = face.upload(row.key, [(f.name, f) for f in files])
                    refused = "".join(f" Not taken: {r.name}: {r.reason}." for r in filing.refused)
                    say(f"{len(filing.filed)} attached; the next mapping reads them.{refused}")


def _comment(face: Tasks, row: GapRow, say: Say) -> None:
    with st.form(f"comment-{row.key}", border=False, clear_on_submit=True):
        text = st.text_area("Comment", height=80)
        if st.form_submit_button("Add comment"):
            with guarded():
                face.comment(row.key, text)
                say("Comment added.")


def _history(face: Tasks, task: Task) -> None:
    with st.expander(f"History ({len(task.events)})"):
        for event in reversed(task.events):
            plain(_told(face, event))


def _told(face: Tasks, event: TaskEvent) -> str:
    who = face.name_of(event.person_id) or "Somebody"
    line = f"{event.at:%Y-%m-%d %H:%M} UTC, {who} {_DID[event.verb]}"
    if event.verb == "assign":
        return f"{line} to {face.name_of(event.text) or 'nobody'}"
    if event.verb == "due":
        return f"{line} to {event.day}" if event.day else f"{line} to none"
    return f"{line}: {event.text}" if event.text else line
