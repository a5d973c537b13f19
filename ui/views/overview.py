"""Readiness at a glance: where it stands, where it is thin, what changed, what to do next."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from assistant.desk.overview import Overview, Readiness
from assistant.desk.reports import REPORTS, report
from assistant.export.words import NOT_AN_OPINION
from assistant.export.words import plain as words
from ui.shell import seat as seated
from ui.widgets.badges import severity_badge, severity_words, status_words
from ui.widgets.charts import fresh_bars, gap_bars, heat_map
from ui.widgets.doors import doors, is_empty
from ui.widgets.errors import guarded
from ui.widgets.fresh import fresh_words
from ui.widgets.jobs import job_cards
from ui.widgets.links import go, go_to_evidence, link
from ui.widgets.plain import label, plain

if TYPE_CHECKING:
    from assistant.desk.seat import Seat
    from assistant.review.changes import Changes

_MOST_LISTED = 6
_LONGEST = 220


def show() -> None:
    """The page."""
    seat = seated()
    st.title("Overview")
    with guarded():
        if is_empty(seat):
            st.caption(NOT_AN_OPINION)
            doors(seat)
            return
        job_cards(seat)
        face = Overview(seat)
        readiness = face.readiness()
        if readiness is None:
            st.info("The files are here; they were not mapped to the criteria yet.")
            link("evidence", "Go to the evidence, and map it", icon=":material/folder_open:")
            return
        _readiness(readiness)
        todo, waiting = st.columns((3, 2), gap="large")
        with todo:
            _steps(face)
        with waiting:
            _waiting(face)
        heat, gaps = st.columns(2, gap="large")
        with heat:
            _heat(face)
        with gaps:
            _gaps(face)
        fresh, changed = st.columns(2, gap="large")
        with fresh:
            _freshness(face)
        with changed:
            _changes(face)
        _reports(seat, face)


def _readiness(found: Readiness) -> None:
    with st.container(border=True, key="overview-readiness"):
        said, counted = st.columns((3, 2), gap="large")
        with said:
            st.caption(NOT_AN_OPINION)
            st.subheader(found.name or "None shown")
            plain(found.reading)
            if found.rule:
                plain(found.rule)
            if found.if_supplied:
                plain(f"If all that is insufficient were supplied and clean: {found.if_supplied}.")
            st.caption(
                label(
                    f"{found.scope}. {found.items} evidence items, {found.skipped} files skipped; "
                    f"judged by {found.engine}, {_when(found.at)}.",
                    most=400,
                )
            )
        with counted:
            st.caption("Criteria by status")
            for status, count in found.counts:
                link("criteria", f"{count} {status_words(status)}", status=status)
    if found.unexamined:
        with st.expander("What was not examined"):
            for line in found.unexamined:
                plain(line)


def _steps(face: Overview) -> None:
    st.subheader("What to do next")
    steps = face.steps()
    if not steps:
        st.success("No gap was found in the evidence reviewed.")
        return
    for number, step in enumerate(steps, start=1):
        with st.container(border=True, key=f"overview-step-{number}"):
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                severity_badge(step.severity)
                for criterion in step.criteria[:_MOST_LISTED]:
                    link("criteria", criterion, c=criterion)
                if len(step.criteria) > _MOST_LISTED:
                    st.caption(f"and {len(step.criteria) - _MOST_LISTED} more")
                st.caption(label(step.owner))
            plain(_short(step.what))
            plain(f"→ {step.do}")
    link("tasks", "All gaps, with tasks and owners", icon=":material/task_alt:")


def _waiting(face: Overview) -> None:
    st.subheader("Work under way")
    now = face.waiting()
    mine, late = st.columns(2)
    mine.metric("Open tasks", now.tasks, f"{now.mine} yours", delta_color="off", delta_arrow="off")
    late.metric("Overdue", now.overdue)
    link("tasks", "Gaps and tasks", icon=":material/task_alt:")
    if now.confirm:
        st.warning(
            f"{now.confirm} decisions on links were made on earlier versions of files: confirm them"
            " again."
        )
        link("criteria", "Decisions to confirm", icon=":material/rule:")
    for work in face.questionnaires():
        with st.container(border=True):
            plain(work.name)
            st.caption(
                f"{work.approved} approved, {work.waiting} to review, {work.open} without an answer"
            )
    link("questionnaires", "Questionnaires", icon=":material/quiz:")


def _heat(face: Overview) -> None:
    st.subheader("Criteria by series")
    st.caption("One tile a criterion; click it to open it.")
    cells = face.heat()
    clicked = heat_map(cells, key="overview-heat")
    with st.expander("The same as a list"):
        for cell in cells:
            said = f"{cell.series} {cell.series_name}: {len(cell.criteria)} {status_words(cell.status)}"
            link("criteria", said, series=cell.series, status=cell.status)
            with st.container(horizontal=True, gap="xsmall"):
                for criterion in cell.criteria:
                    link("criteria", criterion, c=criterion)
    if clicked:
        go("criteria", c=clicked)


def _gaps(face: Overview) -> None:
    st.subheader("Gaps by team")
    counts = face.gaps()
    if not counts:
        st.success("No gap was found in the evidence reviewed.")
        return
    st.caption("Who usually has what is missing; click a part to see its gaps.")
    owner, severity = gap_bars(counts, key="overview-gaps")
    with st.expander("The same as a list"):
        for c in counts:
            shown = severity_words(c.severity)
            link("tasks", f"{c.owner}: {c.count} {shown}", team=c.owner, severity=shown)
    if owner and severity:  # that page knows severities in the address by their words
        go("tasks", team=owner, severity=severity_words(severity))


def _freshness(face: Overview) -> None:
    st.subheader("How fresh the evidence is")
    st.caption("Against the date or period of the scope; click a bar to see the items.")
    counts = face.freshness()
    clicked = fresh_bars(counts, key="overview-fresh-bars")
    with st.container(horizontal=True):
        for name, count in counts:
            if count and st.button(f"{count} {fresh_words(name)}", key=f"overview-fresh-{name}"):
                go_to_evidence(name)
    if clicked:
        go_to_evidence(clicked)


def _changes(face: Overview) -> None:
    st.subheader("What changed")
    earlier = face.earlier()
    if not earlier:
        st.caption("This is the first mapping; the next one is compared with it.")
        return
    when = dict(earlier)
    since = st.selectbox(
        "Compared with the mapping of",
        [run_id for run_id, _ in earlier],
        format_func=lambda run_id: _when(when[run_id]),
        key="overview-since",
    )
    found = face.changes(since)
    if found is None or found.none:
        st.write("Nothing changed.")
        return
    _changed(found)


def _changed(found: Changes) -> None:
    if found.scope_changed:
        st.info("The scope is another, so statuses and gaps are not alike for that alone.")
    for moved in found.moved[:_MOST_LISTED]:
        with st.container(horizontal=True, vertical_alignment="center"):
            link("criteria", moved.criterion, c=moved.criterion)
            plain(f"{status_words(moved.before)} → {status_words(moved.after)}")
    _more("criteria", len(found.moved))
    for title, gaps in (("gaps opened", found.opened), ("gaps closed", found.closed)):
        if gaps:
            with st.expander(f"{len(gaps)} {title}"):
                for criterion, gap in gaps:
                    plain(f"{criterion}, {words(gap.kind).lower()}: {gap.detail}")
    for title, names in (
        ("items new", found.added),
        ("items changed", found.changed),
        ("items gone", found.removed),
    ):
        if names:
            with st.expander(f"{len(names)} {title}"):
                for name in names:
                    plain(name)


def _more(what: str, count: int) -> None:
    if count > _MOST_LISTED:
        st.caption(f"and {count - _MOST_LISTED} more {what}")


def _reports(seat: Seat, face: Overview) -> None:
    run = face.run
    if run is None:
        return
    st.subheader("Take it with you")
    with st.container(horizontal=True, key="overview-reports"):
        for kind in REPORTS:
            st.download_button(
                kind.label,
                data=partial(report, seat, run, kind.name),
                file_name=kind.name,
                mime=kind.media_type,
                key=f"overview-{kind.name}",
                icon=":material/download:",
                on_click="ignore",
            )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
