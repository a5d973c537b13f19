"""Approval: a person stands by the words of a section; nobody approves their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from ui.views.description_sections import who_words
from ui.widgets.described import counts_words
from ui.widgets.errors import guarded
from ui.widgets.plain import label, option, plain

if TYPE_CHECKING:
    from assistant.desk.description import DescriptionDesk
    from assistant.desk.description_rows import SectionRow

Say = Callable[[str], None]


def show(desk: DescriptionDesk, kind: str, say: Say) -> None:
    """Draw it."""
    may = desk.seat.may("approve")
    rows = desk.sections(kind)
    done = sum(r.approved for r in rows)
    plain(f"{done} of {len(rows)} sections are approved.")
    st.caption(
        "Approving says that management stands by these words. It is no audit opinion. "
        "Read the section first, under Sections."
    )
    for row in rows:
        with st.container(border=True, key=f"approve-{row.id}"):
            st.markdown(f"**{label(('✓ ' if row.approved else '') + row.name)}**")
            plain(f"{who_words(row)} · {counts_words(row.counts)}")
            if row.approved:
                continue
            why = desk.hindrance(kind, row)
            if why:
                plain(f"Cannot be approved by you now: {why}.")
                if may:
                    _open(desk, kind, row, say)
            elif st.button(
                label(f"Approve {row.name}", 80),
                key=f"approve-now-{row.id}-{row.version.number}",  # of the words that are seen
                icon=":material/check:",
            ):
                with guarded():
                    desk.approve(kind, row.id, seen=row.version.number)
                    say(f"{row.name} is approved.")
    _aside(desk, kind, say, may=may)


def _open(desk: DescriptionDesk, kind: str, row: SectionRow, say: Say) -> None:
    """What is open in a section, and the form by which an approver sets one point aside."""
    points = {p.id: p for p in desk.open_in(kind, row.id)}
    if not points:
        return
    with st.expander(label(f"Open in {row.name} ({len(points)})", 80)):
        st.caption(
            "An open question is answered under Facts and questions. One that needs no answer here "
            "is set aside with a reason, which stands in every exported file and in the audit trail."
        )
        for point in points.values():
            plain(f"{point.question} ({point.why})")
        with st.form(f"aside-{row.id}", clear_on_submit=True):
            chosen = st.selectbox(
                "Question",
                list(points),
                format_func=lambda i: option(points[i].question),
                key=f"aside-point-{row.id}",
            )
            reason = st.text_input("Reason", key=f"aside-reason-{row.id}", max_chars=500)
            if st.form_submit_button("Set aside", icon=":material/rule:"):
                with guarded():
                    desk.close(kind, str(chosen), reason)
                    say("Set aside. Draft again, so that the text no longer asks it.")


def _aside(desk: DescriptionDesk, kind: str, say: Say, *, may: bool) -> None:
    """What was set aside, with who and why; an approver takes it back here."""
    closed = desk.set_aside(kind)
    if not closed:
        return
    st.markdown("**Questions set aside**")
    for number, aside in enumerate(closed):
        with st.container(border=True, key=f"closed-{number}"):
            plain(f"{aside.question}\n{aside.reason} ({aside.person}, {aside.at:%Y-%m-%d})")
            if may and st.button("Take back", key=f"take-back-{aside.point}"):
                with guarded():
                    desk.close(kind, aside.point, "")
                    say("It is open again.")
