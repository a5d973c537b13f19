"""Where a slot's numbers point in a Word document, and the content controls that stand there.

Tables count from 0 in the order of the text, tables inside tables apart; rows and grid columns from
0, a merged cell in every place it covers; paragraphs from 0, those of tables apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.questions import Slot
from ingest.parsers.wordml import rows_of, tag

_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo"})


def container(body: Any, slot: Slot) -> Any | None:
    """The cell or paragraph that a slot names; None where the document has none such."""
    if slot.paragraph is not None:
        return _at(list(children(body, "p")), slot.paragraph)
    if slot.table is None or slot.row is None or slot.column is None:
        return None
    table = _at(list(children(body, "tbl")), slot.table)
    row = _at(list(rows_of(table)), slot.row) if table is not None else None
    return _at(row, slot.column) if row is not None else None


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
