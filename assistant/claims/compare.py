"""One statement of a claim held against one statement of a text.

Everything that can be told apart is: details, who and what is named, denial, strength and number.
What is left is whether enough of the claim's words are there at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.claims.agreement import agreement
from assistant.claims.details import Detail, details
from assistant.claims.model import SupportLabel
from assistant.claims.polarity import Term, terms
from assistant.claims.statements import Statement, Texts
from assistant.claims.words import lexicon, words

ENOUGH = 0.6
"""Share of a claim's weighted words that a statement must hold to support it."""
ON_TOPIC = 0.6
"""Share from which a statement speaks of the same thing, so that it can contradict."""
_OWN_TOPIC = 0.48
"""Share of them that must stand in the sentence itself for it to contradict."""
_LEAST = 0.45
"""Share below which a statement is not looked into."""
_AROUND = 0.75
"""How much a word counts that stands only in the heading, the lead-in or a neighbour."""
_HEDGED = 0.34
"""Share of the common words that a text may say with less strength."""
_LONG_LIST = 3

_NAME = re.compile(r"\b(?:[A-Z][a-z]*[A-Z][A-Za-z]*|[A-Z]{2,}s?|[A-Z][a-z]+)\d{0,4}\b")
_ORDINARY = frozenset("i we our us the a an yes no it".split())
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
_ONLY = re.compile(
    r"\b(?:only|solely|exclusively|limited to|restricted to|no other|none other|except|unless|other than|sole)\b",
    re.I,
)
_RESTRICTED = re.compile(
    r"\b(?:not|no|never)\b.{1,200}\b(?:except|unless|other than|apart from)\b",
    re.IGNORECASE | re.DOTALL,
)
_MEANS = re.compile(
    r"\b(?:means?|includes?|including|refers? to|is defined as|consists? of|comprises?)\b",
    re.IGNORECASE,
)
_WIDE = re.compile(r"\b(?:any|all)\b|\bwithout limitation\b|\bnot limited to\b", re.IGNORECASE)
_MAY = re.compile(r"\b(?:may|can|could|might)\b(?! not)")
_EXEMPTS = re.compile(
    r"\b(?:not|no)\s(?:\w{1,12}\s){0,3}?(?:apply|include|constitute|extend|cover|deemed|considered|mean|obligations?|liability)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:,|\bor\b|\band\b|\bincluding\b|\bwithout limitation\b)", re.IGNORECASE)


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one statement says to a clause; `score` is how much of the clause it speaks of."""

    label: SupportLabel
    score: float
    reasons: tuple[str, ...]


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


def compare(
    clause: Clause, statement: Statement, texts: Texts, *, enough: float = ENOUGH
) -> Outcome:
    """What the statement says to the clause, with the details that decide."""
    own, score = coverage(clause, statement, texts)
    if widened := _widened(clause, statement):
        return Outcome("contradicted", max(score, ON_TOPIC), widened)
    rivals = _rivals(clause, statement)
    if rivals:
        own, score = coverage(clause, statement, texts, frozenset(rivals))
    if score < _LEAST:
        return Outcome("silent", score, ())
    if statement.unfilled:
        return Outcome("silent", score, ("the text leaves this unfilled",))
    other, absent = _details(clause, statement)
    other += [*rivals.values(), *_denials(clause, statement, texts), *_narrowed(clause, statement)]
    if other and own >= _OWN_TOPIC and score >= ON_TOPIC:
        return Outcome("contradicted", score, tuple(other))
    absent += [*_unnamed(clause, statement, texts), *_weaker(clause, statement, texts)]
    if other or absent:
        return Outcome("silent", score, tuple(other + absent))
    if score >= enough:
        return Outcome("supported", score, ())
    return Outcome("silent", score, (_missing(clause, statement, texts),))


def _details(clause: Clause, statement: Statement) -> tuple[list[str], list[str]]:
    """Details stated otherwise, and details not stated, in words."""
    other, absent = [], []
    stated = details(statement.text)
    for claimed in clause.details:
        found = agreement(claimed, statement.text, stated, clause.concepts)
        if found == "other":
            given = ", ".join(d.words for d in stated if d.kind == claimed.kind)
            other.append(f"{claimed.kind}: claimed {claimed.words!r}, the text says {given!r}")
        elif found == "absent" and not _beside(claimed, statement, clause):
            absent.append(f"{claimed.kind} {claimed.words!r} is not in the text")
    return other, absent


def _beside(claimed: Detail, statement: Statement, clause: Clause) -> bool:
    return any(
        agreement(claimed, text, details(text), clause.concepts) == "same"
        for text in (statement.before, statement.after)
    )


def _denials(clause: Clause, statement: Statement, texts: Texts) -> list[str]:
    """Words that one side denies and the other affirms, where those outnumber the agreeing ones."""
    if _RESTRICTED.search(clause.text) and _ONLY.search(statement.text):
        return []  # "not other than for X" and "only for X" are one
    if _MAY.search(clause.text) and _EXEMPTS.search(statement.text + statement.before):
        return []  # what a duty does not reach is not forbidden by it
    turned = -1 if statement.leads_denied else 1
    stated: dict[str, set[int]] = {}
    denied: set[str] = set()
    before: set[str] = set()  # "no X is Y" denies the same as "X is not Y"
    for term in terms(statement.text):
        if not denied and not term.scoped:
            before.add(term.concept)
        stated.setdefault(term.concept, set()).add(term.sign * turned)
        if term.scoped or term.sign * turned < 0:
            denied.add(term.concept)
    apart, alike = list[tuple[float, str]](), 0.0
    ours = next((t.start for t in clause.terms if t.scoped), None)
    for term in clause.terms:
        if term.concept not in stated or not (term.sign < 0 or term.concept in denied):
            continue
        if term.sign in stated[term.concept]:
            alike += texts.weight(term.concept)
        elif not (denied and ours is not None and (term.start < ours or term.concept in before)):
            apart.append((texts.weight(term.concept), clause.text[term.start : term.end]))
    if not apart or sum(w for w, _ in apart) <= alike:
        return []
    return [f"denial: {', '.join(repr(w) for _, w in apart[:3])} is said otherwise in the text"]


def _rivals(clause: Clause, statement: Statement) -> dict[str, str]:
    """By concept: names of which the statement gives another of the same class."""
    out = {}
    near = statement.concepts | statement.around
    for concept in sorted(clause.concepts - near):
        others = lexicon().rivals.get(concept, frozenset())
        given = sorted(others & statement.concepts - clause.concepts)
        if given:
            out[concept] = f"name: claimed {concept!r}, the text says {', '.join(given)!r}"
    return out


def _narrowed(clause: Clause, statement: Statement) -> list[str]:
    """A claim of all or only, where the text says some or lists more."""
    said, given = clause.rest, statement.text
    whole = _ALL.search(said) and not _PART.search(said)
    if whole and _PART.search(given) and not _ALL.search(given):
        return ["quantity: claimed of all, the text says it of a part"]
    alone = _ALONE.search(said)
    if alone and not _ONLY.search(given) and len(_LISTED.findall(given)) >= _LONG_LIST:
        return ["quantity: claimed of one only, the text lists more"]
    return []


def _widened(clause: Clause, statement: Statement) -> tuple[str, ...]:
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


def _unnamed(clause: Clause, statement: Statement, texts: Texts) -> list[str]:
    named = texts.named[statement.source]
    return [
        f"name {word!r} is not in the text"
        for word, concepts in clause.names
        if not concepts <= named
    ]


def _weaker(clause: Clause, statement: Statement, texts: Texts) -> list[str]:
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
    if _ALONE.search(clause.text) and not _ONLY.search(statement.text):
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


def _missing(clause: Clause, statement: Statement, texts: Texts) -> str:
    near = statement.concepts | statement.around
    lacking = sorted(clause.concepts - near, key=lambda c: (-texts.weight(c), c))[:4]
    return (
        f"the text does not speak of {', '.join(repr(c) for c in lacking)}"
        if lacking
        else "too little in common"
    )
