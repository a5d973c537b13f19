"""The cells below one head, counted: how full, how wordy, how many choices. `columns` weighs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.questionnaires.asking import word_count
from assistant.questionnaires.grid import Grid
from assistant.questionnaires.heads import is_placeholder
from assistant.questionnaires.tables import Area


@dataclass(frozen=True, slots=True)
class CellsOfColumn:
    """What the cells of one column look like, over the table's rows that hold anything."""

    texts: tuple[str, ...]
    rows: int
    ruled: int

    @property
    def filled(self) -> float:
        """Share of the rows in which something is written."""
        written = sum(not is_placeholder(text) for text in self.texts)
        return written / self.rows if self.rows else 0.0

    def share(self, test: Callable[[str], bool]) -> float:
        """Share of the texts that pass the test."""
        return sum(map(test, self.texts)) / len(self.texts) if self.texts else 0.0

    @property
    def words(self) -> float:
        """Words in a text, on average."""
        return sum(map(word_count, self.texts)) / len(self.texts) if self.texts else 0.0

    @property
    def unique(self) -> float:
        """Share of the texts that stand once."""
        return len(set(self.texts)) / len(self.texts) if self.texts else 0.0


def cells_of(grid: Grid, area: Area, column: int) -> CellsOfColumn:
    """The cells of one column within the area."""
    rows = list(grid.rows(area.first, area.last))
    texts = tuple(t for r in rows if (t := grid.text(r, column)))
    ruled = sum(1 for r in rows if (rule := grid.rule(r, column)) and rule.choices)
    return CellsOfColumn(texts, len(rows), ruled)
