"""Numbers that must agree: dates inside the period, commitments and counts across sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from assistant.description import Section
from assistant.model import Scope

_DAY = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_IN_PERIOD = frozenset({"incidents_in_scope", "significant_changes"})
_PERCENT = re.compile(r"\b(\d{2,3}(?:[.,]\d{1,4})?)\s?%")
_AVAILABLE = re.compile(r"\b(?:available|availability|uptime)\b", re.IGNORECASE)
_PEOPLE = re.compile(r"\b(\d[\d,]*)\s+(?:employees|staff)\b", re.IGNORECASE)


def outside(sections: Iterable[Section], scope: Scope) -> Iterator[str]:
    """Dates of incidents and changes that lie outside the period (CK-06)."""
    for section in sections:
        for sentence in section.sentences:
            if not _IN_PERIOD & set(sentence.facts):
                continue
            days = [date(int(m[1]), int(m[2]), int(m[3])) for m in _DAY.finditer(sentence.text)]
            if days and not _inside(days[0], scope):
                yield f"{section.id}: {days[0]} is outside the {_span(scope)}"


def disagreeing(sections: Iterable[Section]) -> Iterator[str]:
    """One quantity with two values in one draft: availability, number of staff."""
    availability: dict[str, str] = {}
    staff: dict[str, str] = {}
    for section in sections:
        for sentence in section.sentences:
            if sentence.standing not in ("cited", "management"):
                continue
            if _AVAILABLE.search(sentence.text):
                for match in _PERCENT.finditer(sentence.text):
                    availability.setdefault(match.group(1).replace(",", "."), section.id)
            for match in _PEOPLE.finditer(sentence.text):
                if " with " not in sentence.text[: match.start()]:
                    staff.setdefault(match.group(1), section.id)
    for name, values in (("availability", availability), ("number of staff", staff)):
        if len(values) > 1:
            said = ", ".join(f"{value} in {where}" for value, where in values.items())
            yield f"the {name} is given as {said}"


def _inside(day: date, scope: Scope) -> bool:
    if scope.report_type == "type2" and scope.period_start and scope.period_end:
        return scope.period_start <= day <= scope.period_end
    return day <= scope.reference


def _span(scope: Scope) -> str:
    if scope.report_type == "type2":
        return f"period {scope.period_start} to {scope.period_end}"
    return f"time up to {scope.as_of}"
