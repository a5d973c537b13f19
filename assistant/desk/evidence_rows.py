"""Evidence items of a run as the evidence page shows them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assistant.assessment.freshness import Freshness, evidence_day, freshness
from assistant.catalog.criteria import catalog
from assistant.model import Citation, Scope
from ingest.model import Document

if TYPE_CHECKING:
    from assistant.export.view import EvidenceView, RunView


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One item of the newest run, as a list shows it."""

    document_id: str
    name: str
    kind: str
    grade: str
    day: date | None
    """The day that counts for its kind."""
    fresh: Freshness
    criteria: tuple[str, ...]
    warnings: int
    there: bool
    """Is its file still in the tree? A removed one leaves the list at the next mapping."""


@dataclass(frozen=True, slots=True)
class Support:
    """A criterion that an item is linked to, with the quotes that say so."""

    criterion: str
    title: str
    aspect: str
    confidence: float
    rationale: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class EvidenceDetail:
    """One item in full."""

    document: Document
    name: str
    grade: str
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    supports: tuple[Support, ...]
    fresh: Freshness
    there: bool


def row_of(item: EvidenceView, scope: Scope, there: set[str]) -> EvidenceRow:
    """An item of a run as a list shows it; `there` are the paths of the tree."""
    document = item.document
    return EvidenceRow(
        document_id=document.id,
        name=item.name,
        kind=document.kind,
        grade=item.grade,
        day=evidence_day(document.kind, document.dates),
        fresh=freshness(document.kind, document.dates, scope),
        criteria=item.criteria,
        warnings=len(item.warnings),
        there=document.path in there,
    )


def supports_of(view: RunView, document_id: str) -> tuple[Support, ...]:
    """The criteria that an item is linked to, in their order."""
    known = catalog()
    found: dict[str, list[Support]] = defaultdict(list)
    for link in view.run.links.links:
        if link.document_id == document_id and link.accepted:
            found[link.criterion].append(
                Support(
                    criterion=link.criterion,
                    title=known.get(link.criterion).title,
                    aspect=link.aspect,
                    confidence=link.confidence,
                    rationale=link.rationale,
                    citations=link.citations,
                )
            )
    return tuple(s for c in known.ids for s in found.get(c, ()))
