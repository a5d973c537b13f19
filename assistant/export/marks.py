"""An answer's text cut into its sentences, each with the numbers of the citations behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKS = re.compile(r"((?:\s*\[\d{1,3}\])+)(?=\s|$)")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Marked:
    """A run of text and the citations that prove it, counted from 1; none where nothing is cited."""

    text: str
    numbers: tuple[int, ...]


def marked_parts(text: str, citations: int) -> tuple[Marked, ...]:
    """The parts of an answer's text in order; joined they are all its words.

    A bracketed number that counts no citation is a word like any other.
    """
    parts: list[Marked] = []
    start = 0
    for found in _MARKS.finditer(text):
        numbers = tuple(int(n) for n in _NUMBER.findall(found[1]))
        words = text[start : found.start()].strip()
        if not words or not all(1 <= n <= citations for n in numbers):
            continue
        parts.append(Marked(words, numbers))
        start = found.end()
    rest = text[start:].strip()
    return (*parts, Marked(rest, ())) if rest else tuple(parts)
