"""Two texts side by side, with the words that differ marked by brackets as well as by weight."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.desk.library_changes import Difference, Piece
from ui.widgets.plain import label


def side_by_side(left_name: str, right_name: str, difference: Difference) -> None:
    """Draw both sides. Words that the other side does not have stand bold in ⟦brackets⟧."""
    left, right = st.columns(2)
    for column, name, pieces in (
        (left, left_name, difference.left),
        (right, right_name, difference.right),
    ):
        with column:
            st.caption(label(name))
            st.markdown(_marked(pieces))


def _marked(pieces: Sequence[Piece]) -> str:
    parts = []
    for piece in pieces:
        words = label(piece.text, 20_000)
        before = " " if piece.text[:1].isspace() else ""
        behind = " " if piece.text[-1:].isspace() and piece.text.strip() else ""
        if not words:
            parts.append(" ")
        elif piece.differs:
            parts.append(f"{before}⟦**{words}**⟧{behind}")
        else:
            parts.append(f"{before}{words}{behind}")
    return "".join(parts)
