"""The words of questionnaires as typed data, read from `corpus/answering/`.

Shaping, finding and judging share them: what says nothing, what means the same, what must be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from assistant import resources
from assistant.errors import CorpusError
from assistant.mapping.quotes import stems

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of fact: how a question asks for one, and what a sentence must hold to give one."""

    id: str
    asks: Pattern
    has: Pattern


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All patterns and word lists. Phrases are stemmed, their words parted by single spaces."""

    boilerplate: tuple[Pattern, ...]
    splits: tuple[Pattern, ...]
    requirement: Pattern
    asks_policy: Pattern
    asks_practice: Pattern
    yes_no: Pattern
    narrative: Pattern
    negative: Pattern
    planned: Pattern
    denied: Pattern
    defining: Pattern
    excepting: Pattern
    aside: Pattern
    policy_word: Pattern
    graded: Pattern
    quoted_document: Pattern
    named_document: tuple[Pattern, ...]
    facts: tuple[FactKind, ...]
    acronyms: dict[str, tuple[str, ...]]
    """What a short form, as written, stands for; in words, not stemmed."""
    groups: tuple[tuple[str, ...], ...]
    """Phrases of which any stands for any other."""
    named: tuple[tuple[str, ...], ...]
    """Things of which an answer must say at least one word of the row."""
    free: frozenset[str]
    """Short forms that an answer need not repeat."""
    conventions: tuple[tuple[Pattern, tuple[str, ...]], ...]
    """Well-known file names, and what such a file is about by custom."""

    def about(self, filename: str) -> tuple[str, ...]:
        """What a file of this name, without its folder, is about by custom."""
        return tuple(p for name, row in self.conventions if name.search(filename) for p in row)


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon. Raises `CorpusError` where a file is damaged."""
    asked, terms = _load("questions.yaml"), _load("terms.yaml")
    customs = _load("conventions.yaml")
    try:
        return _made(asked, terms, customs["conventions"])
    except (KeyError, TypeError, re.error) as error:
        raise CorpusError(f"corpus/answering is damaged: {error!r}") from error


def _made(asked: dict[str, Any], terms: dict[str, Any], customs: list[Any]) -> Lexicon:
    acronyms = {str(k): tuple(map(str, v)) for k, v in terms["acronyms"].items()}
    return Lexicon(
        boilerplate=_patterns(asked["boilerplate"]),
        splits=_patterns(asked["splits"]),
        # Capitals carry the meaning here: MUST is a requirement, "must" is a word.
        requirement=re.compile(asked["requirement"]),
        asks_policy=_pattern(asked["asks_policy"]),
        asks_practice=_pattern(asked["asks_practice"]),
        yes_no=_pattern(asked["yes_no"]),
        narrative=_pattern(asked["narrative"]),
        negative=_pattern(asked["negative"]),
        planned=_pattern(asked["planned"]),
        denied=_pattern(asked["denied"]),
        defining=_pattern(asked["defining"]),
        excepting=_pattern(asked["excepting"]),
        aside=_pattern(asked["aside"]),
        policy_word=_pattern(asked["policy_word"]),
        graded=_pattern(asked["graded"]),
        quoted_document=_pattern(asked["quoted_document"]),
        named_document=_patterns(asked["named_document"]),
        facts=tuple(
            FactKind(f["id"], _pattern(f["asks"]), _pattern(f["has"])) for f in asked["facts"]
        ),
        acronyms=acronyms,
        groups=tuple(_phrases(row) for row in _rows(acronyms, terms)),
        named=tuple(_phrases(row) for row in terms["named"]),
        free=frozenset(map(str, terms["free"])),
        conventions=tuple((_pattern(row["name"]), _phrases(row["about"])) for row in customs),
    )


def _rows(acronyms: dict[str, tuple[str, ...]], terms: dict[str, Any]) -> Iterable[list[str]]:
    yield from ([short, *long] for short, long in acronyms.items())
    yield from terms["synonyms"]


def _phrases(row: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p for text in row if (p := phrase(str(text)))))


def phrase(text: str) -> str:
    """The stemmed words of a text with single spaces between them."""
    return " ".join(stems(text))


def _load(name: str) -> dict[str, Any]:
    path = resources.corpus("answering", name)
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise CorpusError(f"{path.name} cannot be read: {error}") from error
    if not isinstance(raw, dict):
        raise CorpusError(f"{path.name} holds no table")
    return raw


def _pattern(text: str) -> Pattern:
    return re.compile(text, re.IGNORECASE)


def _patterns(texts: Iterable[str]) -> tuple[Pattern, ...]:
    return tuple(_pattern(text) for text in texts)
