"""One clause of a claim, read once: its words with how they are said, its details, its names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.claims.details import Detail, details
from assistant.claims.polarity import Term, terms
from assistant.claims.statements import Statement, Texts

_AROUND = 0.75
"""How much a word counts that stands only in the heading, the lead-in or a neighbour."""
_NAME = re.compile(r"\b(?:[A-Z][a-z]*[A-Z][A-Za-z]*|[A-Z]{2,}s?|[A-Z][a-z]+)\d{0,4}\b")
_ORDINARY = frozenset("i we our us the a an yes no it".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """A single statement of a claim, read once."""

    text: str
    rest: str
    """The text without its details."""
    terms: tuple[Term, ...]
    concepts: frozenset[str]
    details: tuple[Detail, ...]
    names: tuple[tuple[str, frozenset[str]], ...]
    """Each name as written, with its concepts."""


@lru_cache(maxsize=4096)
def clause_of(text: str) -> Clause:
    """A clause with its terms, details and names; the words of a detail are no words of their own."""
    given = details(text)
    said = tuple(
        t for t in terms(text) if not any(d.start < t.end and t.start < d.end for d in given)
    )
    parts, at = [], 0
    for detail in given:
        parts.append(text[at : detail.start])
        at = max(at, detail.end)
    rest = " ".join([*parts, text[at:]])
    return Clause(text, rest, said, frozenset(t.concept for t in said), given, _names(text, said))


def _names(text: str, said: Sequence[Term]) -> tuple[tuple[str, frozenset[str]], ...]:
    """Capitalised words that are more than a sentence's first."""
    out = []
    found = list(_NAME.finditer(text))
    first = len(text) - len(text.lstrip(" \t\"'“(*-"))
    for at, m in enumerate(found):
        word = m.group(0)
        joined = at + 1 < len(found) and found[at + 1].start() == m.end() + 1
        inner = sum(c.isupper() for c in word) > 1
        concepts = frozenset(t.concept for t in said if t.start < m.end() and m.start() < t.end)
        if concepts and word.lower() not in _ORDINARY and (m.start() > first or inner or joined):
            out.append((word, concepts))
    return tuple(out)


def coverage(
    clause: Clause, statement: Statement, texts: Texts, without: frozenset[str] = frozenset()
) -> tuple[float, float]:
    """The weighted share of the clause's words in the statement: by itself, and with its surroundings.

    Concepts in `without` are left out of the count.
    """
    total = own = beside = 0.0
    for concept in sorted(clause.concepts - without):
        weight = texts.weight(concept)
        total += weight
        if concept in statement.concepts:
            own += weight
        elif concept in statement.around:
            beside += weight
    if not total:
        return (1.0, 1.0) if clause.details else (0.0, 0.0)
    return own / total, (own + _AROUND * beside) / total
