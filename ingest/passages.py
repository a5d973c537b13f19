"""A document cut into passages: what is searched, shown to an engine, and cited.

Blocks of one heading are packed up to about `TARGET` characters; a block that is longer is cut at
the best place there is: a paragraph's, a sentence's or a line's end, a clause, a space.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.cutting import TARGET, Fit, inside_word, sized
from ingest.model import Block, Document, Locator, Passage
from ingest.place import locate
from ingest.sentences import sentences

__all__ = ["TARGET", "quotable", "sentences", "split"]

LOG = "text/x-log"
"""Media type of logs, whose blocks carry their times as section."""

_LONGEST_QUOTE = 400
_MARKUP = re.compile(r"^[\s#=*_`\[\]<\"'{]+|[\s#=*_`\[\]>\"':{]+$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|\{#[^}]*\}")
_LEFT_OUT = re.compile(r"[^\W_]{2}")
"""Words between two blocks were left out by the parser (a comment): no passage runs over them."""
_WORD = re.compile(r"[^\W_]")
_SQUEEZE = re.compile(r"[\W_]+")


def split(
    document: Document,
    *,
    count_tokens: Callable[[str], int] | None = None,
    limit: int = 220,
) -> tuple[Passage, ...]:
    """The passages of a document: exact slices of its text, in order, none inside a word.

    A passage has about `TARGET` characters at most, and at most `limit` tokens where
    `count_tokens` (of the embedder) is given. Each lies under one heading path, which is in
    `heading`; for table rows the head row is its last part.
    """
    fits = Fit(document.text, count_tokens, limit)
    spans = [
        (pack.heading, start, end)
        for pack in _packs(document)
        for start, end in sized(document.text, pack.blocks, fits)
    ]
    return tuple(
        Passage(
            id=_identity(document.id, start, end),
            document_id=document.id,
            ordinal=ordinal,
            start=start,
            end=end,
            text=document.text[start:end],
            heading=heading,
            locator=_placed(document, start, end),
        )
        for ordinal, (heading, start, end) in enumerate(spans)
    )


def _placed(document: Document, start: int, end: int) -> Locator:
    """The place of a passage; in a log its section runs from the first to the last time."""
    place = locate(document, start, end)
    if document.media_type != LOG or place.section is None:
        return place
    spans = [b.locator.section for b in _blocks_within(document.blocks, start, end)]
    times = [time for span in spans if span for time in span.split(" to ")]
    first, last = times[0], times[-1]
    return replace(place, section=first if first == last else f"{first} to {last}")


def quotable(document: Document, passage: Passage) -> tuple[tuple[int, int], ...]:
    """The spans of a passage that can be quoted and found in the file: sentences inside one block.

    A table row is one span from its first cell, a long one up to the last cell that fits. A span
    never begins or ends inside a word.
    """
    text, spans = document.text, []
    for block in _blocks_within(document.blocks, passage.start, passage.end):
        start, end = max(block.start, passage.start), min(block.end, passage.end)
        if _is_one_row(block):
            end = _cells_that_fit(text, block.start, block.end)
            if _WORD.search(text, block.start, end):
                spans.append((block.start, end))
            continue
        start, end = _whole_words(text, start, end)
        spans.extend(sentences(text[start:end], start))
    return tuple(spans)


def _is_one_row(block: Block) -> bool:
    place = block.locator
    return block.role == "row" and None is not place.row_start == place.row_end


def _cells_that_fit(text: str, start: int, end: int) -> int:
    """The end of a row's last cell within the longest quote; a lone huge cell ends at a word."""
    if end - start <= _LONGEST_QUOTE:
        return end
    limit = start + _LONGEST_QUOTE
    cut = max(text.rfind(mark, start, limit) for mark in (",", ";", "\t", "|", "\n"))
    if cut <= start:
        cut = limit
    while cut > start and inside_word(text, cut):
        cut -= 1
    return cut


