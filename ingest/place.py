"""From a span of a document's text to the place in its file, and back to the words there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.model import Block, Box, Document, Locator, Word


def locate(document: Document, start: int, end: int) -> Locator:
    """The narrowest place that holds `document.text[start:end]`.

    Lines are exact where a block's text keeps its file's line breaks, else the block's own. A span
    over several pages or sheets is placed by its first. Raises `ValueError` for a span that
    touches no block.
    """
    touched = _touched(document.blocks, start, end)
    if not touched:
        raise ValueError(f"no block of {document.name!r} holds characters {start} to {end}")
    first = touched[0].locator
    together = [
        b for b in touched if (b.locator.page, b.locator.sheet) == (first.page, first.sheet)
    ]
    spans = [_lines(document.text, block, start, end) for block in together]
    rows = [(b.locator.row_start, b.locator.row_end) for b in together]
    words = [w for w in _touched_words(document.words, start, end) if w.page == first.page]
    return replace(
        first,
        line_start=_least(s for s, _ in spans),
        line_end=_most(e for _, e in spans),
        row_start=_least(s for s, _ in rows),
        row_end=_most(e for _, e in rows),
        member=document.member or first.member,
        bbox=_around(
            [w.box for w in words] or [b.locator.bbox for b in together if b.locator.bbox]
        ),
    )


def _touched(blocks: Sequence[Block], start: int, end: int) -> list[Block]:
    at = max(0, bisect_right(blocks, start, key=lambda b: b.start) - 1)
    touched = []
    for number in range(at, len(blocks)):
        block = blocks[number]
        if block.start >= end:
            break
        if block.end > start:
            touched.append(block)
    return touched


def _touched_words(words: Sequence[Word], start: int, end: int) -> list[Word]:
    at = max(0, bisect_right(words, start, key=lambda w: w.start) - 1)
    touched = []
    for number in range(at, len(words)):
        word = words[number]
        if word.start >= end:
            break
        if word.end > start:
            touched.append(word)
    return touched


def _lines(text: str, block: Block, start: int, end: int) -> tuple[int | None, int | None]:
    place = block.locator
    if place.line_start is None or place.line_end is None:
        return place.line_start, place.line_end
    body = text[block.start : block.end]
    if body.count("\n") != place.line_end - place.line_start:
        return place.line_start, place.line_end
    before = text.count("\n", block.start, max(start, block.start))
    within = text.count("\n", block.start, min(end, block.end))
    return place.line_start + before, place.line_start + within


def _least(values: Iterable[int | None]) -> int | None:
    known = [v for v in values if v is not None]
    return min(known, default=None)


def _most(values: Iterable[int | None]) -> int | None:
    known = [v for v in values if v is not None]
    return max(known, default=None)


def _around(boxes: Sequence[Box | None]) -> Box | None:
    known = [b for b in boxes if b is not None]
    if not known:
        return None
    return (
        min(b[0] for b in known),
        min(b[1] for b in known),
        max(b[2] for b in known),
        max(b[3] for b in known),
    )
