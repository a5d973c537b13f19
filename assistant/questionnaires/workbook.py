"""Questionnaires in Excel workbooks: every sheet's cells, as `openpyxl` streams them.

Two passes: what formulas have worked out to, and where formulas stand. What streaming does not
tell (merged cells, lists of choices, hidden rows) comes from `workbook_parts`.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from assistant.errors import QuestionnaireError
from assistant.questionnaires import framework_workbook
from assistant.questionnaires.entry_lists import Lists
from assistant.questionnaires.formats import file_digest
from assistant.questionnaires.grid import Grid, Place, mapping
from assistant.questionnaires.strict import as_transitional
from assistant.questionnaires.understanding import layout_digest, understand
from assistant.questionnaires.workbook_parts import Parts, merged_places, read_parts, ruled_places
from assistant.questions import ColumnMap, Questionnaire
from ingest.errors import LimitExceeded, UnreadableFile
from ingest.parsers.package import check_package
from ingest.source import Source

if TYPE_CHECKING:
    from openpyxl import Workbook

_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
_NO_FILL = (None, "none")
_DAMAGE = (
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    ParseError,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
)


@dataclass
class _Cells:
    """One sheet's cells while they are collected."""

    texts: list[tuple[int, int, str]] = field(default_factory=list)
    emphasised: set[Place] = field(default_factory=set)
    formulas: dict[Place, str] = field(default_factory=dict)


def read(path: Path, *, maps: Sequence[ColumnMap] = ()) -> Questionnaire:
    """The questionnaire in an `.xlsx` or `.xlsm` file.

    Raises `QuestionnaireError` where the file is locked, of another format or damaged, and where
    it asks nothing.
    """
    grids, notes = _grids(path)
    layout = layout_digest(grids)
    library = None if maps else framework_workbook.read_library(grids)
    found = library or understand(grids, maps)
    return Questionnaire(
        name=path.name,
        format="xlsx",
        sha256=file_digest(path),
        questions=found.questions,
        maps=found.maps,
        layout=layout,
        notes=(*found.notes, *notes),
    )


def layout(path: Path) -> str:
    """The digest of the workbook's shape; raises as `read` does for a file that cannot be read."""
    return layout_digest(_grids(path)[0])


def tables(path: Path) -> tuple[Grid, ...]:
    """Every sheet as cells by place, for a person who corrects how they are read; raises as `read`."""
    return tuple(_grids(path)[0])


def _grids(path: Path) -> tuple[list[Grid], list[str]]:
    source = Source(path.name, file=path)
    _check(source)
    source = as_transitional(source)
    values: dict[str, _Cells] = {}
    with _opened(source, data_only=True) as book:
        for sheet in book.worksheets:
            values[sheet.title] = _read_values(sheet)
    with _opened(source, data_only=False) as book:
        for sheet in book.worksheets:
            values[sheet.title].formulas = _read_formulas(sheet)
        parts = {s.title: read_parts(source, _part(s)) for s in book.worksheets}
        lists = Lists.of(book, {name: mapping(cells.texts) for name, cells in values.items()})
        states = {s.title: s.sheet_state for s in book.worksheets}
    grids = [
        _grid(name, cells, parts[name], lists, hidden=states[name] != "visible")
        for name, cells in values.items()
    ]
    return grids, list(lists.notes)


def _check(source: Source) -> None:
    try:
        check_package(source, part="xl/workbook.xml", what="Excel workbook")
    except (UnreadableFile, LimitExceeded) as problem:
        raise QuestionnaireError(f"{source.name}: {problem}") from problem


@contextmanager
def _opened(source: Source, *, data_only: bool) -> Iterator[Workbook]:
    """The workbook, open for streaming; whatever breaks while it is read is the file's damage."""
    import openpyxl

    with source.open() as stream, warnings.catch_warnings():
        # openpyxl warns of every feature that it would not write back; none of them is read.
        warnings.simplefilter("ignore", UserWarning)
        try:
            yield openpyxl.load_workbook(stream, read_only=True, data_only=data_only)
        except _DAMAGE as damage:
            raise QuestionnaireError(
                f"{source.name} is damaged: {damage}; open it in Excel and save it again"
            ) from damage


def _part(sheet: Any) -> str:
    # openpyxl knows the part of a sheet but has no public name for it.
    return str(sheet._worksheet_path)


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    """All rows. The size that a sheet declares is often wrong, so it is not used."""
    sheet.reset_dimensions()
    return sheet.iter_rows(min_row=1, max_row=_LAST_ROW)  # type: ignore[no-any-return]


def _read_values(sheet: Any) -> _Cells:
    found = _Cells()
    for row in _rows(sheet):
        for cell in row:
            if cell.value is None:
                continue
            text = _shown(cell)
            if text.strip():
                found.texts.append((cell.row, cell.column, text))
                if _is_emphasised(cell):
                    found.emphasised.add((cell.row, cell.column))
    return found


def _read_formulas(sheet: Any) -> dict[Place, str]:
    return {
        (cell.row, cell.column): str(getattr(cell.value, "text", cell.value))
        for row in _rows(sheet)
        for cell in row
        if cell.value is not None and cell.data_type == "f"
    }


def _shown(cell: Any) -> str:
    """The cell's value as a person sees it; an error value is no text."""
    value = cell.value
    if cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, float):
        return _number_shown(value, cell.number_format or "")
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def _number_shown(value: float, form: str) -> str:
    """A number with the decimals of its format: 1.1 under 0.00 is the id 1.10."""
    decimals = form.partition(".")[2]
    if decimals and set(decimals) == {"0"}:
        return f"{value:.{len(decimals)}f}"
    return str(int(value)) if value == int(value) else repr(value)


def _is_emphasised(cell: Any) -> bool:
    if not cell.has_style:
        return False
    return bool(cell.font.b) or cell.fill.fill_type not in _NO_FILL


def _grid(name: str, cells: _Cells, parts: Parts, lists: Lists, *, hidden: bool) -> Grid:
    texts = mapping(cells.texts)
    known = {(row, column) for row, columns in texts.items() for column in columns}
    unread = {p for p in cells.formulas if p not in known and p in parts.uncalculated}
    width = max((c for columns in texts.values() for c in columns), default=0)
    return Grid(
        name=name,
        kind="sheet",
        cells=texts,
        merged=merged_places(parts.merged, max(texts, default=0) + 1, width + 1),
        rules=ruled_places([lists.rule(rule, name) for rule in parts.rules], texts, width + 1),
        formulas=frozenset(cells.formulas),
        unread=frozenset(unread),
        emphasised=frozenset(cells.emphasised),
        hidden=hidden,
        hidden_rows=parts.hidden_rows,
        hidden_columns=parts.hidden_columns,
        extent=_LAST_COLUMN,
    )
