"""The sections: text with its sources beside it, edits, and what a new draft and a person both changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from assistant.descriptions.editing import Lines
from ui.widgets.address import choose
from ui.widgets.described import (
    ORIGIN,
    became_list,
    counts_words,
    legend,
    section_text,
)
from ui.widgets.errors import guarded
from ui.widgets.plain import label, plain

if TYPE_CHECKING:
    from assistant.desk.description import DescriptionDesk
    from assistant.desk.description_rows import Saved, SectionRow
    from assistant.desk.seat import Seat

Say = Callable[[str], None]
_SAVED = "description_saved"
_EDITED = "description_edited"
_ROUND = "description_edit_round"


def show(sitting: Seat, desk: DescriptionDesk, kind: str, say: Say) -> None:
    """Draw it."""
    row = chosen_section(desk, kind)
    _standing(row)
    _outcome(row)
    may = sitting.may("contribute")
    _settle(desk, kind, row, may=may, say=say)
    turn = st.session_state.setdefault(_ROUND, 0)
    if may and st.toggle("Edit this section", key=f"edit-{kind}-{row.id}-{turn}"):
        _edit(desk, kind, row)
        return
    st.session_state.pop(_EDITED, None)
    legend()
    section_text(sitting, row.version.section, f"text-{kind}-{row.id}")
    if may:
        _again(desk, kind, row, say)
    _history(desk, kind, row)


def chosen_section(desk: DescriptionDesk, kind: str) -> SectionRow:
    """The section that is looked at; it stands in the address."""
    rows = {r.id: r for r in desk.sections(kind)}
    names = {i: f"{'✓ ' if r.approved else ''}{r.name}" for i, r in rows.items()}
    return rows[choose("Section", names, "section")]


def who_words(row: SectionRow) -> str:
    """`Edited by Ada Moss, 2026-06-30`."""
    version = row.version
    by = f" by {version.person}" if version.person else ""
    return f"{ORIGIN[version.origin]}{by}, {version.at:%Y-%m-%d %H:%M} UTC"


def _standing(row: SectionRow) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if row.approved:
            st.badge("✓ Approved", color="green")
        else:
            st.badge("✎ Draft, unaudited", color="blue")
        plain(f"{who_words(row)} · {counts_words(row.counts)}")


def _outcome(row: SectionRow) -> None:
    """What became of the lines that were saved last, as long as that version is the newest."""
    saved: Saved | None = st.session_state.get(_SAVED)
    if saved is None or saved.version.number != row.version.number:
        return
    with st.container(border=True, key="saved"):
        st.markdown("**What became of your lines**")
        became_list(saved.changed, saved.kept)
        if st.button("Close", key="saved-close", icon=":material/close:"):
            del st.session_state[_SAVED]
            st.rerun()


def _settle(desk: DescriptionDesk, kind: str, row: SectionRow, *, may: bool, say: Say) -> None:
    for number, standoff in enumerate(desk.conflicts(kind, row.id), start=1):
        with st.container(border=True, key=f"standoff-{standoff.id}"):
            st.warning(
                label(
                    f"A person and the new draft changed the same lines of “{standoff.conflict.part}”."
                    " The person's words stand until somebody chooses.",
                    300,
                )
            )
            mine, fresh = st.columns(2)
            sides = (
                (mine, "A person wrote", standoff.conflict.mine, "Keep the person's words", False),
                (fresh, "The new draft says", standoff.conflict.fresh, "Take the draft's", True),
            )
            for column, head, lines, words, take in sides:
                with column:
                    st.caption(head)
                    plain("\n".join(lines) or "(nothing)")
                    key = f"settle-{standoff.id}-{number}-{take}"
                    if may and st.button(words, key=key):
                        with guarded():
                            desk.settle(kind, row.id, standoff.id, take_draft=take)
                            say("Settled.")


def _edit(desk: DescriptionDesk, kind: str, row: SectionRow) -> None:
    number, before = _begun(desk, kind, row)
    st.caption(
        "One sentence a line. Begin an entry of a list with “\\- ” and a row of a table with “\\| ”. "
        "Lines left as they are keep their sources; others are held to them, and become your "
        "statement where no source carries them."
    )
    with st.form(f"edit-form-{kind}-{row.id}-{number}"):
        parts = []
        for place, (title, lines) in enumerate(before.parts):
            text = st.text_area(
                label(title),
                "\n".join(lines),
                height="content",
                key=f"lines-{kind}-{row.id}-{number}-{place}",
            )
            parts.append((title, tuple(line for line in text.splitlines() if line.strip())))
        save = st.form_submit_button("Save", type="primary")
    if save:
        with guarded():
            saved = desk.edit(kind, row.id, Lines(tuple(parts)), seen=number)
            if saved.version.number == number:
                st.info("Nothing was changed.")
                return
            st.session_state[_SAVED] = saved
            st.session_state[_ROUND] += 1
            st.rerun()


def _begun(desk: DescriptionDesk, kind: str, row: SectionRow) -> tuple[int, Lines]:
    """The version that the person began to edit, with its lines: others may save meanwhile, and what
    was typed must not be lost by that."""
    place = (kind, row.id)
    begun = st.session_state.get(_EDITED)
    if begun is None or begun[0] != place:
        begun = (place, row.version.number, desk.lines(kind, row.id))
        st.session_state[_EDITED] = begun
    return begun[1], begun[2]


def _again(desk: DescriptionDesk, kind: str, row: SectionRow, say: Say) -> None:
    if st.button("Draft this section again", key="draft-section", icon=":material/refresh:"):
        with guarded():
            desk.draft(kind, section=row.id)
            say(f"{row.name} is being drafted again.")


def _history(desk: DescriptionDesk, kind: str, row: SectionRow) -> None:
    versions = desk.history(kind, row.id)
    with st.expander(f"History ({len(versions)})"):
        for version in versions:
            by = f" by {version.person}" if version.person else ""
            plain(f"{version.at:%Y-%m-%d %H:%M} UTC: {ORIGIN[version.origin].lower()}{by}")
