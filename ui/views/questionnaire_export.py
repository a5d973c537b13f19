"""Writing back: the customer's own file with the answers, and the annexes of proof."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import streamlit as st

from assistant.desk.answer_export import Export
from assistant.desk.answer_review import AnswerReview
from assistant.desk.answer_rows import counted
from assistant.desk.questionnaires import Questionnaires
from ui.widgets.errors import guarded
from ui.widgets.plain import label, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.desk.answer_rows import AnswerRow
    from assistant.desk.seat import Seat
    from assistant.questions import QuestionnaireFile


def show(sitting: Seat, desk: Questionnaires, file: QuestionnaireFile) -> None:
    """Draw it. A file that was made is offered as long as no answer changed since."""
    rows = AnswerReview(sitting, file.sha256).rows()
    counts = counted(rows)
    plain(
        f"{counts['approved']} of {len(rows)} answers are approved. Until all are, the file can only "
        "be written as a draft: every answer that nobody approved carries a mark."
    )
    if not sitting.may("contribute"):
        plain("Your role here is to read; a contributor can write the file.")
        return
    overwrite = st.checkbox(
        "Also replace what already stands in an answer's place", key="export-over"
    )
    key = f"export-{file.sha256}-{_stamp(rows)}-{overwrite}"
    with st.container(horizontal=True), guarded():
        if st.button("Write a draft", key="export-draft", disabled=not any(r.answer for r in rows)):
            st.session_state[key] = desk.export(file.sha256, overwrite=overwrite)
        if st.button(
            "Write the final file",
            type="primary",
            key="export-final",
            disabled=counts["approved"] != len(rows) or not rows,
            help="Every answer must be approved",
        ):
            st.session_state[key] = desk.export(file.sha256, final=True, overwrite=overwrite)
    made = st.session_state.get(key)
    if made is not None:
        _offer(made)


def _offer(made: Export) -> None:
    words = "The final file is written." if made.final else "The draft is written."
    st.success(f"{words} Download it here; nothing was sent to anybody.")
    with st.container(horizontal=True):
        for number, one in enumerate(made.files):
            st.download_button(
                label(one.name),
                one.data,
                file_name=one.name,
                mime=one.kind,
                key=f"download-{number}",
                on_click="ignore",
                icon=":material/download:",
            )
    if made.left_out:
        with st.expander(f"{len(made.left_out)} things to know", expanded=True):
            for line in made.left_out:
                plain(f"! {line}")


def _stamp(rows: Sequence[AnswerRow]) -> str:
    said = "\0".join(f"{r.id}\0{r.state}\0{r.answer.text if r.answer else ''}" for r in rows)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
