"""Delimited tables of any dialect and size: one block a row, and the whole as a `Table`.

Streamed: the first `limits.table_rows` rows are kept and searched as the file has them, the rest
is counted. Rows are numbered by the line that they begin at.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.errors import UnreadableFile
from ingest.model import Block, Column, Locator, Note, Parsed, Table
from ingest.parsers.decoding import encoding_of, stream_lines, with_plain_breaks
from ingest.source import Source

SUFFIXES: tuple[str, ...] = (".csv", ".tsv", ".psv", ".tab")

_DELIMITERS = [",", ";", "\t", "|"]
_SAMPLE_CHARS = 20_000
_HEAD_ROWS = 40
_MEDIA_TYPES = {".tsv": "text/tab-separated-values", ".tab": "text/tab-separated-values"}
_VALUE = re.compile(
    r"[+-]?[\d.,]+%?$|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\S+@\S+\.\S+$|https?://"
    r"|(?:true|false|yes|no|null|n/a)$|\d+\.\d+\.\d+\.\d+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Dialect:
    delimiter: str
    quoting: bool = True
    escape: str | None = None

    def reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar='"',
            doublequote=self.escape is None,
            escapechar=self.escape,
            quoting=csv.QUOTE_MINIMAL if self.quoting else csv.QUOTE_NONE,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, its own text, and the line it begins at."""

    cells: tuple[str, ...]
    raw: str
    line: int

    @property
    def last_line(self) -> int:
        """The line that it ends at."""
        return self.line + self.raw.rstrip("\n").count("\n")


@dataclass
class _Reading:
    """The kept rows of a file, blank ones included, and the count of all that hold something."""

    rows: list[Row] = field(default_factory=list)
    more: int = 0


def parse(source: Source) -> Parsed:
    """Reads a table; raises as `decoding.stream_lines` does."""
    dialect = _dialect(source)
    notes: list[Note] = []
    try:
        reading = _read(source, dialect)
    except csv.Error as error:
        # A quotation mark that never closes would swallow the rest of the file.
        notes.append(Note("truncated", f"quoting is broken ({error}): each line is one row"))
        reading = _read_unquoted(source, dialect.delimiter)
    if not reading.rows:
        raise UnreadableFile("the file is empty")
    head = _head_row(reading.rows)
    return _assembled(source, reading, head, notes)


def records(source: Source) -> Iterator[list[str]]:
    """Every record of a table as its fields, untouched; a blank line is a record without fields.

    Raises as `decoding.stream_lines` does, and `csv.Error` where the quoting is broken.
    """
    return _dialect(source).reader(stream_lines(source))


def part(source: Source, first: int, last: int) -> tuple[Row | None, tuple[Row, ...]]:
    """The row that names the columns, if any, and the rows that touch lines `first` to `last`.

    Rows are as `parse` has them; nothing behind `last` is read. Raises as `stream_lines` does.
    """
    dialect = _dialect(source)
    try:
        return _part(source, dialect, first, last)
    except csv.Error:
        return _part(source, _Dialect(dialect.delimiter, quoting=False), first, last)


def delimiter_of(source: Source) -> str:
    """The character that parts the fields of a table, as `parse` and `records` take it."""
    return _dialect(source).delimiter


def _assembled(source: Source, reading: _Reading, head: int | None, notes: list[Note]) -> Parsed:
    """The parsed file, given which of its kept rows is the head row."""
    first = 0 if head is None else head + 1
    rows = reading.rows[: first + source.limits.table_rows]
    data = [row for row in rows[first:] if any(row.cells)]
    dropped = [row for row in reading.rows[len(rows) :] if any(row.cells)]
    total = len(data) + len(dropped) + reading.more
    if total > len(data):
        detail = f"the first {len(data):,} of {total:,} rows are searched"
        notes.append(Note("truncated", detail))
    columns = _columns(rows, head, data)
    return Parsed(
        media_type=_MEDIA_TYPES.get(source.suffix, "text/csv"),
        text="".join(row.raw for row in rows),
        blocks=tuple(_blocks(rows, head)),
        tables=(
            Table(
                name=source.stem,
                columns=columns,
                rows=tuple(row.cells + ("",) * (len(columns) - len(row.cells)) for row in data),
                row_count=total,
                row_numbers=tuple(row.line for row in data),
            ),
        ),
        notes=tuple(notes),
    )


def _read(source: Source, dialect: _Dialect) -> _Reading:
    """Keeps rows up to the limits, then only counts; `csv.Error` where quoting is broken."""
    limits = source.limits
    reading = _Reading()
    lines = stream_lines(source)
    size = 0
    for row in _rows(dialect, lines):
        size += len(row.raw)
        if reading.rows and (size > limits.text_chars or len(reading.rows) > limits.table_rows):
            reading.more = any(row.cells) + _count(dialect, lines)
            break
        reading.rows.append(row)
    return reading


