"""Facts that stand in sentences: found by the patterns of a part, the likeliest documents first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.description import FactValue, Part
from assistant.descriptions.sources import Said, Source, speaks_of_itself

_LONGEST = 400
"""Characters; longer runs are no statement of one fact."""
_LEANS = re.compile(r"^(?!(?-i:IT)\b)(?:it|they|this|these|those|such|both)\b", re.IGNORECASE)
_TELLING = re.compile(
    r"\d|\b(?:daily|weekly|monthly|quarterly|yearly|annually|once|within)\b", re.I
)


def stated(key: str, part: Part, sources: Sequence[Source]) -> tuple[FactValue, ...]:
    """The statements that a part's patterns find, at most `part.most`, one from each wording."""
    found = [
        (_rank(part, said), number, said)
        for number, said in enumerate(s for source in sources for s in source.said)
        if said.source.document.kind in part.kinds and _holds(part, said)
    ]
    found.sort(key=lambda f: (-f[0], f[1]))
    values: list[FactValue] = []
    seen: set[str] = set()
    for _, _, said in found:
        folded = said.text.casefold()
        if len(values) < part.most and folded not in seen and (value := of_said(key, part, said)):
            seen.add(folded)
            values.append(value)
    return tuple(values)


def of_said(key: str, part: Part, said: Said) -> FactValue | None:
    """The value that a sentence gives; None where no place holds it."""
    citation = said.citation
    if citation is None:
        return None
    return FactValue(
        key,
        part.name,
        said.text,
        "evidence",
        (citation,),
        day=said.source.day,
        source=said.source.document.title,
        public=said.source.public,
        under=_heading(said) if _LEANS.search(said.text) else "",
    )


def _heading(said: Said) -> str:
    return said.heading.rsplit(" > ", 1)[-1]


def _holds(part: Part, said: Said) -> bool:
    text = said.text
    if not 8 <= len(text) <= _LONGEST or text.endswith((":", "?")):
        return False
    if (said.code and not part.code) or speaks_of_itself(text):
        return False
    return (
        bool(part.all or part.cased)
        and all(_pattern(p).search(text) for p in part.all)
        and all(_cased(p).search(text) for p in part.cased)
        and not any(_pattern(p).search(text) for p in part.none)
        and (not part.under or _pattern(part.under).search(said.heading) is not None)
    )


def _rank(part: Part, said: Said) -> float:
    """Documents named like what is looked for first; then statements, then what carries a number."""
    named = f"{said.source.document.path} {said.source.document.title}".casefold()
    score = 2.0 * any(word in named for word in part.prefer)
    score += 1.0 * any(word in said.heading.casefold() for word in part.prefer)
    score -= 0.5 * said.item
    score -= 0.25 * (len(said.text) > 220)
    score += 0.3 * bool(_TELLING.search(said.text)) + 0.3 * (len(said.text) > 45)
    return score


@lru_cache(maxsize=512)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


@lru_cache(maxsize=512)
def _cased(text: str) -> re.Pattern[str]:
    return re.compile(text)
