"""Facts that stand in registers: components, policies, levels, incidents, providers, their reviews."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.assessment import quotes
from assistant.description import FactValue, Part
from assistant.descriptions.gather.tables import Found, tables_with
from assistant.descriptions.sources import Source, plain, titled
from assistant.model import Scope

_MOST_ROWS = 40
_INVENTORY = re.compile(r"inventor|asset|architect|overview|component|cmdb", re.IGNORECASE)
_APPROVED = re.compile(
    r"[^\n]*\b(?:approv\w+|effective|last review\w*)\b(?:[^\n]*\n)??[^\n]*\b20\d\d\b[^\n]*",
    re.IGNORECASE,
)
"""The line of the approval; a page may break it once."""
_DAY = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_ADDRESS = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b")

_COMPONENT = r"(?:asset|component|resource|system|hostname|infrastructure|server|service|technology)(?: name)?"
_PURPOSE = r"(?:purpose|function|description|use|what it does|type|used for)"
_PLACE = r"(?:location|region|site|environment|hosted in|zone)"
_LEVEL = r"(?:level|class|classification|classification level|data class|category|label)"
_HANDLING = r"(?:handling|examples?|description|definition|protection|requirements?)"
_VENDOR = r"(?:vendor|supplier|provider|subprocessor|third party|company|name)(?: name)?"
_SERVICE = r"(?:service|services|purpose|service provided|description|what they do|product)"
_TIER = r"(?:tier|criticality|risk|risk tier|risk level|class|importance)"
_DATA = r"(?:data|data handled|data types?|data processed|data shared|personal data)"
_REPORT = r"(?:report|assurance|attestation|certification|report type|soc report)"
_REPORT_END = r"(?:report period end|report end|period end|report date|report valid until)"
_REVIEWED = (
    r"(?:last review|last reviewed|review date|reviewed|reviewed on|last assessment|assessed on)"
)


def inventory(key: str, part: Part, sources: Sequence[Source]) -> tuple[FactValue, ...]:
    """Rows of tables of components; a row with an address is left out (DR-11)."""
    inside = [
        s for s in sources if s.document.kind not in ("log", "population", "ticket", "minutes")
    ]
    inside.sort(key=lambda s: not _INVENTORY.search(f"{s.document.path} {s.document.title}"))
    found = tables_with(
        inside,
        _COMPONENT,
        _PURPOSE,
        _PLACE,
        needed=2,
        never=r".*\b(?:user|account|reviewer|decision|incident|vendor|risk|status|approver|email)\b.*",
    )
    return _rows(key, part, found)


def policies(key: str, part: Part, sources: Sequence[Source]) -> tuple[FactValue, ...]:
    """Each policy that is in force with the line of its approval."""
    values = []
    for source in sources:
        document = source.document
        if document.kind != "policy" or not document.blocks:
            continue
        line = _APPROVED.search(document.text[:3_000])
        at = document.text.find(document.title)
        span = line.span() if line else (at, at + len(document.title)) if at >= 0 else None
        citation = quotes.of_span(document, *span) if span else None
        if citation is None:
            continue
        day = source.day.isoformat() if source.day and line else ""
        values.append(
            FactValue(
                key,
                part.name,
                f"{document.title} ({day})" if day else document.title,
                "evidence",
                (citation,),
                day=source.day,
                cells=(titled(document.title), day),
                source=document.title,
                public=source.public,
            )
        )
    return tuple(sorted(values, key=lambda v: v.cells)[:_MOST_ROWS])


def classification(key: str, part: Part, sources: Sequence[Source]) -> tuple[FactValue, ...]:
    """The levels of the classification policy, from its table."""
    for found in tables_with(sources, _LEVEL, _HANDLING, needed=2):
        names = {plain(row[found.columns[0] or 0]).casefold() for row in found.table.rows if row}
        if {"public", "confidential", "internal", "restricted"} & names and len(names) < 8:
            return _rows(key, part, iter([found]))
    return ()


def incidents(
    key: str, part: Part, sources: Sequence[Source], scope: Scope
) -> tuple[FactValue, ...]:
    """Incidents of the register in the period (Type I: at the date), without names of people."""
    heads = (
        r"(?:incident|id|number|key|incident id)",
        r"(?:title|summary|description|what happened)",
        r"(?:severity|priority|class)",
        r"(?:detected|start|started|opened|date|found|occurred|reported)(?: at| on)?",
        r"(?:resolved|end|ended|closed|recovered)(?: at| on)?",
        r"(?:customer data affected|effect|impact|affected|scope)",
        r"(?:root cause|cause)",
    )
    values: list[FactValue] = []
    for found in tables_with(sources, *heads, needed=4):
        named = f"{found.source.document.path} {found.source.document.title}".casefold()
        if "incident" not in named:
            continue
        for index, row in enumerate(found.table.rows[:_MOST_ROWS]):
            cells = found.cells(row)
            if _inside(cells[3], scope) and (value := found.value(key, part, index, cells)):
                values.append(value)
    return tuple(values)


def providers(key: str, part: Part, sources: Sequence[Source]) -> tuple[FactValue, ...]:
    """Vendors whose tier says that the service hangs on them; all of a short list without tiers."""
    values = []
    for found in _vendor_tables(sources):
        rated = found.columns[2] is not None
        for index, row in enumerate(found.table.rows[:_MOST_ROWS]):
            cells = found.cells(row)[:4]
            if rated and not re.search(r"critical|^1$|tier 1|very high", cells[2], re.IGNORECASE):
                continue
            if cells[0] and (value := found.value(key, part, index, cells)):
                values.append(value)
        if values:
            break
    return tuple(values[:12])


def vendor_reviews(key: str, part: Part, sources: Sequence[Source]) -> tuple[FactValue, ...]:
    """When each of those providers was last reviewed, and the period of the report that was read."""
    values = []
    for found in _vendor_tables(sources):
        rated = found.columns[2] is not None
        for index, row in enumerate(found.table.rows[:_MOST_ROWS]):
            cells = found.cells(row)
            if rated and not re.search(r"critical|^1$|tier 1|very high", cells[2], re.IGNORECASE):
                continue
            shown = (cells[0], cells[4], cells[5], cells[6])
            if cells[0] and cells[6] and (value := found.value(key, part, index, shown)):
                values.append(value)
        if values:
            break
    return tuple(values[:12])


def vendor_names(sources: Sequence[Source]) -> tuple[str, ...]:
    """Every name in a vendor register, whatever its tier."""
    rows = ((found, row) for found in _vendor_tables(sources) for row in found.table.rows)
    return tuple(dict.fromkeys(n for found, row in rows if (n := found.cells(row)[0])))


def _vendor_tables(sources: Sequence[Source]) -> Iterator[Found]:
    for found in tables_with(
        sources, _VENDOR, _SERVICE, _TIER, _DATA, _REPORT, _REPORT_END, _REVIEWED, needed=2
    ):
        named = f"{found.source.document.path} {found.source.document.title}".casefold()
        if re.search(r"vendor|supplier|subprocessor|third.part|provider", named):
            yield found


def _rows(key: str, part: Part, found: Iterator[Found]) -> tuple[FactValue, ...]:
    values: list[FactValue] = []
    seen: set[tuple[str, ...]] = set()
    for table in found:
        for index, row in enumerate(table.table.rows[:_MOST_ROWS]):
            cells = table.cells(row)
            if not cells[0] or any(_ADDRESS.search(c) for c in cells):
                continue
            if cells[:2] in seen:
                continue
            if value := table.value(key, part, index, cells):
                seen.add(cells[:2])
                values.append(value)
    return tuple(values[:_MOST_ROWS])


def _inside(cell: str, scope: Scope) -> bool:
    match = _DAY.search(cell)
    if match is None:
        return False
    day = date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    if scope.report_type == "type2" and scope.period_start and scope.period_end:
        return scope.period_start <= day <= scope.period_end
    return day <= scope.reference
