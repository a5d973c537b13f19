"""The offline engine: quotes what the ranker found, writes nothing of its own. Deterministic."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.mapping.aspects import aspect_of
from assistant.mapping.quotes import best_spans, fit_to_quote
from assistant.model import Candidate, Citation, Link
from assistant.verify import cite
from ingest.model import Document

_QUOTES = 3
"""Quotes a link: one more than a reader needs, for one may fail its second reading."""


class OfflineEngine:
    """Follows the ranker; its part is to find the words that say so."""

    name = "offline"
    prompts: tuple[tuple[str, str], ...] = ()
    reach = 0

    def assess(self, document: Document, candidates: Sequence[Candidate]) -> tuple[Link, ...]:
        """A link for each accepted candidate that has words to quote."""
        links = (self._link(document, c) for c in candidates if c.accepted)
        return tuple(link for link in links if link.citations)

    def _link(self, document: Document, candidate: Candidate) -> Link:
        return Link(
            document_id=document.id,
            criterion=candidate.criterion.id,
            confidence=candidate.confidence,
            accepted=True,
            aspect=aspect_of(document.kind),
            rationale=candidate.reason,
            citations=_citations(document, candidate),
        )


def _citations(document: Document, candidate: Candidate) -> tuple[Citation, ...]:
    spans = best_spans(
        candidate.criterion, candidate.evidence, limit=_QUOTES, hint=candidate.reason
    )
    places = [(span.start, span.end) for span in spans] or _openings(document, candidate)
    return tuple(cite(document, start, end) for start, end in places)


def _openings(document: Document, candidate: Candidate) -> list[tuple[int, int]]:
    """The best passage's first sentence: where no sentence alone speaks to the criterion."""
    for shown in candidate.evidence[:1]:
        return list(fit_to_quote(document, shown.passage)[:1])
    return []
