"""Columns that behave alike on both databases."""

from __future__ import annotations

from sqlalchemy import MetaData, String, Text
from sqlalchemy.types import TypeEngine


def words(length: int | None = None) -> TypeEngine[str]:
    """Text that is ordered by its bytes and cut by nothing, as SQLite does it.

    PostgreSQL would order by a language, and refuse what is longer than the length that a column
    states; here the length only tells the reader what to expect.
    """
    usual = Text() if length is None else String(length)
    return usual.with_variant(Text(collation="C"), "postgresql")


def ordered_by_bytes(metadata: MetaData) -> MetaData:
    """The same tables with `words` for every column of text."""
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, String):
                column.type = words(column.type.length)
    return metadata
