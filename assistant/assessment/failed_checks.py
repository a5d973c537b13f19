"""Results of automated checks that failed, in the rows of an export.

A check that failed is no support for a control, however well its subject fits: it shows that a
setting was not as wanted on that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.assessment import quotes
from assistant.model import Citation, Link
from ingest.model import Document, Note, Table

_FAILED = frozenset(["fail", "failed", "alarm", "non_compliant", "noncompliant", "not compliant"])
_KNOWN = _FAILED | frozenset(
    ["pass", "passed", "ok", "compliant", "info", "skip", "skipped", "manual", "muted", "error"]
)
_MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class FailedChecks:
    """Failed rows of one export that is linked to a criterion, of all rows with a result."""

    criterion: str
    export: str
    document: str
    results: int
    failed: int
    citations: tuple[Citation, ...]


def failed_checks(
    documents: Iterable[Document],
    notes: Mapping[str, Sequence[Note]],
    links: Mapping[str, Sequence[Link]],
) -> tuple[FailedChecks, ...]:
    """For each production export of check results, its failed rows under each linked criterion."""
    found = []
    for document in documents:
        if any(n.kind in ("other_environment", "duplicate") for n in notes.get(document.id, ())):
            continue
        results, failed, rows = _failed_rows(document)
        if failed:
            found += [
                FailedChecks(link.criterion, document.name, document.id, results, failed, rows)
                for link in links.get(document.id, ())
            ]
    return tuple(sorted(found, key=lambda f: (f.criterion, f.export)))


def _failed_rows(document: Document) -> tuple[int, int, tuple[Citation, ...]]:
    results = failed = 0
    shown: list[Citation] = []
    for table in document.tables:
        place = _result_column(table)
        if place is None:
            continue
        for index, row in enumerate(table.rows):
            value = row[place].strip().lower() if place < len(row) else ""
            results += bool(value)
            if value in _FAILED:
                failed += 1
                cited = quotes.of_row(document, table, index) if len(shown) < _MOST_SHOWN else None
                shown.extend([cited] if cited else [])
    return results, failed, tuple(shown)


def _result_column(table: Table) -> int | None:
    """The column that holds check results: nothing but words that such tools use."""
    for place, column in enumerate(table.columns):
        if column.role != "status" and column.name.strip().lower() not in ("status", "result"):
            continue
        values = {row[place].strip().lower() for row in table.rows if place < len(row)} - {""}
        if values and values <= _KNOWN:
            return place
    return None
