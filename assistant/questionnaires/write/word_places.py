"""Where a slot's numbers point in a Word document, and the content controls that stand there.

All count from 0: the tables and paragraphs that are the body's own, a table's own rows, and the
columns of its grid, where a merged cell stands in every place that it covers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.questions import Slot
from ingest.parsers.wordml import tag

_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo"})
_MOST_COLUMNS = 1000


def container(body: Any, slot: Slot) -> Any | None:
    """The cell or paragraph that a slot names; None where the document has none such."""
    if slot.paragraph is not None:
        return _at(_own(body, "p"), slot.paragraph)
    if slot.table is None or slot.row is None or slot.column is None:
        return None
    table = _at(_own(body, "tbl"), slot.table)
    row = _at(_grid(table), slot.row) if table is not None else None
    return _at(row, slot.column) if row is not None else None


def _own(parent: Any, name: str) -> list[Any]:
    return [e for e in parent.iterchildren() if tag(e) == name]


def _grid(table: Any) -> list[list[Any]]:
    """The cells of each row, one for each column of the grid; merged ones are the first of theirs."""
    above: dict[int, Any] = {}
    rows = []
    for row in _own(table, "tr"):
        at = _whole(child(row, "trPr", "gridBefore"), 0)
        cells: list[Any] = [None] * at  # columns left out before the row's first cell
        for cell in children(row, "tc"):
            merge = child(cell, "tcPr", "vMerge")
            goes_on = merge is not None and (value(merge) or "continue") == "continue"
            first = above.get(at, cell) if goes_on else cell
            span = max(1, _whole(child(cell, "tcPr", "gridSpan"), 1))
            for column in range(at, at + span):
                above[column] = first
            cells += [first] * span
            at += span
        rows.append(cells)
    return rows


def _whole(element: Any | None, default: int) -> int:
    said = value(element)
    return int(said) if said.isdigit() and int(said) < _MOST_COLUMNS else default


def _at(items: Any, at: int) -> Any | None:
    return items[at] if 0 <= at < len(items) else None


def children(parent: Any, name: str) -> Iterator[Any]:
    """Children of that name, also inside of content controls and insertions around them."""
    for child in parent.iterchildren():
        if tag(child) == name:
            yield child
        elif tag(child) in _WRAPPERS:
            yield from children(child, name)


def paragraphs(place: Any) -> list[Any]:
    """The paragraphs of a cell, or the paragraph itself."""
    return [place] if tag(place) == "p" else list(children(place, "p"))


def child(element: Any, *names: str) -> Any | None:
    """The first descendant along these names, one level each."""
    for name in names:
        if element is None:
            return None
        element = next((e for e in element.iterchildren() if tag(e) == name), None)
    return element


def value(element: Any | None, name: str = "val") -> str:
    """An attribute by its name without a namespace; empty where there is none."""
    if element is None:
        return ""
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def controls(place: Any) -> list[Any]:
    """The content controls of a cell or paragraph that take words: inside of it or right around."""
    inner = [e for p in paragraphs(place) for e in p.iter() if tag(e) == "sdt"]
    around = []
    for start in (place, *paragraphs(place)):
        for up in start.iterancestors():
            if tag(up) == "sdt":
                around.append(up)
            elif tag(up) not in ("sdtContent", "tc", "tr"):
                break
    found = list({id(e): e for e in (*inner, *around)}.values())
    return [e for e in found if child(e, "sdtPr", "checkbox") is None]
