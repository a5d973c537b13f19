"""Durations and frequencies as people write them, as spans that can be compared."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_WORDS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
} | {
    "a": 1,
    "an": 1,
    "fourteen": 14,
    "fifteen": 15,
    "twenty": 20,
    "twenty-four": 24,
    "thirty": 30,
    "forty-five": 45,
    "forty-eight": 48,
    "sixty": 60,
    "seventy-two": 72,
    "ninety": 90,
}
_NUMBER = r"(\d{1,4}|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")"
_UNIT = r"(minute|hour|day|week|month|year)s?"
_DURATION = re.compile(
    rf"\b{_NUMBER}\s*(?:\(\s*\d+\s*\)\s*)?-?(?:calendar |business |working |full )?{_UNIT}\b",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(r"\b(?:immediate(?:ly)?|at once|without delay|instantly)\b", re.IGNORECASE)
_SAME_DAY = re.compile(r"\b(?:same|by the end of the|end of) (?:business |working )?day\b", re.I)
_HOURS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.0, "year": 8760.0}
# A week may mean five working days, a month 28 to 31 days and a year 360 to 366.
_LEAST = {"week": 120.0, "month": 672.0, "year": 8640.0}
_MOST = {"month": 744.0, "year": 8784.0}
_RATES: tuple[tuple[str, float, float], ...] = (
    (r"\b(?:semi-?annual(?:ly)?|twice (?:a|per) year|every six months|half-?yearly)\b", 2, 2),
    (r"\b(?:bi-?annual(?:ly)?)\b", 0.5, 2),
    (
        r"\b(?<!semi-)(?<!semi)(?<!bi-)(?<!bi)(?:annual(?:ly)?|yearly|every year|each year|once (?:a|per) year|every (?:12|twelve) months)\b",
        1,
        1,
    ),
    (
        r"\b(?:quarterly|every quarter|each quarter|once (?:a|per) quarter|every (?:3|three) months)\b",
        4,
        4,
    ),
    (r"\b(?:monthly|every month|each month|once (?:a|per) month)\b", 12, 12),
    (r"\b(?<!bi-)(?<!bi)(?:weekly|every week|each week)\b", 52, 52),
    (r"\b(?:every (?:2|two) years|biennial(?:ly)?)\b", 0.5, 0.5),
)
_FREQUENCIES = tuple((re.compile(p, re.IGNORECASE), low, high) for p, low, high in _RATES)


@dataclass(frozen=True, slots=True)
class Value:
    """A value as written, and the span of numbers it can mean (hours, times a year, or a count)."""

    words: str
    low: float
    high: float

    def overlaps(self, other: Value) -> bool:
        """Can both mean the same?"""
        return self.low <= other.high and other.low <= self.high


def durations(text: str) -> tuple[Value, ...]:
    """Every duration in a text, in hours, in order. Business days are counted as days."""
    found = [(m.start(), _duration(m)) for m in _DURATION.finditer(text)]
    found += [(m.start(), Value(m.group(0), 0.0, 1.0)) for m in _AT_ONCE.finditer(text)]
    found += [(m.start(), Value(m.group(0), 0.0, 24.0)) for m in _SAME_DAY.finditer(text)]
    return tuple(value for _, value in sorted(found, key=lambda pair: pair[0]))


def _duration(found: re.Match[str]) -> Value:
    written, unit = found.group(1).lower(), found.group(2).lower()
    number = int(written) if written.isdigit() else _WORDS[written]
    return Value(
        found.group(0),
        number * _LEAST.get(unit, _HOURS[unit]),
        number * _MOST.get(unit, _HOURS[unit]),
    )


def calendar_days(value: Value) -> int:
    """Whole days within which a duration has surely ended, weekends included for business days."""
    days = value.high / 24
    if re.search(r"business|working", value.words, re.IGNORECASE):
        days *= 7 / 5
    return math.ceil(days)


def frequencies(text: str) -> tuple[Value, ...]:
    """Every frequency in a text, in times a year, in order."""
    found = [
        (m.start(), Value(m.group(0), low, high))
        for pattern, low, high in _FREQUENCIES
        for m in pattern.finditer(text)
    ]
    return tuple(value for _, value in sorted(found, key=lambda pair: pair[0]))
