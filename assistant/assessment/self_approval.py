"""Changes and requests that the same person made and approved, in the rows of a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.assessment import quotes
from assistant.model import Citation
from ingest.model import Document, Note, Table

_MOST_SHOWN = 5
_MADE = re.compile(
    r"^(?:author|requester|requested by|created by|opened by|submitter|developer)\b", re.I
)
_APPROVED = re.compile(
    r"^(?:approver|approved by|reviewer|reviewed by|merged after approval by)\b", re.I
)
_CHANGES = re.compile(r"\b(?:pull requests?|merged?|commits?|deploy\w*|changes?|release)\b", re.I)
_ACCESS = re.compile(r"\baccess requests?\b", re.I)


@dataclass(frozen=True, slots=True)
class SelfApproved:
    """Rows of one list whose maker and approver are one person, of all rows that name both."""

    criterion: str
    list_name: str
    document: str
    looked_at: int
    same: int
    citations: tuple[Citation, ...]


def self_approved(
    documents: Iterable[Document], notes: Mapping[str, Sequence[Note]]
) -> tuple[SelfApproved, ...]:
    """For each production list of changes or access requests, those approved by their maker."""
    found = []
    for document in documents:
        if any(n.kind in ("other_environment", "duplicate") for n in notes.get(document.id, ())):
            continue
        for table in document.tables:
            criterion = _criterion(document, table)
            judged = _judge(document, table) if criterion else None
            if criterion and judged and judged[1]:
                found.append(SelfApproved(criterion, document.name, document.id, *judged))
    return tuple(sorted(found, key=lambda s: (s.criterion, s.list_name)))


def _criterion(document: Document, table: Table) -> str | None:
    about = " ".join([document.title, document.path, *(c.name for c in table.columns)])
    about = re.sub(r"[-_]+", " ", about)
    if _ACCESS.search(about):
        return "CC6.2"
    return "CC8.1" if _CHANGES.search(about) else None


def _judge(document: Document, table: Table) -> tuple[int, int, tuple[Citation, ...]] | None:
    heads = [re.sub(r"[-_]+", " ", column.name.strip()) for column in table.columns]
    made = next((i for i, head in enumerate(heads) if _MADE.match(head)), None)
    approved = next((i for i, head in enumerate(heads) if _APPROVED.match(head)), None)
    if made is None or approved is None:
        return None
    both = [
        index
        for index, row in enumerate(table.rows)
        if len(row) > max(made, approved) and row[made].strip() and row[approved].strip()
    ]
    same = [
        index
        for index in both
        if table.rows[index][made].strip().lower() == table.rows[index][approved].strip().lower()
    ]
    rows = (quotes.of_row(document, table, index) for index in same[:_MOST_SHOWN])
    return len(both), len(same), tuple(row for row in rows if row)
