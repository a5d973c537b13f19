"""People: who may do what in this workspace; for stewards, everybody and every workspace."""

from __future__ import annotations

import streamlit as st

from assistant.desk.people import Member, MembersDesk, StewardDesk
from assistant.desk.seat import Seat
from assistant.house.model import ROLES, Person, Role
from ui.shell import seat
from ui.widgets.errors import guarded
from ui.widgets.plain import option, plain

_ROLE: dict[Role, str] = {
    "reader": "Reader: looks at everything here",
    "contributor": "Contributor: uploads, drafts, edits, works on gaps",
    "approver": "Approver: also approves what somebody else wrote",
    "admin": "Admin: also settings and members",
}
_NOTE = "people_note"
_LINK = "people_link"
_PAGE = {"invite": "join", "reset": "reset"}


def show() -> None:
    """The page."""
    sitting = seat()
    st.title("People")
    if note := st.session_state.pop(_NOTE, ""):
        st.success(note)
    _link_made()
    names = ["Members of this workspace"]
    if sitting.person.steward:
        names += ["Everybody", "Workspaces"]
    tabs = st.tabs(names)
    with tabs[0], guarded():
        _members(MembersDesk(sitting), sitting)
    if sitting.person.steward:
        desk = StewardDesk(sitting.house, sitting.person)
        with tabs[1], guarded():
            _everybody(desk, sitting.person)
        with tabs[2], guarded():
            _workspaces(desk)


# --- members ------------------------------------------------------------------------------------------


def _members(desk: MembersDesk, sitting: Seat) -> None:
    members = desk.members()
    st.dataframe(
        [
            {
                "Name": m.person.name,
                "E-mail": m.person.email,
                "Role": m.role,
                "Account": "active" if m.person.active else "ended",
            }
            for m in members
        ],
        hide_index=True,
        width="stretch",
        key="members",
    )
    with st.expander("What the roles may do"):
        for words in _ROLE.values():
            st.write(words)
        st.write("Nobody approves what they wrote themselves, whatever their role.")
    if not sitting.may("administer"):
        st.info("Changing members needs an admin of this workspace.")
        return
    left, right = st.columns(2, gap="large")
    with left:
        _change_member(desk, members)
    with right:
        _add_member(desk)


def _change_member(desk: MembersDesk, members: tuple[Member, ...]) -> None:
    st.subheader("Change a member")
    by_id = {m.person.id: m for m in members}
    chosen = st.selectbox(
        "Member", list(by_id), format_func=lambda i: _named(by_id[i].person), key="member"
    )
    if chosen is None:
        return
    with st.form(f"member_{chosen}", border=False):
        role = st.radio(
            "Role",
            ROLES,
            index=ROLES.index(by_id[chosen].role),
            format_func=_role,
            key="member_role",
        )
        keep = st.form_submit_button("Keep this role", type="primary")
        out = st.form_submit_button("Take out of the workspace")
    if keep and role:
        desk.set_role(chosen, role)
        _done("The role is kept. It holds at once.")
    if out:
        desk.remove(chosen)
        _done("The person does not belong to this workspace any more.")


def _add_member(desk: MembersDesk) -> None:
    st.subheader("Add a member")
    with st.form("add_member", border=False, clear_on_submit=True):
        email = st.text_input("E-mail address of somebody with an account here", key="add_email")
        role = st.radio("Their role", ROLES, format_func=_role, key="add_role")
        asked = st.form_submit_button("Add to this workspace", type="primary")
    if asked and role:
        desk.add(email, role)
        _done("The person belongs to this workspace now.")


# --- stewards -------------------------------------------------------------------------------------------


def _everybody(desk: StewardDesk, me: Person) -> None:
    people = desk.people()
    st.dataframe(
        [
            {
                "Name": p.name,
                "E-mail": p.email,
                "Account": _state(desk, p),
                "Steward": "yes" if p.steward else "no",
                "Organisation sign-in": "yes" if p.subject else "no",
            }
            for p in people
        ],
        hide_index=True,
        width="stretch",
        key="everybody",
    )
    left, right = st.columns(2, gap="large")
    with left:
        _change_person(desk, people, me)
    with right:
        _add_person(desk)


