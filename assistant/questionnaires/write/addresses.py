"""Cell addresses and ranges of a sheet, with rows and columns that count from 1."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.errors import QuestionnaireError

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_LETTERS = 26


def position(cell: str) -> tuple[int, int]:
    """Row and column of an address: `C7` is (7, 3). Raises `QuestionnaireError` for anything else."""
    found = _ADDRESS.fullmatch(cell.strip())
    if found is None or int(found[2]) < 1:
        raise QuestionnaireError(f"{cell!r} is no cell's address such as 'C7'")
    column = 0
    for letter in found[1].upper():
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(found[2]), column


def letters_of(column: int) -> str:
    """The letters of a column: 3 is C, 28 is AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The address of a cell: (7, 3) is `C7`."""
    return f"{letters_of(column)}{row}"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, its edges included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def of(cls, ref: str) -> Area:
        """The area that a reference such as `A1:C7` or `B2` names."""
        first, _, last = ref.partition(":")
        (top, left), (bottom, right) = position(first), position(last or first)
        return cls(min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def with_place(self, row: int, column: int) -> Area:
        """The smallest area that also holds this cell."""
        return Area(
            min(self.top, row),
            min(self.left, column),
            max(self.bottom, row),
            max(self.right, column),
        )
