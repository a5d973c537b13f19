"""Changes with a date in the period, from headings and lists that announce them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.description import FactValue, Part
from assistant.descriptions.gather.statements import of_said
from assistant.descriptions.sources import Source
from assistant.model import Scope

_HEADING = re.compile(
    r"\b(?:significant |major |system |material )?changes\b(?! (?:management|control|advisory|request))",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_IN = frozenset({"other", "minutes", "record", "report", "notice", "diagram"})


def changes(key: str, part: Part, sources: Sequence[Source], scope: Scope) -> tuple[FactValue, ...]:
    """Dated sentences below a heading of changes; for Type II only, inside the period."""
    if scope.report_type != "type2":
        return ()
    values = []
    for source in sources:
        if source.document.kind not in _IN:
            continue
        for said in source.said:
            below = said.heading.rsplit(" > ", 1)[-1]
            day = _day(said.text)
            if not day or not _HEADING.search(below) or not _inside(day, scope):
                continue
            if value := of_said(key, part, said):
                values.append(replace(value, day=day))
    return tuple(sorted(values, key=lambda v: v.day or date.min))


def _day(text: str) -> date | None:
    match = _DAY.search(text)
    return date(int(match[1]), int(match[2]), int(match[3])) if match else None


def _inside(day: date, scope: Scope) -> bool:
    assert scope.period_start
    assert scope.period_end
    return scope.period_start <= day <= scope.period_end
