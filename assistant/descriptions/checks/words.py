"""Words that may not stand in a description, and terms that are used one way throughout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Literal

import yaml

from assistant import resources
from assistant.description import Section, Sentence

WordKind = Literal["marketing", "opinion", "test_results", "secrets"]


def found_words(kind: WordKind, sections: Iterable[Section]) -> Iterator[str]:
    """Each forbidden wording, with the section and the sentence it stands in.

    Open points and frames are ours and are held by a test; what a person or the evidence says is
    looked at here.
    """
    for section in sections:
        for sentence in section.sentences:
            if sentence.standing in ("open", "frame"):
                continue
            if match := _first(kind, sentence.text):
                yield f"{section.id}: {match!r} in {_short(sentence)}"


def holds(kind: WordKind, text: str) -> bool:
    """Does the text hold a wording of this kind?"""
    return _first(kind, text) is not None


def mixed_terms(sections: Sequence[Section]) -> Iterator[str]:
    """Terms that are said in two ways in one draft."""
    text = "\n".join(
        s.text for section in sections for s in section.sentences if s.standing != "open"
    )
    for term in _raw()["glossary"]:
        wanted = re.search(rf"\b{re.escape(term['use'])}s?\b", text, re.IGNORECASE)
        for other in term["not"]:
            if wanted and re.search(rf"\b{re.escape(other)}s?\b", text, re.IGNORECASE):
                yield f"{other!r} and {term['use']!r} are both used; say {term['use']!r}"


def _first(kind: WordKind, text: str) -> str | None:
    for pattern in _patterns(kind):
        if match := pattern.search(text):
            return match.group(0)
    return None


@cache
def _patterns(kind: WordKind) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p, re.IGNORECASE) for p in _raw()[kind])


@cache
def _raw() -> dict[str, Any]:
    path = resources.corpus("descriptions", "wording.yaml")
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return raw


def _short(sentence: Sentence) -> str:
    text = sentence.text
    return repr(text if len(text) <= 120 else f"{text[:117]}…")
