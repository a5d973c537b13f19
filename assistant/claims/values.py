"""Durations and frequencies as people write them, as spans that can be compared.

The lowest part of the claim checker; the search for conflicts between documents reads it too.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_UNITS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split(),
        range(1, 20),
        strict=True,
    )
)
_TENS = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
_ONE = "|".join(sorted(_UNITS, key=len, reverse=True))
_TEN = "|".join(_TENS)
_TO_99 = rf"(?:(?:{_TEN})(?:[- ](?:{_ONE}))?|{_ONE})"
NUMBER_WORD = rf"(?:(?:(?:{_ONE}|a)[- ])?hundred(?:[- ](?:and[- ])?{_TO_99})?|{_TO_99})"
"""A number written out, up to 999."""
_NUMBER = rf"(\d{{1,4}}(?:\.\d)?|{NUMBER_WORD}|an?)"
_UNIT = r"(minute|hour|day|week|month|year)s?"
_DURATION = re.compile(
    rf"(?<![.\d])\b{_NUMBER}\s{{0,3}}(?:\(\s{{0,2}}\d{{1,4}}\s{{0,2}}\)\s{{0,3}})?-?"
    rf"(?:calendar |business |working |consecutive |full )?{_UNIT}\b",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(r"\b(?:immediate(?:ly)?|at once|without delay|instantly)\b", re.IGNORECASE)
_SAME_DAY = re.compile(r"\b(?:same|by the end of the|end of) (?:business |working )?day\b", re.I)
_HOURS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.0, "year": 8760.0}
# A week may mean five working days, a month 28 to 31 days and a year 360 to 366.
_LEAST = {"week": 120.0, "month": 672.0, "year": 8640.0}
_MOST = {"month": 744.0, "year": 8784.0}
_YEARLY = {
    "hour": 8760.0, "day": 365.0, "business day": 260.0, "working day": 260.0, "week": 52.0,
    "month": 12.0, "quarter": 4.0, "half-year": 2.0, "year": 1.0, "annum": 1.0,
}  # fmt: skip
_TIMES = {"once": 1, "twice": 2, "one time": 1, "two times": 2, "three times": 3, "four times": 4}
_PERIOD = r"(hour|(?:business |working )?day|week|month|quarter|half-year|year|annum)"
_BETWEEN = r"(?:an?|per|each|every|in a) (?:calendar |fiscal )?"
_TIMES_PER = re.compile(rf"\b({'|'.join(_TIMES)}|\d{{1,2}} times) {_BETWEEN}{_PERIOD}\b", re.I)
_EVERY_N = re.compile(
    rf"\bevery (?:other|second|{_NUMBER})[ -](?:\(\d{{1,3}}\) )?(?:calendar |consecutive )?"
    r"(minute|hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_RATES: tuple[tuple[str, float, float], ...] = (
    (
        r"\b(?:continuous(?:ly)?|around the clock|24/7|24x7|(?:in|near) real[- ]time)(?![\w-])",
        1e5,
        1e7,
    ),
    (r"\b(?:hourly|(?:every|each) hour)\b", 8760, 8760),
    (
        r"\b(?:daily|nightly|(?:every|each) (?:single )?(?:calendar )?(?:day|night))\b",
        365,
        365,
    ),
    (r"\b(?:(?:every|each) (?:business|working) day|(?:every|each) weekday)\b", 260, 260),
    (r"\b(?:bi-?weekly)\b", 26, 104),
    (r"\b(?:fortnightly|every fortnight)\b", 26, 26),
    (r"\b(?<!bi-)(?<!bi)(?:weekly|(?:every|each) week)\b", 52, 52),
    (r"\b(?:semi-?monthly)\b", 24, 24),
    (r"\b(?:bi-?monthly)\b", 6, 24),
    (r"\b(?<!bi-)(?<!semi-)(?:monthly|(?:every|each) (?:calendar )?month)\b", 12, 12),
    (r"\b(?:quarterly|(?:every|each) (?:calendar )?quarter)\b", 4, 4),
    (r"\b(?:semi-?annual(?:ly)?|half-?yearly|twice yearly|twice annually)\b", 2, 2),
    (r"\b(?:bi-?annual(?:ly)?)\b", 0.5, 2),
    (
        r"\b(?<!semi-)(?<!semi)(?<!bi-)(?<!bi)(?<!half-)(?<!twice )(?:annual(?:ly)?|yearly"
        r"|(?:every|each) (?:calendar |fiscal )?year)\b",
        1,
        1,
    ),
    (r"\b(?:biennial(?:ly)?)\b", 0.5, 0.5),
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


@dataclass(frozen=True, slots=True)
class Placed:
    """A value and where it stands: `text[start:end]`."""

    value: Value
    start: int
    end: int


def number(written: str) -> float:
    """The number that digits or number words up to 999 stand for; an article is one.

    Raises `ValueError` where the words are no number.
    """
    plain = written.lower().replace(",", "").strip()
    if plain.replace(".", "", 1).isdigit():
        return float(plain)
    total = 0
    for word in re.split(r"[ -]+", plain):
        if word == "hundred":
            total = max(total, 1) * 100
        elif word in ("a", "an", "and"):
            total += word != "and" and plain in ("a", "an")
        elif word in _UNITS or word in _TENS:
            total += _UNITS.get(word, 0) + _TENS.get(word, 0)
        else:
            raise ValueError(f"{written!r} is no number")
    return float(total)


def durations(text: str) -> tuple[Value, ...]:
    """Every duration in a text, in hours, in order. Business days are counted as days."""
    return tuple(placed.value for placed in placed_durations(text))


def placed_durations(text: str) -> tuple[Placed, ...]:
    """Every duration with its place, in order; `durations`."""
    found = [Placed(_duration(m), *m.span()) for m in _DURATION.finditer(text)]
    found += [Placed(Value(m.group(0), 0.0, 1.0), *m.span()) for m in _AT_ONCE.finditer(text)]
    found += [Placed(Value(m.group(0), 0.0, 24.0), *m.span()) for m in _SAME_DAY.finditer(text)]
    return tuple(sorted(found, key=lambda placed: placed.start))


def _duration(found: re.Match[str]) -> Value:
    count, unit = number(found.group(1)), found.group(2).lower()
    return Value(
        found.group(0),
        count * _LEAST.get(unit, _HOURS[unit]),
        count * _MOST.get(unit, _HOURS[unit]),
    )


def calendar_days(value: Value) -> int:
    """Whole days within which a duration has surely ended, weekends included for business days."""
    days = value.high / 24
    if re.search(r"business|working", value.words, re.IGNORECASE):
        days *= 7 / 5
    return math.ceil(days)


def frequencies(text: str) -> tuple[Value, ...]:
    """Every frequency in a text, in times a year, in order."""
    return tuple(placed.value for placed in placed_frequencies(text))


def placed_frequencies(text: str) -> tuple[Placed, ...]:
    """Every frequency with its place, in order and without overlaps; `frequencies`."""
    found = [Placed(_times(m), *m.span()) for m in _TIMES_PER.finditer(text)]
    found += [Placed(_every(m), *m.span()) for m in _EVERY_N.finditer(text)]
    for pattern, low, high in _FREQUENCIES:
        found += [Placed(Value(m.group(0), low, high), *m.span()) for m in pattern.finditer(text)]
    kept: list[Placed] = []
    for placed in sorted(found, key=lambda p: (p.start, -p.end)):
        if not kept or placed.start >= kept[-1].end:
            kept.append(placed)
    return tuple(kept)


def _times(found: re.Match[str]) -> Value:
    said, period = found.group(1).lower(), found.group(2).lower()
    times = _TIMES.get(said) or int(said.split()[0])
    return Value(found.group(0), times * _YEARLY[period], times * _YEARLY[period])


def _every(found: re.Match[str]) -> Value:
    count = number(found.group(1)) if found.group(1) else 2.0
    rate = _HOURS["year"] / (max(count, 0.1) * _HOURS[found.group(2).lower()])
    return Value(found.group(0), rate, rate)
