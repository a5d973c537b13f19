"""The gate: proposals in, checked values out. Nothing is stored, shown or exported around it.

Every citation must name a known document, be verbatim in its text at the place it names, and be
found again in the original file by a second way of reading where there is one. What fails is
dropped and said; a link left without a citation is no longer claimed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from assistant.catalog.criteria import catalog
from assistant.model import Citation, Link, Problem
from ingest.model import Document, Locator
from ingest.place import locate
from ingest.second_reading import refound

MAX_QUOTE = 1_200
"""Longest quote; contracts/mapping.schema.json."""


def check_links(
    links: Iterable[Link], document: Document, *, root: Path
) -> tuple[tuple[Link, ...], tuple[Problem, ...]]:
    """Links of one document that hold, and what was refused.

    Raises nothing: an engine may propose anything.
    """
    kept: list[Link] = []
    problems: list[Problem] = []
    known = catalog()
    for link in links:
        subject = f"{document.name} → {link.criterion}"
        if link.criterion not in known:
            problems.append(Problem(subject, f"{link.criterion!r} is not a criterion"))
            continue
        checked, refused = check_citations(link.citations, document, root=root)
        problems.extend(Problem(subject, reason) for reason in refused)
        if checked:
            kept.append(replace(link, citations=checked))
        else:
            problems.append(Problem(subject, "no citation could be proven, so it is not claimed"))
    return tuple(kept), tuple(problems)


def check_citations(
    citations: Iterable[Citation], document: Document, *, root: Path
) -> tuple[tuple[Citation, ...], tuple[str, ...]]:
    """Citations that were re-found, and a reason for each that was not."""
    kept: list[Citation] = []
    refused: list[str] = []
    for citation in citations:
        reason = _refusal(citation, document, root)
        if reason is None:
            kept.append(citation)
        else:
            refused.append(reason)
    return tuple(dict.fromkeys(kept)), tuple(refused)


def cite(document: Document, start: int, end: int) -> Citation:
    """The citation of a span of a document's text, cut to the longest quote allowed."""
    quote = document.text[start : min(end, start + MAX_QUOTE)].strip()
    at = document.text.index(quote, start)
    place = locate(document, at, at + len(quote))
    return Citation(document.id, document.path, quote, place)


def _refusal(citation: Citation, document: Document, root: Path) -> str | None:
    quote = citation.quote
    if (citation.document_id, citation.path) != (document.id, document.path):
        return f"cites {citation.path!r}, which was not shown"
    if not quote.strip() or len(quote) > MAX_QUOTE:
        return "the quote is empty or too long"
    if not _stands_at(document, quote, citation.locator):
        return f"not verbatim at the place named: {quote[:80]!r}"
    if not refound(root, document.path, quote, citation.locator):
        return f"not found again in the original file: {quote[:80]!r}"
    return None


def _stands_at(document: Document, quote: str, place: Locator) -> bool:
    at = document.text.find(quote)
    while at >= 0:
        if locate(document, at, at + len(quote)) == place:
            return True
        at = document.text.find(quote, at + 1)
    return False