def _change_person(desk: StewardDesk, people: tuple[Person, ...], me: Person) -> None:
    st.subheader("Change a person")
    by_id = {p.id: p for p in people}
    chosen = st.selectbox(
        "Person", list(by_id), format_func=lambda i: _named(by_id[i]), key="person"
    )
    if chosen is None:
        return
    person = by_id[chosen]
    if person.active and st.button(
        "Make a reset link" if desk.has_password(chosen) else "Make a new invite link",
        key="person_link",
    ):
        _made(person, *desk.link(chosen))
    if st.button("Steward no longer" if person.steward else "Make a steward", key="person_steward"):
        desk.set_steward(chosen, not person.steward)
        _done("Kept.")
    if person.active:
        sure = st.checkbox(
            "End this account: all its sign-ins end now; what the person did stays",
            key=f"person_sure_{chosen}",
        )
        if st.button("End the account", key="person_end", disabled=not sure or person.id == me.id):
            desk.end(chosen)
            _done("The account has ended.")
    elif st.button("Let the person sign in again", key="person_restore"):
        desk.restore(chosen)
        _done("The account is active again.")


def _add_person(desk: StewardDesk) -> None:
    st.subheader("Invite a person")
    with st.form("add_person", border=False, clear_on_submit=True):
        name = st.text_input("Name", max_chars=100, key="person_name")
        email = st.text_input("E-mail address", max_chars=254, key="person_email")
        asked = st.form_submit_button("Make the invite link", type="primary")
    if asked:
        _made(*desk.add(name, email))


def _workspaces(desk: StewardDesk) -> None:
    rows = desk.workspaces()
    st.dataframe(
        [
            {"Workspace": entry.name, "Members": count, "Since": entry.created_at.date()}
            for entry, count in rows
        ],
        hide_index=True,
        width="stretch",
        key="workspaces",
    )
    st.caption("A steward makes and names workspaces. Looking into one takes a membership of it.")
    left, right = st.columns(2, gap="large")
    with left, st.form("make_workspace", border=False, clear_on_submit=True):
        st.subheader("Make a workspace")
        name = st.text_input("Name of the new workspace", max_chars=100, key="workspace_name")
        made = st.form_submit_button("Make it", type="primary")
    names = {entry.id: entry.name for entry, _ in rows}
    with right, st.form("rename_workspace", border=False, clear_on_submit=True):
        st.subheader("Rename a workspace")
        which = st.selectbox(
            "Workspace to rename", list(names), format_func=lambda i: option(names[i])
        )
        other = st.text_input("Its new name", max_chars=100, key="workspace_rename")
        renamed = st.form_submit_button("Rename it")
    if made:
        desk.create(name)
        _done("The workspace is made. Choose it at the left; you are its admin.")
    if renamed and which:
        desk.rename_workspace(which, other)
        _done("The workspace has its new name.")


# --- inner ----------------------------------------------------------------------------------------------


def _made(person: Person, kind: str, key: str) -> None:
    st.session_state[_LINK] = (person.name, kind, key)
    st.rerun()


def _link_made() -> None:
    """A new link is shown once: whoever has it can set the password."""
    kept = st.session_state.pop(_LINK, None)
    if kept is None:
        return
    name, kind, key = kept
    with st.container(border=True):
        st.subheader("One-time link")
        plain(f"For {name}. Pass it on by a way that only they can read; it is not shown again.")
        days = "7 days" if kind == "invite" else "1 day"
        st.code(f"{_base()}/account/{_PAGE[kind]}?key={key}", language=None, wrap_lines=True)
        st.caption(f"It works once, within {days}.")


def _base() -> str:
    """Where this browser reaches the application."""
    host = st.context.headers.get("Host", "127.0.0.1:8501")
    scheme = "https" if str(st.context.url or "").startswith("https:") else "http"
    return f"{scheme}://{host}"


def _state(desk: StewardDesk, person: Person) -> str:
    if not person.active:
        return "ended"
    return "active" if person.subject or desk.has_password(person.id) else "invited"


def _named(person: Person) -> str:
    return option(f"{person.name}, {person.email}")


def _role(role: Role) -> str:
    return _ROLE[role]


def _done(words: str) -> None:
    st.session_state[_NOTE] = words
    st.rerun()
