"""Citations made by the judging itself: from a note, a span of text or a row of a table."""

from __future__ import annotations

from assistant.model import Citation
from ingest.model import Block, Document, Locator, Note, Table
from ingest.place import locate

LONGEST = 1200
"""Longest quote of the contract, in characters."""


def of_note(document: Document, note: Note) -> Citation | None:
    """The words and place a warning shows, where it shows any that stand in the document."""
    quote = (note.quote or "").strip()[:LONGEST]
    if not quote or quote not in document.text:
        return None
    start = document.text.index(quote)
    try:
        place = note.locator or locate(document, start, start + len(quote))
    except ValueError:
        return None
    return Citation(document.id, document.path, quote, place)


def of_span(document: Document, start: int, end: int) -> Citation | None:
    """The words `text[start:end]` without blanks around them; None where no place holds them."""
    end = min(end, start + LONGEST)
    quote = document.text[start:end]
    start += len(quote) - len(quote.lstrip())
    quote = quote.strip()
    if not quote:
        return None
    try:
        place = locate(document, start, start + len(quote))
    except ValueError:
        return None
    return Citation(document.id, document.path, quote, place)


def of_row(document: Document, table: Table, index: int) -> Citation | None:
    """A data row of a table as it stands in the text; None where its block cannot be told."""
    block = _row_block(document, table, index)
    return of_span(document, block.start, block.end) if block else None


def _row_block(document: Document, table: Table, index: int) -> Block | None:
    """The block of the row's number that holds most of its cells.

    A record's cells are written out, so some of them need not stand in the text as they are.
    """
    cells = [cell.strip() for cell in table.rows[index] if cell.strip()]
    number = table.row_numbers[index] if index < len(table.row_numbers) else None
    if number is None or not cells:
        return None

    def held(block: Block) -> int:
        return sum(cell in document.text[block.start : block.end] for cell in cells)

    rows = [block for block in document.blocks if _holds(block.locator, number)]
    best = max(rows, key=held, default=None)
    return best if best and 2 * held(best) >= len(cells) else None


def _holds(place: Locator, number: int) -> bool:
    first, last = (
        (place.row_start, place.row_end) if place.row_start else (place.line_start, place.line_end)
    )
    return first is not None and first <= number <= (last or first)
