"""Approval: a person stands by the words of a section; nobody approves their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from ui.views.description_sections import who_words
from ui.widgets.described import counts_words
from ui.widgets.errors import guarded
from ui.widgets.plain import label, plain

if TYPE_CHECKING:
    from assistant.desk.description import DescriptionDesk

Say = Callable[[str], None]


def show(desk: DescriptionDesk, kind: str, say: Say) -> None:
    """Draw it."""
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
            why = desk.hindrance(kind, row)
            if row.approved:
                continue
            if why:
                plain(f"Cannot be approved by you now: {why}.")
            elif st.button(
                label(f"Approve {row.name}", 80),
                key=f"approve-now-{row.id}-{row.version.number}",  # of the words that are seen
                icon=":material/check:",
            ):
                with guarded():
                    desk.approve(kind, row.id, seen=row.version.number)
                    say(f"{row.name} is approved.")
