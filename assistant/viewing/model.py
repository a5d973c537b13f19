"""The nouns of looking at an original: what is drawn, and where it is marked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle on a picture, in its pixels from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A page or a screenshot as PNG; `marks` lie on the words of the quote, none if not re-found."""

    png: bytes
    width: int
    height: int
    marks: tuple[Mark, ...]
    caption: str
    """Place in words: "page 3 of 12"."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Part of a table: the head, and rows around the cited ones. `marked` are indexes into `rows`."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    """Row numbers as the file's own program shows them."""
    marked: frozenset[int]
    caption: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines around the cited ones. `marks` are (line index, start, end) in characters."""

    lines: tuple[str, ...]
    first: int
    """Number of the first line shown, counted from 1."""
    marks: tuple[tuple[int, int, int], ...]
    caption: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """Nothing can be shown or marked, and why: gone, changed since it was read, not re-found."""

    reason: str


View = Picture | Rows | Lines | Unseen
