"""PDF: ruled tables and lines of text by pdfplumber; a scan is read by text recognition.

A PDF is not written back: its questions have no slots.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from assistant.errors import QuestionnaireError
from assistant.questionnaires.text.blocks import Block, Cell, Heading, Paragraph, Table
from assistant.questionnaires.text.finish import finish
from assistant.questionnaires.text.flow import read_flow
from assistant.questionnaires.text.ids import split_id
from assistant.questionnaires.text.lines import BULLET, blocks_of_lines, joined, starts_anew
from assistant.questions import Questionnaire
from ingest.parsers.pdf_layout import cleaned

if TYPE_CHECKING:
    from pdfplumber.page import Page

_THIN = 20
"""Characters a page below which a document is taken for a scan."""
_MARGIN = 0.1
"""Part of a page's height, at either end, where running heads and feet stand."""
_EDGE = 0.045
"""Part of it where nothing else stands, as no printer's margin is so narrow."""
_LARGER = 1.12
_MUCH_LARGER = 1.5
_GAP = 0.75
"""Of a line's height: a larger gap to the line above begins a new paragraph."""
_LONGEST_HEADING = 90
_MOST_PAGES = 300


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    slanted: bool
    page: int
    margin: bool
    edge: bool


def read(path: Path) -> Questionnaire:
    """Read a PDF's questions. Raises `QuestionnaireError` for what is no PDF, locked or unreadable."""
    pages, notes = _pages(path)
    if _is_scan(pages):
        blocks: list[Block] = list(_recognised(path))
        notes = [*notes, "the pages hold no text and were read by text recognition"]
    else:
        blocks = list(_blocks(pages))
    return finish(path, "pdf", read_flow(blocks, path.stem), notes)


def _pages(path: Path) -> tuple[list[list[_Line | Table]], list[str]]:
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    notes = []
    try:
        with pdfplumber.open(path) as document:
            count = len(document.pages)
            if count > _MOST_PAGES:
                notes.append(f"only the first {_MOST_PAGES} of {count} pages were read")
            pages = [list(_items(page)) for page in document.pages[:_MOST_PAGES]]
    except (PdfminerException, PDFException, OSError, ValueError, TypeError, KeyError) as damage:
        reason = "it is locked" if "Password" in repr(damage) else f"it is damaged ({damage!r})"
        raise QuestionnaireError(
            f"{path.name} cannot be read as a PDF: {reason}; export it again without a password"
        ) from damage
    return pages, notes


def _items(page: Page) -> Iterator[_Line | Table]:
    """The lines and tables of a page from top to bottom."""
    tables = [t for t in page.find_tables() if len(t.cells) > 1]
    boxes = [t.bbox for t in tables]
    rest = page.filter(lambda o: not any(_inside(o, box) for box in boxes)) if boxes else page
    found: list[tuple[float, _Line | Table]] = [
        (line["top"], _line(line, page)) for line in rest.extract_text_lines(return_chars=True)
    ]
    for number, table in enumerate(tables, start=1):
        found.append((table.bbox[1], _table(table, f"page{page.page_number}t{number}")))
    return (item for _, item in sorted(found, key=lambda pair: pair[0]))


