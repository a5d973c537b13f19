"""Where the tables of questions lie on a sheet: head rows anywhere, stacked or side by side.

`columns` then says what each table's columns hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.questionnaires.asking import asks, names_part
from assistant.questionnaires.grid import Grid, fold
from assistant.questionnaires.heads import Head, Role, names_others, row_heads, understand_head
from assistant.questionnaires.numbering import is_code

_LONGEST_HEAD = 160
_NO_PART = ("id", "context", "section", "subsection", "options", "limit", "parent")
"""Roles of heads that keep their meaning where no head says Question."""
_NUMBERED = re.compile(
    r"(?:section|part|domain|chapter|module)\b|[A-Z0-9]{1,3}[.):]\s|\d+(?:\.\d+)*\s", re.I
)
_TITLE_REACH = 2
"""Rows above a head row in which the table's own title is looked for."""


@dataclass(frozen=True, slots=True)
class Area:
    """One table: its head rows (none, one, or two where heads stand under heads) and its extent."""

    head: tuple[int, ...]
    first: int
    last: int
    left: int
    right: int
    title: str = ""

    @property
    def columns(self) -> range:
        """Its columns from left to right."""
        return range(self.left, self.right + 1)


def find_areas(grid: Grid) -> tuple[Area, ...]:
    """The tables with a head row that could hold questions, from top to bottom, left to right."""
    heads = list(_head_rows(grid))
    titles = {rows[0]: _title_row(grid, rows[0], heads) for rows in heads}
    breaks = [titles[rows[0]] or rows[0] for rows in heads] + list(_foreign_heads(grid, heads))
    end = max(grid.cells, default=0)
    areas: list[Area] = []
    for rows in heads:
        last = min((b - 1 for b in breaks if b > rows[-1]), default=end)
        above = titles[rows[0]]
        title = _part_name(grid, rows) or (next(iter(grid.cells[above].values())) if above else "")
        for left, right in _segments(grid, rows):
            areas.append(Area(rows, rows[-1] + 1, last, left, right, title))
    return tuple(areas)


def head_text(grid: Grid, area: Area, column: int) -> str:
    """The column's head: the lowest text over it."""
    for row in reversed(area.head):
        if text := grid.shown(row, column):
            return text
    return ""


def column_heads(grid: Grid, area: Area) -> dict[int, Head]:
    """What the heads of an area say, by column; columns with unknown heads are left out."""
    found: dict[int, Head] = {}
    for column in area.columns:
        head = _own_head(grid, area.head, column)
        if head is not None:
            found[column] = head
    marks = [c for c, head in found.items() if head.role == "mark"]
    if len(marks) == 1 and fold(head_text(grid, area, marks[0])) == "no":
        found[marks[0]] = Head("id", 3)
    return found


def _own_head(grid: Grid, rows: tuple[int, ...], column: int) -> Head | None:
    if not rows:
        return None
    lower = grid.text(rows[-1], column)
    if len(rows) == 1 or not lower:
        spans = (grid.span(row, column) for row in reversed(rows) if grid.shown(row, column))
        span = next(spans, None)
        # Of a head merged over several columns the first is meant.
        return (
            understand_head(grid.text(span.top, span.left))
            if span and span.left == column
            else None
        )
    upper = grid.shown(rows[0], column)
    head = understand_head(lower)
    if head and head.role in ("answer", "comment", "evidence") and names_others(upper):
        return Head("other", head.strength)
    if head is None and (over := understand_head(upper)) and over.role == "answer":
        return Head("mark", 1)
    return head


def _head_rows(grid: Grid) -> Iterator[tuple[int, ...]]:
    taken = 0
    earlier: list[Mapping[int, str]] = []
    for row in grid.cells:
        if row <= taken:
            continue
        cells = grid.cells[row]
        if _is_head(grid, row) or _repeats(cells, earlier):
            rows = (row, row + 1) if _has_lower(grid, row) else (row,)
            taken = rows[-1]
            earlier.append(cells)
            yield rows


def _is_head(grid: Grid, row: int) -> bool:
    cells = grid.cells[row]
    if any(len(t) > _LONGEST_HEAD for t in cells.values()):
        cells = {c: t for c, t in cells.items() if len(t) <= _LONGEST_HEAD}
    if sum(asks(t) and len(t.split()) > 4 for t in cells.values()) * 2 > len(cells):
        return False
    heads = list(row_heads(cells).values())
    if _has_lower(grid, row):
        heads += row_heads(grid.cells[row + 1]).values()
    strong = {h.role for h in heads if h.strength > 1}
    weak = {h.role for h in heads if h.strength == 1}
    marks = sum(h.role == "mark" for h in heads) > 1
    answer = "answer" in strong or marks
    beside = strong - {"question", "answer", "mark"}
    if "question" in strong:
        return answer or bool(beside) or bool(weak) or _stands_alone(grid, row)
    if "question" in weak:
        return answer or any(h.ours for h in heads) or _asks_weakly(heads, strong)
    return answer and len(cells) > 2 and bool(beside & {"comment", "evidence", "context"})


