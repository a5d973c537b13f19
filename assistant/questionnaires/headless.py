"""Questions under no head row: told by how they read, by their ids, and by the open cell beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.questionnaires.asking import asks
from assistant.questionnaires.columns import Columns
from assistant.questionnaires.grid import Grid
from assistant.questionnaires.heads import is_answer_word, is_placeholder, is_silent_sheet
from assistant.questionnaires.numbering import is_code
from assistant.questionnaires.tables import Area, find_areas

_FEWEST = 2
_FEWEST_CODED = 3
_MOSTLY = 0.5


def headless_tables(grid: Grid, headed: Sequence[Area]) -> Iterator[tuple[Area, Columns]]:
    """The tables without heads on the sheet, outside the areas that have one.

    Beside tables with heads, and on sheets that explain, only numbered rows with open answers count.
    """
    end = max(grid.cells, default=0)
    if headed:
        first = min(area.head[0] for area in headed if area.head)
        bounds, strict = [(1, first - 1)], True
    else:
        # A row of heads that was turned down tells what the rows below are not.
        turned = bool(find_areas(grid))
        bounds, strict = [(1, end)], turned or is_silent_sheet(grid.name)
    for top, bottom in bounds:
        rows = list(grid.rows(top, bottom))
        found = _columns(grid, rows, strict)
        if found is not None:
            yield Area((), rows[0], rows[-1], 1, grid.width + 1), found


def _columns(grid: Grid, rows: Sequence[int], strict: bool) -> Columns | None:
    question = _question(grid, rows)
    code = _code(grid, rows, question) if question else None
    coded = [r for r in rows if code and grid.text(r, code) and is_code(grid.text(r, code))]
    if question is None:
        return None
    asking = [r for r in rows if asks(grid.text(r, question))]
    answer = _answer(grid, rows, asking or coded, question)
    many_coded = len(coded) >= _FEWEST_CODED and answer is not None
    enough = many_coded and (strict or len(asking) * 4 >= len(coded) or _open(grid, coded, answer))
    if strict and not (many_coded and _open(grid, coded, answer)):
        return None
    asks_enough = _asks_enough(grid, rows, question, asking)
    if not enough and not asks_enough:
        return None
    return Columns(question, id=code, answer=answer, only_coded=many_coded and not asks_enough)


def _asks_enough(grid: Grid, rows: Sequence[int], question: int, asking: Sequence[int]) -> bool:
    written = [r for r in rows if grid.text(r, question)]
    return len(asking) >= _FEWEST and len(asking) >= 0.3 * len(written)


def _question(grid: Grid, rows: Sequence[int]) -> int | None:
    """The column that asks most; else the one with the longest texts behind a column of ids."""
    counts = {c: sum(asks(grid.text(r, c)) for r in rows) for c in range(1, grid.width + 1)}
    best = max(counts, key=lambda c: (counts[c], -c), default=None)
    if best is not None and counts[best] >= _FEWEST:
        return best
    for column in range(1, grid.width):
        codes = [r for r in rows if is_code(grid.text(r, column)) and grid.text(r, column + 1)]
        if len(codes) >= _FEWEST_CODED:
            return column + 1
    return None


def _code(grid: Grid, rows: Sequence[int], question: int | None) -> int | None:
    for column in range((question or 1) - 1, 0, -1):
        beside = [t for r in rows if grid.text(r, question or 1) and (t := grid.text(r, column))]
        if len(beside) > 1 and sum(map(is_code, beside)) > 0.6 * len(beside):
            return column
    return None


def _answer(grid: Grid, rows: Sequence[int], asked: Sequence[int], question: int) -> int | None:
    """The first column right of the question that is open, holds short answers, or takes a list."""
    for column in range(question + 1, min(grid.width + 1, grid.extent) + 1):
        texts = [grid.text(r, column) for r in asked if grid.span(r, column).left == column]
        ruled = any((rule := grid.rule(r, column)) and rule.choices for r in asked)
        if not texts or grid.span(asked[0], column).left <= question:
            continue
        brief = [t for t in texts if is_placeholder(t) or is_answer_word(t)]
        if ruled or len(brief) >= 0.7 * len(texts):
            return column
        if (
            column == question + 1
            and len(texts) >= _MOSTLY * len(asked)
            and not any(map(asks, texts))
        ):
            return column
    return None


def _open(grid: Grid, rows: Sequence[int], answer: int | None) -> bool:
    """Whether most answers' places are still empty."""
    if answer is None:
        return False
    return sum(is_placeholder(grid.shown(r, answer)) for r in rows) > 0.5 * len(rows)
