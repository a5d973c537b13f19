"""Choices that stand in the address by their ids, whatever they are called on the page."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def choose(words: str, offered: Mapping[str, str], name: str) -> str:
    """A select box over ids with their names; the id stands in the address under `name`.

    An id in the address that is not offered gives the first one. `offered` is not empty.
    """
    key = f"address-{name}"
    if st.session_state.get(key) not in offered:
        asked = st.query_params.get(name, "")
        st.session_state[key] = asked if asked in offered else next(iter(offered))

    def moved() -> None:
        st.query_params[name] = st.session_state[key]

    chosen = st.selectbox(
        words, list(offered), format_func=lambda i: offered.get(i, i), key=key, on_change=moved
    )
    return str(chosen)
