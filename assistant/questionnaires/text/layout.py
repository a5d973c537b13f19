"""Tables that only lay text out: `flow` reads their cells as if they were paragraphs."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.questionnaires.text.blocks import Cell, Paragraph, Table
from assistant.questionnaires.text.wording import asks


def is_layout(table: Table) -> bool:
    """Whether the table only lays text out: rows of one cell each, or questions over answers."""
    widths = [len({c.key for c in row}) for row in table.rows]
    texts = [c.text for row in table.rows for c in row]
    return bool(widths) and max(widths) <= 2 and any(asks(t) for t in texts)


def lines_of(cell: Cell, place: str) -> Iterable[Paragraph]:
    """The lines of a cell, one paragraph each; an empty cell is one empty line."""
    lines = [line for line in cell.text.split("\n") if line.strip()] or [""]
    for line in lines:
        yield Paragraph(line, place, cell.spot, choices=cell.choices, strong=cell.strong)
