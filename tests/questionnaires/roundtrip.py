"""What a filled file owes its original: all of it, but for the answers' own cells."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from lxml import etree

from assistant.questionnaires.write.addresses import Area, address, position


def assert_kept(before: bytes, after: bytes, changed: Iterable[str]) -> None:
    """The same entries in the same order, each but the `changed` ones alike to the compressed byte."""
    allowed = set(changed)
    with zipfile.ZipFile(BytesIO(before)) as old, zipfile.ZipFile(BytesIO(after)) as new:
        assert new.testzip() is None
        assert new.comment == old.comment
        assert [i.filename for i in old.infolist()] == [i.filename for i in new.infolist()]
        for mine, theirs in zip(old.infolist(), new.infolist(), strict=True):
            assert mine.date_time == theirs.date_time
            assert mine.compress_type == theirs.compress_type
            assert mine.external_attr == theirs.external_attr
            assert mine.comment == theirs.comment
            if mine.filename not in allowed:
                assert old.read(mine) == new.read(theirs), f"{mine.filename} changed"
                assert _stored(before, mine) == _stored(after, theirs), f"{mine.filename} repacked"


def _stored(data: bytes, info: zipfile.ZipInfo) -> bytes:
    at = info.header_offset
    name, extra = (int.from_bytes(data[at + i : at + i + 2], "little") for i in (26, 28))
    start = at + 30 + name + extra
    return data[start : start + info.compress_size]


def assert_only_cells_changed(
    before: bytes, after: bytes, cells: Mapping[str, Iterable[str]]
) -> None:
    """In a workbook nothing but these cells, by sheet, differs; styles of theirs do not either."""
    parts = sheet_parts(before)
    assert parts == sheet_parts(after)
    assert_kept(before, after, {parts[name] for name in cells})
    for name, wanted in cells.items():
        old, new = part(before, parts[name]), part(after, parts[name])
        answers = {position(cell) for cell in wanted}
        assert _without(old, answers) == _without(new, answers), f"{name} changed elsewhere"
        _assert_order(new)
        for row, column in answers & set(cells_of(old)):
            was, now = cells_of(old)[row, column], cells_of(new)[row, column]
            assert was.get("s") == now.get("s"), f"{name}!{address(row, column)} lost its style"


def part(data: bytes, name: str) -> Any:
    """The root element of a part."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def sheet_parts(data: bytes) -> dict[str, str]:
    """Part names by sheet name."""
    targets = {r.get("Id"): r.get("Target") for r in part(data, "xl/_rels/workbook.xml.rels")}
    found = {}
    for sheet in part(data, "xl/workbook.xml").iterfind(".//{*}sheet"):
        key = next(v for k, v in sheet.attrib.items() if k.endswith("}id"))
        found[sheet.get("name")] = "xl/" + targets[key].removeprefix("/xl/")
    return found


def cells_of(root: Any) -> dict[tuple[int, int], Any]:
    """The cell elements of a sheet by row and column, said or implied."""
    found = {}
    row = 0
    for line in root.iterfind("{*}sheetData/{*}row"):
        row = int(line.get("r", row + 1))
        column = 0
        for cell in line.iterfind("{*}c"):
            column = position(cell.get("r"))[1] if cell.get("r") else column + 1
            found[row, column] = cell
    return found


def texts(data: bytes, sheet: str) -> dict[str, str]:
    """The inline texts of a sheet by address."""
    found = cells_of(part(data, sheet_parts(data)[sheet]))
    return {
        address(*place): "".join(t.text or "" for t in cell.iterfind("{*}is/{*}t"))
        for place, cell in found.items()
        if cell.get("t") == "inlineStr"
    }


def _without(root: Any, answers: set[tuple[int, int]]) -> bytes:
    """The sheet in canonical form without the answers, the rows made for them, extent and spans."""
    copy = etree.fromstring(etree.tostring(root))
    for place, cell in cells_of(copy).items():
        if place in answers:
            cell.getparent().remove(cell)
    rows = {row for row, _ in answers}
    number = 0
    for line in list(copy.iterfind("{*}sheetData/{*}row")):
        number = int(line.get("r", number + 1))
        line.attrib.pop("spans", None)
        if number in rows and not len(line) and set(line.attrib) <= {"r"}:
            line.getparent().remove(line)
    for extent in copy.iterfind("{*}dimension"):
        copy.remove(extent)
    return re.sub(rb"\s+<", b"<", etree.tostring(copy, method="c14n2"))


def _assert_order(root: Any) -> None:
    """Rows and cells stand in order, each once, and the stated extent and spans hold them all."""
    places = list(cells_of(root))
    assert places == sorted(set(places))
    extent = root.find("{*}dimension")
    if extent is not None and places:
        area = Area.of(extent.get("ref"))
        assert all(area.holds(*place) for place in places)
