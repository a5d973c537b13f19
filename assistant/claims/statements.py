"""A text as the statements that a claim is held against: sentences with what stands around them.

A list's items carry the words that lead them in; what is unfilled template text is set apart,
since it states nothing.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.claims.words import lexicon, words
from ingest.model import Parsed
from ingest.placeholders import placeholders
from ingest.sentences import sentences

LONGEST = 1200
"""Longest statement, in characters: longer runs without an end are cut at a blank."""
_REACH = 15
"""Most items of a list that a lead-in speaks for."""
_HEAD, _SHORT_TEXT = 2, 6
"""The first sentences of a longer text, its title, say what all others are about."""
_ITEM = re.compile(
    r"[\s>|]{0,4}(?:[-*•–·]|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s|[\s>|]{0,4}[a-z(]"
)
_HEADING = re.compile(r"\s{0,3}(?:#{1,6} |={1,6} )")
_DENYING = re.compile(
    r"\b(?:not|never|prohibited(?: from)?|forbidden(?: from)?)(?: \w{1,12}){0,3}\s{0,2}:\s{0,3}$",
    re.IGNORECASE,
)
_LEFT_OPEN = re.compile(
    r"\b(?:TBD|TBC|to be (?:determined|defined|confirmed|decided))\b|\[\s{0,3}\]|\bcoming soon\b|<\s?(?:insert|enter|your|name of|company)\b[^<>\n]{1,100}>",
    re.I,
)
BESIDE = 2
_LIGHT_WEIGHT = 0.15


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a text.

    `around` holds the concepts of its lead-in, its heading and its neighbours; `leads_denied` tells
    that the lead-in denies its items ("must not:").
    """

    text: str
    concepts: frozenset[str]
    around: frozenset[str]
    source: int
    unfilled: bool
    leads_denied: bool
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Texts:
    """All statements of some texts, with how telling each concept is among them."""

    statements: tuple[Statement, ...]
    counts: dict[str, int]
    named: tuple[frozenset[str], ...]
    """By text: every concept in it."""

    def weight(self, concept: str) -> float:
        """How much a concept tells: more where it is rare, little where it is a light word."""
        if concept in lexicon().light:
            return _LIGHT_WEIGHT
        seen = self.counts.get(concept, 0)
        return 1.0 + math.log((len(self.statements) + 1) / (seen + 1))


@lru_cache(maxsize=64)
def read(texts: tuple[str, ...]) -> Texts:
    """The statements of the texts, in order."""
    found = [s for source, text in enumerate(texts) for s in _statements(text, source)]
    counts = Counter(concept for s in found for concept in s.concepts)
    named = tuple(
        frozenset(c for s in found if s.source == source for c in s.concepts)
        for source in range(len(texts))
    )
    return Texts(tuple(found), dict(counts), named)


def _statements(text: str, source: int) -> list[Statement]:
    spans = cut(text)
    parts = [text[a:b] for a, b in spans]
    concepts = [frozenset(w.concept for w in words(part)) for part in parts]
    open_places = _unfilled(text)
    head = (
        frozenset[str]().union(*concepts[:_HEAD]) if len(parts) > _SHORT_TEXT else frozenset[str]()
    )
    out, lead, since, heading = [], -1, 0, frozenset[str]()
    for at, part in enumerate(parts):
        if _HEADING.match(part):
            heading, lead = concepts[at], -1
        since += 1
        if lead >= 0 and (since > _REACH or not _ITEM.match(part)):
            lead = -1
        led = concepts[lead] if lead >= 0 else frozenset[str]()
        beside = frozenset[str]().union(*concepts[max(0, at - BESIDE) : at + BESIDE + 1])
        out.append(
            Statement(
                part,
                concepts[at],
                beside | led | heading | head,
                source,
                _touches(open_places, spans[at]) or _LEFT_OPEN.search(part) is not None,
                lead >= 0 and _DENYING.search(parts[lead]) is not None,
                parts[at - 1] if at else "",
                parts[at + 1] if at + 1 < len(parts) else "",
            )
        )
        if part.rstrip().endswith(":"):
            lead, since = at, 0
    return out


def cut(text: str) -> list[tuple[int, int]]:
    """Sentence spans, those over `LONGEST` cut at blanks."""
    out = []
    for start, end in sentences(text):
        while end - start > LONGEST:
            blank = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
            middle = blank if blank > 0 else start + LONGEST
            out.append((start, middle))
            start = middle
        out.append((start, end))
    return out


def _unfilled(text: str) -> list[tuple[int, int]]:
    parsed = Parsed("text/plain", text, ())
    return [(p.start, p.end) for p in placeholders(parsed, "policy")]


def _touches(places: Sequence[tuple[int, int]], span: tuple[int, int]) -> bool:
    at = bisect_left(places, (span[0], 0))
    return any(a < span[1] and b > span[0] for a, b in places[max(0, at - 1) : at + 1])
