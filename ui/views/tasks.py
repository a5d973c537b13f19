"""Gaps and tasks: what the newest run finds missing, beside who does what about it until when."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import streamlit as st

from assistant.desk.gap_rows import NOBODY, Due, GapRow, Wanted, as_csv, choices, matching
from assistant.desk.tasks import Tasks
from ui.shell import seat
from ui.widgets.badges import severity_words
from ui.widgets.errors import guarded
from ui.widgets.gap_panel import gap_panel

_DUE: dict[Due, str] = {
    "any": "Any time",
    "overdue": "Overdue",
    "week": "Within a week",
    "none": "No day set",
}
_AT = "gap_at"
_NOTE = "gap_note"


def show() -> None:
    """The page."""
    sitting = seat()
    face = Tasks(sitting)
    st.title("Gaps and tasks")
    with guarded():
        rows = face.rows()
        if not rows:
            st.info("No gaps yet: they appear here after the first mapping of this workspace.")
            return
        if note := st.session_state.pop(_NOTE, ""):
            st.success(note)
        shown = matching(rows, _wanted(face, rows))
        _counts(shown, rows)
        table, panel = st.columns((3, 2), gap="large")
        with table:
            marked = _table(shown)
            _bulk(face, shown, marked, may=sitting.may("contribute"))
        with panel:
            _panel(face, shown)


def _wanted(face: Tasks, rows: Sequence[GapRow]) -> Wanted:
    offered = choices(rows)
    people = {NOBODY: "Nobody"} | dict(face.people())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input("Search in gaps", key="gap_text", width=260)
        severities = st.pills(
            "Severity",
            offered["severities"],
            selection_mode="multi",
            format_func=severity_words,
            key="severity",
            wrap=True,
            bind="query-params",
        )
        due = st.segmented_control(
            "Due",
            list(_DUE),
            default="any",
            required=True,
            format_func=_DUE.__getitem__,
            key="due",
            wrap=True,
        )
    with st.expander("More filters"):
        left, right = st.columns(2)
        chosen = {
            "criteria": _choose(left, "Criterion", offered["criteria"], "criterion"),
            "kinds": _choose(right, "Kind of gap", offered["kinds"], "kind"),
            "owners": _choose(left, "Team", offered["owners"], "team"),
            "states": _choose(right, "State of the task", offered["states"], "state"),
        }
        assignees = left.multiselect(
            "Assigned to", list(people), format_func=people.__getitem__, key="gap_assignees"
        )
    return Wanted(
        severities=tuple(severities or ()),
        assignees=tuple(assignees),
        due=due or "any",
        text=text,
        **chosen,
    )


def _choose(
    into: st.delta_generator.DeltaGenerator, label: str, offered: Sequence[str], key: str
) -> tuple[str, ...]:
    return tuple(into.multiselect(label, offered, key=key, bind="query-params"))


def _counts(shown: Sequence[GapRow], rows: Sequence[GapRow]) -> None:
    open_rows = [r for r in shown if r.task and r.task.state != "closed"]
    overdue = sum((r.days_left or 0) < 0 for r in open_rows)
    gone = sum(r.gone for r in open_rows)
    told = [f"{len(shown)} of {len(rows)} gaps shown", f"{len(open_rows)} with open work"]
    if overdue:
        told.append(f"{overdue} overdue")
    if gone:
        told.append(f"{gone} gone in the newest run: close the task?")
    st.text(" · ".join(told))


def _table(shown: Sequence[GapRow]) -> tuple[str, ...]:
    """The rows; gives the keys of those that were marked, and moves the panel to a clicked one."""
    keys = tuple(row.key for row in shown)
    # Another list is another table: marks never slip to rows that they were not meant for.
    key = "gaps-" + hashlib.sha256("\n".join(keys).encode()).hexdigest()[:12]

    def clicked() -> None:
        cells = st.session_state[key]["selection"]["cells"]
        if cells:
            st.session_state[_AT] = keys[cells[0][0]]

    state = st.dataframe(
        [_cells(row) for row in shown],
        key=key,
        hide_index=True,
        height=520,
        placeholder="",
        on_select=clicked,
        selection_mode=["multi-row", "single-cell"],
        column_config={"Gap": st.column_config.TextColumn(width="large")},
        alt="Gaps and the tasks on them",
    )
    return tuple(keys[n] for n in state["selection"]["rows"])


def _cells(row: GapRow) -> dict[str, str]:
    return {
        "Severity": severity_words(row.severity) if row.severity else "gone",
        "Criterion": row.criterion,
        "Gap": row.title,
        "Team": row.owner,
        "State": row.state,
        "Assigned to": row.assignee_name,
        "Due": row.due_words,
    }


def _bulk(face: Tasks, shown: Sequence[GapRow], marked: Sequence[str], *, may: bool) -> None:
    keys = tuple(marked) or tuple(row.key for row in shown)
    which = "marked" if marked else "shown"
    with st.container(horizontal=True):
        if may and keys:
            with st.popover(f"Assign the {len(keys)} {which}", key="bulk"):
                _bulk_form(face, keys)
        st.download_button(
            "Download as CSV",
            as_csv(row for row in shown if row.key in set(keys)),
            file_name="gaps-and-tasks.csv",
            mime="text/csv",
            on_click="ignore",
        )
    if may:
        st.caption("Click a cell to open its gap; tick rows to assign several at once.")


def _bulk_form(face: Tasks, keys: Sequence[str]) -> None:
    people = {NOBODY: "Nobody"} | dict(face.people())
    with st.form("bulk_form", border=False):
        person = st.selectbox(
            "Assign them to",
            list(people),
            index=None,
            format_func=people.__getitem__,
            placeholder="Leave as it is",
        )
        day = st.date_input(
            "Due, for all of them", value=None, format="YYYY-MM-DD", help="Empty: leave as it is"
        )
        if not st.form_submit_button(f"Change {len(keys)} gaps", type="primary"):
            return
    with guarded():
        changed = face.assign(keys, person) if person is not None else 0
        dated = face.set_due(keys, day) if day is not None else 0
        _say(f"{changed} assigned, {dated} given a day; closed tasks were left alone.")


def _panel(face: Tasks, shown: Sequence[GapRow]) -> None:
    if not shown:
        st.info("No gap fits these filters.")
        return
    keys = [row.key for row in shown]
    at = keys.index(st.session_state[_AT]) if st.session_state.get(_AT) in keys else 0

    def step(by: int) -> Callable[[], None]:
        def go() -> None:
            st.session_state[_AT] = keys[(at + by) % len(keys)]

        return go

    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Previous", on_click=step(-1), shortcut="K", key="gap_previous")
        st.button("Next", on_click=step(1), shortcut="J", key="gap_next")
        st.text(f"{at + 1} of {len(keys)}")
    gap_panel(face, shown[at], say=_say)


def _say(note: str) -> None:
    """Show a sentence at the top, once the page has been drawn with what was changed."""
    st.session_state[_NOTE] = note
    st.rerun()
