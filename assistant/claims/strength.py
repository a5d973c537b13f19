"""How much and how surely: whether a text says of fewer, or with less force, what is claimed."""

from __future__ import annotations

import re

from assistant.claims.clauses import Clause
from assistant.claims.polarity import terms
from assistant.claims.statements import Statement, Texts

_HEDGED = 0.34
"""Share of the common words that a text may say with less strength."""
_LONG_LIST = 3
_ALONE = re.compile(r"\b(?:only|solely|exclusively)\b", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:all|every|each|any|always|entire|100 ?%|without exception)\b", re.IGNORECASE
)
_BINDING = re.compile(
    r"\b(?:must|shall|will|required|requires|ensures?|no|never|not)\b", re.IGNORECASE
)
_PART = re.compile(
    r"\b(?:some|most|many|several|certain|selected|a few|the majority|partially|in part|where (?:possible|feasible|practicable|technically)"
    r"|usually|typically|generally|sometimes|not all|mostly)\b",
    re.IGNORECASE,
)
ONLY = re.compile(
    r"\b(?:only|solely|exclusively|limited to|restricted to|no other|none other|except|unless|other than|sole)\b",
    re.I,
)
_MEANS = re.compile(
    r"\b(?:means?|includes?|including|refers? to|is defined as|consists? of|comprises?)\b",
    re.IGNORECASE,
)
_WIDE = re.compile(r"\b(?:any|all)\b|\bwithout limitation\b|\bnot limited to\b", re.IGNORECASE)
_LISTED = re.compile(r"(?:,|\bor\b|\band\b|\bincluding\b|\bwithout limitation\b)", re.IGNORECASE)


def narrowed(clause: Clause, statement: Statement) -> list[str]:
    """A claim of all or only, where the text says some or lists more."""
    said, given = clause.rest, statement.text
    whole = _ALL.search(said) and not _PART.search(said)
    if whole and _PART.search(given) and not _ALL.search(given):
        return ["quantity: claimed of all, the text says it of a part"]
    alone = _ALONE.search(said)
    if alone and not ONLY.search(given) and len(_LISTED.findall(given)) >= _LONG_LIST:
        return ["quantity: claimed of one only, the text lists more"]
    return []


def widened(clause: Clause, statement: Statement) -> tuple[str, ...]:
    """A claim that a thing is only one kind, where the text defines it as any of many."""
    only = _ALONE.search(clause.text)
    means = _MEANS.search(statement.text)
    if not (only and means and _MEANS.search(clause.text)):
        return ()
    subject = {t.concept for t in clause.terms if t.end <= only.start()}
    defined = {t.concept for t in terms(statement.text) if t.end <= means.start()}
    given = statement.text[means.end() :]
    wide = _WIDE.search(given) and len(_LISTED.findall(given)) >= _LONG_LIST
    if not (subject and subject <= defined and wide and not _ALONE.search(statement.text)):
        return ()
    return ("quantity: claimed of one kind only, the text defines it as any of many",)


def weaker(clause: Clause, statement: Statement, texts: Texts) -> list[str]:
    """Where the text is less sure than the claim, or speaks of fewer."""
    out = []
    claimed = {t.concept: t.mode for t in clause.terms}
    hedged = shared = 0.0
    mode = ""
    for term in terms(statement.text):
        if term.concept in claimed:
            weight = texts.weight(term.concept)
            shared += weight
            if term.mode != "plain" and claimed[term.concept] == "plain":
                hedged, mode = hedged + weight, term.mode
    if shared and hedged / shared >= _HEDGED:
        out.append(f"strength: the text only says it as {_SAID[mode]}")
    if _ALONE.search(clause.text) and not ONLY.search(statement.text):
        out.append("quantity: 'only' is not in the text")
    if _ALL.search(clause.rest) and not (
        _ALL.search(statement.text) or _BINDING.search(statement.text)
    ):
        out.append("quantity: the text does not say it of all")
    return out


_SAID = {
    "may": "possible or permitted",
    "should": "a recommendation",
    "example": "an example",
    "planned": "planned",
}