def _blocks_within(blocks: Sequence[Block], start: int, end: int) -> Iterator[Block]:
    first = max(0, bisect_right(blocks, start, key=lambda b: b.start) - 1)
    for number in range(first, len(blocks)):
        block = blocks[number]
        if block.start >= end:
            return
        if block.end > start:
            yield block


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and inside_word(text, start):
        start += 1
    while end > start and inside_word(text, end):
        end -= 1
    return start, end


def _identity(document_id: str, start: int, end: int) -> str:
    return hashlib.sha256(f"{document_id}:{start}:{end}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Pack:
    """Blocks that may share a passage, with the heading path they stand under."""

    heading: str
    blocks: list[Block]


class _Headings:
    """The path of open headings, and the head row of the table that is being read."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._head_rows = {
            _squeezed(" ".join(names)): " | ".join(filter(None, names))
            for names in (tuple(c.name for c in table.columns) for table in document.tables)
        }
        self._open: list[tuple[int, str]] = []
        self._head_row = ""

    def enter(self, block: Block) -> None:
        """Opens a heading; those of its level and below are closed."""
        while self._open and self._open[-1][0] >= block.level:
            self._open.pop()
        self._open.append((block.level, self._words(block)))

    def meet(self, block: Block, *, begins_table: bool) -> None:
        """Takes note of the head row that a table begins with, and of a table's end."""
        if block.role != "row":
            self._head_row = ""
        elif begins_table:
            self._head_row = self._head_rows.get(_squeezed(self._raw(block)), "")

    def path(self) -> str:
        """What a block that stands here stands under, from the widest heading down."""
        return " > ".join(filter(None, [*(words for _, words in self._open), self._head_row]))

    def _words(self, block: Block) -> str:
        raw = self._raw(block)
        if block.locator.row_start is not None:
            return self._head_rows.get(_squeezed(raw), raw)
        line = _LINK.sub(r"\1", " ".join(raw.split()))
        if line.endswith("{"):
            line = line.replace('" "', ".").replace('"', "")
        return _MARKUP.sub("", line)

    def _raw(self, block: Block) -> str:
        return self._text[block.start : min(block.end, block.start + 2_000)]


def _squeezed(text: str) -> str:
    return _SQUEEZE.sub("", text[:2_000]).casefold()


def _packs(document: Document) -> Iterator[_Pack]:
    """Groups of blocks under one heading; a group begins with its heading where it has one."""
    headings = _Headings(document)
    blocks: list[Block] = []
    previous: Block | None = None
    for block in document.blocks:
        starts = previous is None or (
            _starts_anew(previous, block, document.media_type == LOG)
            or _LEFT_OUT.search(document.text, previous.end, block.start) is not None
        )
        if starts and blocks:
            yield _Pack(headings.path(), blocks)
            blocks = []
        if block.role == "heading" and previous is not None and _continues(previous, block):
            pass
        elif block.role == "heading":
            headings.enter(block)
        else:
            begins_table = previous is None or previous.role != "row"
            headings.meet(block, begins_table=begins_table)
        blocks.append(block)
        previous = block
    if blocks:
        yield _Pack(headings.path(), blocks)


def _starts_anew(previous: Block, block: Block, is_log: bool) -> bool:
    """Whether a block may not share a passage with the block before it."""
    if block.role == "heading":
        deeper = previous.role == "heading" and block.level > previous.level
        return not deeper and not _continues(previous, block)
    place, last = block.locator, previous.locator
    if (place.page, place.sheet, place.member) != (last.page, last.sheet, last.member):
        return True
    if previous.role == "heading":
        return False
    if block.role == "row" and previous.role == "row":
        return not is_log and place.section != last.section
    return block.role == "row" or previous.role == "row"


def _continues(previous: Block, block: Block) -> bool:
    """Whether two heading blocks are runs of one heading, cut by markup inside it."""
    same = previous.role == block.role == "heading" and previous.level == block.level
    return (
        same
        and block.start - previous.end <= 1
        and (previous.locator.line_end == block.locator.line_start)
    )
