"""A run arranged for readers: criteria with their quotes, series with their counts, gaps by weight.

Both the workbook and the page are written from these values, so that they cannot disagree.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.catalog.criteria import Catalog, Series, catalog
from assistant.export.places import named, of_citation, place_words
from assistant.export.words import STATUS_ORDER
from assistant.model import SEVERITIES, Criterion, Finding, Gap, Link, MappingRun, Status
from ingest.model import Document

COUNTED = frozenset({"A", "B"})


@dataclass(frozen=True, slots=True)
class Quote:
    """One quote of one item for a criterion, with its place in words."""

    text: str
    file: str
    place: str
    evidence_id: str
    grade: str
    confidence: float

    @property
    def where(self) -> str:
        """File and place."""
        return f"{self.file}, {self.place}" if self.place else self.file


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion with what supports it; quotes best first, counted items before others."""

    criterion: Criterion
    finding: Finding
    design: tuple[Quote, ...]
    operating: tuple[Quote, ...]
    linked: int
    counted: int
    decided: tuple[str, ...] = ()
    """What persons decided on its links, each with the item's name."""

    @property
    def status(self) -> Status:
        """Its status."""
        return self.finding.status


@dataclass(frozen=True, slots=True)
class SeriesView:
    """One series with its criteria and how many have each status."""

    series: Series
    criteria: tuple[CriterionView, ...]
    counts: tuple[tuple[Status, int], ...]

    @property
    def in_scope(self) -> bool:
        """Is its category examined?"""
        return any(c.status != "out_of_scope" for c in self.criteria)

    @property
    def with_counted(self) -> int:
        """How many of its criteria have at least one item that counts."""
        return sum(bool(c.counted) for c in self.criteria)


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One evidence item with its grade, warnings and the criteria it is linked to."""

    document: Document
    name: str
    grade: str
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunView:
    """A whole run, arranged."""

    run: MappingRun
    series: tuple[SeriesView, ...]
    counts: tuple[tuple[Status, int], ...]
    """Number of criteria by status, statuses without any left out."""
    gaps: tuple[tuple[Criterion, Gap], ...]
    """All gaps, the most severe first."""
    evidence: tuple[EvidenceView, ...]
    skipped: tuple[tuple[str, str], ...]
    """File and reason."""

    @property
    def criteria(self) -> tuple[CriterionView, ...]:
        """All criteria in the catalogue's order."""
        return tuple(c for s in self.series for c in s.criteria)


def view_of(run: MappingRun, *, known: Catalog | None = None) -> RunView:
    """Arrange a run. Findings of criteria that the catalogue does not hold are left out."""
    shipped = known or catalog()
    quoted = _quotes(run)
    findings = {f.criterion: f for f in run.findings}
    series = tuple(
        _series(s, tuple(_criterion(run, shipped.get(c), findings[c], quoted) for c in s.criteria))
        for s in shipped.series
    )
    order = {c: n for n, c in enumerate(shipped.ids)}
    gaps = [(shipped.get(f.criterion), g) for f in run.findings for g in f.gaps]
    gaps.sort(key=lambda p: (-SEVERITIES.index(p[1].severity), order[p[0].id]))
    return RunView(
        run=run,
        series=series,
        counts=_counts(f.status for f in run.findings),
        gaps=tuple(gaps),
        evidence=tuple(_evidence(run)),
        skipped=tuple(sorted((named(f.path, f.member), f.reason) for f in run.skipped)),
    )


def _counts(statuses: Iterable[Status]) -> tuple[tuple[Status, int], ...]:
    counted = Counter(statuses)
    return tuple((status, counted[status]) for status in STATUS_ORDER if counted[status])


def _series(series: Series, criteria: tuple[CriterionView, ...]) -> SeriesView:
    return SeriesView(series, criteria, _counts(c.status for c in criteria))


def _quotes(run: MappingRun) -> dict[str, list[tuple[Link, Quote]]]:
    names = {d.id: d for d in run.documents}
    by_criterion: dict[str, list[tuple[Link, Quote]]] = defaultdict(list)
    for link in run.links.links:
        if not link.accepted or link.document_id not in names:
            continue
        graded = run.grades.get(link.document_id)
        for citation in link.citations:
            quote = Quote(
                text=citation.quote,
                file=named(citation.path, citation.locator.member),
                place=place_words(citation.locator),
                evidence_id=link.document_id,
                grade=graded.grade if graded else "",
                confidence=link.confidence,
            )
            by_criterion[link.criterion].append((link, quote))
    for pairs in by_criterion.values():
        pairs.sort(key=lambda p: (p[1].grade or "Z", -p[1].confidence, p[1].where, p[1].text))
    return by_criterion


def _criterion(
    run: MappingRun,
    criterion: Criterion,
    finding: Finding,
    quoted: Mapping[str, list[tuple[Link, Quote]]],
) -> CriterionView:
    pairs = quoted.get(criterion.id, [])
    linked = {link.document_id for link, _ in pairs}
    counted = {d for d in linked if d in run.grades and run.grades[d].grade in COUNTED}
    return CriterionView(
        criterion,
        finding,
        design=tuple(q for link, q in pairs if link.aspect in ("design", "both")),
        operating=tuple(q for link, q in pairs if link.aspect in ("operating", "both")),
        linked=len(linked),
        counted=len(counted),
        decided=tuple(
            f"{named_link(run, link)} {link.decided}" for link in _decided(run, criterion)
        ),
    )


def _decided(run: MappingRun, criterion: Criterion) -> list[Link]:
    return [k for k in run.links.links if k.criterion == criterion.id and k.decided]


def named_link(run: MappingRun, link: Link) -> str:
    """The name of a link's item as a reader sees it."""
    items = (d for d in run.documents if d.id == link.document_id)
    return next((named(d.path, d.member) for d in items), link.document_id)


def _evidence(run: MappingRun) -> Iterable[EvidenceView]:
    linked: dict[str, list[str]] = defaultdict(list)
    for link in run.links.links:
        if link.accepted:
            linked[link.document_id].append(link.criterion)
    for document in sorted(run.documents, key=lambda d: (d.path, d.member or "", d.id)):
        graded = run.grades.get(document.id)
        yield EvidenceView(
            document,
            named(document.path, document.member),
            graded.grade if graded else "",
            graded.reasons if graded else (),
            tuple(str(note) for note in run.notes.get(document.id, ())),
            tuple(sorted(set(linked[document.id]), key=_in_order)),
        )


def _in_order(criterion: str) -> int:
    return catalog().ids.index(criterion)


def cited(gap: Gap) -> tuple[tuple[str, str], ...]:
    """The quotes of a gap with their places in words."""
    return tuple((c.quote, of_citation(c)) for c in gap.citations)
