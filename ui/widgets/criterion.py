"""One criterion in full: what is asked, what supports it, what is missing, what people decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from assistant.desk.tasks import Tasks
from assistant.export.words import DESIGN, OPERATION
from assistant.export.words import plain as words
from ui.widgets.badges import (
    confidence_badge,
    confidence_words,
    grade_badge,
    severity_badge,
    status_badge,
)
from ui.widgets.errors import guarded
from ui.widgets.fresh import fresh_badge
from ui.widgets.link_dialogs import ask, draw
from ui.widgets.links import link
from ui.widgets.plain import label, plain
from ui.widgets.sources import sources

if TYPE_CHECKING:
    from assistant.desk.criteria import Criteria
    from assistant.desk.criterion_detail import CriterionDetail, ExpectedView, LinkView

Go = Callable[[str], None]
Say = Callable[[str], None]
_PRESENCE = {"present": "✓ Present", "perhaps": "? Perhaps", "missing": "✕ Missing"}
_MOST_ITEMS, _MOST_QUOTES, _LONGEST = 3, 2, 260
"""Items a side, quotes an item, and characters a quote; the rest is one click away."""


def criterion_page(face: Criteria, criterion: str, *, said: str, go_to: Go, say: Say) -> None:
    """Draw it. `go_to` opens another criterion, or the matrix; `say` tells what was done."""
    detail = face.detail(criterion)
    if detail is None:
        st.info("There is no such criterion.")
        return
    _steps(detail, go_to)
    st.title(label(f"{detail.criterion.id} {detail.criterion.title}"))
    if said:
        st.success(label(said, most=300))
    _state(detail)
    design, operating = st.columns(2, gap="large")
    with design:
        _side(face, detail, "design")
    with operating:
        _side(face, detail, "operating")
    _add(face, detail)
    _gaps(face, detail, say)
    _expected(detail.expected)
    _candidates(face, detail)
    _rejected(face, detail)
    _history(face, detail)
    draw(face, criterion, say)


def _steps(detail: CriterionDetail, go_to: Go) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="criterion-steps"):
        if st.button("All criteria", key="criterion-all", icon=":material/list:", shortcut="L"):
            go_to("")
        if st.button(
            f"Previous {detail.before}".rstrip(),
            key="criterion-back",
            icon=":material/arrow_back:",
            disabled=not detail.before,
            shortcut="K",
        ):
            go_to(detail.before)
        if st.button(
            f"Next {detail.after}".rstrip(),
            key="criterion-on",
            icon=":material/arrow_forward:",
            disabled=not detail.after,
            shortcut="J",
        ):
            go_to(detail.after)


def _state(detail: CriterionDetail) -> None:
    plain(detail.criterion.paraphrase)
    with st.container(horizontal=True, vertical_alignment="center"):
        status_badge(detail.finding.status)
        st.text(
            f"Design: {DESIGN[detail.finding.design].lower()}. "
            f"Operation: {OPERATION[detail.finding.operation].lower()}."
        )
    if detail.why:
        plain(f"Why: {detail.why}.")
    with st.expander("What led to it, item by item"):
        for line in detail.reasons:
            plain(line)
        if not detail.reasons:
            st.caption("No item is linked to it.")
    with st.expander(f"Points of focus ({len(detail.criterion.points_of_focus)})"):
        st.caption("Aids to judgment, never requirements.")
        for point in detail.criterion.points_of_focus:
            plain(f"{point.index}. {point.label}")


def _side(face: Criteria, detail: CriterionDetail, side: str) -> None:
    links = detail.design if side == "design" else detail.operating
    st.subheader("Design" if side == "design" else "Operation")
    st.caption(
        "How the control is meant to be" if side == "design" else "That it is in place, or at work"
    )
    if not links:
        st.info("Nothing was found that speaks to it.")
    for shown in links[:_MOST_ITEMS]:
        _linked(face, detail, shown, f"{side}-{shown.document_id}")
    if len(links) > _MOST_ITEMS:
        more = st.expander(
            f"{len(links) - _MOST_ITEMS} more items", key=f"more-{side}", on_change="rerun"
        )
        with more:
            for shown in links[_MOST_ITEMS:] if more.open else ():
                _linked(face, detail, shown, f"{side}-{shown.document_id}")


def _linked(face: Criteria, detail: CriterionDetail, shown: LinkView, key: str) -> None:
    with st.container(border=True, key=f"link-{key}"):
        plain(shown.item)
        with st.container(horizontal=True):
            grade_badge(shown.grade)
            fresh_badge(shown.fresh)
            if not shown.decided:
                confidence_badge(shown.confidence)
        for citation in shown.citations[:_MOST_QUOTES]:
            plain(f"“{_short(citation.quote)}”")
        sources(face.seat, shown.citations, key=f"{detail.criterion.id}-{key}")
        if shown.decided:
            plain(f"Decided: {shown.decided}")
        if shown.rationale:
            st.caption(label(shown.rationale, most=400))
        if shown.grade_reasons:
            with st.popover("Why this grade", key=f"grade-{key}"):
                for reason in shown.grade_reasons:
                    plain(reason)
        _decide(face, detail, shown, key)


def _decide(face: Criteria, detail: CriterionDetail, shown: LinkView, key: str) -> None:
    if not face.seat.may("contribute"):
        return
    about = (detail.criterion.id, shown.document_id, shown.item)
    with st.container(horizontal=True):
        if shown.decided:
            _asks("Withdraw the decision", f"withdraw-{key}", ("withdraw", *about))
        else:
            _asks("Accept", f"accept-{key}", ("accept", *about), icon=":material/check:")
        if shown.accepted:
            _asks("Reject", f"reject-{key}", ("reject", *about), icon=":material/close:")


def _asks(words_on_it: str, key: str, asked: tuple[str, ...], *, icon: str | None = None) -> None:
    st.button(words_on_it, key=key, icon=icon, on_click=ask, args=asked)


def _add(face: Criteria, detail: CriterionDetail) -> None:
    if face.seat.may("contribute"):
        _asks("Add a link", "add-link", ("add", detail.criterion.id), icon=":material/add_link:")


def _gaps(face: Criteria, detail: CriterionDetail, say: Say) -> None:
    rows = face.gaps(detail.criterion.id)
    st.subheader(f"Gaps ({len(rows)})")
    if not rows:
        st.caption("None was found in the evidence reviewed.")
    for row in rows:
        with st.container(border=True, key=f"gap-{row.key}"):
            with st.container(horizontal=True, vertical_alignment="center"):
                if row.severity:
                    severity_badge(row.severity)
                st.text(row.kind)
            plain(row.detail)
            sources(face.seat, row.citations, key=f"gap-{row.key}")
            st.caption(label(f"What to do · usually {row.owner}"))
            plain(row.remediation)
            if row.task:
                said = [row.state, row.assignee_name, row.due_words]
                plain("Task: " + ", ".join(part for part in said if part))
                link("tasks", "Open the task", criterion=detail.criterion.id)
            elif face.seat.may("contribute") and st.button(
                "Make a task", key=f"task-{row.key}", icon=":material/add_task:"
            ):
                with guarded():
                    Tasks(face.seat).open(row.key)
                    say("A task was made of it; assign it on the page Gaps and tasks.")


def _expected(expected: Sequence[ExpectedView]) -> None:
    st.subheader("Evidence usually expected")
    st.dataframe(
        [
            {
                "There": _PRESENCE[e.presence],
                "Evidence": e.expected.name,
                "Kind": words(e.expected.kind),
                "Supports": " and ".join(e.expected.supports),
                "Must show": ", ".join(e.expected.must_show),
                "Items": ", ".join(e.items),
            }
            for e in expected
        ],
        hide_index=True,
        alt="Evidence usually expected, present or missing",
    )
    if any(e.presence == "perhaps" for e in expected):
        st.caption(
            "Perhaps: an item of this kind counts, but its name does not say whether it is this one."
        )


def _candidates(face: Criteria, detail: CriterionDetail) -> None:
    if not detail.candidates:
        return
    with st.expander(f"Items that were thought of and are not claimed ({len(detail.candidates)})"):
        for found in detail.candidates:
            with st.container(horizontal=True, vertical_alignment="center"):
                plain(f"{found.item} ({found.kind}), {confidence_words(found.confidence)}")
                if face.seat.may("contribute"):
                    asked = ("add", detail.criterion.id, found.document_id, found.item)
                    _asks("Accept with a quote", f"candidate-{found.document_id}", asked)


def _rejected(face: Criteria, detail: CriterionDetail) -> None:
    if not detail.rejected:
        return
    st.subheader("Links that do not hold")
    for shown in detail.rejected:
        _linked(face, detail, shown, f"rejected-{shown.document_id}")


def _history(face: Criteria, detail: CriterionDetail) -> None:
    past = face.history(detail.criterion.id)
    with st.expander(f"Decisions on its links ({len(past)})"):
        if not past:
            st.caption("Nobody decided on one yet.")
        for one in past:
            plain(f"{one.words} ({one.state})")


def _short(quote: str) -> str:
    """A quote on a few lines; its source shows all of it."""
    words = " ".join(quote.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"
