"""The picture at the head of the report, as numbers for inline SVG: one bar, one row a series."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.export.view import RunView, SeriesView
from assistant.model import Status

WIDTH = 1000.0
"""Width of the bar in user units; the page scales it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One status' share of the bar, from `x`, with `count` criteria."""

    status: Status
    count: int
    x: float
    width: float


def bar(view: RunView) -> tuple[Piece, ...]:
    """Criteria in scope by status, side by side over the whole width."""
    shown = [(status, count) for status, count in view.counts if status != "out_of_scope"]
    total = sum(count for _, count in shown)
    return tuple(_pieces(shown, total))


def _pieces(shown: Iterable[tuple[Status, int]], total: int) -> Iterable[Piece]:
    x = 0.0
    for status, count in shown:
        width = WIDTH * count / total
        yield Piece(status, count, round(x, 2), round(width, 2))
        x += width


def rows(view: RunView) -> tuple[SeriesView, ...]:
    """The series in scope, then the others."""
    inside = [s for s in view.series if s.in_scope]
    return (*inside, *(s for s in view.series if not s.in_scope))