def _asks_weakly(heads: Sequence[Head], strong: set[Role]) -> bool:
    """`Requirement` beside places to write, not among the columns of a register of risks or actions."""
    others = sum(head.role == "other" for head in heads)
    return others < 2 and bool(strong & {"comment", "evidence", "id"}) and len(strong) > 1


def _stands_alone(grid: Grid, row: int) -> bool:
    """A lone head `Questions` counts where what stands below it asks."""
    if len(grid.cells[row]) > 1:
        return False
    (column,) = grid.cells[row]
    below = [t for r in grid.rows(row + 1, row + 4) if (t := grid.text(r, column))]
    return bool(below) and all(asks(text) for text in below[:2])


def _repeats(cells: Mapping[int, str], earlier: list[Mapping[int, str]]) -> bool:
    """A head row that repeats an earlier one but for the name of the part in the question's place."""
    return any(
        len(same) > 1 or (len(same) == 1 and len(cells) <= 3 and _fills(cells[same[0]]))
        for before in earlier
        if (same := [c for c, t in cells.items() if t == before.get(c) and understand_head(t)])
        and not any(is_code(text) for text in cells.values())
        and len(cells) - len(same) <= 1
    )


def _fills(text: str) -> bool:
    head = understand_head(text)
    return head is not None and head.role == "answer" and head.strength > 1


def _has_lower(grid: Grid, row: int) -> bool:
    """Whether the row below holds heads under heads: all known, where the row itself is open."""
    below = grid.cells.get(row + 1)
    if not below or len(below) < 2:
        return False
    open_below = all(
        not grid.text(row, c) or grid.span(row, c).right > grid.span(row, c).left for c in below
    )
    heads = [understand_head(text) for text in below.values()]
    known = sum(head is not None for head in heads)
    spread = any(grid.span(row, c).right > grid.span(row, c).left for c in grid.cells[row])
    marks = sum(head is not None and head.role == "mark" for head in heads)
    return (
        open_below
        and (known == len(heads) or (spread and known * 2 > len(heads)))
        and (spread or marks > 1)
    )


def _foreign_heads(grid: Grid, heads: list[tuple[int, ...]]) -> Iterator[int]:
    """Rows after a gap that head a table of something else: no question of ours reaches past them."""
    known = {row for rows in heads for row in rows}
    before = 0
    for row, cells in grid.cells.items():
        gap, before = row - before > 1, row
        if not gap or row in known or len(cells) < 2 or any(map(is_code, cells.values())):
            continue
        texts = list(cells.values())
        if any(asks(t) or len(t.split()) > 5 for t in texts) or len(set(texts)) < len(texts):
            continue
        named = sum(understand_head(text) is not None for text in texts)
        bold = all((row, column) in grid.emphasised for column in cells)
        if (bold and (len(texts) > 2 or named)) or named == len(texts):
            yield row


def _part_name(grid: Grid, rows: tuple[int, ...]) -> str:
    """The name of the part in a head row that has it in the question's place."""
    cells = grid.cells[rows[0]]
    heads = row_heads(cells)
    if len(rows) > 1 or any(head.role == "question" for head in heads.values()):
        return ""
    first = min((c for c, head in heads.items() if head.role == "answer"), default=0)
    left = {c: text for c, text in cells.items() if c < first}
    named = [t for c, t in left.items() if c not in heads or heads[c].role not in _NO_PART]
    return named[0] if len(named) == 1 else ""


def _title_row(grid: Grid, row: int, heads: Sequence[tuple[int, ...]]) -> int:
    """The row of the short text above a head row that names the table; of an only table, if numbered."""
    known = {r for rows in heads for r in rows}
    for above in range(row - 1, max(0, row - 1 - _TITLE_REACH), -1):
        cells = grid.cells.get(above)
        if cells is None:
            continue
        (first, *more) = cells.values()
        if more or above in known or not names_part(first):
            return 0
        return above if len(heads) > 1 or _NUMBERED.match(first) else 0
    return 0


def _segments(grid: Grid, rows: tuple[int, ...]) -> list[tuple[int, int]]:
    """The column bounds of the tables that one head row holds side by side."""
    cells = {c: t for row in rows for c, t in grid.cells[row].items()}
    starts = _starts(grid, rows[-1], dict(sorted(cells.items())))
    bounds = [1, *starts[1:], grid.width + 1]
    return [(left, right - 1) for left, right in pairwise(bounds)]


def _starts(grid: Grid, row: int, cells: dict[int, str]) -> list[int]:
    columns = list(cells)
    names = [fold(text) for text in cells.values()]
    for period in range(2, len(names) // 2 + 1):
        if len(names) % period == 0 and names == names[:period] * (len(names) // period):
            return columns[::period]
    starts = [columns[0]]
    for before, column in pairwise(columns):
        gap = column > grid.span(row, before).right + 1
        left = [c for c in columns if starts[-1] <= c < column]
        if gap and _asking(cells, left) and _asking(cells, [c for c in columns if c >= column]):
            starts.append(column)
    return starts


def _asking(cells: dict[int, str], columns: list[int]) -> bool:
    heads = [understand_head(cells[c]) for c in columns]
    return any(head is not None and head.role == "question" and head.strength > 1 for head in heads)
