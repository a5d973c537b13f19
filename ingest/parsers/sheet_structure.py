"""What streaming a workbook's values does not tell: hidden rows and columns, formulas not worked out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.parsers.package import directory
from ingest.source import Source

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL, _ROW, _COLUMN = (_MAIN + name for name in ("c", "row", "col"))
_LAST_COLUMN = 16_384


@dataclass(frozen=True, slots=True)
class Structure:
    """Rows by number and columns by letter as a person names them; a count of formulas."""

    hidden_rows: tuple[str, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    uncalculated: int = 0


def structure(source: Source, sheet: Any) -> Structure:
    """The structure of one sheet of an open `openpyxl` workbook.

    Reads the sheet's XML once more, as a stream. Raises `ValueError` where it is damaged.
    """
    rows: list[str] = []
    columns: list[str] = []
    uncalculated = number = 0
    # openpyxl knows the part of a sheet but has no public name for it.
    for element in _elements(source, sheet._worksheet_path):
        if element.tag == _CELL:
            uncalculated += _lacks_value(element)
        elif element.tag == _ROW:
            number = int(element.get("r", number + 1))
            rows += [str(number)] if _hidden(element) else []
        elif _hidden(element):
            columns += _letters(element)
    return Structure(tuple(rows), tuple(columns), uncalculated)


def _elements(source: Source, path: str) -> Iterator[Any]:
    """Cells, rows and column settings in the order they end; rows are forgotten behind us."""
    from lxml import etree

    with (
        source.open() as stream,
        directory(source, stream) as package,
        package.open(path) as part,
    ):
        events: Any = etree.iterparse(
            part, tag=(_CELL, _ROW, _COLUMN), resolve_entities=False, no_network=True
        )
        try:
            for _, element in events:
                yield element
                if element.tag == _ROW:
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        except etree.XMLSyntaxError as damage:
            raise ValueError(str(damage)) from damage


def _lacks_value(cell: Any) -> bool:
    """Whether a cell holds a formula that no program has worked out; an empty text is a value."""
    if cell.find(f"{_MAIN}f") is None:
        return False
    value = cell.find(f"{_MAIN}v")
    return value is None or (not value.text and cell.get("t") != "str")


def _hidden(element: Any) -> bool:
    return element.get("hidden") in ("1", "true")


def _letters(column: Any) -> list[str]:
    """The letters of a run of columns; a run to the sheet's end is the unused rest, not hiding."""
    from openpyxl.utils import get_column_letter

    first, last = int(column.get("min", 1)), int(column.get("max", 1))
    if last >= _LAST_COLUMN:
        return []
    return [get_column_letter(at) for at in range(max(1, first), last + 1)]
