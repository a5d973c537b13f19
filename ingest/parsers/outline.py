"""Blocks of one text by their lines or offsets: trimmed, in order, with exact line numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from ingest.model import Block, BlockRole, Locator


class Outline:
    """Collects the blocks of `text`. Lines are counted from 0 here and from 1 in locators."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self.text = text
        self.lines = text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in self.lines)]
        self._first_line = first_line
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
    ) -> Block | None:
        """Adds lines `first` up to but without `last` as one block; nothing where all are blank."""
        start, end = self.offset(first), self.offset(last)
        return self.add(start, end, role, level=level, section=section, rows=rows)

    def continue_item(self, first: int, last: int) -> bool:
        """Adds lines to the list item that ends right above them; False where none does."""
        item = self._blocks[-1] if self._blocks else None
        if (
            item is None
            or item.role != "item"
            or item.locator.line_end != first + self._first_line - 1
        ):
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
    ) -> Block | None:
        """Adds `text[start:end]` without surrounding white space; nothing where it is blank."""
        body = self.text[start:end]
        left = start + len(body) - len(body.lstrip())
        right = left + len(body.strip())
        if right <= left:
            return None
        place = Locator(
            line_start=self._first_line + self.line_at(left),
            line_end=self._first_line + self.line_at(right - 1),
            section=section,
            row_start=rows[0] if rows else None,
            row_end=rows[1] if rows else None,
        )
        block = Block(left, right, place, role, level)
        self._blocks.append(block)
        return block


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
