"""Which documents a person's limits leave to be searched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.answers import Narrowing
from assistant.assessment.freshness import evidence_day
from assistant.errors import UsageError
from ingest.model import Document


def documents_within(
    narrowing: Narrowing,
    heads: Iterable[Document],
    supporting: Mapping[str, frozenset[str]] | None,
) -> frozenset[str]:
    """Ids of the documents that every part of the narrowing allows; none may be left.

    `supporting` has the ids of the documents that support a criterion, None where nothing is mapped
    yet: then criteria limit nothing that is known, and `UsageError` says so. Also raised for a span
    of days that ends before it starts.
    """
    if narrowing.first and narrowing.last and narrowing.first > narrowing.last:
        raise UsageError("the span of days ends before it starts; swap the days")
    if narrowing.criteria and supporting is None:
        raise UsageError(
            "the evidence is not mapped to criteria yet, so it cannot be limited to them; "
            "run the mapping first"
        )
    return frozenset(d.id for d in heads if _allowed(d, narrowing, supporting or {}))


def _allowed(
    document: Document, narrowing: Narrowing, supporting: Mapping[str, frozenset[str]]
) -> bool:
    if narrowing.kinds and document.kind not in narrowing.kinds:
        return False
    if narrowing.files and document.path not in narrowing.files:
        return False
    if narrowing.criteria and not any(
        document.id in supporting.get(c, frozenset()) for c in narrowing.criteria
    ):
        return False
    if narrowing.first or narrowing.last:
        day = evidence_day(document.kind, document.dates)
        return day is not None and (
            (narrowing.first is None or day >= narrowing.first)
            and (narrowing.last is None or day <= narrowing.last)
        )
    return True
