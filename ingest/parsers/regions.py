"""Rows of a sheet fall into regions parted by blank rows; each may be a table with a head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby, islice
from statistics import median

from ingest.model import Column, Table

_LOOKED_AT = 12
_HEAD_CELL = 60
_HEAD_SHARE = 0.8
_HEAD_WIDTH = 0.6
_ROWS_OF_A_PAIR = 4
"""Rows from which two columns are a table with a head; fewer are a form, name beside value."""


@dataclass(frozen=True)
class SheetRow:
    """One row of a sheet: its number and its values from column A on, None where a cell is empty."""

    number: int
    values: tuple[object, ...]

    @cached_property
    def filled(self) -> tuple[int, ...]:
        """The columns, from 0, that hold something visible."""
        return tuple(at for at, v in enumerate(self.values) if v is not None and str(v).strip())

    @cached_property
    def text(self) -> str:
        """The values as `str` gives them, joined with ' | '."""
        return " | ".join(str(self.values[at]) for at in self.filled).strip()

    def cell(self, column: int) -> str:
        """One value as text; empty where there is none."""
        value = self.values[column] if column < len(self.values) else None
        return "" if value is None else str(value)


@dataclass
class Region:
    """Rows that stand together; `row_count` grows while they are being read.

    `head` is the row that names the columns, `head_row` its number (0 where there is none). Rows
    behind a blank row that fit the columns still belong to the region.
    """

    first_row: int
    head_row: int
    head: SheetRow | None
    columns: tuple[int, ...]
    row_count: int = 0

    @property
    def width(self) -> int:
        """How many columns the region has."""
        return len(self.columns)

    def table(self, name: str, rows: Sequence[SheetRow]) -> Table:
        """The region's data rows as a table; unnamed columns get their letter."""
        from openpyxl.utils import get_column_letter

        names = (
            (self.head.cell(at).strip() if self.head else "") or get_column_letter(at + 1)
            for at in self.columns
        )
        return Table(
            name=name,
            columns=tuple(Column(" ".join(n.split())) for n in names),
            rows=tuple(tuple(row.cell(at) for at in self.columns) for row in rows),
            row_count=self.row_count,
            row_numbers=tuple(row.number for row in rows),
        )


def regions(rows: Iterable[SheetRow]) -> Iterator[tuple[Region, SheetRow]]:
    """Each row with the region it belongs to; only a few rows are looked ahead."""
    before: Region | None = None
    for _, run in groupby(enumerate(rows), key=lambda pair: pair[1].number - pair[0]):
        body = (row for _, row in run)
        opening = list(islice(body, _LOOKED_AT))
        region = _region(opening, before)
        for row in chain(opening, body):
            region.row_count += row.number > region.head_row
            yield region, row
        before = region


def _region(opening: Sequence[SheetRow], before: Region | None) -> Region:
    head = next((row for at, row in enumerate(opening) if _is_head(row, opening[at + 1 :])), None)
    body = [row for row in opening if head is None or row.number >= head.number]
    columns = tuple(sorted({at for row in body for at in row.filled}))
    if before and _goes_on(before, columns) and not (head and _contrasts(head, body[1:])):
        return before
    return Region(opening[0].number, head.number if head else 0, head, columns)


def _goes_on(before: Region, columns: Sequence[int]) -> bool:
    """Whether rows behind a blank one fit the table above: in its columns, and most of them."""
    fits = {*columns} <= {*before.columns} and len(columns) >= _HEAD_WIDTH * before.width
    return before.head is not None and fits


def _is_head(row: SheetRow, below: Sequence[SheetRow]) -> bool:
    """Whether a row names the columns of the rows below: short, distinct texts, as wide as those."""
    texts = [v for at in row.filled if isinstance(v := row.values[at], str)]
    least = 1 if len(row.filled) > 2 else _ROWS_OF_A_PAIR
    if len(row.filled) < 2 or len(below) < least:
        return False
    short = [t for t in texts if len(t) <= _HEAD_CELL]
    wide = len(row.filled) >= _HEAD_WIDTH * median(len(r.filled) for r in below)
    distinct = len({t.strip().lower() for t in texts}) == len(texts)
    named_again = any(row.cell(at) == r.cell(at) for r in below for at in row.filled)
    return wide and distinct and not named_again and len(short) >= _HEAD_SHARE * len(row.filled)


def _contrasts(head: SheetRow, below: Sequence[SheetRow]) -> bool:
    """Whether some column holds numbers or dates under a name: then the name is surely none of them."""
    for at in head.filled:
        values = [r.values[at] for r in below if at in r.filled]
        others = [v for v in values if not isinstance(v, str)]
        if isinstance(head.values[at], str) and len(others) > len(values) / 2:
            return True
    return False
