"""Blocks of one text by their lines or offsets: trimmed, in order, with exact line numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from ingest.cutting import cut
from ingest.model import Block, BlockRole, Locator

LONGEST_BLOCK = 8_000
"""Characters of a block at most: places are found by counting lines inside one block."""


class Outline:
    """Collects the blocks of `text`. Lines are counted from 0 here and from 1 in locators."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in self.lines)]
        self._blocks: list[Block] = []

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What has been added, in order."""
        return tuple(sorted(self._blocks, key=lambda block: block.start))

    def offset(self, line: int) -> int:
        """Where a line begins; the end of the text for the line after the last."""
        return min(self._starts[line], len(self.text))

    def line_at(self, offset: int) -> int:
        """The line, from 0, that holds the character at `offset`."""
        return bisect_right(self._starts, offset) - 1

    def add_lines(
        self,
        first: int,
        last: int,
        role: BlockRole = "text",
        *,
        level: int = 0,
        section: str | None = None,
        rows: tuple[int, int] | None = None,
    ) -> None:
        """Adds lines `first` up to but without `last` as one block; nothing where all are blank."""
        start, end = self.offset(first), self.offset(last)
        self.add(start, end, role, level=level, section=section, rows=rows)

    def continue_item(self, first: int, last: int) -> bool:
        """Adds lines to the list item that ends right above them; False where none does."""
        item = self._blocks[-1] if self._blocks else None
        if item is None or item.role != "item" or item.locator.line_end != first:
            return False
        self._blocks.pop()
        self.add(item.start, self.offset(last), "item")
        return True

    def add(
        self,
        start: int,
        end: int,
        role: BlockRole = "text",
        *,
        level: int = 0,
        section: str | None = None,
        rows: tuple[int, int] | None = None,
    ) -> None:
        """Adds `text[start:end]` without surrounding white space; nothing where it is blank.

        What is longer than `LONGEST_BLOCK` becomes several blocks, cut as passages are.
        """
        while end - start > LONGEST_BLOCK:
            at = cut(self.text, start, start + LONGEST_BLOCK, end)
            self._add_one(start, at, role, level, section, rows)
            start = at
        self._add_one(start, end, role, level, section, rows)

    def _add_one(
        self,
        start: int,
        end: int,
        role: BlockRole,
        level: int,
        section: str | None,
        rows: tuple[int, int] | None,
    ) -> None:
        body = self.text[start:end]
        left = start + len(body) - len(body.lstrip())
        right = left + len(body.strip())
        if right <= left:
            return
        place = Locator(
            line_start=self.line_at(left) + 1,
            line_end=self.line_at(right - 1) + 1,
            section=section,
            row_start=rows[0] if rows else None,
            row_end=rows[1] if rows else None,
        )
        self._blocks.append(Block(left, right, place, role, level))


def in_pieces(outline: Outline, first: int, last: int, size: int) -> Iterator[tuple[int, int]]:
    """Runs of lines from `first` up to `last` of about `size` characters at most.

    A run ends at its last blank or least indented line, so that nested settings stay together.
    """
    while first < last:
        end = first + 1
        while end < last and outline.offset(end + 1) - outline.offset(first) <= size:
            end += 1
        if end < last:
            end = _natural_end(outline.lines, first, end)
        yield first, end
        first = end


def _natural_end(lines: list[str], first: int, end: int) -> int:
    half = first + max(1, (end - first) // 2)
    candidates = range(end, half - 1, -1)
    return min(candidates, key=lambda at: (_indent(lines[at]), -at))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip()) if line.strip() else -1
