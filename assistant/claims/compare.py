"""One statement of a claim held against one statement of a text.

Everything that can be told apart is: details, who and what is named, denial, strength and number.
What is left is whether enough of the claim's words are there at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.claims.agreement import agreement
from assistant.claims.clauses import Clause, coverage
from assistant.claims.details import Detail, details
from assistant.claims.model import SupportLabel
from assistant.claims.polarity import terms
from assistant.claims.statements import Statement, Texts
from assistant.claims.strength import ONLY, narrowed, weaker, widened
from assistant.claims.words import lexicon

ENOUGH = 0.6
"""Share of a claim's weighted words that a statement must hold to support it."""
ON_TOPIC = 0.6
"""Share from which a statement speaks of the same thing, so that it can contradict."""
_OWN_TOPIC = 0.48
"""Share of them that must stand in the sentence itself for it to contradict."""
_LEAST = 0.45
"""Share below which a statement is not looked into."""
_MOST_DETAILS = 25
_RESTRICTED = re.compile(
    r"\b(?:not|no|never)\b.{1,200}\b(?:except|unless|other than|apart from)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAY = re.compile(r"\b(?:may|can|could|might)\b(?! not)")
_EXEMPTS = re.compile(
    r"\b(?:not|no)\s(?:\w{1,12}\s){0,3}?(?:apply|include|constitute|extend|cover|deemed|considered|mean|obligations?|liability)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one statement says to a clause; `score` is how much of the clause it speaks of."""

    label: SupportLabel
    score: float
    reasons: tuple[str, ...]


def compare(
    clause: Clause, statement: Statement, texts: Texts, *, enough: float = ENOUGH
) -> Outcome:
    """What the statement says to the clause, with the details that decide."""
    own, score = coverage(clause, statement, texts)
    if wider := widened(clause, statement):
        return Outcome("contradicted", max(score, ON_TOPIC), wider)
    rivals = _rivals(clause, statement)
    if rivals:
        own, score = coverage(clause, statement, texts, frozenset(rivals))
    if score < _LEAST:
        return Outcome("silent", score, ())
    if statement.unfilled:
        return Outcome("silent", score, ("the text leaves this unfilled",))
    other, absent = _details(clause, statement)
    other += [*rivals.values(), *_denials(clause, statement, texts), *narrowed(clause, statement)]
    if other and own >= _OWN_TOPIC and score >= ON_TOPIC:
        return Outcome("contradicted", score, tuple(other))
    absent += [*_unnamed(clause, statement, texts), *weaker(clause, statement, texts)]
    if other or absent:
        return Outcome("silent", score, tuple(other + absent))
    if score >= enough:
        return Outcome("supported", score, ())
    return Outcome("silent", score, (_missing(clause, statement, texts),))


def _details(clause: Clause, statement: Statement) -> tuple[list[str], list[str]]:
    """Details stated otherwise, and details not stated, in words."""
    other, absent = list[str](), list[str]()
    if len(clause.details) > _MOST_DETAILS:
        return [], [f"more than {_MOST_DETAILS} details in one statement"]
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
    if _RESTRICTED.search(clause.text) and ONLY.search(statement.text):
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


def _unnamed(clause: Clause, statement: Statement, texts: Texts) -> list[str]:
    named = texts.named[statement.source]
    return [
        f"name {word!r} is not in the text"
        for word, concepts in clause.names
        if not concepts <= named
    ]


def _missing(clause: Clause, statement: Statement, texts: Texts) -> str:
    near = statement.concepts | statement.around
    lacking = sorted(clause.concepts - near, key=lambda c: (-texts.weight(c), c))[:4]
    return (
        f"the text does not speak of {', '.join(repr(c) for c in lacking)}"
        if lacking
        else "too little in common"
    )