def _rows(dialect: _Dialect, lines: Iterator[str]) -> Iterator[Row]:
    seen: list[str] = []
    line = 1
    for cells in dialect.reader(_remembered(lines, seen)):
        raw = with_plain_breaks("".join(seen))
        seen.clear()
        yield Row(tuple(cell.strip() for cell in cells), raw, line)
        line += raw.count("\n")


def _part(
    source: Source, dialect: _Dialect, first: int, last: int
) -> tuple[Row | None, tuple[Row, ...]]:
    top: list[Row] = []
    kept: list[Row] = []
    for row in _rows(dialect, stream_lines(source)):
        if len(top) <= 2 * _HEAD_ROWS:
            top.append(row)
        elif row.line > last:
            break
        if row.line <= last and row.last_line >= first and any(row.cells):
            kept.append(row)
    head = _head_row(top)
    return (None if head is None else top[head]), tuple(kept)


def _read_unquoted(source: Source, delimiter: str) -> _Reading:
    try:
        return _read(source, _Dialect(delimiter, quoting=False))
    except csv.Error as error:
        raise UnreadableFile(f"the rows cannot be told apart: {error}") from None


def _count(dialect: _Dialect, lines: Iterator[str]) -> int:
    return sum(1 for cells in dialect.reader(lines) if cells)


def _remembered(lines: Iterator[str], seen: list[str]) -> Iterator[str]:
    for line in lines:
        seen.append(line)
        yield line


def _dialect(source: Source) -> _Dialect:
    """The dialect of the file's beginning; comma, or the suffix's own, where nothing tells."""
    own = {".tsv": "\t", ".tab": "\t", ".psv": "|"}.get(source.suffix, ",")
    head = source.head(_SAMPLE_CHARS * 2)
    sample = head.decode(encoding_of(head), errors="replace").removeprefix("\ufeff")
    sample = sample[:_SAMPLE_CHARS].replace("\r\n", "\n").replace("\x00", "\ufffd")
    whole_lines = sample[: sample.rfind("\n") + 1] or sample
    if not any(mark in whole_lines for mark in _DELIMITERS):
        return _Dialect(own)
    return _detected(whole_lines) or _sniffed(whole_lines) or _Dialect(own)


def _detected(sample: str) -> _Dialect | None:
    from clevercsv.detect import Detector

    found = Detector().detect(sample, delimiters=_DELIMITERS)
    if found is None or found.delimiter not in _DELIMITERS:
        return None
    return _Dialect(found.delimiter, escape=found.escapechar or None)


def _sniffed(sample: str) -> _Dialect | None:
    try:
        return _Dialect(csv.Sniffer().sniff(sample, "".join(_DELIMITERS)).delimiter)
    except csv.Error:
        return None


def _head_row(rows: list[Row]) -> int | None:
    """Which row names the columns: the first of full width, unless it holds values itself."""
    top = rows[:_HEAD_ROWS]
    # Counted in order, so that of two widths as frequent the one seen first is taken.
    widths = Counter(len(row.cells) for row in top if any(row.cells))
    width = max(widths, key=lambda w: (widths[w], w > 1), default=1)
    for at, row in enumerate(top):
        if len(row.cells) == width and sum(map(bool, row.cells)) * 2 > width:
            return at if _names_columns(row, rows[at + 1 : at + 1 + _HEAD_ROWS]) else None
    return None


def _names_columns(row: Row, below: list[Row]) -> bool:
    names = [name for name in row.cells if name]
    if any(_VALUE.match(name) for name in names) or len(set(names)) < len(names):
        return False
    return not any(
        name == other.cells[at]
        for at, name in enumerate(row.cells)
        for other in below
        if name and at < len(other.cells)
    )


def _columns(rows: list[Row], head: int | None, data: list[Row]) -> tuple[Column, ...]:
    if head is not None:
        return tuple(Column(name) for name in rows[head].cells)
    width = max((len(row.cells) for row in data), default=0)
    return tuple(Column(f"column {number}") for number in range(1, width + 1))


def _blocks(rows: list[Row], head: int | None) -> Iterator[Block]:
    offset = 0
    for at, row in enumerate(rows):
        body = row.raw.strip()
        if body:
            lead = len(row.raw) - len(row.raw.lstrip())
            line = row.line + row.raw[:lead].count("\n")
            last = line + body.count("\n")
            place = Locator(line_start=line, line_end=last, row_start=row.line, row_end=row.line)
            start, end = offset + lead, offset + lead + len(body)
            if head is not None and at < head:
                yield Block(start, end, place)
            elif at == head:
                yield Block(start, end, place, "heading", 1)
            else:
                yield Block(start, end, place, "row")
        offset += len(row.raw)
