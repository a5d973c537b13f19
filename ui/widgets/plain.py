"""Words of evidence and of models on the page: always the very characters, never markup."""

from __future__ import annotations

import re

import streamlit as st

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]+")
_FOUND_LATE = re.compile(r":(?=//|[\w+/-]+:)|(?<=www)\.|(?<=\w)@(?=\w)", re.IGNORECASE)
"""Where emoji codes and addresses would still be found, after the markup was read."""
_APART = "\u2060"
"""An invisible joiner that keeps them from being found."""


def plain(text: str) -> None:
    """Show text as it is, wrapped: no Markdown, no HTML, no formulas, no emoji codes."""
    st.text(text, width="stretch")


def option(text: str, most: int = 120) -> str:
    """Text for a choice of a list, which Streamlit shows as it is: on one line, cut to `most`
    characters, and without characters that would turn the direction of reading."""
    line = " ".join(_UNPRINTABLE.sub(" ", text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def label(text: str, most: int = 120) -> str:
    """Text for the label of a button, tab or expander, which Streamlit reads as Markdown: as
    `option`, and every mark of markup made literal."""
    line = option(text, most)
    parts = _FOUND_LATE.sub(lambda found: f"{_APART}{found[0]}{_APART}", line)
    return _PUNCTUATION.sub(r"\\\1", parts)
