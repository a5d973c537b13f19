"""Is an item's date near enough for what is claimed; `assessment_rules.md`, section 6.1.

One item and one reference day at a time. Whether a series of items covers a period is not asked.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from assistant.model import Scope
from ingest.model import Dates, EvidenceKind

Freshness = Literal["fresh", "due", "stale", "future", "unknown"]

STATEMENTS: frozenset[EvidenceKind] = frozenset({"policy", "procedure", "diagram", "notice"})
"""What people write down to say how things are meant to be."""
SETTINGS: frozenset[EvidenceKind] = frozenset({"config", "screenshot"})
"""What shows how things stood on one day."""

YEAR = timedelta(days=365)
DUE = timedelta(days=30)
NEAR = timedelta(days=35)
NEAR_QUESTIONNAIRE = timedelta(days=90)


def evidence_day(kind: EvidenceKind, dates: Dates) -> date | None:
    """The day that counts: capture for settings and lists, else the day the item speaks for."""
    if kind in SETTINGS or kind == "population":
        return dates.captured or dates.effective
    return dates.effective or dates.captured


def freshness(
    kind: EvidenceKind, dates: Dates, scope: Scope, *, questionnaire: bool = False
) -> Freshness:
    """How an item of this kind and date stands to the scope's date or period.

    `due` is a policy within 30 days after its year; `future` is dated after the claim and proves
    nothing for it; `unknown` has no date at all.
    """
    day = evidence_day(kind, dates)
    if day is None:
        return "unknown"
    if kind in STATEMENTS:
        return _statement(day, scope.reference)
    if kind == "contract":
        return "future" if day > scope.reference else "fresh"
    if kind in SETTINGS:
        return _setting(day, scope, NEAR_QUESTIONNAIRE if questionnaire else NEAR)
    if kind == "population":
        return _population(day, scope)
    return _event(min(dates.effective_from or day, day), day, scope)


def _statement(day: date, reference: date) -> Freshness:
    age = reference - day
    if age < timedelta(0):
        return "future"
    if age <= YEAR:
        return "fresh"
    return "due" if age <= YEAR + DUE else "stale"


def _setting(day: date, scope: Scope, near: timedelta) -> Freshness:
    if day > scope.reference:
        return "future"
    if scope.report_type == "type2":
        return "fresh" if scope.period_start and day >= scope.period_start else "stale"
    return "fresh" if scope.reference - day <= near else "stale"


def _population(day: date, scope: Scope) -> Freshness:
    if scope.report_type == "type2":
        return "fresh" if day >= scope.reference else "stale"
    if day > scope.reference:
        return "future"
    return "fresh" if scope.reference - day <= NEAR else "stale"


def _event(first: date, last: date, scope: Scope) -> Freshness:
    if first > scope.reference:
        return "future"
    earliest = scope.period_start or scope.reference - YEAR
    return "fresh" if last >= earliest else "stale"
