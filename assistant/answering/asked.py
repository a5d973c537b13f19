"""What one part of a question asks for, in a form that texts can be measured against.

Between shaping and judging: the terms to be covered with their alternatives, the things that must be
named, the kind of fact that must stand there.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.answering.lexicon import FactKind, lexicon, phrase
from assistant.answering.shape import spelled_out
from assistant.catalog.criteria import catalog
from assistant.mapping.quotes import stems
from assistant.mapping.texts import labelled_texts

_SHORT_FORM = re.compile(r"\b(?:[A-Z][A-Z0-9]{1,6})(?:s\b|\b)")
_ASIDE = re.compile(r"\([^)]*\)")
_CONDITION = re.compile(r"^if\s+([^,?]{8,200}),\s+(.+)$", re.IGNORECASE | re.DOTALL)
_EMPTY = frozenset(
    stem
    for stem in stems(
        "do does did how what which who whom whose where why when you your yours we our us i me my mine "
        "he she any all some other another such same more most many much often frequently long within if "
        "then than there here also please describe explain provide list state specify detail details "
        "following above below must should shall may might could would not no yes and or but about "
        "into over under between through during per via upon whether against across along both either "
        "organization organisation company business vendor firm institution institutional customer client "
        "project software solution product service system application produced use used using uses "
        "have having get make made take ensure include including includes include require required "
        "requires appropriate applicable relevant specific regular regularly currently place formal "
        "implement implemented support supported available documented established defined maintain "
        "maintained approved communicated evaluated applied process procedure procedures policy policies "
        "ever able allow allowed give given kind type types sort way ways thing things one two least "
        "good true agreement consider time timely based related regarding concerning cover covering "
        "covered"
    )
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked about, in any of its wordings (stemmed), and how telling it is, 0 to 1."""

    alternatives: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Asked:
    """One part of a question.

    `named` lists what must be named, each in any of its wordings. `facts` are the kinds of fact of
    which one must stand in the answer. `condition` is the clause of "If …," where there is one.
    """

    text: str
    search: str
    terms: tuple[Term, ...]
    named: tuple[tuple[str, ...], ...]
    facts: tuple[FactKind, ...]
    condition: str = ""
    negative: bool = False


@lru_cache(maxsize=4_096)
def asked(part: str, whole: str = "") -> Asked:
    """What this part asks for; `whole` is the question it was taken from, where that says more."""
    words = lexicon()
    plain = _ASIDE.sub(" ", part)
    found = _CONDITION.match(part)
    return Asked(
        text=part,
        search=f"{spelled_out(part)} {' '.join(_other_wordings(part))}".strip(),
        terms=_terms(part),
        named=_named(plain if plain.strip() else part),
        facts=tuple(kind for kind in words.facts if kind.asks.search(part))[:2],
        condition=found.group(1) if found else "",
        negative=bool(words.negative.search(whole or part)),
    )


def spaced(text: str) -> str:
    """The stemmed words of a text, a space on either side of each: phrases are found by `in`."""
    return f" {phrase(text)} "


def holds(alternatives: tuple[str, ...], stemmed: str) -> bool:
    """Whether any of the wordings stands in a text made by `spaced`."""
    return any(f" {wording} " in stemmed for wording in alternatives)


def coverage(terms: tuple[Term, ...], stemmed: str) -> float:
    """The share of what is asked that a text made by `spaced` speaks of, 0 to 1."""
    total = sum(term.weight for term in terms)
    if not total:
        return 0.0
    return sum(t.weight for t in terms if holds(t.alternatives, stemmed)) / total


def _terms(part: str) -> tuple[Term, ...]:
    """Known phrases first, each with its other wordings; then every other telling word."""
    text = spaced(part)
    terms: list[Term] = []
    taken: set[str] = set()
    for group in lexicon().groups:
        own = [wording for wording in group if f" {wording} " in text]
        if not own or all(set(w.split()) <= taken for w in own):
            continue
        taken |= {stem for wording in own for stem in wording.split()}
        terms.append(Term(group, max(_weight(w) for w in own)))
    for stem in dict.fromkeys(text.split()):
        if stem not in taken and stem not in _EMPTY and not stem.isdigit():
            terms.append(Term((stem,), _weight(stem)))
    if not terms:  # "Policies and procedures": what is empty elsewhere is all there is here
        terms = [Term((stem,), _weight(stem)) for stem in dict.fromkeys(text.split())]
    return tuple(terms)


def _weight(wording: str) -> float:
    return max(_telling(stem) for stem in wording.split())


def _telling(stem: str) -> float:
    """1 for a word that few of our texts hold, 0.15 for one that stands everywhere."""
    if stem in _EMPTY:
        return 0.15
    spread, total = _spread()
    return max(0.15, min(1.0, math.log(total / (spread.get(stem, 0) + 1)) / math.log(total)))


@cache
def _spread() -> tuple[dict[str, int], int]:
    texts = labelled_texts(catalog())
    counts: dict[str, int] = {}
    for text in texts:
        for stem in set(stems(text.text)):
            counts[stem] = counts.get(stem, 0) + 1
    return counts, len(texts)


def _named(part: str) -> tuple[tuple[str, ...], ...]:
    """What an answer must name: listed things, and short forms that nobody spelled out."""
    words, text = lexicon(), spaced(part)
    listed = [row for row in words.named if holds(row, text)]
    known = " ".join(wording for row in listed for wording in row).split()
    for match in _SHORT_FORM.finditer(part):
        short = match.group(0).rstrip("s")
        stem = phrase(short)
        if short in words.free or match.group(0) in words.free or not stem or stem in known:
            continue
        long = tuple(phrase(text) for text in words.acronyms.get(short, ()))
        listed.append((stem, *long))
    listed.extend((phrase(match.group(0)),) for match in words.graded.finditer(part))
    return tuple(dict.fromkeys(listed))


def _other_wordings(part: str) -> list[str]:
    text = spaced(part)
    more = [w for group in lexicon().groups if holds(group, text) for w in group[:8]]
    return [wording for wording in dict.fromkeys(more) if f" {wording} " not in text][:24]
