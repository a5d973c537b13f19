"""A steward who belongs to no workspace makes one."""

from __future__ import annotations

import streamlit as st

from assistant.house.model import Person
from ui.office import office
from ui.shell import go_to
from ui.widgets.errors import guarded


def show(here: Person) -> None:
    """One field and one button."""
    st.write("You belong to no workspace yet. Make one for your company, or let an admin add you.")
    with st.form("first_workspace"):
        name = st.text_input("Name of the workspace", max_chars=100)
        asked = st.form_submit_button("Make the workspace", type="primary")
    if asked:
        made = ""
        with guarded():
            workspaces = office().house.workspaces
            made = workspaces.create(name, by=here.id).id
            workspaces.set_role(made, here.id, "admin", by=here.id)
        if made:
            go_to(made)
