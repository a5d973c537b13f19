"""What a search is limited to: chosen in a popover, always in sight as chips that take it away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from assistant.answers import EVERYTHING, Narrowing
from assistant.errors import UsageError
from ui.widgets.errors import sentence
from ui.widgets.plain import label

if TYPE_CHECKING:
    from assistant.desk.chat import Chat, Choices

_KEPT = "chat_limits"
_FIELDS = ("criteria", "kinds", "files", "first", "last")


def chosen() -> Narrowing:
    """The limits that hold for the next question."""
    kept: Narrowing = st.session_state.get(_KEPT, EVERYTHING)
    return kept


def set_limits(narrowing: Narrowing) -> None:
    """Replace the limits, before the page draws them."""
    st.session_state[_KEPT] = narrowing
    for field in _FIELDS:
        value = getattr(narrowing, field)
        st.session_state[_key(field)] = list(value) if isinstance(value, tuple) else value


def limits(chat: Chat, choices: Choices) -> None:
    """The popover with the choices, and under it a chip for everything that limits the search."""
    set_limits(_possible(chosen(), choices))
    with st.popover("Limit the search", icon=":material/filter_alt:"):
        st.multiselect(
            "Criteria",
            [c for c, _ in choices.criteria],
            key=_key("criteria"),
            format_func={c: f"{c} {t}" for c, t in choices.criteria}.__getitem__,
            placeholder="All criteria" if choices.criteria else "Nothing is mapped yet",
            on_change=_changed,
        )
        st.multiselect(
            "Kinds of evidence",
            choices.kinds,
            key=_key("kinds"),
            placeholder="All kinds",
            on_change=_changed,
        )
        st.multiselect(
            "Files", choices.files, key=_key("files"), placeholder="All files", on_change=_changed
        )
        days: dict[str, Any] = {"min_value": date(1990, 1, 1), "max_value": date(2100, 1, 1)}
        st.date_input("Dated from", key=_key("first"), on_change=_changed, **days)
        st.date_input("Dated until", key=_key("last"), on_change=_changed, **days)
        st.caption("Items without a date are left out where a date is given.")
    _chips(chat)


def _chips(chat: Chat) -> None:
    narrowing = chosen()
    if not narrowing:
        return
    with st.container(horizontal=True, gap="small", key="chat-chips"):
        for field, value, words in _each(narrowing):
            st.button(
                label(f"✕ {words}", 60),
                key=f"chat-chip-{field}-{value}",
                help="Search without this limit",
                on_click=_without,
                args=(field, value),
            )
        st.button("Search everything", key="chat-chip-all", on_click=set_limits, args=(EVERYTHING,))
    try:
        left = chat.reach(narrowing)
    except UsageError as error:
        st.error(sentence(error))
        return
    st.caption(f"The next question searches {left} items. The answer library is not asked.")


def _each(narrowing: Narrowing) -> list[tuple[str, Any, str]]:
    found: list[tuple[str, Any, str]] = [("criteria", c, c) for c in narrowing.criteria]
    found += [("kinds", k, f"kind {k}") for k in narrowing.kinds]
    found += [("files", f, f"file {f}") for f in narrowing.files]
    found += [("first", narrowing.first, f"from {narrowing.first}")] if narrowing.first else []
    found += [("last", narrowing.last, f"until {narrowing.last}")] if narrowing.last else []
    return found


def _without(field: str, value: Any) -> None:
    now = getattr(chosen(), field)
    left = tuple(v for v in now if v != value) if isinstance(now, tuple) else None
    set_limits(replace(chosen(), **{field: left}))


def _changed() -> None:
    values = {f: st.session_state.get(_key(f)) for f in _FIELDS}
    st.session_state[_KEPT] = Narrowing(
        tuple(values["criteria"] or ()),
        tuple(values["kinds"] or ()),
        tuple(values["files"] or ()),
        values["first"],
        values["last"],
    )


def _possible(narrowing: Narrowing, choices: Choices) -> Narrowing:
    """Without what the workspace no longer has."""
    known = {c for c, _ in choices.criteria}
    return replace(
        narrowing,
        criteria=tuple(c for c in narrowing.criteria if c in known),
        kinds=tuple(k for k in narrowing.kinds if k in choices.kinds),
        files=tuple(f for f in narrowing.files if f in choices.files),
    )


def _key(field: str) -> str:
    return f"chat-limit-{field}"
