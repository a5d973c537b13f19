"""How an item's date stands to the scope, with a sign and a word."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from assistant.assessment.freshness import Freshness

Colour = Literal["green", "orange", "red", "gray", "violet"]

_WORDS: dict[Freshness, tuple[str, Colour]] = {
    "fresh": ("● Fresh", "green"),
    "due": ("◑ Due for renewal", "orange"),
    "stale": ("○ Stale", "red"),
    "future": ("→ After the period", "violet"),
    "unknown": ("? Not dated", "gray"),
}


def fresh_words(fresh: Freshness) -> str:
    """For tables and menus."""
    return _WORDS[fresh][0]


def fresh_badge(fresh: Freshness) -> None:
    """For one item."""
    words, colour = _WORDS[fresh]
    st.badge(words, color=colour)
