"""One library answer: words with sources, versions, decisions, and what a person may do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assistant.desk.library_changes import difference
from assistant.export.places import of_citation
from assistant.library.keep import REVIEW_IN_DAYS
from assistant.library.standing import IN_USE
from ui.widgets import badges
from ui.widgets.answers import sentences
from ui.widgets.differences import side_by_side
from ui.widgets.errors import guarded
from ui.widgets.plain import label, plain

if TYPE_CHECKING:
    from assistant.answers import LibraryAnswer, LibraryStatus
    from assistant.desk.library import Detail, LibraryDesk
    from assistant.desk.seat import Seat

STATUS: dict[LibraryStatus, str] = {
    "approved": "✓ Approved",
    "imported": "◷ Proposed or imported",
    "superseded": "↷ Superseded",
    "retired": "✕ Retired",
}
_VERDICTS = ("yes", "yes_with_limits", "planned", "no", "not_applicable", "narrative")


def answer_detail(place: Seat, desk: LibraryDesk, identifier: str) -> None:
    """Draw one answer whole."""
    detail = desk.detail(identifier)
    answer = detail.answer
    plain(answer.question)
    with st.container(horizontal=True, gap="small"):
        st.badge(STATUS[answer.status], color="gray")
        badges.verdict_badge(answer.verdict)
        badges.sensitivity_badge(answer.sensitivity)
        st.badge(f"Version {answer.version}", color="gray")
    with st.container(border=True, key="library-words"):
        sentences(place, answer.text, answer.citations, "library-answer")
    st.text(f"Owner: {answer.owner or 'nobody'}; product: {answer.product or 'all'}")
    st.text(f"Review by {answer.review_on}; origin: {answer.origin or 'unknown'}")
    for reason in detail.reasons:
        plain(f"! {reason.detail}")
    _sources(detail)
    _actions(place, desk, detail)
    _versions(detail)
    _history(detail)


def _sources(detail: Detail) -> None:
    """Citations whose words are gone, with what stands there now."""
    for number, source in enumerate(detail.sources, 1):
        if source.stands:
            continue
        with st.container(border=True, key=f"library-changed-{number}"):
            plain(f"[{number}] {of_citation(source.citation)} no longer says what is cited")
            if source.now:
                side_by_side("cited", "now", difference(source.citation.quote, source.now))
            else:
                plain(source.citation.quote)


def _actions(place: Seat, desk: LibraryDesk, detail: Detail) -> None:
    answer = detail.answer
    if answer.status == "superseded":
        return
    if detail.hindrance:
        st.caption(f"{detail.hindrance[0].upper()}{detail.hindrance[1:]}.")
    with st.container(horizontal=True, key="library-actions"):
        renews = answer.status == "approved"
        if st.button(
            "Renew" if renews else "Approve",
            key="library-approve",
            type="primary",
            disabled=bool(detail.hindrance),
            shortcut="Alt+A",
        ):
            _approve(desk, answer)
        if place.may("contribute") and st.button("Write a new version", key="library-edit"):
            _edit(desk, answer)
        may_end = place.may("approve") and answer.status in IN_USE
        if may_end and st.button("Retire", key="library-retire"):
            _retire(desk, answer)


@st.dialog("Approve this answer")
def _approve(desk: LibraryDesk, answer: LibraryAnswer) -> None:
    plain("You stand by these words from today; the quotes are looked up in the evidence again.")
    days = st.number_input(
        "Review in days", 1, 3_650, REVIEW_IN_DAYS, key=f"library-days-{answer.id}"
    )
    known = ["public", "nda", "internal"]
    sensitivity = st.selectbox(
        "Who may read it",
        known,
        index=known.index(answer.sensitivity),
        format_func=badges.sensitivity_words,
        key=f"library-readers-{answer.id}",
    )
    product = st.text_input(
        "Product, empty for all", answer.product, key=f"library-product-{answer.id}"
    )
    if st.button("Approve", key="library-approve-now", type="primary"):
        with guarded():
            desk.approve(
                answer.id, review_in_days=int(days), sensitivity=sensitivity, product=product
            )
            st.rerun()


@st.dialog("Write a new version", width="large")
def _edit(desk: LibraryDesk, answer: LibraryAnswer) -> None:
    plain(
        "Your own words wait until somebody else approves them; this version stays in use until "
        "then. A sentence that ends in [1] must be borne out by source 1."
    )
    verdict = st.selectbox(
        "Verdict",
        _VERDICTS,
        index=_VERDICTS.index(answer.verdict),
        format_func=badges.verdict_words,
        key=f"library-verdict-{answer.id}",
    )
    text = st.text_area("Answer", answer.text, height=220, key=f"library-text-{answer.id}")
    for number, citation in enumerate(answer.citations, 1):
        plain(f"[{number}] {of_citation(citation)}: “{citation.quote}”")
    if st.button("Put up for approval", key="library-edit-now", type="primary"):
        with guarded():
            made = desk.edit(answer.id, verdict=verdict, text=text)
            st.query_params["a"] = made.id
            st.rerun()


@st.dialog("Retire this answer")
def _retire(desk: LibraryDesk, answer: LibraryAnswer) -> None:
    plain("It is suggested to nobody any more and stays as history.")
    reason = st.text_input("Reason", key=f"library-reason-{answer.id}")
    if st.button("Retire", key="library-retire-now", type="primary"):
        with guarded():
            desk.retire(answer.id, reason)
            st.rerun()


def _versions(detail: Detail) -> None:
    others = [a for a in detail.versions if a.id != detail.answer.id]
    if not others:
        return
    st.subheader("Other versions")
    for other in others:
        title = f"Version {other.version}, {STATUS[other.status]}, {other.owner or 'nobody'}"
        with st.expander(label(title), key=f"library-version-{other.id}"):
            side_by_side("that version", "this one", difference(other.text, detail.answer.text))


def _history(detail: Detail) -> None:
    st.subheader("What was decided")
    for event in detail.events:
        note = f": {event.note}" if event.note else ""
        plain(f"{event.day} {event.action} by {event.who or 'nobody'}{note}")
    st.subheader("Where it was sent")
    for name in detail.answer.sent_in:
        plain(name)
    if not detail.answer.sent_in:
        st.caption("In no questionnaire yet.")
