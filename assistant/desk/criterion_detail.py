"""One criterion in full: what is asked, what supports it on either side, what is missing, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.assessment.freshness import Freshness, freshness
from assistant.export.places import named
from assistant.export.view import COUNTED, RunView
from assistant.mapping.quotes import stems
from assistant.model import Aspect, Citation, Criterion, ExpectedEvidence, Finding, Link
from ingest.model import Document

Presence = Literal["present", "perhaps", "missing"]
_ALIKE = 0.5
"""Share of the words of an expected item's name that an item's name and title must hold."""
_MOST_CANDIDATES = 8
_LEAST_CONFIDENCE = 0.02
_RULE = "section 10: "


@dataclass(frozen=True, slots=True)
class LinkView:
    """One item linked to the criterion, with its quotes and why it counts or does not."""

    document_id: str
    item: str
    kind: str
    aspect: Aspect
    accepted: bool
    confidence: float
    rationale: str
    decided: str
    grade: str
    grade_reasons: tuple[str, ...]
    fresh: Freshness
    citations: tuple[Citation, ...]

    @property
    def counts(self) -> bool:
        """Only grades A and B count."""
        return self.accepted and self.grade in COUNTED


@dataclass(frozen=True, slots=True)
class CandidateView:
    """An item that the tool thought of and does not claim."""

    document_id: str
    item: str
    kind: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ExpectedView:
    """What usually supports the criterion, and whether it is there."""

    expected: ExpectedEvidence
    presence: Presence
    items: tuple[str, ...]
    """The items that are it, or may be it."""


@dataclass(frozen=True, slots=True)
class CriterionDetail:
    """One criterion of the newest run."""

    criterion: Criterion
    finding: Finding
    why: str
    """The rule that led to the status, in words."""
    reasons: tuple[str, ...]
    """What each item proves, item by item."""
    design: tuple[LinkView, ...]
    operating: tuple[LinkView, ...]
    """Claimed links, those that count first; one that shows both stands on both sides."""
    rejected: tuple[LinkView, ...]
    """Links that a person, or the engine on reading closer, does not hold with."""
    candidates: tuple[CandidateView, ...]
    expected: tuple[ExpectedView, ...]
    before: str
    """The criterion before this one in the catalogue, empty for the first."""
    after: str


def criterion_detail(view: RunView, criterion: str) -> CriterionDetail | None:
    """Everything about it in this run; None where there is no such criterion."""
    ids = [c.criterion.id for c in view.criteria]
    if criterion not in ids:
        return None
    at = ids.index(criterion)
    shown = view.criteria[at]
    links = _links(view, criterion)
    claimed = [k for k in links if k.accepted]
    return CriterionDetail(
        criterion=shown.criterion,
        finding=shown.finding,
        why=_why(shown.finding),
        reasons=tuple(r for r in shown.finding.reasons if not r.startswith(_RULE)),
        design=tuple(k for k in claimed if k.aspect in ("design", "both")),
        operating=tuple(k for k in claimed if k.aspect in ("operating", "both")),
        rejected=tuple(k for k in links if not k.accepted),
        candidates=_candidates(view, criterion, {k.document_id for k in links}),
        expected=tuple(_expected(e, claimed, view) for e in shown.criterion.evidence),
        before=ids[at - 1] if at else "",
        after=ids[at + 1] if at + 1 < len(ids) else "",
    )


def _why(finding: Finding) -> str:
    if finding.status == "out_of_scope":
        return "its category was not chosen"
    rule = next((r for r in finding.reasons if r.startswith(_RULE)), "")
    return rule.removeprefix(_RULE)


def _links(view: RunView, criterion: str) -> list[LinkView]:
    documents = {d.id: d for d in view.run.documents}
    found = [
        _link(view, documents[link.document_id], link)
        for link in view.run.links.links
        if link.criterion == criterion and link.document_id in documents
    ]
    return sorted(found, key=lambda k: (not k.counts, -k.confidence, k.item))


def _link(view: RunView, document: Document, link: Link) -> LinkView:
    graded = view.run.grades.get(document.id)
    return LinkView(
        document_id=document.id,
        item=named(document.path, document.member),
        kind=document.kind,
        aspect=link.aspect,
        accepted=link.accepted,
        confidence=link.confidence,
        rationale=link.rationale,
        decided=link.decided,
        grade=graded.grade if graded else "",
        grade_reasons=graded.reasons if graded else (),
        fresh=freshness(document.kind, document.dates, view.run.run.scope),
        citations=link.citations,
    )


def _candidates(view: RunView, criterion: str, linked: set[str]) -> tuple[CandidateView, ...]:
    found = []
    for document in view.run.documents:
        others = view.run.others.get(document.id, ())
        confidence = next((c for other, c in others if other == criterion), 0.0)
        if confidence >= _LEAST_CONFIDENCE and document.id not in linked:
            name = named(document.path, document.member)
            found.append(CandidateView(document.id, name, document.kind, confidence))
    found.sort(key=lambda c: (-c.confidence, c.item))
    return tuple(found[:_MOST_CANDIDATES])


def _expected(
    expected: ExpectedEvidence, claimed: Sequence[LinkView], view: RunView
) -> ExpectedView:
    """Present where a counted item of the kind is named like it; perhaps where only the kind fits."""
    of_kind = [k for k in claimed if k.counts and k.kind == expected.kind]
    titles = {d.id: d.title for d in view.run.documents}
    alike = [k for k in of_kind if _share(expected.name, [k.item, titles[k.document_id]]) >= _ALIKE]
    if alike:
        return ExpectedView(expected, "present", _names(alike))
    return ExpectedView(expected, "perhaps" if of_kind else "missing", _names(of_kind))


def _names(links: Iterable[LinkView]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(k.item for k in links))


def _share(name: str, texts: Iterable[str]) -> float:
    wanted = set(stems(name))
    held = {stem for text in texts for stem in stems(text.replace("_", " "))}
    return len(wanted & held) / len(wanted) if wanted else 0.0
