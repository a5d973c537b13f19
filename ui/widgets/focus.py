"""The cursor stands in the chat's input when the page opens, and again when an answer has come."""

from __future__ import annotations

from functools import cache
from typing import Any

import streamlit as st

_JS = """
const TRIES = 100;

function place(left) {
  const box = document.querySelector('[data-testid="stChatInputTextArea"]');
  if (box && !box.disabled) {
    // Somebody who is at another control is left there.
    if (document.activeElement === document.body) box.focus({ preventScroll: true });
    return;
  }
  if (left > 0) setTimeout(() => place(left - 1), 100);
}

export default function ({ data, parentElement }) {
  if (parentElement.seen === data.when) return;
  parentElement.seen = data.when;
  place(TRIES);
}
"""


def focus_chat_input(when: str) -> None:
    """Put the cursor into the input, once for each value of `when`."""
    _component()(data={"when": when}, key="chat-focus", height=1)


@cache
def _component() -> Any:
    return st.components.v2.component("evidary_focus", html="<span></span>", js=_JS)
