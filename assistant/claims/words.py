"""The words of a sentence by meaning: stemmed, synonyms folded, opposites told apart.

The table is data, `corpus/claims/synonyms.yaml`; nothing here judges a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from typing import Any

import snowballstemmer
import yaml

from assistant import resources
from assistant.errors import CorpusError

_WORD = re.compile(r"[A-Za-z]+(?:['’](?=[a-z]{1,2}\b)[a-z]{1,2})?\d{0,4}|\d[\d.,]*")
_STOP = frozenset(
    "a an and any are as at be been being but by did do does for from had has have he her hers him his how i if in "
    "into is it its itself of on or our ours out over own per shall she so than that the their theirs them then there "
    "these they this those to too under up us was we were what when where which while who whom whose why will with "
    "would you your yours about also both during each either every not no nor never neither none cannot without "
    "except unless only all some most must may can could should might once twice least s t".split()
)
_stemmer = snowballstemmer.stemmer("english")
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Word:
    """One meaning at `text[start:end]`: a word or a phrase, by its concept.

    `sign` is -1 where the word itself denies the concept ("unencrypted").
    """

    concept: str
    sign: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The table of meanings, ready to look up."""

    phrases: dict[str, tuple[tuple[tuple[str, ...], str, int], ...]]
    """By first stem: the stems of each phrase, its concept and sign, longest first."""
    rivals: dict[str, frozenset[str]]
    """By concept: all concepts of its class."""
    light: frozenset[str]


def words(text: str) -> tuple[Word, ...]:
    """The words of a text that carry meaning, in order; numbers and function words left out."""
    tokens = [(m.group(0).lower(), m.start(), m.end()) for m in _WORD.finditer(text)]
    return tuple(_folded([(stem(word), a, b, word) for word, a, b in tokens]))


def _folded(tokens: list[tuple[str, int, int, str]]) -> Iterator[Word]:
    phrases, at = lexicon().phrases, 0
    while at < len(tokens):
        stemmed, start, end, written = tokens[at]
        length, concept, sign = _match(phrases, tokens, at)
        if length:
            yield Word(concept, sign, start, tokens[at + length - 1][2])
            at += length
            continue
        at += 1
        if written not in _STOP and not written[0].isdigit():
            yield Word(stemmed, 1, start, end)


def _match(
    phrases: dict[str, tuple[tuple[tuple[str, ...], str, int], ...]],
    tokens: list[tuple[str, int, int, str]],
    at: int,
) -> tuple[int, str, int]:
    for stems, concept, sign in phrases.get(tokens[at][0], ()):
        if all(
            at + n < len(tokens) and tokens[at + n][0] == wanted for n, wanted in enumerate(stems)
        ):
            return len(stems), concept, sign
    return 0, "", 1


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a lower-case word; one stemmer serves all threads in turn."""
    plain = word.replace("’", "'").removesuffix("'s")
    with _lock:
        return str(_stemmer.stemWord(plain))


@cache
def lexicon() -> Lexicon:
    """The shipped table. Raises `CorpusError` where it is damaged."""
    path = resources.corpus("claims", "synonyms.yaml")
    try:
        raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        return _lexicon(raw)
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise CorpusError(f"{path.name} cannot be read: {error}; install again") from error


def _lexicon(raw: dict[str, Any]) -> Lexicon:
    meaning: dict[tuple[str, ...], tuple[str, int]] = {}
    for group in raw["groups"]:
        for entry in group:
            meaning.setdefault(_stems(entry), ("_".join(_stems(group[0])), 1))
    for positive, negative in raw["opposites"]:
        stems = _stems(positive)
        concept, sign = meaning.setdefault(stems, ("_".join(stems), 1))
        meaning.setdefault(_stems(negative), (concept, -sign))
    rivals: dict[str, frozenset[str]] = {}
    for row in raw["rivals"]:
        keys = [_stems(entry) for entry in row]
        concepts = [meaning.setdefault(key, ("_".join(key), 1))[0] for key in keys]
        rivals |= {concept: frozenset(concepts) for concept in concepts}
    phrases: dict[str, list[tuple[tuple[str, ...], str, int]]] = {}
    for stems, (concept, sign) in meaning.items():
        phrases.setdefault(stems[0], []).append((stems, concept, sign))
    ordered = {k: tuple(sorted(v, key=lambda row: -len(row[0]))) for k, v in phrases.items()}
    light = frozenset(
        meaning.get(k, ("_".join(k), 1))[0] for w in raw["light"] for k in [_stems(w)]
    )
    return Lexicon(ordered, rivals, light)


def _stems(phrase: str) -> tuple[str, ...]:
    return tuple(stem(m.group(0).lower()) for m in _WORD.finditer(phrase))
