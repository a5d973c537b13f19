"""Where a text too long for one passage is cut, and how pieces are packed until one is full.

In order of preference a cut falls on a paragraph's, a sentence's or a line's end, a clause mark, a
space; never inside a word of fewer than `_LONGEST_WORD` characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.model import Block
from ingest.sentences import ends_sentence, sentence_marks

TARGET = 900
"""Characters of a passage at most, about; fewer where the embedder's tokens run out first."""

_LONGEST_WORD = 200
_SURELY_FITS = 2
"""Bytes per token at least, in any text worth searching: what is shorter is not counted."""

_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_LINE = re.compile(r"\n")
_CLAUSE = re.compile(r"[,;:](?=\s)|[、，；：]|,(?=[\"{\[])")
_SPACE = re.compile(r"\s")
_NO_WORD = re.compile(r"[^\w]")


def inside_word(text: str, at: int) -> bool:
    """Whether a cut at offset `at` would part two letters, digits or underscores."""
    return 0 < at < len(text) and _is_word(text[at - 1]) and _is_word(text[at])


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


class Fit:
    """Whether a span of the text is small enough, asking the token counter only where needed."""

    def __init__(self, text: str, count: Callable[[str], int] | None, limit: int) -> None:
        self._text, self._count, self._limit = text, count, limit

    def share(self, start: int, end: int) -> float:
        """How much of a passage the span fills: above 1.0 it is too long."""
        length = (end - start) / TARGET
        if self._count is None or length > 1.5:
            return length
        body = self._text[start:end]
        if len(body.encode("utf-8", "replace")) <= _SURELY_FITS * self._limit:
            return length
        return max(length, self._count(body) / self._limit)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block, or one part of a block too long for a passage.

    `leads` into what follows it; `alone`, as part of a long row, it shares no passage.
    """

    start: int
    end: int
    leads: bool
    alone: bool


def sized(text: str, blocks: list[Block], fits: Fit) -> Iterator[tuple[int, int]]:
    """The spans of a group of blocks, packed as full as fits."""
    pieces: list[_Piece] = []
    lead: int | None = None
    for block in blocks:
        pieces.extend(_pieces(text, block, fits, lead))
        if not pieces[-1].leads:
            lead = None
        elif lead is None:
            lead = pieces[-1].start
    at = 0
    while at < len(pieces):
        end = _packed(pieces, at, fits)
        yield pieces[at].start, pieces[end - 1].end
        at = end


def _packed(pieces: list[_Piece], at: int, fits: Fit) -> int:
    """The piece after the last that goes into one passage with the piece `at`."""
    start = pieces[at].start
    end = at + 1
    while end < len(pieces) and _may_share(pieces[end - 1], pieces[end], start):
        end += 1
    while end > at + 1 and (over := fits.share(start, pieces[end - 1].end)) > 1:
        allowed = start + (pieces[end - 1].end - start) / over
        end -= 1
        while end > at + 1 and pieces[end - 1].end > allowed:
            end -= 1
    # What leads into a list, or a heading, does not stay behind at the end of a passage.
    last = end
    while end < len(pieces) and last > at and pieces[last - 1].leads:
        last -= 1
    return last if last > at else end


def _may_share(last: _Piece, piece: _Piece, start: int) -> bool:
    if piece.end - start > TARGET or last.alone:
        return False
    return not piece.alone or last.leads


def _pieces(text: str, block: Block, fits: Fit, lead: int | None) -> Iterator[_Piece]:
    """The parts of a block; the first leaves room for the heading that begins at `lead`."""
    if lead is None or block.role == "row" or block.start - lead > TARGET // 3:
        lead = block.start
    parts = list(_parts(text, block.start, block.end, fits, lead))
    for number, (start, end) in enumerate(parts, 1):
        leads = block.role == "heading" or text[end - 1] in ":："
        alone = block.role == "row" and len(parts) > 1
        yield _Piece(start, end, leads and number == len(parts), alone)


def _parts(text: str, start: int, end: int, fits: Fit, lead: int) -> Iterator[tuple[int, int]]:
    """`text[start:end]`, trimmed, in parts that fit, the first together with what leads into it."""
    while True:
        start, end = _trimmed(text, start, end)
        if start >= end:
            return
        reach = min(end, lead + TARGET)
        share = fits.share(lead, reach)
        if reach == end and share <= 1:
            yield start, end
            return
        size = int((reach - lead) / max(1.0, share)) - (start - lead)
        at = cut(text, start, start + max(1, size), end)
        yield _trimmed(text, start, at)
        start = lead = at


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def cut(text: str, start: int, reach: int, end: int) -> int:
    """The best place to cut `text` after `start` and up to `reach`, beyond it only to spare a word."""
    if reach >= end:
        return end
    for places in _places(text, start, reach):
        for at in reversed(places):
            if start < at < end and not inside_word(text, at):
                return at
    return _cut_without_space(text, start, reach, end)


def _places(text: str, start: int, reach: int) -> Iterator[list[int]]:
    """Where `text` may be cut behind `start` and up to `reach`, the best kind of place first."""
    floor = start + (reach - start) * 2 // 5
    yield [m.start() for m in _PARAGRAPH.finditer(text, floor, reach)]
    marks = sentence_marks(text, floor, reach + 1)
    yield [m.end() for m in marks if m.end() <= reach and ends_sentence(text, m, start)]
    yield [m.start() for m in _LINE.finditer(text, floor, reach)]
    yield [m.end() for m in _CLAUSE.finditer(text, floor, reach)]
    yield [m.start() for m in _SPACE.finditer(text, floor, reach + 1)]
    yield [m.start() for m in _SPACE.finditer(text, start + 1, reach + 1)]
    yield [m.end() for m in _NO_WORD.finditer(text, floor, reach)]


def _cut_without_space(text: str, start: int, reach: int, end: int) -> int:
    first = reach
    while first > start and reach - first < _LONGEST_WORD and inside_word(text, first):
        first -= 1
    if first > start and not inside_word(text, first):
        return first
    last = reach
    while last < end and last - first < _LONGEST_WORD and inside_word(text, last):
        last += 1
    return last if not inside_word(text, last) else reach
