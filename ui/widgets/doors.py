"""The three doors of an empty workspace: the sample company, an upload, a folder of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assistant.desk.evidence import Evidence
from ui.widgets.errors import guarded
from ui.widgets.folders import connect_form
from ui.widgets.jobs import job_cards
from ui.widgets.uploads import filing_report, uploads

if TYPE_CHECKING:
    from assistant.desk.seat import Seat


def is_empty(seat: Seat) -> bool:
    """Has the workspace neither a mapping nor files?"""
    standing = Evidence(seat).standing()
    return not standing.mapped and not standing.files


def doors(seat: Seat) -> None:
    """What to begin with. Shows the work instead where some is under way."""
    filing_report()
    if job_cards(seat, "map", "sync"):
        return
    if not seat.may("contribute"):
        st.info("Nothing is here yet. Somebody who may contribute has to bring evidence first.")
        return
    st.subheader("Three ways to begin")
    sample, upload, folder = st.columns(3)
    with sample.container(border=True, height="stretch", key="door-sample"):
        st.markdown("**Look around first**")
        st.write("An invented company with 66 files: policies, exports, screenshots, tickets.")
        if st.button(
            "Load the sample company", key="load-sample", type="primary", icon=":material/science:"
        ):
            with guarded():
                with st.status("Filing the sample company's 66 files"):
                    Evidence(seat).load_sample()
                st.rerun()
    with upload.container(border=True, height="stretch", key="door-upload"):
        st.markdown("**Bring your own files**")
        st.write("Many files at once, a whole folder, or a folder packed as ZIP.")
        if st.button("Upload files", key="open-upload", icon=":material/upload_file:"):
            upload_dialog(seat)
    with folder.container(border=True, height="stretch", key="door-folder"):
        st.markdown("**Use a folder of the server**")
        st.write("Its files are copied, and copied again whenever you ask for it.")
        if st.button("Connect a folder", key="open-folder", icon=":material/create_new_folder:"):
            connect_dialog(seat)


@st.dialog("Upload evidence", width="large", icon=":material/upload_file:")
def upload_dialog(seat: Seat) -> None:
    """The upload in a window of its own."""
    uploads(seat, "upload")


@st.dialog("Connect a folder of the server", icon=":material/create_new_folder:")
def connect_dialog(seat: Seat) -> None:
    """The form in a window of its own."""
    connect_form(seat, "connect")
