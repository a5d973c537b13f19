"""The dialogs in which a person decides on a link: reasons are asked for, quotes are looked up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import streamlit as st

from ui.widgets.errors import guarded
from ui.widgets.plain import plain

if TYPE_CHECKING:
    from assistant.desk.criteria import Criteria, Outcome
    from assistant.model import Aspect

Say = Callable[[str], None]
_SIDES = {
    "design": "Design: how it is meant to be",
    "operating": "Operation: that it is in place, or at work",
    "both": "Both",
}


@st.dialog("Accept a link", icon=":material/check:")
def accept_dialog(face: Criteria, document_id: str, item: str, criterion: str, say: Say) -> None:
    """The link holds; a reason may be given."""
    plain(f"{item} supports {criterion}. It stays so in every later mapping.")
    reason = st.text_area("Reason (may be left out)", key="accept-reason")
    if st.button("Accept", type="primary", key="accept-now"):
        _done(lambda: face.accept(document_id, criterion, reason=reason), say)


@st.dialog("Reject a link", icon=":material/close:")
def reject_dialog(face: Criteria, document_id: str, item: str, criterion: str, say: Say) -> None:
    """The link does not hold, and why."""
    plain(f"{item} does not support {criterion}. It stays so in every later mapping.")
    reason = st.text_area("Why does it not hold?", key="reject-reason")
    if st.button("Reject", type="primary", key="reject-now"):
        _done(lambda: face.reject(document_id, criterion, reason=reason), say)


@st.dialog("Withdraw a decision", icon=":material/undo:")
def withdraw_dialog(face: Criteria, document_id: str, item: str, criterion: str, say: Say) -> None:
    """The tool's own word stands again."""
    plain(f"What was decided on {item} and {criterion} ends; what the tool found stands again.")
    reason = st.text_area("Reason (may be left out)", key="withdraw-reason")
    if st.button("Withdraw", type="primary", key="withdraw-now"):
        _done(lambda: face.withdraw(document_id, criterion, reason=reason), say)


@st.dialog("Add a link", width="large", icon=":material/add_link:")
def add_dialog(face: Criteria, criterion: str, document_id: str, say: Say) -> None:
    """An item supports the criterion, by words of its own."""
    names = dict(face.items())
    ids = list(names)
    chosen = st.selectbox(
        "Evidence item",
        ids,
        index=ids.index(document_id) if document_id in ids else None,
        format_func=names.__getitem__,
        key=f"add-item-{document_id}",
    )
    if chosen is None:
        st.caption("Choose the item first; then the words of it that speak to the criterion.")
        return
    offered = face.quotes(chosen, criterion)
    st.caption(f"Words of the item that speak most to {criterion}: tick those that support it")
    quotes = [
        quote
        for number, quote in enumerate(offered)
        if _ticked(quote, f"add-quote-{chosen}-{number}")
    ]
    own = st.text_area(
        "Or copy words from the item",
        key=f"add-own-{chosen}",
        help="They are looked up word for word in the item, and again in the original file.",
    )
    side = st.radio("It speaks to", list(_SIDES), format_func=_SIDES.__getitem__, key="add-side")
    reason = st.text_area("Why does it support the criterion?", key="add-reason")
    if st.button("Add the link", type="primary", key="add-now"):
        aspect = cast("Aspect", side)
        _done(
            lambda: face.add(
                chosen, criterion, aspect=aspect, quotes=[*quotes, own], reason=reason
            ),
            say,
        )


def _ticked(quote: str, key: str) -> bool:
    """A box beside the words, which are shown as they are."""
    box, words = st.columns((1, 14))
    ticked = box.checkbox("Use these words", key=key, label_visibility="collapsed")
    with words:
        plain(quote)
    return ticked


def _done(decide: Callable[[], Outcome], say: Say) -> None:
    with guarded():
        with st.spinner("Assessing the criteria again"):
            outcome = decide()
        say(outcome.words)
