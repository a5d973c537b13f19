"""What both tables files and workbooks become before anything is understood: cells by place.

Readers (`workbook`, `delimited`) make a `Grid` for each sheet; `tables`, `columns` and `rows` read it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.questions import Slot, SlotRole

Place = tuple[int, int]
"""Row and column, both from 1."""


@dataclass(frozen=True, slots=True)
class Span:
    """A rectangle of cells, bounds included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Rule:
    """What the file lets into some cells: one of `choices` if any, a text of limited length."""

    spans: tuple[Span, ...]
    choices: tuple[str, ...] = ()
    max_characters: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, or the one table of a delimited file.

    `cells` holds only cells with text, rows and columns in order. A merged rectangle's text stands
    in its first cell alone; `shown` gives it anywhere inside.
    """

    name: str
    kind: Literal["sheet", "records"]
    cells: Mapping[int, Mapping[int, str]]
    merged: Mapping[Place, Span] = field(default_factory=dict)
    rules: Mapping[Place, tuple[Rule, ...]] = field(default_factory=dict)
    formulas: frozenset[Place] = frozenset()
    unread: frozenset[Place] = frozenset()
    """Formulas whose value the file does not hold."""
    emphasised: frozenset[Place] = frozenset()
    """Cells with text in bold or on a ground of their own."""
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    extent: int = 0
    """The last column that could hold an answer: the longest record's; of a sheet, any."""

    @property
    def width(self) -> int:
        """The last column that holds text; 0 of an empty grid."""
        return max((c for row in self.cells.values() for c in row), default=0)

    def text(self, row: int, column: int) -> str:
        """The cell's own text, trimmed; empty where there is none."""
        return self.cells.get(row, {}).get(column, "")

    def shown(self, row: int, column: int) -> str:
        """The text that a person sees at this place: the merged rectangle's, if it is in one."""
        span = self.merged.get((row, column))
        return self.text(span.top, span.left) if span else self.text(row, column)

    def span(self, row: int, column: int) -> Span:
        """The merged rectangle around the cell, or the cell alone."""
        return self.merged.get((row, column)) or Span(row, column, row, column)

    def filled(self, row: int, left: int, right: int) -> tuple[int, ...]:
        """The columns of a row between two bounds, included, whose own cell holds text."""
        return tuple(c for c in self.cells.get(row, {}) if left <= c <= right)

    def rows(self, first: int, last: int) -> Iterator[int]:
        """The rows between two bounds, included, that hold text, in order."""
        return (row for row in self.cells if first <= row <= last)

    def rule(self, row: int, column: int) -> Rule | None:
        """What the file lets into the cell; a list before a limit of length."""
        found = self.rules.get((row, column), ())
        return next((r for r in found if r.choices), found[0] if found else None)

    def limit(self, row: int, column: int) -> int | None:
        """The most characters that the file lets into the cell."""
        found = self.rules.get((row, column), ())
        return min((r.max_characters for r in found if r.max_characters is not None), default=None)

    def address(self, row: int, column: int) -> str:
        """The cell as a person names it: `B7`, with the sheet's name where there are sheets."""
        cell = f"{letter(column)}{row}"
        return f"{self.name}!{cell}" if self.kind == "sheet" else cell

    def slot(self, role: SlotRole, row: int, column: int, *, mark: str | None = None) -> Slot:
        """The place as one of ours to fill: a merged rectangle is filled at its first cell."""
        span = self.span(row, column)
        rule = None if mark else self.rule(span.top, span.left)
        sheet = self.kind == "sheet"
        return Slot(
            role=role,
            sheet=self.name if sheet else None,
            cell=f"{letter(span.left)}{span.top}" if sheet else None,
            row=None if sheet else span.top,
            column=None if sheet else span.left,
            choices=rule.choices if rule else (),
            mark=mark,
            max_characters=self.limit(span.top, span.left),
        )


def letter(column: int) -> str:
    """The letters of a column number from 1: 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def number(letters: str) -> int:
    """The column number of its letters: AA is 27. Raises `ValueError` for anything else."""
    if not re.fullmatch(r"[A-Za-z]{1,3}", letters):
        raise ValueError(f"{letters!r} is no column")
    total = 0
    for one in letters.upper():
        total = total * 26 + ord(one) - 64
    return total


def fold(text: str) -> str:
    """A head, an answer or a sheet's name as plain lower-case words, for comparison.

    CamelCase is opened, accents and punctuation fall away; letters of any script are kept.
    """
    opened = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})", " ", text.strip())
    plain = unicodedata.normalize("NFKD", opened.replace("№", " № ").casefold())
    letters = "".join(
        one for one in plain if not unicodedata.combining(one) or one in "\u3099\u309a"
    )
    # NFKD would take a Korean or Japanese word apart; NFC puts it together again.
    words = re.sub(r"[^\w#№']+|_+", " ", unicodedata.normalize("NFC", letters).replace("’", "'"))
    return " ".join(words.split())


def mapping(places: Iterable[tuple[int, int, str]]) -> dict[int, dict[int, str]]:
    """Texts by row and column from single cells, blank ones dropped, in the order of their places."""
    cells: dict[int, dict[int, str]] = {}
    for row, column, text in sorted(places, key=lambda p: (p[0], p[1])):
        if text.strip():
            cells.setdefault(row, {})[column] = text.strip()
    return cells
