"""The review of a questionnaire: a grid with filters, one answer beside it, all of it by keyboard."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from assistant.answers import SENSITIVITIES
from assistant.desk.answer_review import AnswerReview
from assistant.desk.answer_rows import (
    NOBODY,
    STATES,
    AnswerRow,
    RowState,
    Wanted,
    counted,
    matching,
)
from assistant.desk.questionnaires import Questionnaires
from ui.widgets import answer_dialogs
from ui.widgets.answer_panel import answer_panel
from ui.widgets.badges import (
    confidence_words,
    freshness_words,
    sensitivity_words,
    verdict_words,
)
from ui.widgets.errors import guarded
from ui.widgets.plain import label, plain

if TYPE_CHECKING:
    from assistant.desk.seat import Seat
    from assistant.questions import QuestionnaireFile

_STATES: dict[RowState, str] = {
    "not_drafted": "◌ Not drafted",
    "needs_input": "? Needs input",
    "needs_review": "! Needs review",
    "draft": "✎ Draft",
    "approved": "✓ Approved",
}
_COUNTED: dict[RowState, str] = {
    "not_drafted": "not drafted",
    "needs_input": "need input",
    "needs_review": "need review",
    "draft": "drafts",
    "approved": "approved",
}
_VERDICTS = (
    "yes",
    "yes_with_limits",
    "planned",
    "no",
    "not_applicable",
    "narrative",
    "needs_input",
)
_FRESH = ("fresh", "due", "stale", "undated")
NOTE = "review_note"


def show(sitting: Seat, file: QuestionnaireFile) -> None:
    """Draw it."""
    face = AnswerReview(sitting, file.sha256)
    rows = face.rows()
    if not any(row.answer for row in rows):
        st.info("Nothing is drafted yet. Draft the questionnaire first, or write answers yourself.")
    if note := st.session_state.pop(NOTE, ""):
        st.success(label(note, 300))
    shown = matching(rows, _wanted(face))
    _counts(rows, shown)
    if not shown:
        st.info("No question fits these filters.")
        return
    at = _position(shown)
    grid, side = st.columns((3, 2), gap="large")
    with side, guarded():
        _keys(sitting, face, shown, at)
        answer_panel(sitting, face, shown[at])
    with grid:
        marked = _grid(shown, at)
        _several(face, sitting, [shown[n] for n in marked])


def _wanted(face: AnswerReview) -> Wanted:
    people = {NOBODY: "Nobody"} | dict(face.people())
    states = st.pills(
        "Status",
        STATES,
        selection_mode="multi",
        format_func=_STATES.__getitem__,
        key="status",
        wrap=True,
        bind="query-params",
    )
    with st.expander("More filters"):
        left, right = st.columns(2)
        text = left.text_input("Search in questions and answers", key="review_text")
        confidence = right.slider("Confidence", 0.0, 1.0, (0.0, 1.0), 0.05, key="review_confidence")
        verdicts = left.multiselect(
            "Verdict", _VERDICTS, format_func=verdict_words, key="verdict", bind="query-params"
        )
        sensitivities = right.multiselect(
            "Sensitivity",
            SENSITIVITIES,
            format_func=sensitivity_words,
            key="sensitivity",
            bind="query-params",
        )
        fresh = left.multiselect(
            "Freshness", _FRESH, format_func=freshness_words, key="freshness", bind="query-params"
        )
        assignees = right.multiselect(
            "Assigned to", list(people), format_func=people.__getitem__, key="review_assignees"
        )
    return Wanted(
        states=tuple(states or ()),
        verdicts=tuple(verdicts),
        sensitivities=tuple(sensitivities),
        freshness=tuple(fresh),
        assignees=tuple(assignees),
        confidence=confidence,
        text=text.strip(),
    )


def _counts(rows: Sequence[AnswerRow], shown: Sequence[AnswerRow]) -> None:
    counts = counted(rows)
    told = [f"{counts[s]} {_COUNTED[s]}" for s in STATES if counts[s]]
    plain(" · ".join([f"{len(shown)} of {len(rows)} questions shown", *told]))


def _position(shown: Sequence[AnswerRow]) -> int:
    """Index of the row that the address names, or of the next one that is shown."""
    asked = st.query_params.get("row", "1")
    number = int(asked) if asked.isdecimal() else 1
    return next((n for n, row in enumerate(shown) if row.number >= number), len(shown) - 1)


def _go(row: AnswerRow) -> None:
    st.query_params["row"] = str(row.number)


def _keys(sitting: Seat, face: AnswerReview, shown: Sequence[AnswerRow], at: int) -> None:
    """The buttons of the row; each has its key."""
    row, may, decide = shown[at], sitting.may("contribute"), sitting.may("approve")
    plain(f"Question {at + 1} of {len(shown)}")
    with st.container(horizontal=True, key="review-keys"):
        if st.button("Previous", shortcut="P", key="previous", disabled=at == 0):
            _go(shown[at - 1])
            st.rerun()
        if st.button("Next", shortcut="N", key="next", disabled=at + 1 == len(shown)):
            _go(shown[at + 1])
            st.rerun()
        if st.button(
            "Approve",
            shortcut="A",
            key="approve",
            type="primary",
            disabled=not decide,
            help=label(face.hindrance(row) or "It goes into the answer library", 200),
        ):
            _approve(face, shown, at)
        if st.button("Edit", shortcut="E", key="edit", disabled=not may):
            answer_dialogs.edit(face, row)
        if st.button("Reject", shortcut="X", key="reject", disabled=not decide or not row.answer):
            answer_dialogs.reject(face, row)
        if st.button("Assign", shortcut="S", key="assign", disabled=not may):
            answer_dialogs.assign(face, [row])
        if st.button(
            "Draft again", shortcut="D", key="again", disabled=not may or row.state == "approved"
        ):
            answer_dialogs.draft_again(Questionnaires(sitting), face, row)


def _approve(face: AnswerReview, shown: Sequence[AnswerRow], at: int) -> None:
    row = shown[at]
    if why := face.hindrance(row):
        st.warning(label(f"{row.id} was not approved: {why}.", 300))
        return
    face.approve(row)
    waiting = [r for r in (*shown[at + 1 :], *shown[:at]) if face.hindrance(r) is None]
    if waiting:
        _go(waiting[0])
    st.session_state[NOTE] = f"{row.id} is approved."
    st.rerun()


def _grid(shown: Sequence[AnswerRow], at: int) -> tuple[int, ...]:
    """The rows; gives the indexes of those that were marked, and opens a clicked one."""
    # Another list is another table: marks never slip to rows that they were not meant for.
    ids = "\n".join(row.id for row in shown)
    key = "answers-" + hashlib.sha256(ids.encode()).hexdigest()[:12]

    def clicked() -> None:
        cells = st.session_state[key]["selection"]["cells"]
        if cells:
            _go(shown[cells[0][0]])

    state = st.dataframe(
        [_cells(row, here=n == at) for n, row in enumerate(shown)],
        key=key,
        hide_index=True,
        height=560,
        placeholder="",
        on_select=clicked,
        selection_mode=["multi-row", "single-cell"],
        column_config={
            "": st.column_config.TextColumn(width=24),
            "Question": st.column_config.TextColumn(width="medium"),
        },
        alt="Questions and where their answers stand",
    )
    return tuple(state["selection"]["rows"])


def _cells(row: AnswerRow, *, here: bool) -> dict[str, str]:
    answer = row.answer
    return {
        "": "▶" if here else "",
        "Id": row.id,
        "Question": row.question.text,
        "Status": _STATES[row.state],
        "Verdict": verdict_words(answer.verdict) if answer else "",
        "Confidence": confidence_words(answer.confidence) if answer and row.scored else "",
        "Warnings": str(len(answer.warnings)) if answer and answer.warnings else "",
        "Sensitivity": sensitivity_words(answer.sensitivity)
        if answer and not answer.abstained
        else "",
        "Freshness": freshness_words(answer.freshness) if answer and answer.citations else "",
        "Assigned to": row.assignee_name,
    }


def _several(face: AnswerReview, sitting: Seat, marked: Sequence[AnswerRow]) -> None:
    with st.container(horizontal=True):
        if sitting.may("contribute") and st.button(
            f"Assign {len(marked)} marked" if marked else "Assign marked",
            key="assign-marked",
            disabled=not marked,
        ):
            answer_dialogs.assign(face, marked)
        if sitting.may("approve") and st.button("Approve several…", key="bulk"):
            answer_dialogs.open_bulk(face)
