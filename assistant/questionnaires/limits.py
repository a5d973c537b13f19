"""How long an answer may be, as heads, questions and hints say it."""

from __future__ import annotations

import re
from typing import Literal

Unit = Literal["words", "characters"]

_NUMBER = r"(\d{1,3}(?:[.,]\d{3})+|\d{1,6})"
_UNIT = r"(words?|characters?|chars?|zeichen|wörter|worte|woerter|mots|caractères|palabras|caracteres|文字|字)"
_BEFORE = r"(?:max(?:imum|\.)?(?: of| length:?)?|up to|no more than|not more than|at most|limit(?:ed to| of)?:?|less than|within|in|under|höchstens|maximal|≤)"
_PATTERNS = (
    re.compile(rf"{_BEFORE}\s*:?\s*{_NUMBER}[\s-]*{_UNIT}", re.IGNORECASE),
    re.compile(
        rf"{_NUMBER}[\s-]*{_UNIT}\s*(?:max(?:imum)?|limit|or (?:less|fewer)|以内|以下)",
        re.IGNORECASE,
    ),
)


def stated_limit(text: str, unit: Unit) -> int | None:
    """The most words or characters that the text allows: `max 50 words`, `200 words or less`."""
    for pattern in _PATTERNS:
        for amount, name in pattern.findall(text):
            if _unit(name) == unit and (limit := int(re.sub(r"[.,]", "", amount))) > 0:
                return limit
    return None


def bare_limit(head: str, cell: str, unit: Unit) -> int | None:
    """The limit in a column of limits: its cell says the unit, or its head does."""
    if (stated := stated_limit(f"max {cell}", unit)) is not None:
        return stated
    named: Unit = (
        "characters" if re.search(r"char|zeichen|length", head, re.IGNORECASE) else "words"
    )
    return int(cell) if named == unit and re.fullmatch(r"[1-9]\d{0,5}", cell) else None


def _unit(name: str) -> Unit:
    return "words" if re.match(r"w|mots|palabras", name, re.IGNORECASE) else "characters"
