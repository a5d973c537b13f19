"""Chat page: questions to the company's evidence, in several turns, each sentence with its sources."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import streamlit as st

from assistant.answers import Sentence
from assistant.desk.asking import Stage
from assistant.desk.chat import LONGEST_QUESTION, Chat, warm
from assistant.errors import EvidaryError, UsageError
from ui.shell import seat
from ui.widgets.answers import answer_block
from ui.widgets.costs import at_most
from ui.widgets.errors import guarded, sentence
from ui.widgets.focus import focus_chat_input
from ui.widgets.limits import chosen, limits, set_limits
from ui.widgets.plain import label, plain

if TYPE_CHECKING:
    from assistant.answers import Conversation, Turn
    from assistant.desk.asking import Asking
    from assistant.desk.seat import Seat

_ASKED = "c"
"""The query parameter with the conversation's id, so that it survives a reload."""
_OPEN = "chat_open"
_LOOK = 0.2
"""Seconds between two looks at a question on its way."""


def show() -> None:
    """Draw the page."""
    place = seat()
    st.title("Chat")
    with guarded():
        _page(place)


def _page(place: Seat) -> None:
    chat = Chat(place)
    choices = chat.choices()  # a workspace without evidence says so here
    warm(place.workspace)
    current = _current(chat)
    _history(chat, current)
    if current is not None:
        _head(chat, current)
    limits(chat, choices)
    working = _turns(place, chat, current) if current else None
    if current is None:
        _welcome(chat)
    most = chat.most()
    if most is not None:
        st.caption(label(at_most(*most), most=400))
    question = st.chat_input(
        "Ask about the company's evidence, or about SOC in general",
        key="chat-question",
        max_chars=LONGEST_QUESTION,
        disabled=working is not None,
    )
    if working is None:
        turns = chat.turns(current.id) if current else ()
        focus_chat_input(f"{current.id if current else ''} {len(turns)}")
    if question:
        _ask(chat, question, current)
    if working is not None:
        _follow(working)


def _current(chat: Chat) -> Conversation | None:
    """The conversation that the address names; another person's is as unknown as none."""
    wanted = st.query_params.get(_ASKED, "")
    if not wanted:
        st.session_state[_OPEN] = ""
        return None
    try:
        current = chat.conversation(wanted)
    except UsageError as error:
        st.warning(sentence(error))
        _open("")
        return None
    if st.session_state.get(_OPEN) != current.id:
        st.session_state[_OPEN] = current.id
        turns = chat.turns(current.id)
        if turns:
            set_limits(turns[-1].narrowing)
    return current


def _open(conversation_id: str) -> None:
    if conversation_id:
        st.query_params[_ASKED] = conversation_id
    else:
        st.query_params.pop(_ASKED, None)


def _history(chat: Chat, current: Conversation | None) -> None:
    with st.sidebar:
        st.subheader("Conversations")
        st.button(
            "New conversation",
            key="chat-new",
            icon=":material/add_comment:",
            on_click=_open,
            args=("",),
            width="stretch",
        )
        known = chat.conversations()
        if not known:
            st.caption("Your questions will be listed here. Nobody else can read them.")
        for talk in known:
            here = current is not None and talk.id == current.id
            st.button(
                label(f"{'▸ ' if here else ''}{talk.title}", 60),
                key=f"chat-open-{talk.id}",
                type="secondary" if here else "tertiary",
                help=f"Last used {talk.changed_at:%Y-%m-%d %H:%M} UTC",
                on_click=_open,
                args=(talk.id,),
                width="stretch",
            )


def _head(chat: Chat, current: Conversation) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="chat-head"):
        plain(current.title)
        if not chat.turns(current.id):
            return
        with st.popover("Export", icon=":material/download:"):
            st.caption("Marked as draft answers, not reviewed.")
            for form, name in (("docx", "Word document"), ("md", "Markdown")):
                st.download_button(
                    name,
                    data=lambda form=form: chat.export(current.id, form)[1],
                    file_name=f"evidary-conversation.{form}",
                    key=f"chat-export-{form}",
                    on_click="ignore",
                )
        if st.button("Rename", key="chat-rename", icon=":material/edit:"):
            _rename(chat, current)
        if st.button("Remove from list", key="chat-hide", icon=":material/visibility_off:"):
            _hide(chat, current)


