"""Which pieces of a picture are given to recognition: small enough for memory, never mostly empty.

The detector judges a picture as a whole and overlooks single lines on a large empty one, so blank
paper is cut away and a tall picture is cut between its lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PIECE_PIXELS = 2_600_000
"""Pixels recognised at a time: a full HD screen goes in one piece."""

_BLANK_RUN = 240
"""Blank rows in a row from which a picture falls into two pieces."""
_MARGIN = 60
_CONTRAST = 24
"""Difference of brightness, of 255, from which a row or column is not blank."""
_SEARCH = 160
"""How many rows above a cut the emptiest one is looked for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a picture by its edges, in pixels."""

    left: int
    top: int
    right: int
    bottom: int


def pieces(pixels: NDArray[np.uint8]) -> Iterator[Piece]:
    """The pieces that hold something, from top to bottom; they do not overlap."""
    grey = pixels.mean(axis=2)
    height, width = grey.shape
    rows = (grey.max(axis=1) - grey.min(axis=1)) > _CONTRAST
    for first, last in _runs(rows):
        top, bottom = max(0, first - _MARGIN), min(height, last + _MARGIN)
        part = grey[top:bottom]
        inked = ((part.max(axis=0) - part.min(axis=0)) > _CONTRAST).nonzero()[0]
        left = max(0, int(inked[0]) - _MARGIN) if len(inked) else 0
        right = min(width, int(inked[-1]) + _MARGIN) if len(inked) else width
        for above, below in _cuts(grey[:, left:right], top, bottom):
            yield Piece(left, above, right, below)


def _runs(busy: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Spans of busy rows, those parted by less than a blank run taken together."""
    at = busy.nonzero()[0]
    if not len(at):
        return
    first = last = int(at[0])
    for row in at[1:]:
        if row - last > _BLANK_RUN:
            yield first, last + 1
            first = int(row)
        last = int(row)
    yield first, last + 1


def _cuts(grey: NDArray[np.floating], top: int, bottom: int) -> Iterator[tuple[int, int]]:
    """Cut what is too tall at the row with the least on it, near each bound."""
    most = max(2 * _SEARCH, PIECE_PIXELS // grey.shape[1])
    while bottom - top > most:
        end = top + most
        cut = end - _SEARCH + int(grey[end - _SEARCH : end].std(axis=1).argmin())
        yield top, cut
        top = cut
    yield top, bottom
