"""Rows of a CSV file or a sheet around the cited ones, the head kept, the quote's rows marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.export.places import place_words
from assistant.viewing.folding import fold, places
from assistant.viewing.model import Rows, Unseen, View
from assistant.viewing.original import Original
from assistant.viewing.words import NOT_REFOUND, standing
from ingest.errors import IngestError
from ingest.model import Locator
from ingest.parsers import delimited, sheet
from ingest.parsers.regions import SheetRow

AROUND = 6
"""Rows shown before and behind the cited ones."""
_MOST_ROWS = 400
_CELL_CHARS = 2_000


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of either format: its number, its cells, and the text that quotes were cut from."""

    number: int
    last: int
    cells: tuple[str, ...]
    text: str


def delimited_view(original: Original, place: Locator, quote: str) -> View:
    """Rows of a CSV file; they are numbered by the line that they begin at."""
    first = place.line_start or place.row_start or 1
    last = place.line_end or place.row_end or first
    around = AROUND if quote else 0
    try:
        head, found = delimited.part(original.source, max(1, first - around), last + around)
    except IngestError as problem:
        return Unseen(f"The table cannot be opened: {problem}.")
    lines = [_Line(row.line, row.last_line, row.cells, row.raw) for row in found]
    names = head.cells if head else ()
    # The head is shown above; it stays among the rows only where it is what the quote is about.
    if head and not (quote and first <= head.line <= last):
        lines = [line for line in lines if line.number != head.line]
    return _view(names, lines, place, first, last, quote)


def sheet_view(original: Original, place: Locator, quote: str) -> View:
    """Rows of a sheet, numbered as the spreadsheet program does; columns without a name by letter."""
    if place.sheet is None:
        return Unseen(NOT_REFOUND)
    first = place.row_start or 1
    last = place.row_end or first
    around = AROUND if quote else 0
    try:
        found = sheet.part(original.source, place.sheet, max(1, first - around), last + around)
    except IngestError as problem:
        return Unseen(f"The workbook cannot be opened: {problem}.")
    if not found:
        return Unseen(NOT_REFOUND)
    region = next((region for region, row in found if row.number >= first), found[0][0])
    head = region.head if region.head and not first <= region.head_row <= last else None
    shown = [row for _, row in found if head is None or row.number != head.number]
    columns = sorted({at for row in (*shown, *([head] if head else [])) for at in row.filled})
    lines = [
        _Line(row.number, row.number, tuple(row.cell(at) for at in columns), row.text)
        for row in shown
    ]
    return _view(_names(head, columns), lines, place, first, last, quote)


def _names(head: SheetRow | None, columns: Sequence[int]) -> tuple[str, ...]:
    from openpyxl.utils import get_column_letter

    return tuple(
        (head.cell(at).strip() if head else "") or get_column_letter(at + 1) for at in columns
    )


def _view(
    names: tuple[str, ...],
    lines: Sequence[_Line],
    place: Locator,
    first: int,
    last: int,
    quote: str,
) -> View:
    marked: frozenset[int] = frozenset()
    times = 0
    if quote:
        cited = [n for n, line in enumerate(lines) if line.number <= last and line.last >= first]
        marked, times = _touched([lines[n].text for n in cited], quote)
        marked = frozenset(cited[n] for n in marked)
        if not marked:
            return Unseen(NOT_REFOUND)
    shown = lines[:_MOST_ROWS]
    width = max([len(names), *(len(line.cells) for line in shown)])
    caption = "; ".join(filter(None, (place_words(place), standing(times, "at this place"))))
    return Rows(
        head=tuple(names[n] if n < len(names) else "" for n in range(width)),
        rows=tuple(_padded(line.cells, width) for line in shown),
        numbers=tuple(line.number for line in shown),
        marked=frozenset(n for n in marked if n < len(shown)),
        caption=caption,
    )


def _touched(texts: Sequence[str], quote: str) -> tuple[frozenset[int], int]:
    """Which of the rows hold a part of the quote, and how often the quote stands in them."""
    joined = "\n".join(texts)
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 1
    spans = places(fold(quote), fold(joined))
    touched = {
        number
        for start, end in spans
        for number, begin in enumerate(starts)
        if begin < end and begin + len(texts[number]) > start
    }
    return frozenset(touched), len(spans)


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*(_short(cell) for cell in cells), *("",) * (width - len(cells)))


def _short(cell: str) -> str:
    return cell if len(cell) <= _CELL_CHARS else cell[:_CELL_CHARS] + " …"
