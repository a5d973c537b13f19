"""Criterion ids that a document claims and that do not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.catalog.criteria import FRAMEWORK, Catalog, catalog, mentioned_ids
from ingest.model import Document, Locator, Note
from ingest.place import locate

_OURS = re.compile(
    r"\b(?:tsc|tspc?|soc[ -]?2|trust services?|satisf(?:y|ies|ied)|mapped criteria|criteri(?:a|on))\b"
    r"|\bCC\d\.\d",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:iso|27001|27002|annex|nist|cis|pci|hipaa|gdpr|cobit|hitrust|version|priority|section|"
    r"chapter|clause|figure|table|release)\b",
    re.IGNORECASE,
)
_LIST_ITEM = re.compile(r"^\s*(?:[-*•]|\d+\.)\s+")
_LOOK_BACK = 80
"""Lines of a list above an id in which its head is looked for."""


def unknown_criteria(document: Document, *, criteria: Catalog | None = None) -> tuple[Note, ...]:
    """A note for each id that is claimed as a criterion and is not one, at its first place.

    Ids of the series CC count wherever they stand; those of A, C, P, PI and PP, which other
    frameworks and version numbers use too, only where the line or the head of the list speaks of
    these criteria.
    """
    known = criteria or catalog()
    if all(mentioned in known for mentioned in mentioned_ids(document.text)):
        return ()
    found: dict[str, Note] = {}
    for start, line, head in _lines(document.text):
        for claimed in mentioned_ids(line):
            if claimed in known or claimed in found or not _claimed(claimed, line, head):
                continue
            if note := _note(document, claimed, start, line):
                found[claimed] = note
    return tuple(found.values())


def _lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Start and text of each line that holds an id, with the head of the list it stands in."""
    start, above = 0, list[str]()
    for line in text.splitlines(keepends=True):
        if mentioned_ids(line):
            yield start, line.rstrip("\r\n"), _head(above)
        above.append(line)
        start += len(line)


def _head(above: list[str]) -> str:
    heads = []
    for line in reversed(above[-_LOOK_BACK:]):
        if _LIST_ITEM.match(line) or not line.strip():
            continue
        heads.append(line)
        if len(heads) == 2 or not line.rstrip().endswith(":"):
            break
    return " ".join(heads) if heads and heads[0].rstrip().endswith(":") else ""


def _claimed(identifier: str, line: str, head: str) -> bool:
    if identifier.startswith("CC"):
        return True
    context = f"{head} {line}" if _LIST_ITEM.match(line) else line
    return _OURS.search(context) is not None and _OTHERS.search(context) is None


def _note(document: Document, claimed: str, start: int, line: str) -> Note | None:
    at = start + line.index(claimed)
    try:
        place = locate(document, at, at + len(claimed))
    except ValueError:
        return None
    detail = f"{claimed} does not exist in {FRAMEWORK}{_where(place)}"
    return Note("unknown_criterion", detail, place, line.strip()[:1200])


def _where(place: Locator) -> str:
    if place.line_start is not None:
        return f" (line {place.line_start})"
    if place.page is not None:
        return f" (page {place.page})"
    return f" (row {place.row_start})" if place.row_start is not None else ""
