"""Uploading evidence: choose, file with a count, and what became of each file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from assistant.desk.evidence import Evidence
from assistant.filing.model import Filing, Offered
from ui.widgets.errors import guarded
from ui.widgets.plain import label

if TYPE_CHECKING:
    from assistant.desk.seat import Seat

_REPORT = "evidence-filing"
_ROUND = "evidence-round"


def uploads(seat: Seat, key: str) -> None:
    """Choosers for files and for a whole folder, and the button that files them.

    What became of the files is kept for `filing_report`, and the page is drawn anew.
    """
    evidence = Evidence(seat)
    number = st.session_state.setdefault(_ROUND, 0)
    most = evidence.largest_mib
    files = st.file_uploader(
        f"Files, or a folder packed as ZIP (each up to {most} MiB)",
        accept_multiple_files=True,
        max_upload_size=most,
        key=f"{key}-files-{number}",
    )
    folder = st.file_uploader(
        "A whole folder with what is under it",
        accept_multiple_files="directory",
        max_upload_size=most,
        key=f"{key}-folder-{number}",
    )
    replace = st.checkbox(
        "Files take the place of those with the same name",
        key=f"{key}-replace",
        help="Otherwise a number is added to the new file's name and both are kept.",
    )
    chosen = [*files, *folder]
    words = f"Add {len(chosen):,} files" if len(chosen) != 1 else "Add 1 file"
    if st.button(words, type="primary", disabled=not chosen, key=f"{key}-add"):
        bar = st.progress(0.0, text="Filing")

        def count(stage: str, done: int, total: int) -> None:
            bar.progress(done / total if total else 1.0, text=f"{stage} {done:,} of {total:,}")

        with guarded():
            offered = [Offered(one.name, one) for one in chosen]
            st.session_state[_REPORT] = evidence.add(offered, replace=replace, progress=count)
            st.session_state[_ROUND] = number + 1
            st.rerun()


def filing_report() -> None:
    """What became of the files that were added last in this browser; until it is closed."""
    filing = st.session_state.get(_REPORT)
    if not isinstance(filing, Filing):
        return
    with st.container(border=True, key="filing-report"):
        st.write(_summary(filing))
        beside = [f.path for f in filing.filed if f.how == "beside"]
        _table("Kept beside a file of the same name", [{"File": p} for p in beside])
        unread = [{"File": f.path, "Why it is not read": f.note} for f in filing.filed if f.note]
        _table("Kept, but nothing here reads them", unread)
        refused = [{"File": r.name, "Why it was refused": r.reason} for r in filing.refused]
        _table("Refused", refused)
        if st.button("Close", key="filing-close", icon=":material/close:"):
            del st.session_state[_REPORT]
            st.rerun()


def _summary(filing: Filing) -> str:
    parts = [f"{filing.count('new', 'beside'):,} added"]
    counted = (
        (filing.count("replaced"), "replaced"),
        (filing.count("same"), "already here"),
        (len(filing.refused), "refused"),
        (filing.passed_over, "system files passed over"),
    )
    parts += [f"{number:,} {words}" for number, words in counted if number]
    return label(", ".join(parts))


def _table(title: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        st.caption(title)
        st.dataframe(rows, hide_index=True, alt=title)
