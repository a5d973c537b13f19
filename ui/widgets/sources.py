"""Numbered sources under an answer or a finding; each opens the original with the quote marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from assistant.export.places import named, of_citation
from assistant.viewing import part_with, parts_of, view_of, view_of_document
from ui.widgets.plain import label, plain
from ui.widgets.viewer import viewer

if TYPE_CHECKING:
    from assistant.desk.seat import Seat
    from assistant.model import Citation


def sources(seat: Seat, citations: Sequence[Citation], key: str) -> None:
    """A button a citation, numbered from 1, with file and place; it opens the original there.

    `key` is unique on the page. Draws nothing where there is no citation.
    """
    with st.container(horizontal=True, gap="small", key=f"{key}-sources"):
        for number, citation in enumerate(citations, start=1):
            if st.button(
                label(f"{number} · {of_citation(citation)}"),
                key=f"{key}-source-{number}",
                type="tertiary",
                icon=":material/find_in_page:",
            ):
                open_source(seat, citations, number, key)


def open_source(seat: Seat, citations: Sequence[Citation], number: int, key: str) -> None:
    """Open the dialog at the citation of this number, from 1. Call it in the run of a click."""
    st.session_state[f"{key}-at"] = number
    _dialog(seat, tuple(citations), key)


def whole_file(seat: Seat, document_id: str, key: str, *, start: int = 1) -> None:
    """An evidence item to look through: one page, or stretch of lines or rows, at a time."""
    parts = parts_of(seat.workspace, document_id)
    number = 1
    if len(parts) > 1:
        with st.container(key=f"{key}-parts"):
            number = st.pagination(len(parts), default=start, key=f"{key}-part")
    view = view_of_document(seat.workspace, document_id, number)
    viewer(view, name="the whole file", key=f"{key}-whole-{number}")


@st.dialog("Source", width="large", icon=":material/find_in_page:")
def _dialog(seat: Seat, citations: tuple[Citation, ...], key: str) -> None:
    number = min(max(1, st.session_state.get(f"{key}-at", 1)), len(citations))
    citation = citations[number - 1]
    name = named(citation.path, citation.locator.member)
    _steps(number, len(citations), key)
    plain(f"{of_citation(citation)}\n“{citation.quote}”")
    if st.toggle("Show the whole file", key=f"{key}-all-{number}"):
        start = part_with(seat.workspace, citation)
        whole_file(seat, citation.document_id, f"{key}-file-{number}", start=start)
    else:
        viewer(view_of(seat.workspace, citation), name=name, key=f"{key}-view-{number}")


def _steps(number: int, many: int, key: str) -> None:
    """Buttons to the citation before and behind, where there are several."""
    if many < 2:
        return

    def go(to: int) -> None:
        st.session_state[f"{key}-at"] = to

    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}-steps"):
        st.button(
            "Previous source",
            key=f"{key}-back",
            icon=":material/arrow_back:",
            on_click=go,
            args=(number - 1,),
            disabled=number == 1,
            shortcut="Alt+ArrowLeft",
        )
        st.button(
            "Next source",
            key=f"{key}-on",
            icon=":material/arrow_forward:",
            on_click=go,
            args=(number + 1,),
            disabled=number == many,
            shortcut="Alt+ArrowRight",
        )
        st.text(f"{number} of {many}")
