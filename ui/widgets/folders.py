"""Connected folders of the server: connect, synchronise, and what the last time found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assistant.desk.evidence import Evidence
from assistant.filing.folders import connect_roots
from ui.widgets.errors import guarded
from ui.widgets.plain import plain

if TYPE_CHECKING:
    from assistant.desk.seat import Seat
    from assistant.filing.model import Connected, Synced


def connect_form(seat: Seat, key: str) -> None:
    """The form to connect a folder; for others than admins a sentence."""
    if not seat.may("administer"):
        st.info("Only an admin of this workspace may connect a folder of the server.")
        return
    st.caption("Folders under these places may be connected")
    for root in connect_roots():
        plain(str(root))
    with st.form(f"{key}-connect", border=False):
        folder = st.text_input(
            "Folder on the server", key=f"{key}-folder", placeholder="/srv/evidence"
        )
        if st.form_submit_button("Connect and read", type="primary"):
            with guarded():
                Evidence(seat).connect(folder)
                st.rerun()


def folders(seat: Seat) -> None:
    """The connected folders, each with its buttons and what its last synchronisation found."""
    for connected in Evidence(seat).folders():
        with st.container(border=True, key=f"folder-{connected.id}"):
            plain(f"{connected.source}  →  {connected.place}")
            if connected.last is not None:
                _found(connected.last)
            if seat.may("administer"):
                _buttons(seat, connected)


def _found(last: Synced) -> None:
    counts = (
        f"{len(last.new):,} new, {len(last.changed):,} changed, {len(last.gone):,} gone, "
        f"{last.unchanged:,} unchanged, {len(last.refused):,} refused"
    )
    st.caption(f"Last synchronised {last.at:%Y-%m-%d %H:%M} UTC: {counts}")
    rows = [
        *({"What": "new", "File": name, "Why": ""} for name in last.new),
        *({"What": "changed", "File": name, "Why": ""} for name in last.changed),
        *({"What": "gone", "File": name, "Why": ""} for name in last.gone),
        *({"What": "refused", "File": name, "Why": reason} for name, reason in last.refused),
    ]
    if rows and st.toggle("Show these files", key=f"synced-{last.at.timestamp()}"):
        st.dataframe(rows, hide_index=True, alt="What the last synchronisation found")


def _buttons(seat: Seat, connected: Connected) -> None:
    with st.container(horizontal=True, key=f"folder-buttons-{connected.id}"):
        if st.button("Synchronise", key=f"sync-{connected.id}", icon=":material/sync:"):
            with guarded():
                Evidence(seat).synchronise(connected.id)
                st.rerun()
        if st.button("End the connection", key=f"end-{connected.id}", icon=":material/link_off:"):
            with guarded():
                Evidence(seat).disconnect(connected.id)
                st.rerun()
