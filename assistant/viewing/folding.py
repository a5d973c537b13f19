"""Two readings of the same words made comparable, each folded character knowing where it stood."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

HYPHENS = frozenset("-\u00ad\u2010\u2011\ufffe\x02")
"""What may stand, or be missing, where a word is broken at a line's end."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `at[n]` is the index in the original of the character that gave `text[n]`."""

    text: str
    at: tuple[int, ...]
    original: str


def fold(text: Iterable[str], *, hyphens: bool = True) -> Folded:
    """Without white space, control and combining characters, ligatures spelled out.

    Case and punctuation stay: a number keeps its point. With `hyphens` false, those go too.
    """
    kept: list[str] = []
    at: list[int] = []
    original = "".join(c or " " for c in text)
    for index, character in enumerate(original):
        if not hyphens and character in HYPHENS:
            continue
        for part in unicodedata.normalize("NFKD", character):
            if not part.isspace() and unicodedata.category(part) not in _UNSEEN:
                kept.append(part)
                at.append(index)
    return Folded("".join(kept), tuple(at), original)


_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Cn", "Cs"})


def places(quote: Folded, within: Folded) -> tuple[tuple[int, int], ...]:
    """Every span of the original of `within` that reads as the quote does, in order.

    Spans that begin or end inside a word are left out if there are others.
    """
    if not quote.text:
        return ()
    spans = [
        (within.at[start], within.at[start + len(quote.text) - 1] + 1)
        for start in _occurrences(quote.text, within.text)
    ]
    whole = [span for span in spans if not _inside_word(within.original, *span)]
    return tuple(whole or spans)


def _occurrences(needle: str, text: str) -> Iterator[int]:
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + len(needle))


def _inside_word(text: str, start: int, end: int) -> bool:
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return before or after
