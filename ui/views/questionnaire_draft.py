"""Drafting a questionnaire: what is to be drafted, for whom, what it takes; then it goes on alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from assistant.answers import SENSITIVITIES
from assistant.desk.questionnaires import DraftPlan, Questionnaires
from assistant.jobs.model import ENDED
from ui.widgets.badges import sensitivity_words
from ui.widgets.costs import price
from ui.widgets.errors import guarded
from ui.widgets.plain import plain

if TYPE_CHECKING:
    from assistant.desk.seat import Seat
    from assistant.questions import QuestionnaireFile

_WHAT: dict[str, dict[str, Any]] = {
    "What is not drafted yet": {"resume": True},
    "What needs input": {"only": "needs_input"},
    "What needs review": {"only": "needs_review"},
    "Everything that is not approved": {"resume": False},
}


def show(sitting: Seat, desk: Questionnaires, file: QuestionnaireFile) -> None:
    """Draw it."""
    if not sitting.may("contribute"):
        plain("Your role here is to read; a contributor can draft this questionnaire.")
        return
    what = st.radio("Draft", list(_WHAT), key="draft-what")
    again = what != "What is not drafted yet"
    over = again and st.checkbox(
        "Also what people wrote: their words are replaced, and stay in the history",
        key="draft-over",
    )
    left, right = st.columns(2)
    audience = left.selectbox(
        "Who reads the answers", SENSITIVITIES[::-1], format_func=sensitivity_words, key="draft-for"
    )
    product = right.text_input("Product asked about (for the answer library)", key="draft-product")
    chosen = {
        **_WHAT[what],
        "over_edits": bool(over),
        "audience": audience,
        "product": product,
    }
    job = desk.drafting(file.sha256)
    busy = job is not None and job.state not in ENDED
    offline = sitting.workspace.settings.engine == "offline"
    with guarded():
        if offline or st.session_state.get("draft-estimated") == str(chosen):
            plan = desk.plan(file.sha256, **chosen)
            plain(_told(plan))
            if st.button(
                f"Draft {plan.questions} questions",
                type="primary",
                disabled=busy or not plan.questions,
                key="draft-go",
            ):
                desk.draft(file.sha256, **chosen)
                st.rerun()
        elif st.button("Estimate calls, time and cost", key="draft-estimate"):
            st.session_state["draft-estimated"] = str(chosen)
            st.rerun()


def _told(plan: DraftPlan) -> str:
    if not plan.questions:
        return "Nothing to draft."
    time = _minutes(plan.seconds)
    calls = plan.calls
    if calls is None:
        return f"{plan.questions} questions, {time}. Nothing leaves this machine."
    long = f" {calls.too_long} prompts are too long and will be refused." if calls.too_long else ""
    return (
        f"{plan.questions} questions, {calls.calls} calls to the model, about {calls.tokens_in:,} "
        f"tokens in and {calls.tokens_out:,} out, {time}, {price(calls)}.{long}"
    )


def _minutes(seconds: float) -> str:
    if seconds < 60:
        return f"about {max(round(seconds), 1)} seconds"
    return f"about {round(seconds / 60)} minutes"
