"""Overview page: criteria by status, gaps, evidence, of the newest run in a workspace."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from assistant.errors import EvidaryError
from assistant.model import MappingRun
from assistant.workspace import Workspace
from ui import present


def show(folder: Path) -> None:
    """Draw the page. A missing or busy workspace is a sentence, never a stack trace."""
    st.title("Evidary")
    st.caption("Readiness indication (not an audit opinion)")
    try:
        run = _newest(folder)
    except EvidaryError as error:
        st.error(str(error))
        return
    if run is None:
        st.info("No run yet. Map a folder first: evidary map EVIDENCE")
        return
    _draw(run)


def _newest(folder: Path) -> MappingRun | None:
    with Workspace(folder) as workspace:
        return workspace.store.judgements.latest_run()


def _draw(run: MappingRun) -> None:
    counts = present.status_counts(run)
    for column, (name, count) in zip(st.columns(len(counts) or 1), counts.items(), strict=False):
        column.metric(name, count)
    if run.indication is not None:
        st.write(run.indication.name.replace("_", "-"), "–", run.indication.reading)
    criteria, gaps, evidence = st.tabs(["Criteria", "Gaps", "Evidence"])
    criteria.dataframe(present.criteria_rows(run), hide_index=True)
    gaps.dataframe(present.gap_rows(run), hide_index=True)
    evidence.dataframe(present.evidence_rows(run), hide_index=True)
