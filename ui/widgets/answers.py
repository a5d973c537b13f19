"""One answer on the page: its sentences with their sources, how it stands in words, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from assistant.answering.guide import NOT_EVIDENCE, topics
from assistant.desk.conversation_file import is_general
from assistant.export.marks import marked_parts
from assistant.export.places import of_citation
from ui.widgets import badges
from ui.widgets.plain import label, plain
from ui.widgets.sources import open_source

if TYPE_CHECKING:
    from datetime import date

    from assistant.answers import Answer
    from assistant.desk.seat import Seat
    from assistant.model import Citation

_FRESHNESS = {
    "fresh": "what it cites is current",
    "due": "what it cites is soon due for review",
    "stale": "something it cites is outdated",
    "undated": "something it cites has no date",
}
_SENSITIVITY = {
    "public": "what it cites may be read by anyone",
    "nda": "what it cites may be given under a non-disclosure agreement",
    "internal": "what it cites is for internal use",
}


def answer_block(seat: Seat, answer: Answer, *, judged_for: date, key: str) -> None:
    """Draw an answer whole; `key` is unique on the page."""
    if is_general(answer):
        _general(answer)
        return
    with st.container(horizontal=True, gap="small"):
        badges.verdict_badge(answer.verdict)
        if answer.source in ("library", "both"):
            st.badge("▣ From the answer library", color="violet")
        if not answer.abstained:
            badges.confidence_badge(answer.confidence)
            badges.freshness_badge(answer.freshness)
            badges.sensitivity_badge(answer.sensitivity)
    if answer.abstained:
        plain("The evidence does not answer this. What is missing, and who usually has it:")
        plain(answer.missing)
    else:
        sentences(seat, answer.text, answer.citations, key)
    _why(answer, judged_for, key)


def sentences(seat: Seat, text: str, citations: Sequence[Citation], key: str) -> None:
    """Each sentence with a button a source behind it, which opens the original at the quote."""
    for part, said in enumerate(marked_parts(text, len(citations))):
        with st.container(
            horizontal=True, gap="small", vertical_alignment="center", key=f"{key}-part-{part}"
        ):
            plain(said.text)
            for number in said.numbers:
                if st.button(
                    f"Source {number}",
                    key=f"{key}-part-{part}-source-{number}",
                    type="tertiary",
                    icon=":material/find_in_page:",
                    help=label(of_citation(citations[number - 1])),
                ):
                    open_source(seat, citations, number, key)


def _general(answer: Answer) -> None:
    """Words of the shipped guide, and that they are not about the company."""
    st.badge("About SOC in general", icon=":material/info:", color="blue")
    st.caption(f"{NOT_EVIDENCE[0].upper()}{NOT_EVIDENCE[1:]}.")
    shipped = next((t for t in topics() if t.heading == answer.section), None)
    if shipped is not None and shipped.text == answer.text:
        st.markdown(shipped.text)  # the product's own words, not evidence and not a model's
    else:
        plain(answer.text)


def _why(answer: Answer, judged_for: date, key: str) -> None:
    """What stands behind the badges, in sentences; warnings are in sight without a click."""
    for warning in answer.warnings:
        plain(f"! {warning}")
    with st.expander("How this answer stands", key=f"{key}-why"):
        if not answer.abstained:
            st.text(f"Confidence: {badges.confidence_words(answer.confidence)}.")
            st.text(f"Dates: {_FRESHNESS[answer.freshness]}, judged for {judged_for}.")
            st.text(f"Sensitivity: {_SENSITIVITY[answer.sensitivity]}.")
        if answer.criteria:
            st.text(f"Criteria it touches: {', '.join(answer.criteria)}.")
        st.text("A readiness indication, not an audit opinion. A draft until somebody approves it.")
