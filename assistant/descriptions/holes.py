"""Unfilled places of the evidence as open points."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.assessment import quotes
from assistant.description import OpenPoint
from assistant.descriptions.sources import Source, Sources


def holes_in(sources: Sources) -> Iterable[OpenPoint]:
    """Every unfilled place of a usable document: asked for once by its words, and never quoted as fact."""
    for source in sources.usable:
        places: dict[str, list[tuple[int, int]]] = {}
        for start, end in source.holes:
            places.setdefault(" ".join(source.document.text[start:end].split()), []).append(
                (start, end)
            )
        for number, (words, spans) in enumerate(places.items(), 1):
            yield _hole(source, number, words, spans)


def _hole(source: Source, number: int, words: str, spans: list[tuple[int, int]]) -> OpenPoint:
    document = source.document
    cited = (quotes.of_span(document, start, end) for start, end in spans)
    often = f" in {len(spans)} places" if len(spans) > 1 else ""
    return OpenPoint(
        "placeholder",
        f"{document.id[:8]}-{number}",
        "evidence",
        f"What belongs in {document.name} where it says {words[:160]!r}{often}?",
        "the document has an unfilled place",
        "owner of the document",
        2,
        tuple(c for c in cited if c),
    )
