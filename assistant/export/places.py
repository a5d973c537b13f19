"""A place in a file in the words a person uses."""

from __future__ import annotations

from assistant.model import Citation
from ingest.model import Locator


def place_words(place: Locator) -> str:
    """`page 3`, `lines 12-14`, `sheet Users, rows 5-7`; empty where the place says nothing.

    The member of an archive is not named here; see `named`.
    """
    parts = [
        f"page {place.page}" if place.page is not None else "",
        f"sheet {place.sheet}" if place.sheet else "",
        _span("row", place.row_start, place.row_end),
        "" if place.row_start is not None else _span("line", place.line_start, place.line_end),
        f"section {place.section}" if place.section and _only_section(place) else "",
        "marked on the image" if place.bbox and place.page is None else "",
    ]
    return ", ".join(part for part in parts if part)


def named(path: str, member: str | None) -> str:
    """The file, and the way into it: `bundle.zip > a.csv`."""
    return path if member is None else " > ".join([path, *member.split("!")])


def of_citation(citation: Citation) -> str:
    """File and place of a quote, `bundle.zip > a.csv, row 7`."""
    place = place_words(citation.locator)
    file = named(citation.path, citation.locator.member)
    return f"{file}, {place}" if place else file


def _span(unit: str, first: int | None, last: int | None) -> str:
    if first is None:
        return ""
    if last is None or last == first:
        return f"{unit} {first}"
    return f"{unit}s {first}-{last}"


def _only_section(place: Locator) -> bool:
    return place.page is None and place.sheet is None and place.line_start is None
