"""One answer with all about it: sources, warnings, what is missing, the library, the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.widgets.badges import (
    answer_badge,
    confidence_badge,
    freshness_badge,
    sensitivity_badge,
    verdict_badge,
    verdict_words,
)
from ui.widgets.errors import guarded
from ui.widgets.plain import label, plain
from ui.widgets.sources import sources

if TYPE_CHECKING:
    from assistant.answers import Answer
    from assistant.desk.answer_review import AnswerReview
    from assistant.desk.answer_rows import AnswerRow
    from assistant.desk.seat import Seat
    from assistant.library.match import Suggestion

_MORE = ("Library", "History")


def answer_panel(sitting: Seat, face: AnswerReview, row: AnswerRow) -> None:
    """Draw it for this row."""
    with st.container(border=True, key="answer-panel"):
        if row.question.section:
            st.caption(label(row.question.section, 200))
        st.subheader(label(row.id, 60))
        plain(row.question.text)
        if row.question.options:
            plain("Choices: " + " / ".join(row.question.options))
        if row.question.context:
            with st.expander("What stands beside the question"):
                plain(row.question.context)
        if row.answer is None:
            st.info("Not drafted yet. Draft the questionnaire, or write the answer yourself.")
        else:
            _answer(sitting, row, row.answer)
        if row.assignee_name:
            plain(f"Assigned to {row.assignee_name}")
        more = st.segmented_control("More about it", _MORE, key="panel-more")
        if more == "Library":
            _library(sitting, face, row)
        elif more == "History":
            _history(face, row)


def _answer(sitting: Seat, row: AnswerRow, answer: Answer) -> None:
    with st.container(horizontal=True, gap="small"):
        verdict_badge(answer.verdict)
        if not answer.abstained:
            answer_badge(answer.status)
            if row.scored:
                confidence_badge(answer.confidence)
            sensitivity_badge(answer.sensitivity)
            if answer.citations:
                freshness_badge(answer.freshness)
    if answer.abstained:
        st.caption("What is missing, and who usually has it")
        plain(answer.missing)
    else:
        st.caption("Answer")
        plain(answer.text)
    if row.wrote:
        plain("Written in by " + ", ".join(w.name for w in row.wrote))
    if answer.citations:
        st.caption("Sources")
        sources(sitting, answer.citations, key=f"answer-{row.number}")
    if answer.warnings:
        st.caption("Warnings")
        for warning in answer.warnings:
            plain(f"! {warning}")


def _library(sitting: Seat, face: AnswerReview, row: AnswerRow) -> None:
    found = face.suggestions(row)
    if not found:
        plain("The library has no answer to this or a near question.")
    for number, one in enumerate(found):
        with st.container(border=True, key=f"suggestion-{row.number}-{number}"):
            _suggestion(sitting, one, f"suggestion-{row.number}-{number}")
            if sitting.may("contribute") and st.button(
                "Use these words", key=f"take-{row.number}-{number}"
            ):
                with guarded():
                    face.take(row, one)
                    st.rerun()


def _suggestion(sitting: Seat, one: Suggestion, key: str) -> None:
    kept = one.answer
    if one.likeness.sameness != "identical":
        plain(f"Asked as: {kept.question}")
    plain(f"{verdict_words(kept.verdict)}. {kept.text}")
    age = (sitting.workspace.clock.today() - kept.approved_on).days
    how = "said" if kept.status == "imported" else f"approved by {kept.owner}"
    plain(f"{how} on {kept.approved_on}, {age} days ago; review due {kept.review_on}")
    if kept.origin:
        plain(f"From {kept.origin}")
    for doubt in one.doubts:
        plain(f"! {doubt}")
    sources(sitting, kept.citations, key=key)


def _history(face: AnswerReview, row: AnswerRow) -> None:
    happened = face.history(row)
    if not happened:
        plain("Nothing happened to it yet.")
    for number, one in enumerate(happened):
        with st.container(border=True, key=f"history-{row.number}-{number}"):
            plain(f"{one.at:%Y-%m-%d %H:%M} UTC · {one.who} {one.what}")
            if one.before:
                st.caption("Before")
                plain(one.before)
            if one.after:
                st.caption("After" if one.before else "Words")
                plain(one.after)
