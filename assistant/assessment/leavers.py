"""Leavers who kept access: a list of leavers joined with an export of users.

Only the unmistakable is said: a last day before the export was made, and an account in it that is
active, or was disabled after the longest limit that any policy states.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.assessment import quotes
from assistant.model import Citation
from ingest.model import ColumnRole, Document, Note, Table
from ingest.written_dates import cell_days

ACTIVE = frozenset({"active", "enabled", "true", "yes"})
_MOST_SHOWN = 5
_LEFT = re.compile(r"\b(?:leaver|terminat|offboard|departed|last[ _]?(?:working[ _]?)?day)", re.I)


@dataclass(frozen=True, slots=True)
class Leaver:
    """One person on a list of leavers."""

    names: frozenset[str]
    last_day: date
    table: Table
    index: int
    """Its row in the table."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Leavers of one list who kept access by one export, and how many could be looked up."""

    leavers: str
    export: str
    looked_up: int
    documents: tuple[str, str]
    active: int
    """Accounts that still work."""
    late: int
    """Accounts disabled after the longest limit that is stated."""
    citations: tuple[Citation, ...]
    """Rows of both lists, for the first few."""

    @property
    def deviating(self) -> int:
        """How many of those looked up deviate."""
        return self.active + self.late


def kept_access(
    documents: Iterable[Document], notes: Mapping[str, Sequence[Note]], limit: int | None = None
) -> tuple[Kept, ...]:
    """For each list of leavers and each dated production export of users, who kept access.

    `limit` is the longest number of days that any policy allows; without it nobody is called late.
    """
    every = [d for d in documents if d.tables and not _elsewhere(notes.get(d.id, ()))]
    lists = [(d, people) for d in every if (people := _leavers(d))]
    exports = [(d, made) for d in every if (made := d.dates.captured or d.dates.effective)]
    found = [
        kept
        for left, people in lists
        for export, made in exports
        if left.id != export.id and (kept := _join(left, people, export, made, limit))
    ]
    return tuple(sorted(found, key=lambda k: (k.leavers, k.export)))


def _elsewhere(notes: Sequence[Note]) -> bool:
    return any(note.kind in ("other_environment", "superseded", "duplicate") for note in notes)


def _leavers(document: Document) -> tuple[Leaver, ...]:
    people = []
    for table in document.tables:
        heads = " ".join([document.title, table.name, *(c.name for c in table.columns)])
        if not _LEFT.search(f"{heads} {document.path}".replace("-", " ")):
            continue
        for index, row in enumerate(table.rows):
            if days := cell_days(_cells(table, row, "end_date")):
                people.append(Leaver(_names(table, row), days[0], table, index))
    return tuple(people)


def _join(
    left: Document, people: Sequence[Leaver], export: Document, made: date, limit: int | None
) -> Kept | None:
    gone = {name: p for p in people if p.last_day < made for name in p.names}
    pairs = [
        (person, table, index)
        for table in export.tables
        if any(c.role == "status" for c in table.columns)
        for index, row in enumerate(table.rows)
        if (person := next((gone[n] for n in sorted(_names(table, row)) if n in gone), None))
    ]
    active = [pair for pair in pairs if _is_active(pair[1], pair[1].rows[pair[2]])]
    late = [pair for pair in pairs if _is_late(pair[0], pair[1], pair[1].rows[pair[2]], limit)]
    if not (active or late):
        return None
    shown = [
        citation
        for person, table, index in [*active, *late][:_MOST_SHOWN]
        for citation in (
            quotes.of_row(left, person.table, person.index),
            quotes.of_row(export, table, index),
        )
        if citation
    ]
    return Kept(
        left.name,
        export.name,
        len(pairs),
        (left.id, export.id),
        len(active),
        len(late),
        tuple(shown),
    )


def _is_active(table: Table, row: Sequence[str]) -> bool:
    return not ACTIVE.isdisjoint(cell.strip().lower() for cell in _cells(table, row, "status"))


def _is_late(person: Leaver, table: Table, row: Sequence[str], limit: int | None) -> bool:
    if limit is None or _is_active(table, row):
        return False
    days = cell_days(_cells(table, row, "end_date"))
    return bool(days) and (days[0] - person.last_day).days > max(1, limit)


def _names(table: Table, row: Sequence[str]) -> frozenset[str]:
    """Sign-in names, addresses and full names of a row, in one spelling: `first.last`."""
    cells = [
        cell
        for column, cell in zip(table.columns, row, strict=False)
        if column.role in ("user", "address")
        or "mail" in column.name.lower()
        or "login" in column.name.lower()
        or column.name.lower().replace(" ", "") in _NAME_HEADS
    ]
    return frozenset(name for cell in cells if len(name := _spelled(cell)) > 4)


_NAME_HEADS = frozenset({"name", "displayname", "fullname", "employee", "employeename", "user"})


def _spelled(cell: str) -> str:
    local = cell.strip().lower().split("@", 1)[0]
    return re.sub(r"[\s._]+", ".", local)


def _cells(table: Table, row: Sequence[str], role: ColumnRole) -> list[str]:
    return [cell for column, cell in zip(table.columns, row, strict=False) if column.role == role]