def _inside(thing: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    middle = (thing["top"] + thing["bottom"]) / 2
    across = (thing["x0"] + thing["x1"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= middle <= box[3])


def _line(line: dict[str, Any], page: Page) -> _Line:
    chars = [c for c in line["chars"] if c["text"].strip()] or line["chars"]
    fonts = [str(c["fontname"]).lower() for c in chars]
    height = float(page.height)
    return _Line(
        text=cleaned(line["text"]),
        left=line["x0"],
        right=line["x1"],
        top=line["top"],
        bottom=line["bottom"],
        size=round(median(c["size"] for c in chars), 1),
        bold=all("bold" in f or "black" in f for f in fonts),
        slanted=all("italic" in f or "oblique" in f for f in fonts),
        page=page.page_number,
        margin=line["bottom"] < _MARGIN * height or line["top"] > (1 - _MARGIN) * height,
        edge=line["bottom"] < _EDGE * height or line["top"] > (1 - _EDGE) * height,
    )


def _table(table: Any, place: str) -> Table:
    """A ruled table; a cell that spans several columns stands in each of them."""
    rows = []
    texts = table.extract()
    for number, texts_of_row in enumerate(texts):
        cells: list[Cell] = []
        for column, text in enumerate(texts_of_row):
            if text is None and cells:
                cells.append(cells[-1])
                continue
            lines = [cleaned(part) for part in (text or "").split("\n")]
            cells.append(Cell(joined(part for part in lines if part), number * 1000 + column))
        rows.append(tuple(cells))
    return Table(tuple(rows), place)


def _is_scan(pages: Sequence[Sequence[_Line | Table]]) -> bool:
    count = sum(
        len(i.text) if isinstance(i, _Line) else sum(len(c.text) for r in i.rows for c in r)
        for page in pages
        for i in page
    )
    return count < _THIN * max(1, len(pages))


def _recognised(path: Path) -> Iterator[Block]:
    from ingest.errors import UnreadableFile
    from ingest.parsers.pdf import parse
    from ingest.source import Source

    try:
        read_ = parse(Source(path.name, path))
    except UnreadableFile as reason:
        raise QuestionnaireError(f"{path.name}: {reason}") from reason
    return blocks_of_lines(read_.text.splitlines())


def _blocks(pages: Sequence[Sequence[_Line | Table]]) -> Iterator[Block]:
    running = _running(pages)
    body = _body_size(pages)
    group: list[_Line] = []
    table: Table | None = None
    for item in (i for page in pages for i in page):
        if isinstance(item, _Line) and (
            item.edge or (item.margin and _masked(item.text) in running)
        ):
            continue
        if isinstance(item, Table):
            yield from _block(group, body)
            group = []
            table = _with(table, item) if table is not None else item
            continue
        if table is not None:
            yield table
            table = None
        if group and _parts(group, item, body):
            yield from _block(group, body)
            group = []
        group.append(item)
    if table is not None:
        yield table
    yield from _block(group, body)


def _with(table: Table, more: Table) -> Table:
    """A table that goes on: over a page break, or below a hair's gap."""
    offset = 1000 * len(table.rows)
    moved = tuple(tuple(replace(c, key=c.key + offset) for c in row) for row in more.rows)
    return replace(table, rows=table.rows + moved)


def _running(pages: Sequence[Sequence[_Line | Table]]) -> set[str]:
    """Running heads and feet: lines at a page's end that stand, but for numbers, on several pages."""
    seen = Counter(
        text
        for page in pages
        for text in {_masked(i.text) for i in page if isinstance(i, _Line) and i.margin}
    )
    return {text for text, count in seen.items() if count > 1} | {
        "page #",
        "#",
        "page # of #",
        "# / #",
    }


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", text).casefold()


def _body_size(pages: Sequence[Sequence[_Line | Table]]) -> float:
    weight: Counter[float] = Counter()
    for item in (i for page in pages for i in page if isinstance(i, _Line)):
        weight[item.size] += len(item.text)
    return max(weight, key=lambda size: (weight[size], -size), default=0.0)


def _parts(group: Sequence[_Line], line: _Line, body: float) -> bool:
    """Whether a line begins a new paragraph."""
    above = group[-1]
    if _level(line, body) and line.text[:1].isdigit():
        return True
    if _level(above, body) != _level(line, body) or above.bold != line.bold:
        return True
    if BULLET.match(line.text) or split_id(line.text).id or starts_anew(line.text):
        return True
    if above.text.endswith("?") and line.text[:1].isupper():
        return True
    if line.page != above.page:
        return above.text.endswith((".", ":", "?", "!"))
    gap = line.top - above.bottom
    return gap > _GAP * max(line.size, above.size) or gap < -above.size


def _level(line: _Line, body: float) -> int:
    if not body or line.size < _LARGER * body or len(line.text) > _LONGEST_HEADING:
        return 0
    return 1 if line.size >= _MUCH_LARGER * body else 2


def _block(group: Sequence[_Line], body: float) -> Iterator[Block]:
    if not group:
        return
    first = group[0]
    text = joined(line.text for line in group)
    place = f"page{first.page}y{round(first.top)}"
    if level := _level(first, body):
        yield Heading(text, level, place)
        return
    item = bool(BULLET.match(text))
    yield Paragraph(
        BULLET.sub("", text, count=1),
        place,
        item=item,
        strong=all(line.bold for line in group),
        slanted=all(line.slanted for line in group),
    )
