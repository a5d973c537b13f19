"""Completeness: what the checks found, and how each criterion stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.views.description_facts import STATE
from ui.widgets.badges import severity_words
from ui.widgets.described import counts_words
from ui.widgets.plain import label, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.description import CheckResult
    from assistant.desk.description import DescriptionDesk
    from assistant.desk.description_rows import Standpoint

_ORDER = ("critical", "high", "medium", "low")


def show(desk: DescriptionDesk, kind: str) -> None:
    """Draw it."""
    with st.spinner("Checking the words as they are kept now", show_time=True):
        seen = desk.completeness(kind)
    _checks(seen.description.checks)
    if seen.description.refused:
        st.subheader("Kept out of this text")
        for line in seen.description.refused:
            plain(f"! {line}")
    st.subheader("By criterion" if kind.startswith("soc2") else "By section")
    for point in seen.points:
        _point(point)


def _checks(checks: Sequence[CheckResult]) -> None:
    failed = [c for c in checks if not c.passed]
    st.subheader("Checks")
    plain(f"{len(checks) - len(failed)} of {len(checks)} checks found nothing.")
    order = {name: number for number, name in enumerate(_ORDER)}
    for check in sorted(failed, key=lambda c: order.get(c.severity, len(_ORDER))):
        words = severity_words(check.severity) if check.severity in _ORDER else check.severity  # type: ignore[arg-type] # one of the four
        title = f"{words} · {check.check} ({len(check.findings)} found)"
        with st.expander(label(title, 200), key=f"check-{check.id}"):
            for finding in check.findings:
                plain(f"! {finding}")
    passed = [c for c in checks if c.passed]
    if passed:
        with st.expander(f"✓ Checks that found nothing ({len(passed)})"):
            for check in passed:
                plain(f"✓ {check.id}: {check.check}")


def _point(point: Standpoint) -> None:
    with st.container(border=True, key=f"criterion-{point.id}"):
        name = f"{point.id} {point.title}" if point.id.startswith("DC") else point.title
        sign = "?" if point.open or point.findings else "✓"
        st.markdown(f"**{label(f'{sign} {name}')}**")
        facts = [f"{n} {STATE[s][2:].lower()}" for s, n in point.facts.items() if n]
        if facts:
            plain(f"Facts: {', '.join(facts)}")
        plain(f"Text: {counts_words(point.sentences)}")
        if point.open:
            plain(f"Open questions: {point.open}")
        for finding in point.findings:
            plain(f"! {finding}")
