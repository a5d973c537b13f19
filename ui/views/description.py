"""The system description and what is made of its facts: questions, text, checks, versions, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assistant.desk.description import DescriptionDesk
from assistant.jobs.model import ENDED
from ui.shell import seat
from ui.views import (
    description_approve,
    description_compare,
    description_complete,
    description_facts,
    description_files,
    description_sections,
)
from ui.widgets.address import choose
from ui.widgets.errors import guarded
from ui.widgets.jobs import job_card
from ui.widgets.plain import label, plain

if TYPE_CHECKING:
    from assistant.desk.seat import Seat

STEPS = (
    "Facts and questions",
    "Sections",
    "Completeness",
    "Compare",
    "Export and import",
    "Approve",
)
NOTE = "description_note"


def show() -> None:
    """The page. What is shown stands in the address."""
    sitting = seat()
    st.title("Description")
    with guarded():
        desk = DescriptionDesk(sitting)
        if not desk.facts.has_evidence:
            _empty(sitting)
            return
        kind = _kind(desk)
        if note := st.session_state.pop(NOTE, ""):
            st.success(label(note, 300))
        _draft(sitting, desk, kind)
        step = st.segmented_control(
            "Step",
            STEPS,
            default=STEPS[0],
            key="view",
            required=True,
            wrap=True,
            bind="query-params",
        )
        with guarded():
            _step(sitting, desk, kind, str(step or STEPS[0]))


def say(note: str) -> None:
    """Show a sentence at the top, once the page has been drawn with what was changed."""
    st.session_state[NOTE] = note
    st.rerun()


def _empty(sitting: Seat) -> None:
    st.info(
        "Nothing was read yet. The description is drafted from evidence: add files on the page "
        "Evidence and map them; then come back."
    )
    if not sitting.may("contribute"):
        st.caption("Your role here is to read; a contributor can add evidence.")


def _kind(desk: DescriptionDesk) -> str:
    chosen = choose("What is described", desk.facts.kinds, "describe")
    scope = desk.facts.scope
    when = (
        f"the period {scope.period_start} to {scope.period_end}"
        if scope.report_type == "type2"
        else f"{scope.as_of}"
    )
    assumed = " This scope is assumed: set it on the page Settings." if scope.assumed else ""
    public = (
        " Made of public material alone; what only inside papers say is kept out."
        if desk.is_public(chosen)
        else ""
    )
    plain(f"For {when}; {', '.join(scope.categories)}.{assumed}{public}")
    return chosen


def _draft(sitting: Seat, desk: DescriptionDesk, kind: str) -> None:
    """The work under way, else the button that asks for it."""
    job = desk.drafting(kind)
    if job is not None and job.state != "done":
        job_card(sitting, job.id)
        if job.state not in ENDED:
            return
    drafted = bool(desk.sections(kind))
    if drafted and desk.outdated(kind):
        st.warning("Questions were answered since the last draft. Draft again to use the answers.")
    if not sitting.may("contribute"):
        if not drafted:
            st.info("Nothing is drafted yet; a contributor can draft it.")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        words = "Draft again" if drafted else "Draft it"
        if st.button(words, type="primary", key="draft", icon=":material/edit_note:"):
            with guarded():
                desk.draft(kind)
                st.rerun()
        st.caption(
            "What people edited is kept and merged with the new draft."
            if drafted
            else "Every sentence is cited, or says what is missing. Nothing is invented."
        )


def _step(sitting: Seat, desk: DescriptionDesk, kind: str, step: str) -> None:
    if step == STEPS[0]:
        description_facts.show(sitting, desk, kind, say)
    elif step == STEPS[2]:
        description_complete.show(desk, kind)
    elif not desk.sections(kind):
        st.info("Nothing is drafted yet: draft it first, then its sections stand here.")
    elif step == STEPS[1]:
        description_sections.show(sitting, desk, kind, say)
    elif step == STEPS[3]:
        description_compare.show(desk, kind)
    elif step == STEPS[4]:
        description_files.show(sitting, desk, kind, say)
    else:
        description_approve.show(desk, kind, say)
