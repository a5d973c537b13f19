"""Logs: lines grouped into citeable blocks that know their first and last time.

Streamed: the first `limits.table_rows` lines are kept and searched, the rest is counted. The text
is the file's own lines. A block never runs over the end of a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from ingest.errors import UnreadableFile
from ingest.model import Column, Note, Parsed, Table
from ingest.parsers.decoding import encoding_of, stream_lines, with_plain_breaks
from ingest.parsers.log_formats import Entry, Format, recognise
from ingest.parsers.outline import Outline
from ingest.passages import LOG
from ingest.source import Source

SUFFIXES: tuple[str, ...] = (".log", ".out", ".err", ".syslog")

_SAMPLE_LINES = 60
_GROUP_LINES = 15
_GROUP_CHARS = 900


def parse(source: Source) -> Parsed:
    """Reads a log of any size; raises as `decoding.stream_lines` does."""
    reading = _Reading(source)
    if not reading.text.strip():
        raise UnreadableFile("the file is empty")
    form = recognise([line for line in reading.lines if line.strip()][:_SAMPLE_LINES])
    entries = [form.read(line) if form else None for line in reading.lines]
    outline = Outline(reading.text)
    for first, last in _groups(reading.lines, entries):
        section = _span([entry.time for entry in entries[first:last] if entry])
        start, end = reading.offsets[first], reading.offsets[last]
        rows = (outline.line_at(start) + 1, outline.line_at(end - 1) + 1)
        outline.add(start, end, "row", section=section, rows=rows)
    return Parsed(
        media_type=LOG,
        text=reading.text,
        blocks=outline.blocks,
        tables=_tables(form, entries, reading, source.limits.table_rows),
        notes=reading.notes(form),
    )


def holds_log_lines(source: Source) -> bool:
    """Whether a file of another name begins with at least five lines of one log format."""
    head = source.head(16_384)
    text = head.decode(encoding_of(head), errors="replace")
    lines = [line for line in text.splitlines()[:-1] if line.strip()][:_SAMPLE_LINES]
    form = recognise(lines) if len(lines) >= 5 else None
    return form is not None and sum(1 for line in lines if form.read(line)) >= 0.8 * len(lines)


@dataclass
class _Reading:
    """The kept lines of a log, and what is known of the others."""

    source: Source
    lines: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=lambda: [0])
    total: int = 0
    last: str = ""

    def __post_init__(self) -> None:
        limits = self.source.limits
        stream = stream_lines(self.source)
        kept: list[str] = []
        for raw in islice(stream, limits.table_rows):
            line = with_plain_breaks(raw)
            if self.offsets[-1] + len(line) > limits.text_chars and kept:
                self._count(raw, stream)
                break
            kept.append(line)
            self.lines.append(line.rstrip("\n"))
            self.offsets.append(self.offsets[-1] + len(line))
        self.text = "".join(kept)
        self._count("", stream)
        self.total += len(kept)

    def _count(self, raw: str, stream: Iterator[str]) -> None:
        if raw:
            self.total, self.last = self.total + 1, raw
        for line in stream:
            self.total += 1
            if not line.isspace():
                self.last = line

    def notes(self, form: Format | None) -> tuple[Note, ...]:
        """Says how many lines were left out, and how far in time the log goes on."""
        if self.total == len(self.lines):
            return ()
        entry = form.read(self.last) if form else None
        until = f", the last of {entry.time}" if entry and entry.time else ""
        detail = f"the first {len(self.lines):,} of {self.total:,} lines are searched{until}"
        return (Note("truncated", detail),)


def _groups(lines: list[str], entries: list[Entry | None]) -> Iterator[tuple[int, int]]:
    """Runs of lines of one day, of at most `_GROUP_LINES` lines and `_GROUP_CHARS` characters.

    A line without a time of its own, such as one of a stack trace, goes with the line before it.
    """
    first, size, day = 0, 0, ""
    for at, (line, entry) in enumerate(zip(lines, entries, strict=True)):
        new_day = entry is not None and day not in ("", entry.day)
        full = at - first >= _GROUP_LINES or size + len(line) > _GROUP_CHARS
        if at > first and (new_day or full):
            yield first, at
            first, size, day = at, 0, ""
        size += len(line) + 1
        day = entry.day if entry else day
    yield first, len(lines)


def _span(times: list[str]) -> str | None:
    known = [time for time in times if time]
    if not known:
        return None
    return known[0] if known[0] == known[-1] else f"{known[0]} to {known[-1]}"


def _tables(
    form: Format | None, entries: list[Entry | None], reading: _Reading, limit: int
) -> tuple[Table, ...]:
    if form is None:
        return ()
    numbered = []
    number = 1
    for entry, line in zip(entries, reading.lines, strict=True):
        if entry:
            numbered.append((number, entry))
        number += 1 + line.count("\n")
    return (
        Table(
            name="log",
            columns=tuple(Column(name) for name in form.columns),
            rows=tuple(entry.cells for _, entry in numbered[:limit]),
            row_count=len(numbered) + reading.total - len(reading.lines),
            row_numbers=tuple(number for number, _ in numbered[:limit]),
        ),
    )
