"""Whether one detail of a claim is the one that a statement gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from assistant.claims.details import Detail
from assistant.claims.values import NUMBER_WORD, Value, number
from assistant.claims.words import words

Agreement = Literal["same", "other", "absent"]

_TOLERANCE = 0.03
"""Share by which frequencies may differ: every 90 days is quarterly."""
_CALENDAR = re.compile(
    rf"(\d{{1,4}}(?:\.\d)?|{NUMBER_WORD}|an?)\W.*?(week|month|year)s?$", re.IGNORECASE | re.DOTALL
)
_SEGMENT = re.compile(r"[,;|]|\s(?:and|or|while|but)\s")


def agreement(
    claimed: Detail, text: str, stated: Sequence[Detail], about: frozenset[str]
) -> Agreement:
    """How a statement's details stand to a claimed one.

    `about` holds the claim's concepts: of several details of one kind, the one said of the same
    things counts.
    """
    near = [d for d in stated if _comparable(claimed, d)]
    same = [d for d in stated if _same(claimed, d)]
    if not same:
        return "other" if near else "absent"
    if len(near) > 1 and any(d not in same for d in near):
        closest = _closest(text, near, about)
        return "same" if any(d in same for d in closest) else "other"
    return "same"


def _comparable(claimed: Detail, stated: Detail) -> bool:
    """Whether two details answer the same thing, so that another value is a contradiction."""
    if claimed.kind != stated.kind:
        return False
    left, right = claimed.unit, stated.unit
    if claimed.kind == "identifier":
        return (
            left != right
            and left.rpartition(" ")[0] == right.rpartition(" ")[0]
            and " type " in left
        )
    if claimed.kind == "count":
        return bool(set(left.split()[:1]) & set(right.split()))
    if claimed.kind in ("key_size", "version", "money", "size"):
        return left == right or (claimed.kind != "money" and not (left and right))
    return True


def _same(claimed: Detail, stated: Detail) -> bool:
    if {claimed.kind, stated.kind} == {"duration", "frequency"}:
        return _same_period(claimed, stated)
    if claimed.kind != stated.kind:
        return False
    if claimed.kind == "identifier":
        return f"{stated.unit} ".startswith(f"{claimed.unit} ")
    if claimed.kind == "count" and not _comparable(claimed, stated):
        return claimed.value.low == stated.value.low
    if not _comparable(claimed, stated):
        return False
    if claimed.kind == "duration" and not _same_units(claimed, stated):
        return False
    return _agrees(claimed, stated)


def _agrees(claimed: Detail, stated: Detail) -> bool:
    ours, theirs = _spans(claimed, stated)
    slack = _TOLERANCE if claimed.kind == "frequency" else 1e-9
    if ours.low <= theirs.high * (1 + slack) and theirs.low <= ours.high * (1 + slack):
        bounds = {claimed.bound, stated.bound}
        if bounds >= {"at_least", "at_most"}:
            return False
        return not (claimed.bound == "exactly" and stated.bound in ("at_least", "at_most"))
    if stated.bound in ("at_least", "at_most"):
        return False
    if claimed.bound == "at_least":
        return theirs.low >= ours.low
    return claimed.bound == "at_most" and theirs.high <= ours.high


def _same_units(left: Detail, right: Detail) -> bool:
    """Whether both count all days or both business days; a week may be of either."""
    return left.unit == right.unit or "week" in (_counted(left)[1], _counted(right)[1])


def _spans(left: Detail, right: Detail) -> tuple[Value, Value]:
    """The spans to compare: a month is 28 to 31 days, but three months are never four."""
    ours, theirs = _counted(left), _counted(right)
    if ours[1] and ours[1] == theirs[1]:
        return Value(left.words, ours[0], ours[0]), Value(right.words, theirs[0], theirs[0])
    return left.value, right.value


def _counted(length: Detail) -> tuple[float, str]:
    """How many months or weeks a length is counted in; other units need no help."""
    if length.kind != "duration":
        return 0.0, ""
    found = _CALENDAR.search(length.words)
    if not found:
        return 0.0, ""
    count, unit = number(found.group(1)), found.group(2).lower()
    return (12 * count, "month") if unit == "year" else (count, unit)


def _same_period(left: Detail, right: Detail) -> bool:
    """Whether a length of time is the period of a frequency: 12 months, annually."""
    rate, length = (left, right) if left.kind == "frequency" else (right, left)
    if rate.value.low <= 0 or length.unit:
        return False
    least, most = 8760.0 / rate.value.high, 8760.0 / rate.value.low
    return length.value.low <= most * (1 + _TOLERANCE) and least <= length.value.high * (
        1 + _TOLERANCE
    )


def _closest(text: str, near: Sequence[Detail], about: frozenset[str]) -> list[Detail]:
    """Those details whose own piece of the sentence shares most with the claim."""
    shared = []
    for detail in near:
        begin = max((m.end() for m in _SEGMENT.finditer(text, 0, detail.start)), default=0)
        end = _SEGMENT.search(text, detail.end)
        piece = text[begin : end.start() if end else len(text)]
        shared.append(len({w.concept for w in words(piece)} & about))
    return [d for d, count in zip(near, shared, strict=True) if count == max(shared)]
