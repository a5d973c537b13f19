"""Lines of a text around the cited ones, the quote marked by its characters.

Plain formats are shown as the file has them. Where a file's text is not what a person reads (web
pages, Word, mail), the text that was read from it is shown, read anew from the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from assistant.export.places import place_words
from assistant.viewing.folding import fold, places
from assistant.viewing.model import Lines, Unseen, View
from assistant.viewing.original import Original
from assistant.viewing.recognised import spans_at
from assistant.viewing.words import NOT_REFOUND, standing
from ingest.errors import IngestError
from ingest.limits import MIB
from ingest.model import Document, Locator
from ingest.parsers import parser_for
from ingest.parsers.decoding import stream_lines, with_plain_breaks

AROUND = 8
"""Lines shown before and behind the cited ones."""
AS_THE_FILE_HAS_THEM = frozenset({"text", "markdown", "records", "settings", "log"})
"""Formats whose text is the file's own, line by line."""
_READ_ANEW_BYTES = 64 * MIB
_LONGEST = 1_000
_KEPT = 300
"""Of a line longer than `_LONGEST`, what is shown before and behind its marks."""

Mark = tuple[int, int, int]


def file_view(original: Original, document: Document, place: Locator, quote: str) -> View:
    """Lines of the file itself; what is not found there is sought in the text read from it."""
    if place.line_start is None:
        return reading_view(original, document, place, quote)
    first, last = place.line_start, place.line_end or place.line_start
    around = AROUND if quote else 0
    top = max(1, first - around)
    try:
        lines = _numbered(original, top, last + around)
    except IngestError as problem:
        return Unseen(f"The file cannot be opened: {problem}.")
    if not quote:
        return _shown(lines, top, (), place_words(place))
    cited = lines[first - top : last - top + 1]
    spans = places(fold(quote), fold("\n".join(cited)))
    if not spans:
        return reading_view(original, document, place, quote)
    marks = tuple((n + first - top, a, b) for n, a, b in _by_line(cited, spans))
    caption = "; ".join(filter(None, (place_words(place), standing(len(spans), "here"))))
    return _shown(lines, top, marks, caption)


def reading_view(original: Original, document: Document, place: Locator, quote: str) -> View:
    """Lines of the text that is read from the file, numbered in that text."""
    if original.source.size > _READ_ANEW_BYTES:
        return Unseen("The file is too large to be read again while you wait; open it itself.")
    try:
        parsed = parser_for(original.source).parse(original.source)
    except IngestError as problem:
        return Unseen(f"The file cannot be opened: {problem}.")
    fresh = replace(document, text=parsed.text, blocks=parsed.blocks, words=parsed.words)
    lines = fresh.text.split("\n")
    if not quote:
        first, last = place.line_start or 1, place.line_end or len(lines)
        return _shown(
            lines[first - 1 : last], first, (), f"text read from the file, {_span(first, last)}"
        )
    spans = spans_at(fresh, quote, place)
    if not spans:
        return Unseen(NOT_REFOUND)
    marks = _by_line(lines, spans)
    top = max(0, marks[0][0] - AROUND)
    # Two far occurrences would show the whole text between: it is cut behind the first's place.
    bottom = min(len(lines), marks[-1][0] + AROUND + 1, marks[0][0] + 20 * AROUND)
    shown = tuple((n - top, a, b) for n, a, b in marks if n < bottom)
    where = f"in the file itself: {words}" if (words := place_words(place)) else ""
    caption = ("text read from the file", where, standing(len(spans), "here"))
    return _shown(lines[top:bottom], top + 1, shown, "; ".join(filter(None, caption)))


def _span(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first}-{last}"


def _numbered(original: Original, first: int, last: int) -> list[str]:
    """Lines `first` to `last` of the file, counted as the ingest counts them."""
    lines = (
        part
        for line in stream_lines(original.source)
        for part in with_plain_breaks(line.removesuffix("\n")).split("\n")
    )
    return list(islice(lines, first - 1, last))


def _by_line(lines: Sequence[str], spans: Sequence[tuple[int, int]]) -> tuple[Mark, ...]:
    """Spans of the joined lines as marks, one a line, without the white space at their ends."""
    marks: list[Mark] = []
    begin = 0
    for number, line in enumerate(lines):
        for start, end in spans:
            a, b = max(start - begin, 0), min(end - begin, len(line))
            part = line[a:b] if a < b else ""
            if part.strip():
                marks.append((number, a + len(part) - len(part.lstrip()), a + len(part.rstrip())))
        begin += len(line) + 1
    return tuple(sorted(marks))


def _shown(lines: Sequence[str], first: int, marks: tuple[Mark, ...], caption: str) -> Lines:
    cut: list[str] = []
    moved: list[Mark] = []
    for number, line in enumerate(lines):
        own = [(a, b) for n, a, b in marks if n == number]
        short, shift = _short(line, own)
        cut.append(short)
        moved += [(number, a - shift, min(b - shift, len(short))) for a, b in own]
    return Lines(tuple(cut), first, tuple(moved), caption)


def _short(line: str, marks: Sequence[tuple[int, int]]) -> tuple[str, int]:
    """A long line around its marks, and by how much they moved to the left."""
    if len(line) <= _LONGEST:
        return line, 0
    start = max(0, min((a for a, _ in marks), default=0) - _KEPT)
    end = min(len(line), max((b for _, b in marks), default=0) + _KEPT)
    before = "… " if start else ""
    after = " …" if end < len(line) else ""
    return f"{before}{line[start:end]}{after}", start - len(before)
