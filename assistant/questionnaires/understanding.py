"""From grids to a questionnaire: every table of every sheet, told apart from what asks nothing.

The readers of workbooks and delimited files end here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.errors import QuestionnaireError
from assistant.questionnaires.asking import asks
from assistant.questionnaires.column_maps import as_map, columns_of, spare_answers
from assistant.questionnaires.columns import Columns, understand_columns
from assistant.questionnaires.grid import Grid, fold
from assistant.questionnaires.headless import headless_tables
from assistant.questionnaires.heads import is_silent_sheet
from assistant.questionnaires.numbering import with_unique_ids
from assistant.questionnaires.rows import Found, read_rows
from assistant.questionnaires.tables import Area, find_areas
from assistant.questions import ColumnMap, Question

_UNNAMED = ("sheet", "tabelle", "feuil", "hoja", "planilha", "foglio", "blad", "лист", "工作表")


@dataclass(frozen=True, slots=True)
class Understood:
    """What the grids of one file were understood to ask."""

    questions: tuple[Question, ...]
    maps: tuple[ColumnMap, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    grid: Grid
    found: tuple[Found, ...]
    maps: tuple[ColumnMap, ...]
    spare: tuple[str, ...] = ()
    """Further columns that ask for an answer, as heads; nothing is written there."""


def understand(grids: Sequence[Grid], maps: Sequence[ColumnMap] = ()) -> Understood:
    """All questions of the grids; `maps` replace what was understood of the sheets they name.

    Raises `QuestionnaireError` for a map of a sheet that is not there, and where nothing asks.
    """
    _check_sheets(grids, maps)
    sheets = [_read(grid, [m for m in maps if _meant(m, grid, grids)]) for grid in grids]
    kept, notes = _without_copies(sheets)
    found = [one for sheet in kept for one in sheet.found]
    if not found:
        raise QuestionnaireError(_nothing(grids))
    questions = with_unique_ids([(one.question, one.sheet, one.place) for one in found])
    columns = tuple(m for sheet in kept for m in sheet.maps)
    return Understood(questions, columns, (*_notes(sheets), *notes, *_open_ends(kept)))


def layout_digest(grids: Sequence[Grid]) -> str:
    """A digest of sheet names and head rows, 16 hex digits; what the rows say does not change it."""
    shape: list[object] = []
    for grid in grids:
        rows = [row for area in find_areas(grid) for row in area.head]
        if not rows:
            rows = [r for r, cells in grid.cells.items() if len(cells) > 1][:1]
        heads = [sorted(grid.cells[row].items()) for row in dict.fromkeys(rows)]
        shape.append([grid.name if grid.kind == "sheet" else "", heads])
    data = json.dumps(shape, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()[:16]


def _read(grid: Grid, maps: Sequence[ColumnMap]) -> _Sheet:
    tables = list(_mapped(grid, maps)) if maps else list(_tables(grid))
    fallback = _fallback(grid)
    found: list[Found] = []
    read: list[ColumnMap] = []
    spare: list[str] = []
    for area, columns in tables:
        if rows := read_rows(grid, area, columns, fallback=fallback):
            found += rows
            read.append(as_map(grid, area, columns))
            spare += spare_answers(grid, area, columns)
    if not maps and is_silent_sheet(grid.name) and not _invites(found):
        return _Sheet(grid, (), ())
    return _Sheet(grid, tuple(found), tuple(dict.fromkeys(read)), tuple(dict.fromkeys(spare)))


def _tables(grid: Grid) -> Iterator[tuple[Area, Columns]]:
    headed = [
        (area, columns)
        for area in find_areas(grid)
        if (columns := understand_columns(grid, area)) is not None
    ]
    yield from sorted((*headless_tables(grid, [a for a, _ in headed]), *headed), key=_order)


def _order(table: tuple[Area, Columns]) -> tuple[int, int]:
    return table[0].first, table[0].left


def _mapped(grid: Grid, maps: Sequence[ColumnMap]) -> Iterator[tuple[Area, Columns]]:
    """The tables that a person described; each reaches to the next one's head row."""
    heads = sorted(m.head_row or 0 for m in maps)
    for chosen in maps:
        head = chosen.head_row or 0
        last = min((h - 1 for h in heads if h > head), default=max(grid.cells, default=0))
        area = Area((head,) if head else (), head + 1, last, 1, max(grid.width, 1))
        yield area, columns_of(chosen, grid, area)


