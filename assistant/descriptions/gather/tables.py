"""Rows of tables as values: the columns by their heads, the row quoted as it stands in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.assessment import quotes
from assistant.description import FactValue, Part
from assistant.descriptions.sources import Source, plain
from ingest.columns import spoken
from ingest.model import Table


@dataclass(frozen=True, slots=True)
class Found:
    """A table of a document, with the index of each wanted column or None."""

    source: Source
    table: Table
    columns: tuple[int | None, ...]

    def cells(self, row: Sequence[str]) -> tuple[str, ...]:
        """The wanted cells of a row; empty where the table has no such column."""
        return tuple(
            plain(row[at]) if at is not None and at < len(row) else "" for at in self.columns
        )

    def value(self, key: str, part: Part, index: int, cells: tuple[str, ...]) -> FactValue | None:
        """The value of one row; None where no place holds the row."""
        citation = quotes.of_row(self.source.document, self.table, index)
        if citation is None:
            return None
        return FactValue(
            key,
            part.name,
            "; ".join(c for c in cells if c),
            "evidence",
            (citation,),
            day=self.source.day,
            cells=cells,
            source=self.source.document.title,
            public=self.source.public,
        )


def tables_with(
    sources: Sequence[Source], *heads: str, needed: int, never: str = ""
) -> Iterator[Found]:
    """Tables that have the first `needed` of these columns; heads are patterns of whole heads."""
    for source in sources:
        for table in source.document.tables:
            names = [spoken(c.name) for c in table.columns]
            if never and any(re.fullmatch(never, n) for n in names):
                continue
            found = tuple(_column(names, head) for head in heads)
            if all(at is not None for at in found[:needed]):
                yield Found(source, table, found)


def _column(names: Sequence[str], head: str) -> int | None:
    for at, name in enumerate(names):
        if re.fullmatch(head, name):
            return at
    return None
