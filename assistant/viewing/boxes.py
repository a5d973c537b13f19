"""Boxes of characters or words joined to marks: one a line, never over what lies between columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.viewing.model import Mark

_OVERLAP = 0.5
"""Share of the lower of two boxes that must stand beside the other for one line."""
_GAP = 1.5
"""Widest gap inside one mark, in heights of the line."""


@dataclass(frozen=True, slots=True)
class Spot:
    """The box of a character or word on the picture; `turned` where its line runs up or down."""

    left: float
    top: float
    right: float
    bottom: float
    turned: bool = False

    @property
    def along(self) -> tuple[float, float]:
        """Its extent in the direction of reading."""
        return (self.top, self.bottom) if self.turned else (self.left, self.right)

    @property
    def across(self) -> tuple[float, float]:
        """Its extent square to the direction of reading."""
        return (self.left, self.right) if self.turned else (self.top, self.bottom)

    def with_(self, other: Spot) -> Spot:
        """The box around both."""
        return Spot(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
            self.turned,
        )


def marks_of(spots: Iterable[Spot]) -> tuple[Mark, ...]:
    """Marks around spots that are given in the order of reading."""
    lines: list[Spot] = []
    for spot in spots:
        if lines and _one_line(lines[-1], spot):
            lines[-1] = lines[-1].with_(spot)
        else:
            lines.append(spot)
    return tuple(Mark(s.left, s.top, s.right, s.bottom) for s in lines)


def _one_line(line: Spot, spot: Spot) -> bool:
    if line.turned != spot.turned:
        return False
    (top, bottom), (upper, lower) = line.across, spot.across
    height = min(bottom - top, lower - upper)
    if min(bottom, lower) - max(top, upper) < _OVERLAP * height:
        return False
    (start, end), (begin, stop) = line.along, spot.along
    return max(begin - end, start - stop) < _GAP * height