@st.dialog("Rename the conversation")
def _rename(chat: Chat, current: Conversation) -> None:
    title = st.text_input("Title", current.title, key="chat-title", max_chars=80)
    if st.button("Rename", key="chat-rename-now", type="primary"):
        with guarded():
            chat.rename(current.id, title)
            st.rerun()


@st.dialog("Remove from your list")
def _hide(chat: Chat, current: Conversation) -> None:
    plain(f"“{current.title}” leaves your list. It stays in the store, as the audit trail needs.")
    if st.button("Remove", key="chat-hide-now", type="primary"):
        with guarded():
            chat.hide(current.id)
            _open("")
            st.rerun()


def _welcome(chat: Chat) -> None:
    plain(
        "Ask about this company's evidence. Every sentence of an answer names its sources; what the "
        "evidence does not show is said to be missing, never made up."
    )
    st.caption(f"Dates are judged for {chat.judged_for()}.")
    st.subheader("For example")
    for number, question in enumerate(chat.examples()):
        if st.button(label(question, 200), key=f"chat-example-{number}"):
            _ask(chat, question, None)


def _ask(chat: Chat, question: str, current: Conversation | None) -> None:
    try:
        asking = chat.ask(
            question, conversation_id=current.id if current else "", narrowing=chosen()
        )
    except EvidaryError as error:
        st.error(sentence(error))
        return
    st.session_state[_OPEN] = asking.conversation
    _open(asking.conversation)
    st.rerun()


def _turns(place: Seat, chat: Chat, current: Conversation) -> Asking | None:
    """All that was asked and answered; the question that is on its way, if one is."""
    kept = chat.kept()
    asking = chat.asking(current.id)  # and its state before the turns: it may end in between
    state = asking.state if asking else "done"
    for turn in chat.turns(current.id):
        _asked(turn.question)
        with st.chat_message("assistant", avatar=":material/fact_check:"):
            if turn.narrowing:
                st.caption("Searched only within:")
                plain(str(turn.narrowing))
            answer_block(
                place, turn.answer, judged_for=chat.judged_for(), key=f"chat-turn-{turn.number}"
            )
            _keeping(place, chat, turn, kept)
    if asking is not None and state == "working":
        return asking
    if asking is not None and state != "done":
        _ended(chat, current, asking)
    return None


def _asked(question: str) -> None:
    with st.chat_message("user", avatar=":material/person:"):
        plain(question)


def _keeping(place: Seat, chat: Chat, turn: Turn, kept: dict[tuple[str, str, str], str]) -> None:
    answer = turn.answer
    state = kept.get((answer.question, answer.verdict, answer.text))
    if state is not None:
        st.caption(f"In the answer library: {state}.")
    elif chat.can_be_kept(turn) and place.may("contribute"):
        words = "Approve and keep" if place.may("approve") else "Propose for"
        if st.button(
            f"{words} {'in ' if place.may('approve') else ''}the answer library",
            key=f"chat-keep-{turn.number}",
            icon=":material/bookmark_add:",
        ):
            with guarded():
                done = chat.keep(turn.session, turn.number)
                st.toast(
                    "Approved and kept in the answer library"
                    if done.status == "approved"
                    else "Proposed for the answer library; an approver decides"
                )
                st.rerun()


def _ended(chat: Chat, current: Conversation, asking: Asking) -> None:
    """A question that was stopped, or failed, and the way to ask it again."""
    _asked(asking.question)
    if asking.state == "stopped":
        st.info("Stopped. No answer was kept.")
    elif asking.error is not None:
        with guarded():
            raise asking.error
    if st.button("Ask again", key="chat-again"):
        _ask(chat, asking.question, current)


def _follow(asking: Asking) -> None:
    """Draw what comes until the answer is there: stages with counts, then proven sentences."""
    _asked(asking.question)
    with st.chat_message("assistant", avatar=":material/fact_check:"):
        stage, body = st.empty(), st.container()
        st.button("Stop", key="chat-stop", icon=":material/stop_circle:", on_click=asking.stop)
        began, seen, at = time.monotonic(), 0, "Reading the question"
        stage.text(f"{at}…")
        while True:
            events, ended = asking.events(seen, wait=_LOOK)
            seen += len(events)
            for event in events:
                if isinstance(event, Stage):
                    at = f"{event.name}: {event.done} of {event.total}"
                elif isinstance(event, Sentence):
                    with body:
                        plain(event.text)
            if ended:
                break
            # Drawing is also where Streamlit ends this run when somebody stops or asks else.
            stage.text(f"{at} · {time.monotonic() - began:.0f} s")
    st.rerun()
