"""Columns that behave alike on both databases."""

from __future__ import annotations

from sqlalchemy import MetaData, String, Text
from sqlalchemy.types import TypeEngine


def words(length: int | None = None) -> TypeEngine[str]:
    """Text that is ordered by its bytes, as SQLite does it; PostgreSQL would go by a language."""
    if length is None:
        return Text().with_variant(Text(collation="C"), "postgresql")
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def ordered_by_bytes(metadata: MetaData) -> MetaData:
    """The same tables with `words` for every column of text."""
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, String):
                column.type = words(column.type.length)
    return metadata
