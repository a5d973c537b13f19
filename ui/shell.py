"""What stands around every page: who is here, in which workspace, and the way to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from assistant.errors import EvidaryError, NotAllowed, SignInRefused
from ui.office import office
from ui.widgets.errors import sentence
from ui.widgets.plain import plain

if TYPE_CHECKING:
    from assistant.desk.seat import Seat
    from assistant.house.model import HouseWorkspace, Person, Role

COOKIE = "evidary_session"
TOKEN = "evidary_token"  # noqa: S105 - the name of a place, no secret
WORKSPACE = "evidary_workspace"
_ASKED = "w"
"""The query parameter that names a workspace, so that a link opens the right one."""

# Static words only: st.html is never given data.
_SIGN_IN_LINK = '<a href="/account/sign-in" target="_self" style="color: inherit">Sign in</a>'
_ACCOUNT_LINK = (
    '<a href="/account" target="_self" style="color: inherit">Your account and sign-out</a>'
)


def token() -> str:
    """The sign-in token of this browser; empty for a visitor."""
    return str(st.session_state.get(TOKEN) or st.context.cookies.get(COOKIE, ""))


def seat() -> Seat:
    """Who sits where. Asked anew at every run: a sign-in or membership that has ended shows nothing
    more. Stops the page with a sentence where there is no seat."""
    try:
        offered = office().workspaces(token())
        ids = [entry.id for entry, _ in offered]
        wanted = str(st.session_state.get(WORKSPACE) or st.query_params.get(_ASKED, ""))
        if not wanted and not ids:
            _nowhere()
        sitting = office().seat(token(), wanted or ids[0])
    except SignInRefused:
        _signed_out()
    except NotAllowed as error:
        st.session_state.pop(WORKSPACE, None)
        _stop(error)
    except EvidaryError as error:
        _stop(error)
    st.session_state[WORKSPACE] = sitting.entry.id
    if len(ids) > 1 and st.query_params.get(_ASKED) != sitting.entry.id:
        st.query_params[_ASKED] = sitting.entry.id
    return sitting


def sidebar(sitting: Seat) -> None:
    """The workspace and the way to another, the person and the way to their account."""
    offered = office().workspaces(token())
    with st.sidebar:
        if len(offered) > 1:
            _switch(sitting, offered)
        else:
            st.caption("Workspace")
            plain(sitting.entry.name)
        st.caption("Signed in as")
        plain(f"{sitting.person.name}, {sitting.role}")
        st.html(_ACCOUNT_LINK)


def _switch(sitting: Seat, offered: tuple[tuple[HouseWorkspace, Role], ...]) -> None:
    names = {entry.id: entry.name for entry, _ in offered}
    ids = list(names)
    chosen = st.selectbox(
        "Workspace",
        ids,
        index=ids.index(sitting.entry.id),
        format_func=lambda i: names[i],
        key=f"evidary_switch_{sitting.entry.id}",
    )
    if chosen != sitting.entry.id:
        go_to(chosen)


def go_to(workspace_id: str) -> NoReturn:
    """Open another workspace: nothing that was chosen or typed in this one comes along."""
    kept = st.session_state.get(TOKEN)
    st.session_state.clear()
    if kept:
        st.session_state[TOKEN] = kept
    st.session_state[WORKSPACE] = workspace_id
    st.query_params.from_dict({_ASKED: workspace_id})
    st.rerun()
    raise AssertionError  # st.rerun does not return


def person() -> Person | None:
    """Who has signed in, member of a workspace or not."""
    try:
        return office().person(token())
    except SignInRefused:
        return None


def _nowhere() -> NoReturn:
    """A person without a workspace: a steward can make one, others must ask."""
    here = person()
    st.title("Evidary")
    if here is not None and here.steward:
        from ui.views.first_workspace import show

        show(here)
    else:
        st.info("You belong to no workspace yet. Ask an administrator to add you to one.")
    st.html(_ACCOUNT_LINK)
    st.stop()


def _signed_out() -> NoReturn:
    st.title("Evidary")
    st.info("You are not signed in, or your sign-in has ended.")
    st.html(_SIGN_IN_LINK)
    st.stop()


def _stop(error: EvidaryError) -> NoReturn:
    st.title("Evidary")
    st.error(sentence(error))
    st.stop()
