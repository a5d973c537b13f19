"""The dialogs in which a person decides on a link: reasons are asked for, quotes are looked up.

A button asks (`ask`, as its callback); the page draws what was asked at its end (`draw`), also when
it is drawn again in between.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import streamlit as st

from ui.widgets.errors import guarded
from ui.widgets.plain import plain

if TYPE_CHECKING:
    from assistant.desk.criteria import Criteria, Outcome
    from assistant.model import Aspect

Say = Callable[[str], None]
Kind = Literal["accept", "reject", "withdraw", "add"]
_STATE = "link-dialog"
_SIDES = {
    "design": "Design: how it is meant to be",
    "operating": "Operation: that it is in place, or at work",
    "both": "Both",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to decide."""

    kind: Kind
    criterion: str
    document_id: str = ""
    item: str = ""


def ask(kind: Kind, criterion: str, document_id: str = "", item: str = "") -> None:
    """Open a dialog: the callback of a button."""
    st.session_state[_STATE] = Asked(kind, criterion, document_id, item)


def draw(face: Criteria, criterion: str, say: Say) -> None:
    """The dialog that is open on this criterion, if any. `say` tells what was done."""
    asked = st.session_state.get(_STATE)
    if asked is None:
        return
    if asked.criterion != criterion:
        _forget()
        return
    _DIALOGS[asked.kind](face, asked, say)


def _forget() -> None:
    st.session_state.pop(_STATE, None)


@st.dialog("Accept a link", icon=":material/check:", on_dismiss=_forget)
def _accept(face: Criteria, asked: Asked, say: Say) -> None:
    plain(f"{asked.item} supports {asked.criterion}. It stays so in every later mapping.")
    reason = st.text_area("Reason (may be left out)", key="accept-reason")
    if st.button("Accept", type="primary", key="accept-now"):
        _done(lambda: face.accept(asked.document_id, asked.criterion, reason=reason), say)


@st.dialog("Reject a link", icon=":material/close:", on_dismiss=_forget)
def _reject(face: Criteria, asked: Asked, say: Say) -> None:
    plain(f"{asked.item} does not support {asked.criterion}. It stays so in every later mapping.")
    reason = st.text_area("Why does it not hold?", key="reject-reason")
    if st.button("Reject", type="primary", key="reject-now"):
        _done(lambda: face.reject(asked.document_id, asked.criterion, reason=reason), say)


@st.dialog("Withdraw a decision", icon=":material/undo:", on_dismiss=_forget)
def _withdraw(face: Criteria, asked: Asked, say: Say) -> None:
    plain(
        f"What was decided on {asked.item} and {asked.criterion} ends; what the tool found stands "
        "again."
    )
    reason = st.text_area("Reason (may be left out)", key="withdraw-reason")
    if st.button("Withdraw", type="primary", key="withdraw-now"):
        _done(lambda: face.withdraw(asked.document_id, asked.criterion, reason=reason), say)


@st.dialog("Add a link", width="large", icon=":material/add_link:", on_dismiss=_forget)
def _add(face: Criteria, asked: Asked, say: Say) -> None:
    names = dict(face.items())
    ids = list(names)
    chosen = st.selectbox(
        "Evidence item",
        ids,
        index=ids.index(asked.document_id) if asked.document_id in ids else None,
        format_func=names.__getitem__,
        key=f"add-item-{asked.document_id}",
    )
    if chosen is None:
        st.caption("Choose the item first; then the words of it that speak to the criterion.")
        return
    quotes = _chosen_quotes(face, chosen, asked.criterion)
    side = st.radio("It speaks to", list(_SIDES), format_func=_SIDES.__getitem__, key="add-side")
    reason = st.text_area("Why does it support the criterion?", key="add-reason")
    if st.button("Add the link", type="primary", key="add-now"):
        aspect = cast("Aspect", side)
        _done(
            lambda: face.add(chosen, asked.criterion, aspect=aspect, quotes=quotes, reason=reason),
            say,
        )


_DIALOGS: dict[Kind, Callable[[Criteria, Asked, Say], None]] = {
    "accept": _accept,
    "reject": _reject,
    "withdraw": _withdraw,
    "add": _add,
}


def _chosen_quotes(face: Criteria, document_id: str, criterion: str) -> list[str]:
    """Words of the item that a person ticks, or copies from it."""
    offered = face.quotes(document_id, criterion)
    st.caption(f"Words of the item that speak most to {criterion}: tick those that support it")
    ticked = [
        quote
        for number, quote in enumerate(offered)
        if _ticked(quote, number, f"add-quote-{document_id}-{number}")
    ]
    own = st.text_area(
        "Or copy words from the item",
        key=f"add-own-{document_id}",
        help="They are looked up word for word in the item, and again in the original file.",
    )
    return [*ticked, own] if own.strip() else ticked


def _ticked(quote: str, number: int, key: str) -> bool:
    """A box beside the words, which are shown as they are."""
    box, words = st.columns((1, 14))
    ticked = box.checkbox(f"Use quote {number + 1}", key=key, label_visibility="collapsed")
    with words:
        plain(quote)
    return ticked


def _done(decide: Callable[[], Outcome], say: Say) -> None:
    with guarded():
        with st.spinner("Assessing the criteria again"):
            outcome = decide()
        _forget()
        say(outcome.words)
