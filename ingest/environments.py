"""Exports and captures that say they come from a test system and not from production."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.columns import spoken
from ingest.model import EvidenceKind, Note
from ingest.noting import Page, short, where

_MENTIONING: frozenset[EvidenceKind] = frozenset(
    {"policy", "procedure", "contract", "notice", "minutes", "other", "diagram"}
)
"""Kinds that speak about systems; being taken from one is nothing they can be."""

_ELSEWHERE = r"(?:staging|stage|sandbox|test(?:ing)?|dev(?:elopment)?|uat|qa|non-?prod(?:uction)?|pre-?prod(?:uction)?|demo)"
_ENVIRONMENT = re.compile(
    rf"(?:^|[|\t;,{{(]|  )[ \t>*|\"#-]{{0,10}}(?:environment|env|account(?:[ _]?(?:name|alias))?|project(?:[ _]?id)?|cluster|subscription|workspace|tenant|organi[sz]ation|source|system)"
    rf"[\"*]{{0,3}}[ \t]{{0,4}}[:=|\t][ \t\"*|]{{0,6}}(?P<value>[^\n|;]{{0,60}}?\b{_ELSEWHERE}\b[^\n|;,\"]{{0,40}})",
    re.IGNORECASE | re.MULTILINE,
)
_TITLED = re.compile(
    r"\b(?:staging|sandbox|non-?prod(?:uction)?|uat|(?:test|dev|development|demo) (?:environment|account|tenant|system|instance|project|cluster|subscription))\b",
    re.IGNORECASE,
)
_NOT_PRODUCTION = re.compile(r"\bnot (?:the |a |from |of )?production\b[^\n]{0,40}", re.IGNORECASE)
_PRODUCTION = re.compile(
    r"(?<!non-)(?<!non)(?<!pre-)(?<!pre)(?<!not )\bprod(?:uction)?\b", re.IGNORECASE
)


def other_environment(page: Page, kind: EvidenceKind) -> Iterator[Note]:
    """At most one note: the column, line or title that names a system other than production."""
    if kind in _MENTIONING:
        return
    found = _column_elsewhere(page)
    if found:
        yield found
        return
    head = page.text[:3_000]
    if _PRODUCTION.search(page.text[:20_000]) and not _NOT_PRODUCTION.search(head):
        return
    for match in _ENVIRONMENT.finditer(head):
        if not _PRODUCTION.search(match.group("value")):
            yield page.note("other_environment", *match.span("value"))
            return
    title = (page.parsed.title or "") if kind not in ("record", "report", "ticket") else ""
    plain = _NOT_PRODUCTION.search(head[:800])
    if plain:
        yield page.note("other_environment", *plain.span())
    elif _TITLED.search(title) and not _PRODUCTION.search(title):
        yield Note("other_environment", f"title: {short(title)}")


_STATED_IN = frozenset(
    {
        "environment",
        "env",
        "account",
        "account name",
        "account alias",
        "project",
        "project id",
        "tenant",
        "cluster",
        "subscription",
        "workspace",
    }
)


def _column_elsewhere(page: Page) -> Note | None:
    """A table all of whose rows come from another environment."""
    for table in page.parsed.tables:
        for at, column in enumerate(table.columns):
            if spoken(column.name) not in _STATED_IN:
                continue
            values = {row[at].strip() for row in table.rows if at < len(row) and row[at].strip()}
            if values and all(_is_elsewhere(value) for value in values):
                value = min(values)
                start = page.text.find(value)
                if start >= 0:
                    detail = f"{where(page.locator(start, start + len(value)))}{column.name} is {value} in every row"
                    return page.note("other_environment", start, start + len(value), detail)
    return None


def _is_elsewhere(value: str) -> bool:
    found = re.search(rf"(?<![A-Za-z]){_ELSEWHERE}(?![A-Za-z])", value, re.IGNORECASE)
    return found is not None and not _PRODUCTION.search(value.replace("_", " "))
