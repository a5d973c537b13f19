"""One sheet's XML as bytes: where its rows and cells stand, and new cells spliced in between.

Nothing is parsed into a tree and written again: each byte that is no answer's stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from assistant.errors import QuestionnaireError
from assistant.questionnaires.write.addresses import Area, address, letters_of, position

_TAG = re.compile(rb"<(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.\-]+)[\"']")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
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


def splice(sheet: SheetPart, texts: Mapping[tuple[int, int], str]) -> bytes:
    """The sheet with these texts, by row and column from 1, in its original encoding.

    A new cell takes the style that its row or column gives to empty cells; a present one keeps its
    own. Rows and cells that are missing are made in their order, and the sheet's stated extent grows.
    """
    edits: list[tuple[int, int, bytes]] = []
    fresh: dict[int, dict[int, str]] = {}
    for (row, column), text in sorted(texts.items()):
        present = sheet.cell(row, column)
        if present is None:
            fresh.setdefault(row, {})[column] = text
        else:
            made = _cell(sheet, row, column, text, present.attributes.get("s"))
            edits.append((present.start, present.end, made))
    new_rows = {row: cells for row, cells in fresh.items() if row not in sheet.rows}
    for row, cells in fresh.items():
        if row in sheet.rows:
            edits += _into_row(sheet, sheet.rows[row], cells)
    edits += _into_body(sheet, new_rows)
    edits += _extent(sheet, texts)
    return sheet.encode(_applied(sheet.data, edits).decode())


def _applied(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    out, at = [], 0
    for start, end, made in sorted(edits, key=lambda edit: edit[:2]):
        out += [data[at:start], made]
        at = end
    return b"".join([*out, data[at:]])


def _cell(sheet: SheetPart, row: int, column: int, text: str, style: str | None) -> bytes:
    p = sheet.prefix
    styled = f' s="{style}"' if style else ""
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    body = escape(_ESCAPE.sub("_x005F_", text))
    made = f'<{p}c r="{address(row, column)}"{styled} t="inlineStr"><{p}is><{p}t{space}>{body}'
    return f"{made}</{p}t></{p}is></{p}c>".encode()


def _into_row(sheet: SheetPart, row: Row, cells: Mapping[int, str]) -> list[tuple[int, int, bytes]]:
    """New cells of a row that exists; an empty element is opened first."""
    style = row.attributes.get("s") if row.attributes.get("customFormat") in ("1", "true") else None
    made = {
        column: _cell(sheet, row.number, column, text, style or _column_style(sheet, column))
        for column, text in cells.items()
    }
    tag = _spanned(sheet.data[row.start : row.tag_end], row, cells)
    if tag.endswith(b"/>"):
        opened = tag[:-2].rstrip() + b">" + b"".join(made[c] for c in sorted(made))
        return [(row.start, row.tag_end, opened + f"</{sheet.prefix}row>".encode())]
    edits = [(row.start, row.tag_end, tag)]
    for column in sorted(made):
        later = [cell.start for at, cell in row.cells.items() if at > column]
        at = min(later) if later else _end_tag(sheet.data, row.end)
        if edits[-1][:2] == (at, at):
            edits[-1] = (at, at, edits[-1][2] + made[column])
        else:
            edits.append((at, at, made[column]))
    return edits


def _spanned(tag: bytes, row: Row, cells: Mapping[int, str]) -> bytes:
    """The row's start tag with `spans`, where it has them, wide enough for the new cells."""
    first, _, last = row.attributes.get("spans", "").partition(":")
    if not (first.isdigit() and last.isdigit()):
        return tag
    wide = f"{min(int(first), *cells)}:{max(int(last), *cells)}".encode()
    return re.sub(rb"(\sspans\s*=\s*[\"'])[^\"']*", rb"\g<1>" + wide, tag, count=1)


def _into_body(
    sheet: SheetPart, rows: Mapping[int, Mapping[int, str]]
) -> list[tuple[int, int, bytes]]:
    """Rows that do not exist yet, each before the first row behind it."""
    p, made = sheet.prefix, {}
    for number, cells in sorted(rows.items()):
        inner = b"".join(
            _cell(sheet, number, column, text, _column_style(sheet, column))
            for column, text in sorted(cells.items())
        )
        made[number] = f'<{p}row r="{number}">'.encode() + inner + f"</{p}row>".encode()
    if not made:
        return []
    start, end = sheet.body
    tag = sheet.data[start:end]
    if tag.endswith(b"/>"):
        inner = b"".join(made.values())
        return [(start, end, tag[:-2].rstrip() + b">" + inner + f"</{p}sheetData>".encode())]
    places: dict[int, bytes] = {}
    for number, row in made.items():
        later = [r.start for r in sheet.rows.values() if r.number > number]
        at = min(later) if later else _end_tag(sheet.data, sheet.body_end)
        places[at] = places.get(at, b"") + row
    return [(at, at, inner) for at, inner in places.items()]


def _end_tag(data: bytes, end: int) -> int:
    """Where the end tag begins that ends at `end`."""
    return data.rindex(b"</", 0, end)


def _column_style(sheet: SheetPart, column: int) -> str | None:
    return next((s for first, last, s in sheet.columns if first <= column <= last), None)


def _extent(sheet: SheetPart, texts: Mapping[tuple[int, int], str]) -> list[tuple[int, int, bytes]]:
    """The stated extent, grown to hold what was written outside of it."""
    if sheet.dimension is None or not texts:
        return []
    start, end, ref = sheet.dimension
    old = Area.of(ref)
    new = old
    for row, column in texts:
        new = new.with_place(row, column)
    if new == old:
        return []
    grown = f"{letters_of(new.left)}{new.top}:{letters_of(new.right)}{new.bottom}".encode()
    tag = re.sub(rb"(\sref\s*=\s*[\"'])[^\"']*", rb"\g<1>" + grown, sheet.data[start:end], count=1)
    return [(start, end, tag)]