def _check_sheets(grids: Sequence[Grid], maps: Sequence[ColumnMap]) -> None:
    for chosen in maps:
        if not any(_meant(chosen, grid, grids) for grid in grids):
            names = ", ".join(repr(grid.name) for grid in grids)
            raise QuestionnaireError(
                f"--map names the sheet {chosen.sheet!r}, which is not there; sheets: {names}"
                if chosen.sheet
                else f"--map must name one of the sheets with sheet=…: {names}"
            )


def _meant(chosen: ColumnMap, grid: Grid, grids: Sequence[Grid]) -> bool:
    if not chosen.sheet:
        return len(grids) == 1
    return chosen.sheet.casefold() == grid.name.casefold()


def _fallback(grid: Grid) -> str:
    unnamed = fold(grid.name).rstrip("0123456789 ") in _UNNAMED
    return "" if grid.kind == "records" or unnamed else grid.name.strip()


def _invites(found: Sequence[Found]) -> bool:
    """Whether questions on a sheet of guidance or lookups are asked after all: answers are open."""
    asked = [one.question for one in found]
    open_ = [q for q in asked if q.slot("answer") and not q.answered]
    return len(open_) > 0.5 * len(asked) and any(asks(q.text) for q in asked)


def _without_copies(sheets: Sequence[_Sheet]) -> tuple[list[_Sheet], list[str]]:
    """Sheets less those that only show the questions of another again: reports, lookups."""
    kept, notes = [], []
    for sheet in sheets:
        original = next((o for o in sheets if o is not sheet and _copies(sheet, o, sheets)), None)
        if original is None:
            kept.append(sheet)
        else:
            notes.append(
                f"sheet {sheet.grid.name!r} shows the questions of {original.grid.name!r} again: left out"
            )
    return kept, notes


def _copies(sheet: _Sheet, original: _Sheet, sheets: Sequence[_Sheet]) -> bool:
    if not sheet.found or len(original.found) < len(sheet.found):
        return False
    texts = {fold(one.question.text) for one in original.found}
    same = sum(fold(one.question.text) in texts for one in sheet.found)
    return same >= 0.9 * len(sheet.found) and _worth(original, sheets) > _worth(sheet, sheets)


def _worth(sheet: _Sheet, sheets: Sequence[_Sheet]) -> tuple[bool, bool, int]:
    """Which of two sheets with the same questions is the one to fill; equal worth keeps both."""
    slots = any(one.question.slots for one in sheet.found)
    place = -next(at for at, one in enumerate(sheets) if one is sheet) if not slots else 0
    return slots, slots and not sheet.grid.hidden, place


def _nothing(grids: Sequence[Grid]) -> str:
    names = ", ".join(repr(grid.name) for grid in grids if grid.cells)
    where = f" (looked at: {names})" if names else ""
    return (
        f"no questions found{where}: neither a row of heads such as Question and Answer nor cells that "
        'ask. Say where they are, for instance --map "sheet=Security,head=3,question=B,answer=C"'
    )


def _notes(sheets: Sequence[_Sheet]) -> Iterator[str]:
    for sheet in sheets:
        grid = sheet.grid
        what = f"sheet {grid.name!r}" if grid.kind == "sheet" else "the file"
        if grid.cells and not sheet.found:
            yield f"{what}: no questions"
        if grid.hidden and sheet.found:
            yield f"{what} is hidden; its {len(sheet.found)} questions were read"
        elif hidden := sum(one.question.hidden for one in sheet.found):
            yield f"{what}: {hidden} questions stand in hidden rows or columns; they were read"
        if grid.unread:
            shown = ", ".join(grid.address(*p) for p in sorted(grid.unread)[:3])
            yield (
                f"{what}: {len(grid.unread)} formulas without a value ({shown}); "
                "open it in Excel and save it once"
            )


def _open_ends(sheets: Sequence[_Sheet]) -> Iterator[str]:
    for sheet in sheets:
        grid = sheet.grid
        what = f"sheet {grid.name!r}" if grid.kind == "sheet" else "the file"
        if kept := sum(one.formula for one in sheet.found):
            yield f"{what}: {kept} rows hold formulas in the answers' places; these are left alone"
        for head in sheet.spare:
            yield f"{what}: the column {head!r} asks for an answer too; nothing is written there"
        without = sum(not one.question.slots and not one.formula for one in sheet.found)
        if without:
            yield (
                f"{what}: {without} questions have no place for an answer; name one with "
                "--map … answer=LETTER"
            )
