"""New cells into a sheet's bytes, each at its place; every byte that is no answer's stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from assistant.questionnaires.write.addresses import Area, address, letters_of
from assistant.questionnaires.write.sheet_part import Row, SheetPart

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet program would read as an escaped character."""


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
