"""One evidence item in full: dates, warnings, the criteria it supports, the original."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import streamlit as st

from assistant.desk.evidence import Evidence
from assistant.desk.evidence_rows import EvidenceDetail, Support
from assistant.export.words import plain as words
from ui.widgets.badges import confidence_badge, grade_badge
from ui.widgets.errors import guarded
from ui.widgets.fresh import fresh_badge
from ui.widgets.plain import label, plain
from ui.widgets.sources import sources, whole_file

if TYPE_CHECKING:
    from assistant.desk.seat import Seat


def evidence_item(seat: Seat, document_id: str, key: str) -> None:
    """The item with this id of the newest run; a sentence where that does not hold it any more."""
    detail = Evidence(seat).detail(document_id)
    if detail is None:
        st.info("The newest mapping does not hold this item any more.")
        return
    with st.container(border=True, key=f"{key}-item"):
        st.subheader("Open item", anchor=False)
        plain(detail.name)
        with st.container(horizontal=True, key=f"{key}-badges"):
            st.badge(label(words(detail.document.kind)), color="gray")
            grade_badge(detail.grade)
            fresh_badge(detail.fresh)
        if not detail.there:
            st.warning("This file was removed; the next mapping will no longer know it.")
        _dates(detail)
        _reasons(detail)
        _buttons(seat, detail, key)
        if st.toggle("Look through the file", key=f"{key}-look"):
            whole_file(seat, document_id, f"{key}-whole")
        _supports(seat, detail.supports, key)


def _dates(detail: EvidenceDetail) -> None:
    dates = detail.document.dates
    span = f"{dates.effective_from} to {dates.effective}" if dates.effective_from else ""
    rows = [
        ("Speaks for", span or (str(dates.effective) if dates.effective else "not dated")),
        ("Captured", str(dates.captured) if dates.captured else "not said"),
        ("Read", f"{dates.ingested:%Y-%m-%d %H:%M} UTC" if dates.ingested else "unknown"),
    ]
    for column, (name, value) in zip(st.columns(len(rows)), rows, strict=True):
        column.caption(name)
        with column:
            plain(value)


def _reasons(detail: EvidenceDetail) -> None:
    if detail.warnings:
        st.caption(f"Warnings ({len(detail.warnings)})")
        for warning in detail.warnings:
            kind, _, said = warning.partition(": ")
            plain(f"▲ {words(kind)}: {said}")
    if detail.reasons:
        st.caption("Why this grade")
        for reason in detail.reasons:
            plain(f"– {reason}")


def _buttons(seat: Seat, detail: EvidenceDetail, key: str) -> None:
    path = detail.document.path
    if not detail.there:
        return
    with st.container(horizontal=True, key=f"{key}-buttons"):
        st.download_button(
            "Download the original",
            data=lambda: Evidence(seat).original(path),
            file_name=PurePosixPath(path).name,
            mime="application/octet-stream",  # never drawn by the browser
            on_click="ignore",
            icon=":material/download:",
            key=f"{key}-download",
        )
        if seat.may("contribute"):
            with st.popover("Remove", icon=":material/delete:", key=f"{key}-remove"):
                st.write("The bytes are kept by hash; the next mapping forgets the file.")
                reason = st.text_input("Why is it removed?", key=f"{key}-why")
                if st.button("Remove this file", key=f"{key}-remove-now", type="primary"):
                    with guarded():
                        Evidence(seat).remove(path, reason)
                        st.rerun()


def _supports(seat: Seat, supports: tuple[Support, ...], key: str) -> None:
    if not supports:
        st.info("No criterion is linked to this item.")
        return
    st.caption(f"Supports {len(supports)} criteria")
    for number, support in enumerate(supports):
        with st.expander(f"{support.criterion} · {support.title}", key=f"{key}-c-{number}"):
            with st.container(horizontal=True, key=f"{key}-cb-{number}"):
                st.badge(label(words(support.aspect)), color="gray")
                confidence_badge(support.confidence)
            plain(support.rationale)
            for citation in support.citations:
                plain(f"“{citation.quote}”")
            sources(seat, support.citations, f"{key}-s-{number}")
