"""What one graded item proves for one criterion; `assessment_rules.md`, sections 3.1 and 3.2."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assistant.assessment.checks import Attributes, Item, wanted
from assistant.assessment.freshness import SETTINGS, STATEMENTS, Freshness, freshness
from assistant.assessment.grading import COUNTED
from assistant.model import Criterion, ExpectedEvidence, GradedItem, Link
from ingest.model import EvidenceKind

RECORDS: frozenset[EvidenceKind] = frozenset(
    {"log", "report", "ticket", "record", "minutes", "sample"}
)
"""Kinds that show what happened. A population shows no single occurrence, so it is not here."""
_SAME_NAME = 0.5
"""Share of the words of an expected record's name that the item's head must hold to be that record."""
ONCE = frozenset({"annual"})
"""Frequencies at which one occurrence can be all there is in a period."""


@dataclass(frozen=True, slots=True)
class Support:
    """One item for one criterion: what it can prove there, and whether it counts."""

    item: Item
    grade: GradedItem
    criterion: Criterion
    link: Link
    fresh: Freshness
    states: bool
    """States or shows how the control is meant to be."""
    shows: bool
    """Shows it in place or at work at a day the claim covers."""
    attributes: Attributes

    @property
    def counted(self) -> bool:
        """Only grades A and B count."""
        return self.grade.grade in COUNTED

    @property
    def design(self) -> bool:
        """Counts as a statement of design."""
        return self.counted and self.states

    @property
    def works(self) -> bool:
        """Counts as proof of the control in place (Type I) or at work (Type II)."""
        return self.counted and self.shows

    @property
    def name(self) -> str:
        """The path a person reads."""
        return self.item.document.name

    @property
    def missing(self) -> tuple[str, ...]:
        """What the catalogue wants to see for this criterion and the item does not show."""
        return tuple(phrase for phrase, seen in self.attributes if seen == "missing")

    @property
    def days(self) -> frozenset[date]:
        """The days it speaks for: one, or the two ends of a span."""
        dates = self.item.document.dates
        known = (dates.effective_from, dates.effective or dates.captured)
        return frozenset(day for day in known if day)


def supports(item: Item, grade: GradedItem) -> tuple[Support, ...]:
    """What the item proves for each criterion that one of its accepted links names."""
    fresh = freshness(item.kind, item.document.dates, item.scope)
    found = []
    for criterion in item.criteria:
        link = next(link for link in item.links if link.criterion == criterion.id)
        found.append(
            Support(
                item,
                grade,
                criterion,
                link,
                fresh,
                states=_states(item, link, criterion) and fresh != "future",
                shows=_shows(item.kind, link) and fresh == "fresh",
                attributes=wanted(item, criterion),
            )
        )
    return tuple(found)


def _states(item: Item, link: Link, criterion: Criterion) -> bool:
    if item.kind in SETTINGS:
        return True
    if item.kind in STATEMENTS or item.kind == "contract":
        return link.aspect != "operating"
    alike = [e for e in criterion.evidence if e.kind == item.kind]
    named = max(alike, key=lambda e: item.shown.named_like(e.name), default=None)
    return (
        named is not None
        and "design" in named.supports
        and item.shown.named_like(named.name) >= _SAME_NAME
    )


def _shows(kind: EvidenceKind, link: Link) -> bool:
    return kind in SETTINGS or (kind in RECORDS and link.aspect != "design")


def once_is_enough(support: Support) -> bool:
    """Is one occurrence in the period all that the catalogue expects of such an item?"""
    return any(e.frequency in ONCE for e in _alike(support))


def _alike(support: Support) -> Iterable[ExpectedEvidence]:
    return (
        e
        for e in support.criterion.evidence
        if e.kind == support.item.kind and "operating" in e.supports
    )
