"""What streaming a workbook's values does not tell: merged cells, rules of entry, hidden rows.

Reads a sheet's XML once more, as a stream; also Excel 2010's extended rules, which `openpyxl` drops.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.questionnaires.grid import Place, Rule, Span
from ingest.parsers.package import directory
from ingest.source import Source

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_ROW, _COLUMN, _CELL, _MERGE, _RULE = (
    _MAIN + name for name in ("row", "col", "c", "mergeCell", "dataValidation")
)
_EXTENDED_RULE = _X14 + "dataValidation"
_LAST_COLUMN = 16_384
_WIDEST_MERGE = 500
"""Columns of a merged rectangle beyond the sheet's text that are still told one by one."""


@dataclass(frozen=True, slots=True)
class RawRule:
    """A rule of entry as the file has it, before its list is looked up."""

    spans: tuple[Span, ...]
    kind: str
    formula: str
    second: str = ""
    operator: str = "between"


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one sheet that are not values."""

    merged: tuple[Span, ...]
    rules: tuple[RawRule, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    uncalculated: frozenset[Place]
    """Cells with a formula that no program has worked out; an empty text is a value."""


def read_parts(source: Source, path: str) -> Parts:
    """The parts of the sheet at `path` in the package. Raises `ValueError` where it is damaged."""
    merged: list[Span] = []
    rules: list[RawRule] = []
    rows: set[int] = set()
    columns: set[int] = set()
    uncalculated: set[Place] = set()
    number = 0
    for element in _elements(source, path):
        if element.tag == _CELL:
            if _lacks_value(element) and (ref := element.get("r")):
                place = span_of(ref)
                uncalculated.add((place.top, place.left))
        elif element.tag == _ROW:
            number = int(element.get("r", number + 1))
            if _hidden(element) or element.get("ht") == "0":
                rows.add(number)
        elif element.tag == _COLUMN:
            columns |= _hidden_columns(element)
        elif element.tag == _MERGE:
            merged.append(span_of(element.get("ref", "")))
        else:
            rules += _rule(element)
    return Parts(
        tuple(merged), tuple(rules), frozenset(rows), frozenset(columns), frozenset(uncalculated)
    )


def merged_places(spans: Sequence[Span], last_row: int, last_column: int) -> dict[Place, Span]:
    """Each cell inside a merged rectangle with that rectangle, as far as the sheet holds text."""
    places: dict[Place, Span] = {}
    for span in spans:
        for row in range(span.top, min(span.bottom, last_row) + 1):
            for column in range(span.left, min(span.right, last_column + _WIDEST_MERGE) + 1):
                places[row, column] = span
    return places


def ruled_places(
    rules: Sequence[Rule], rows: Iterable[int], last_column: int
) -> dict[Place, tuple[Rule, ...]]:
    """Each cell that rules of entry hold for, in the rows that hold text, with those rules."""
    places: dict[Place, tuple[Rule, ...]] = {}
    numbers = sorted(rows)
    for rule in rules:
        for span in rule.spans:
            inside = numbers[bisect_left(numbers, span.top) : bisect_right(numbers, span.bottom)]
            for row in inside:
                for column in range(span.left, min(span.right, last_column) + 1):
                    places[row, column] = (*places.get((row, column), ()), rule)
    return places


def span_of(ref: str) -> Span:
    """The rectangle of a reference such as `B2:D9`, `B2`, `C:C` or `3:3`, with or without `$`."""
    from openpyxl.utils.cell import range_boundaries

    left, top, right, bottom = range_boundaries(ref.replace("$", ""))
    return Span(top or 1, left or 1, bottom or 1_048_576, right or _LAST_COLUMN)


def _elements(source: Source, path: str) -> Iterator[Any]:
    from lxml import etree

    tags = (_ROW, _COLUMN, _CELL, _MERGE, _RULE, _EXTENDED_RULE)
    with (
        source.open() as stream,
        directory(source, stream) as package,
        package.open(path.lstrip("/")) as part,
    ):
        events: Any = etree.iterparse(part, tag=tags, resolve_entities=False, no_network=True)
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
    if cell.find(f"{_MAIN}f") is None:
        return False
    value = cell.find(f"{_MAIN}v")
    return value is None or (not value.text and cell.get("t") != "str")


def _hidden(element: Any) -> bool:
    return element.get("hidden") in ("1", "true")


def _hidden_columns(element: Any) -> set[int]:
    """The columns of a hidden run; a run to the sheet's end is the unused rest, not hiding."""
    first, last = int(element.get("min", 1)), int(element.get("max", 1))
    if last >= _LAST_COLUMN or not (_hidden(element) or element.get("width") == "0"):
        return set()
    return set(range(first, last + 1))


def _rule(element: Any) -> Iterator[RawRule]:
    extended = element.tag == _EXTENDED_RULE
    refs = element.findtext(f"{_XM}sqref", "") if extended else element.get("sqref", "")
    if not refs.strip():
        return

    def formula(name: str) -> str:
        if not extended:
            return str(element.findtext(_MAIN + name, "") or "")
        found = element.find(_X14 + name)
        return "" if found is None else str(found.findtext(f"{_XM}f", "") or "")

    yield RawRule(
        spans=tuple(span_of(ref) for ref in refs.split()),
        kind=element.get("type", ""),
        formula=formula("formula1").strip(),
        second=formula("formula2").strip(),
        operator=element.get("operator", "between"),
    )
