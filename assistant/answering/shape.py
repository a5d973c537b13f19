"""From a question as the customer words it to an `Ask`: what is searched and what would answer it.

First step of answering. Boilerplate goes, short forms are spelled out, compound questions are
parted; nothing is looked up.
"""

from __future__ import annotations

import re

from assistant.answering.lexicon import lexicon
from assistant.answers import AnswerForm, Ask, Basis
from assistant.questions import Question

_ASIDE = re.compile(r"\s*\((?:e\.?g\.?|i\.?e\.?|for example|such as|see|check all)[^)]*\)", re.I)
_SPACE = re.compile(r"\s+")
_SHORT_FORM = re.compile(r"\b[A-Za-z]{0,2}[A-Z][A-Z0-9]{1,6}\b")
_OF_ONE = re.compile(r"^consider\s[^;]*;\s*|^is the following (?:true|correct)[^?]*\?\s*", re.I)
_YES = re.compile(r"^\W*(?:yes|no|n/?a)\b", re.IGNORECASE)
_ASKS_WORDS = re.compile(
    r"^\W*(?:(?:please )?(?:describe|list|explain|outline|name)\b"
    r"|(?:(?:and|for|within|in|on|at|by|from|to|with|since|after|under|of) )?"
    r"(?:how (?!do we know)|what\b|which\b|who\b|whom\b|whose\b|when\b|where\b|why\b))",
    re.IGNORECASE,
)
_FEWEST_WORDS = 2
"""A part of fewer words than this says nothing by itself and stays with its neighbour."""


def shape(question: Question | str, *, section: str | None = None) -> Ask:
    """What the question asks for.

    `section` overrides the question's own. Deterministic; any text gives an ask, an empty one asks
    for nothing and finds nothing.
    """
    asked = Question(id="", text=question) if isinstance(question, str) else question
    text = _SPACE.sub(" ", asked.text).strip()
    parts = _parts(text)
    return Ask(
        id=asked.id,
        text=text,
        query=" ".join(spelled_out(part) for part in parts),
        parts=parts,
        form=_form(text, asked.options),
        basis=_basis(text),
        section=asked.section if section is None else section,
        context=asked.context,
        options=asked.options,
        max_words=asked.max_words,
    )


def without_boilerplate(text: str) -> str:
    """The question without the words that every questionnaire uses; never empty if it was not."""
    left = text
    for pattern in lexicon().boilerplate:
        shorter = pattern.sub(" ", left).strip(" ,;:")
        if len(shorter.split()) >= 1 and re.search(r"\w", shorter):
            left = shorter
    return _SPACE.sub(" ", left).strip()


def spelled_out(text: str) -> str:
    """The text with what its short forms stand for added at its end."""
    known = lexicon().acronyms
    found = [known.get(m.group(0), ())[:2] for m in _SHORT_FORM.finditer(text)]
    low = text.casefold()
    more = dict.fromkeys(long for row in found for long in row if long.casefold() not in low)
    return f"{text} ({'; '.join(more)})" if more else text


def _parts(text: str) -> tuple[str, ...]:
    """The single questions in a text, each without boilerplate."""
    whole = without_boilerplate(text)
    pieces = [_ASIDE.sub("", whole).strip()]
    for pattern in lexicon().splits:
        pieces = [part for piece in pieces for part in _split(pattern, piece)]
    cleaned = [without_boilerplate(piece) for piece in pieces]
    kept = [piece for piece in cleaned if len(re.findall(r"\w+", piece)) >= _FEWEST_WORDS]
    return tuple(dict.fromkeys(kept)) or ((whole or text),)


def _split(pattern: re.Pattern[str], piece: str) -> list[str]:
    return [part.strip(" ,;") for part in pattern.split(piece) if part.strip(" ,;")]


def _form(text: str, options: tuple[str, ...]) -> AnswerForm:
    # "How soon …?" asks for words even where the customer offers only Yes and No beside it.
    if _ASKS_WORDS.search(text):
        return "narrative"
    if any(_YES.match(option) for option in options):
        return "yes_no"
    words = lexicon()
    if words.requirement.search(text):
        return "yes_no"
    return "yes_no" if words.yes_no.search(_OF_ONE.sub("", text)) else "narrative"


def _basis(text: str) -> Basis:
    words = lexicon()
    if _OF_ONE.search(text):
        return "either"  # what a document says is asked, not what is done
    if words.asks_policy.search(text):
        return "policy"
    return "practice" if words.asks_practice.search(text) else "either"
