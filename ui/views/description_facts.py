"""Facts and open questions: what people are asked, what they said, what the evidence says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from assistant.desk.description_rows import STATES
from ui.widgets.errors import guarded
from ui.widgets.plain import label, plain
from ui.widgets.sources import sources

if TYPE_CHECKING:
    from assistant.description import Fact, FactState, OpenPoint, Statement
    from assistant.desk.description import DescriptionDesk
    from assistant.desk.seat import Seat

Say = Callable[[str], None]
STATE: dict[FactState, str] = {
    "conflicting": "≠ Sources disagree",
    "missing": "? Missing",
    "partly_known": "◑ Partly known",
    "known": "✓ Known",
    "not_needed": "– Not needed",
}
_EVERYBODY = "Everybody"
_PAGE = 10
_NAMED = 6


def show(sitting: Seat, desk: DescriptionDesk, kind: str, say: Say) -> None:
    """Draw it."""
    with st.spinner("Gathering facts from the evidence", show_time=True):
        facts = desk.facts.all()
        points = desk.facts.open(kind)
    _questions(sitting, desk, points, {f.key: f for f in facts.facts}, say)
    _said(sitting, desk, desk.facts.statements(), say)
    if facts.mismatches:
        st.subheader("Sources that disagree")
        for number, mismatch in enumerate(facts.mismatches):
            with st.container(border=True, key=f"mismatch-{number}"):
                plain(f"≠ {mismatch.detail}")
                sources(sitting, mismatch.citations, f"mismatch-{number}")
    _known(sitting, facts.facts)


def _questions(
    sitting: Seat,
    desk: DescriptionDesk,
    points: Sequence[OpenPoint],
    facts: Mapping[str, Fact],
    say: Say,
) -> None:
    st.subheader("Open questions")
    if not points:
        st.success("Nothing is open here: the evidence and what people said answer all questions.")
        return
    owners = sorted({p.owner for p in points})
    owner = st.selectbox("Asked of", [_EVERYBODY, *owners], key="asked_of", bind="query-params")
    shown = [p for p in points if owner in (_EVERYBODY, p.owner)]
    plain(f"{len(shown)} of {len(points)} questions shown, those worth most first")
    if sitting.may("contribute"):
        st.text_input(
            "Your role, to be named with your answers",
            key="role",
            placeholder="such as Head of Security",
            max_chars=80,
        )
    pages = -(-len(shown) // _PAGE)
    page = st.pagination(pages, key=f"questions-{owner}") if pages > 1 else 1
    for point in shown[(page - 1) * _PAGE : page * _PAGE]:
        _question(sitting, desk, point, facts.get(point.key), say)


def _question(
    sitting: Seat, desk: DescriptionDesk, point: OpenPoint, fact: Fact | None, say: Say
) -> None:
    with st.container(border=True, key=f"point-{point.id}"):
        plain(f"? {point.question}")
        if fact is not None:
            _about(fact)
        st.caption(label(f"{point.criterion} · asked of {point.owner} · {point.why}", 400))
        sources(sitting, point.citations, f"point-{point.id}")
        if not sitting.may("contribute") or not point.part:
            return
        with st.form(f"answer-{point.id}", border=False, clear_on_submit=True):
            text = st.text_area(label(f"Your answer to: {point.question}", 200), height=80)
            if not st.form_submit_button("Answer", icon=":material/reply:"):
                return
        with guarded():
            if not text.strip():
                st.warning("Write an answer first.")
                return
            desk.facts.say(point.id, text, role=str(st.session_state.get("role", "")))
            say("Kept as your statement. It is marked as one wherever it stands.")


def _about(fact: Fact) -> None:
    """What the question is about, and what is known of it: "each of them" names somebody."""
    known = list(dict.fromkeys(next(filter(None, v.cells), v.text) for v in fact.values))
    told = f"; known so far: {', '.join(known[:_NAMED])}" if known else ""
    st.caption(label(f"About: {fact.ask}{told}", 400))


def _said(sitting: Seat, desk: DescriptionDesk, statements: Sequence[Statement], say: Say) -> None:
    if not statements:
        return
    with st.expander(f"What people answered ({len(statements)})"):
        for said in statements:
            identifier = f"{said.key}.{said.part}"
            with st.container(border=True, key=f"said-{identifier}"):
                plain(f"✎ {said.text}")
                st.caption(label(f"{identifier} · {said.said_by}, {said.at:%Y-%m-%d}", 200))
                if sitting.may("contribute") and st.button(
                    "Withdraw", key=f"withdraw-{identifier}", icon=":material/undo:"
                ):
                    with guarded():
                        desk.facts.say(identifier, "")
                        say("Withdrawn; the question is open again.")


def _known(sitting: Seat, facts: Sequence[Fact]) -> None:
    st.subheader("Facts")
    counts = {state: sum(f.state == state for f in facts) for state in STATES}
    plain(" · ".join(f"{n} {STATE[s][2:].lower()}" for s, n in counts.items() if n))
    wheres = list(dict.fromkeys(f.criterion for f in facts))
    chosen = st.pills(
        "Of criterion", wheres, default=wheres[1] if len(wheres) > 1 else wheres[0], key="facts_of"
    )
    for fact in facts:
        if fact.criterion == chosen:
            _fact(sitting, fact)


def _fact(sitting: Seat, fact: Fact) -> None:
    with st.expander(label(f"{STATE[fact.state]} · {fact.ask}", 160), key=f"fact-{fact.key}"):
        if not fact.values:
            plain("Nothing that was read says it.")
        for number, value in enumerate(fact.values):
            words = " | ".join(c for c in value.cells if c) or value.text
            if value.said_by:
                plain(f"✎ {words} (stated by {value.said_by})")
                continue
            day = f", {value.day}" if value.day else ""
            plain(f"✓ {words}")
            st.caption(label(f"{value.source or value.origin}{day}", 200))
            sources(sitting, value.citations, f"fact-{fact.key}-{number}")
