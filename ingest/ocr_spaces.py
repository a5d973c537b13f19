"""Spaces that recognition swallowed, found again in the picture: '22April2026' has its gaps in ink.

Only gaps as wide as the line's own spaces count, and only where letters, digits and punctuation
meet, so that an identifier is never torn.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_INK = 0.25
"""Contrast in a column of pixels, as a share of the line's, from which it holds ink."""
_AS_WIDE = 0.75
_REACH = 0.3
"""How far from a boundary its gap may lie, in line heights: places of characters are rough."""
_LEAST = 0.12
"""The narrowest gap taken for a space, in line heights."""

Gap = tuple[float, float]


def respaced(text: str, centres: Sequence[float], pixels: NDArray[np.uint8], left: float) -> str:
    """The line with the spaces put back that its picture shows.

    `centres` are the places across of all characters but spaces, `pixels` the line's picture, whose
    left edge is at `left`. A line without any space to compare with stays as it is.
    """
    gaps = [(a + left, b + left) for a, b in _gaps(pixels)]
    bare = "".join(text.split())
    spaces = _spaces(text)
    known = {n: _widest(gaps, centres[n - 1], centres[n]) for n in spaces}
    widths = [gap[1] - gap[0] for gap in known.values() if gap]
    if not widths:
        return text
    least = max(_AS_WIDE * median(widths), _LEAST * pixels.shape[0])
    free = [g for g in gaps if g not in known.values() and g[1] - g[0] >= least]
    reach = _REACH * pixels.shape[0]
    found = set(spaces)
    for n in range(1, len(bare)):
        middle = (centres[n - 1] + centres[n]) / 2
        if n in spaces or not _may_part(bare, n):
            continue
        if gap := _widest(free, middle - reach, middle + reach):
            free.remove(gap)
            found.add(n)
    return "".join(" " * (n in found) + char for n, char in enumerate(bare))


def _gaps(pixels: NDArray[np.uint8]) -> list[Gap]:
    """Runs of columns without ink between others that have some, from left to right."""
    import numpy as np

    grey = pixels.mean(axis=2)
    contrast = grey.max(axis=0) - grey.min(axis=0)
    ink = contrast > _INK * float(grey.max() - grey.min())
    inked = np.flatnonzero(ink)
    ends = np.flatnonzero(np.diff(inked) > 1)
    return [(float(inked[n] + 1), float(inked[n + 1])) for n in ends]


def _spaces(text: str) -> tuple[int, ...]:
    """Before which characters, counted without spaces, a space stands."""
    at, places = 0, []
    for token in text.split():
        places.append(at)
        at += len(token)
    return tuple(places[1:])


def _widest(gaps: Sequence[Gap], left: float, right: float) -> Gap | None:
    touching = [gap for gap in gaps if gap[0] < right and gap[1] > left]
    return max(touching, key=lambda gap: gap[1] - gap[0], default=None)


def _may_part(bare: str, n: int) -> bool:
    """Whether a space is likely before character `n`: kinds meet there, and it is inside no number."""
    a, b = bare[n - 1], bare[n]
    if a in ".,:;)" and b.isalnum():
        return not (b.isdigit() and n > 1 and bare[n - 2].isdigit())
    return a.isalnum() and b.isalnum() and a.isdigit() != b.isdigit()
