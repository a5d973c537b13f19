"""Files out and in: the description to hand on, and a Word file that a person edited."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from assistant.desk.description_files import LARGEST, DescriptionFiles
from ingest.limits import MIB
from ui.widgets.described import became_list
from ui.widgets.errors import guarded
from ui.widgets.plain import label, plain

if TYPE_CHECKING:
    from assistant.desk.description import DescriptionDesk
    from assistant.desk.description_files import ImportPlan, Written
    from assistant.desk.seat import Seat

Say = Callable[[str], None]
_NAMES = {
    ".docx": "Word, with footnotes (.docx)",
    ".pdf": "PDF",
    ".md": "Markdown",
    ".json": "JSON, with every citation",
}
_PLAN = "description_plan"
_ROUND = "description_round"


def show(sitting: Seat, desk: DescriptionDesk, kind: str, say: Say) -> None:
    """Draw it."""
    if not sitting.may("contribute"):
        plain("Your role here is to read; a contributor can write the file.")
        return
    files = DescriptionFiles(desk)
    _export(desk, files, kind)
    _import(files, kind, say)


def _export(desk: DescriptionDesk, files: DescriptionFiles, kind: str) -> None:
    st.subheader("Export")
    rows = desk.sections(kind)
    approved = sum(r.approved for r in rows)
    plain(
        f"{approved} of {len(rows)} sections are approved. Until all are, the file says on every page "
        "that it is a draft, unaudited."
    )
    offered = files.formats()
    ending = st.segmented_control(
        "Format",
        offered,
        default=offered[0],
        required=True,
        format_func=_NAMES.__getitem__,
        key="format",
        wrap=True,
    )
    if ".pdf" not in offered:
        st.caption("PDF needs LibreOffice on the server; it is not installed there.")
    numbers = "-".join(str(r.version.number) for r in rows)
    key = f"written-{kind}-{ending}-{numbers}"
    if st.button("Write the file", type="primary", key="write", icon=":material/description:"):
        with guarded(), st.spinner("Checking and writing", show_time=True):
            st.session_state[key] = files.export(kind, str(ending))
    written: Written | None = st.session_state.get(key)
    if written is None:
        return
    st.download_button(
        label(written.file.name),
        written.file.data,
        file_name=written.file.name,
        mime=written.file.kind,
        key="download",
        on_click="ignore",
        icon=":material/download:",
    )
    for line in written.refused:
        plain(f"! {line}")


def _import(files: DescriptionFiles, kind: str, say: Say) -> None:
    st.subheader("Import an edited Word file")
    plain(
        "Export it as Word, edit it, and bring it back. Sentences left as they are keep their sources. "
        "You see first what would change; nothing is kept before you say so."
    )
    number = st.session_state.setdefault(_ROUND, 0)
    given = st.file_uploader(
        "The edited Word file",
        type=["docx"],
        max_upload_size=LARGEST // MIB,
        key=f"edited-{kind}-{number}",
    )
    if given is None:
        st.session_state.pop(_PLAN, None)
        return
    if st.button("Show what would change", key="plan"):
        with guarded():
            plan = files.plan_import(kind, given.name, given.getvalue())
            st.session_state[_PLAN] = (kind, plan)
    planned = st.session_state.get(_PLAN)
    if planned and planned[0] == kind:
        _plan(files, kind, planned[1], say)


def _plan(files: DescriptionFiles, kind: str, plan: ImportPlan, say: Say) -> None:
    touched = [s for s in plan.sections if s.differs]
    if not touched:
        st.info("The file says what is kept already: nothing would change.")
        return
    for section in touched:
        with st.container(border=True, key=f"plan-{section.id}"):
            st.markdown(f"**{label(section.name)}**")
            became_list(section.changed, section.kept)
            if not section.changed:
                plain("The lines stand in another order.")
    if plan.absent:
        plain(f"Not in the file, left as they are: {', '.join(plan.absent)}")
    if st.button(f"Keep these changes in {len(touched)} sections", type="primary", key="take"):
        with guarded():
            done = files.take_import(kind, plan)
            del st.session_state[_PLAN]
            st.session_state[_ROUND] += 1
            say(f"Kept: {', '.join(done)}. Somebody else can approve it.")
