"""One sheet's XML as bytes: where its rows and cells stand, for `splicing` to put answers between."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from assistant.errors import QuestionnaireError
from assistant.questionnaires.write.addresses import Area, position

_TAG = re.compile(rb"<(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.\-]+)[\"']")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell element: its span in the bytes, its attributes and what it holds."""

    start: int
    end: int
    attributes: Mapping[str, str]
    value: str = ""
    """The text of its value: of `v`, or of an inline string."""
    formula: bool = False


@dataclass(slots=True)
class Row:
    """A row element: its start tag, where its content ends, and its cells by column."""

    number: int
    start: int
    tag_end: int
    attributes: Mapping[str, str]
    end: int = 0
    cells: dict[int, Cell] = field(default_factory=dict)


@dataclass(slots=True)
class SheetPart:
    """A sheet as spans of `data`, which is UTF-8; see `read_sheet`."""

    data: bytes
    encode: Callable[[str], bytes]
    prefix: str = ""
    rows: dict[int, Row] = field(default_factory=dict)
    body: tuple[int, int] = (0, 0)
    """The span of the start tag of `sheetData`."""
    body_end: int = 0
    dimension: tuple[int, int, str] | None = None
    columns: list[tuple[int, int, str]] = field(default_factory=list)
    """First and last column with a style of their own, and the style."""
    merged: list[Area] = field(default_factory=list)

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The cell that shows what stands at this place: the first of a merged range."""
        for area in self.merged:
            if area.holds(row, column):
                return area.top, area.left
        return row, column

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell element at this place, if there is one."""
        return self.rows[row].cells.get(column) if row in self.rows else None


def read_sheet(data: bytes, name: str) -> SheetPart:
    """Find the rows and cells of a sheet. `name` is the file's, for the error's message.

    Raises `QuestionnaireError` where the XML is damaged or declares a document type.
    """
    mark, codec = _codec(data)
    try:
        plain = data if codec == "utf-8" and not mark else data[len(mark) :].decode(codec).encode()
        sheet = SheetPart(plain, lambda text: mark + text.encode(codec, "xmlcharrefreplace"))
        _Scan(sheet, name).run()
    except (expat.ExpatError, UnicodeDecodeError, LookupError) as error:
        raise QuestionnaireError(f"a sheet of {name!r} is damaged: {error}") from error
    return sheet


def _codec(data: bytes) -> tuple[bytes, str]:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return mark, codec
    declared = _DECLARED.match(data)
    codec = declared[1].decode("ascii").lower() if declared else "utf-8"
    return b"", "utf-8" if codec in ("utf8", "us-ascii") else codec


class _Scan:
    """One pass of expat over a sheet, noting byte positions."""

    def __init__(self, sheet: SheetPart, name: str) -> None:
        self._sheet, self._name = sheet, name
        self._path: list[str] = []
        self._row: Row | None = None
        self._next_row = self._next_column = 1
        self._open: tuple[int, int, Mapping[str, str]] | None = None
        self._texts: list[str] = []
        self._formula = False

    def run(self) -> None:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = lambda tag, held: self._start(
            tag, held, parser.CurrentByteIndex
        )
        parser.EndElementHandler = lambda tag: self._end(parser.CurrentByteIndex)
        parser.CharacterDataHandler = self._text
        parser.Parse(self._sheet.data, True)

    def _refuse(self, *_: object) -> None:
        raise QuestionnaireError(f"a sheet of {self._name!r} declares a document type")

    def _start(self, tag: str, held: Mapping[str, str], at: int) -> None:
        prefix, _, local = tag.rpartition(":")
        self._path.append(local)
        depth = len(self._path)
        sheet = self._sheet
        if depth == 2 and local == "sheetData":
            sheet.prefix = f"{prefix}:" if prefix else ""
            sheet.body = (at, self._tag_end(at))
        elif depth == 2 and local == "dimension":
            sheet.dimension = (at, self._tag_end(at), held.get("ref", ""))
        elif local == "col" and self._path[1:2] == ["cols"] and held.get("style"):
            sheet.columns.append((int(held["min"]), int(held["max"]), held["style"]))
        elif local == "mergeCell":
            sheet.merged.append(Area.of(held.get("ref", "")))
        elif self._path[1:] == ["sheetData", "row"]:
            self._start_row(held, at)
        elif self._path[1:] == ["sheetData", "row", "c"]:
            column = position(held["r"])[1] if "r" in held else self._next_column
            self._next_column = column + 1
            self._open, self._texts, self._formula = (at, column, held), [], False
        elif self._open and local == "f":
            self._formula = True

    def _start_row(self, held: Mapping[str, str], at: int) -> None:
        number = int(held.get("r", self._next_row))
        self._next_row, self._next_column = number + 1, 1
        self._row = Row(number, at, self._tag_end(at), held)
        self._sheet.rows.setdefault(number, self._row)

    def _text(self, text: str) -> None:
        if self._open and self._path[-1] in ("v", "t") and "rPh" not in self._path:
            self._texts.append(text)

    def _end(self, at: int) -> None:
        local = self._path[-1]
        depth = len(self._path)
        if local == "c" and depth == 4 and self._open and self._row:
            start, column, held = self._open
            end = self._element_end(start, at)
            cell = Cell(start, end, held, "".join(self._texts), self._formula)
            self._row.cells.setdefault(column, cell)
            self._open = None
        elif local == "row" and depth == 3 and self._row:
            self._row.end = self._element_end(self._row.start, at)
        elif local == "sheetData" and depth == 2:
            self._sheet.body_end = self._element_end(self._sheet.body[0], at)
        self._path.pop()

    def _tag_end(self, at: int) -> int:
        found = _TAG.match(self._sheet.data, at)
        assert found is not None  # expat has just read this tag
        return found.end()

    def _element_end(self, start: int, at: int) -> int:
        """The end of an element whose end expat reports at `at`: behind its end tag, if it has one."""
        tag_end = self._tag_end(start)
        empty = self._sheet.data[tag_end - 2 : tag_end] == b"/>"
        return tag_end if empty else self._tag_end(at)
