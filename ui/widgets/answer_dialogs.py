"""The dialogs of the review: write, reject, assign, approve several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

import streamlit as st

from assistant.answers import Verdict
from ui.widgets.badges import verdict_words
from ui.widgets.errors import guarded
from ui.widgets.plain import label, plain

if TYPE_CHECKING:
    from assistant.desk.answer_review import AnswerReview, BulkPlan
    from assistant.desk.answer_rows import AnswerRow
    from assistant.desk.questionnaires import Questionnaires

NOTE = "review_note"
_VERDICTS = tuple(v for v in get_args(Verdict) if v != "needs_input")
_PLAN, _ABOVE = "bulk_plan", "bulk_above"


@st.dialog("Write the answer", width="large")
def edit(face: AnswerReview, row: AnswerRow) -> None:
    """A person's own words; what they cite is checked when they are saved."""
    answer = row.answer
    plain(row.question.text)
    if answer is not None and answer.citations:
        plain(
            "Keep [1] behind a sentence to cite that source: the sentence is then held to it. A "
            "sentence without a mark is marked as your own statement."
        )
        for number, citation in enumerate(answer.citations, start=1):
            plain(f"[{number}] {citation.path}: {citation.quote}")
    else:
        plain("No evidence is cited: the answer is marked as your own statement.")
    now = answer.verdict if answer and answer.verdict in _VERDICTS else "narrative"
    with st.form("edit-form", border=False):
        verdict = st.selectbox(
            "Verdict", _VERDICTS, index=_VERDICTS.index(now), format_func=verdict_words
        )
        text = st.text_area("Answer", value=answer.text if answer else "", height=200)
        reason = st.text_input("Why (kept in the history)")
        saved = st.form_submit_button("Save; somebody else approves it", type="primary")
    if saved:
        with guarded():
            made = face.edit(row, verdict=verdict, text=text, reason=reason)
            said = "; ".join(made.warnings[:1]) or "every sentence is cited"
            st.session_state[NOTE] = f"{row.id} is saved: {said}."
            st.rerun()


@st.dialog("Reject the answer")
def reject(face: AnswerReview, row: AnswerRow) -> None:
    """A rejection with its reason."""
    plain(row.answer.text if row.answer else "")
    with st.form("reject-form", border=False):
        reason = st.text_area("Why is it rejected?")
        sent = st.form_submit_button("Reject", type="primary")
    if sent:
        with guarded():
            face.reject(row, reason)
            st.session_state[NOTE] = f"{row.id} is rejected."
            st.rerun()


@st.dialog("Ask somebody to look")
def assign(face: AnswerReview, rows: Sequence[AnswerRow]) -> None:
    """Who is asked to look at these answers."""
    people = {"": "Nobody"} | dict(face.people())
    plain(", ".join(row.id for row in rows[:20]) + (" …" if len(rows) > 20 else ""))
    with st.form("assign-form", border=False):
        who = st.selectbox("Person", list(people), format_func=people.__getitem__)
        sent = st.form_submit_button("Assign", type="primary")
    if sent:
        with guarded():
            face.assign(rows, who)
            st.session_state[NOTE] = (
                f"{len(rows)} assigned to {people[who].lower() if not who else people[who]}."
            )
            st.rerun()


@st.dialog("Draft it again")
def draft_again(desk: Questionnaires, face: AnswerReview, row: AnswerRow) -> None:
    """A new draft of one question; what a person wrote is replaced only where that is said."""
    plain(row.question.text)
    over = False
    if row.wrote:
        plain("People wrote in this answer. A new draft takes their words' place.")
        over = st.checkbox("Replace their words; they stay in the history", key="again-over")
    if st.button(
        "Draft again", type="primary", disabled=bool(row.wrote) and not over, key="again-go"
    ):
        with guarded():
            desk.draft(face.questionnaire.sha256, resume=False, over_edits=over, ids=[row.id])
            st.rerun()


def open_bulk(face: AnswerReview) -> None:
    """Open the dialog of a bulk approval with a fresh plan."""
    for key in (_PLAN, _ABOVE):
        st.session_state.pop(key, None)
    _bulk(face)


@st.dialog("Approve several", width="large")
def _bulk(face: AnswerReview) -> None:
    plain(
        "Only drafts without a warning are approved together. What needs input, what people wrote "
        "and what has a warning is left for you to read."
    )
    above = st.slider("From this confidence up", 0.0, 1.0, 0.5, 0.05, key="bulk-slider")
    # The plan that was read is the plan that is carried out, whatever changes in the meantime.
    if st.session_state.get(_ABOVE) != above:
        st.session_state[_PLAN], st.session_state[_ABOVE] = face.plan_bulk(above), above
    plan: BulkPlan = st.session_state[_PLAN]
    many = len(plan.bulk.approve)
    _lists(face, plan)
    words = "Approve 1 answer" if many == 1 else f"Approve {many} answers"
    if st.button(words, type="primary", disabled=not many, key="bulk-go"):
        with guarded():
            bar = st.progress(0.0, text="Approving")

            def count(stage: str, done: int, total: int) -> None:
                bar.progress(done / total if total else 1.0, text=f"{stage} {done} of {total}")

            done = face.approve_bulk(plan, progress=count)
            st.session_state[NOTE] = (
                f"{len(done.approved)} approved, {len(done.passed)} left for a closer look."
            )
            st.rerun()


def _lists(face: AnswerReview, plan: BulkPlan) -> None:
    questions = {row.id: row.question.text for row in face.rows()}
    st.caption(label(f"Will be approved: {len(plan.bulk.approve)}"))
    if plan.bulk.approve:
        st.dataframe(
            [
                {"Id": i, "Question": questions.get(i, ""), "Answer": plan.seen[i].text}
                for i in plan.bulk.approve
            ],
            hide_index=True,
            height=200,
            alt="Answers that will be approved",
            key="bulk-approve",
        )
    st.caption(label(f"Left out: {len(plan.bulk.passed)}"))
    if plan.bulk.passed:
        st.dataframe(
            [
                {"Id": p.id, "Why": p.reason, "Question": questions.get(p.id, "")}
                for p in plan.bulk.passed
            ],
            hide_index=True,
            height=200,
            alt="Answers that are left out, and why",
            key="bulk-passed",
        )
