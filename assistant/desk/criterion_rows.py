"""The criteria as rows of a matrix, and how they are filtered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.catalog.criteria import catalog
from assistant.export.view import CriterionView, RunView
from assistant.model import SEVERITIES, Category, Design, Gap, Operation, Severity, Status


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion at a glance."""

    criterion: str
    title: str
    category: Category
    series: str
    series_name: str
    status: Status
    design: Design
    operation: Operation
    linked: int
    counted: int
    gaps: int
    worst: Severity | None
    """Of its gaps; None without any."""
    owner: str
    """The team to ask first: of its worst gap, else the one that usually has its evidence."""
    decided: int
    """Links that a person decided on."""


@dataclass(frozen=True, slots=True)
class WantedCriteria:
    """Which rows are looked for; an empty part asks for nothing in particular."""

    categories: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    text: str = ""


def criterion_rows(view: RunView) -> tuple[CriterionRow, ...]:
    """All criteria of the catalogue, in its order."""
    return tuple(_row(c, s.series.name) for s in view.series for c in s.criteria)


def matching_criteria(
    rows: Iterable[CriterionRow], wanted: WantedCriteria
) -> tuple[CriterionRow, ...]:
    """The rows that are wanted, in their order. Every word of the text must occur."""
    words = wanted.text.casefold().split()
    return tuple(r for r in rows if _chosen(r, wanted) and all(w in _said(r) for w in words))


def _chosen(row: CriterionRow, wanted: WantedCriteria) -> bool:
    pairs = (
        (wanted.categories, row.category),
        (wanted.series, row.series),
        (wanted.statuses, row.status),
        (wanted.owners, row.owner),
    )
    return all(value in choice for choice, value in pairs if choice)


def _said(row: CriterionRow) -> str:
    paraphrase = catalog().get(row.criterion).paraphrase
    return f"{row.criterion} {row.title} {row.owner} {paraphrase}".casefold()


def _row(view: CriterionView, series_name: str) -> CriterionRow:
    criterion, finding = view.criterion, view.finding
    worst = max(finding.gaps, key=lambda g: SEVERITIES.index(g.severity), default=None)
    return CriterionRow(
        criterion=criterion.id,
        title=criterion.title,
        category=criterion.category,
        series=criterion.series,
        series_name=series_name,
        status=finding.status,
        design=finding.design,
        operation=finding.operation,
        linked=view.linked,
        counted=view.counted,
        gaps=len(finding.gaps),
        worst=worst.severity if worst else None,
        owner=_owner(worst, view),
        decided=len(view.decided),
    )


def _owner(worst: Gap | None, view: CriterionView) -> str:
    if worst and worst.owner:
        return worst.owner
    expected = view.criterion.evidence
    return catalog().owners[expected[0].owners[0]] if expected else ""
