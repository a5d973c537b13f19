"""DOCX: tables, numbered and plain paragraphs, content controls, each answer with its exact place.

A slot's `paragraph` counts python-docx's `document.paragraphs`, its `table` `document.tables`, both
from 0; `row` counts the table's own rows and `column` the columns of its grid, from 0. A merged cell
is addressed by its first row and column. What lies in a nested table or in a content control around
whole paragraphs or tables cannot be addressed so: its questions have no slot.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import QuestionnaireError
from assistant.questionnaires.text.blocks import Block, Cell, Heading, Paragraph, Spot, Table
from assistant.questionnaires.text.finish import finish
from assistant.questionnaires.text.flow import read_flow
from assistant.questionnaires.text.word_numbers import Numbering
from assistant.questions import Questionnaire
from ingest.parsers.wordml import Reading, Styles, is_on, tag

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VARIANTS = (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
_WRAPPERS = ("sdt", "sdtContent", "customXml", "ins", "smartTag")
_EMPTY_BOXES = frozenset({"F0A8", "F06F", "F071", "F072", "F0A1", "2610"})
_TICKED_BOXES = frozenset({"F0FE", "F0FD", "F0FC", "F052", "F053", "2611", "2612"})


def read(path: Path) -> Questionnaire:
    """Read a Word form: its questions with ids, options and the places of their answers.

    Raises `QuestionnaireError` for a file that is no readable DOCX.
    """
    document = _opened(path)
    _show_boxes(document)
    reader = _Reader(
        Styles.of(document),
        Numbering.of(document),
        {p._p: n for n, p in enumerate(document.paragraphs)},
        {t._tbl: n for n, t in enumerate(document.tables)},
    )
    blocks = list(reader.blocks(document.element.body))
    return finish(path, "docx", read_flow(blocks, path.stem), reader.notes)


@dataclass(slots=True)
class _Reader:
    """Turns the document's body into blocks, in order."""

    styles: Styles
    numbering: Numbering
    paragraph_numbers: dict[Any, int]
    table_numbers: dict[Any, int]
    reading: Reading = field(init=False)
    _count: int = 0
    _unplaced: int = 0
    _read: dict[int, Cell] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reading = Reading(self.styles)

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be read as it stands."""
        found = tuple(note.detail for note in self.reading.notes())
        if self._unplaced:
            found += (
                "tables inside tables or content controls hold questions; answers to them go to the annex",
            )
        return found

    def blocks(self, body: Any) -> Iterator[Block]:
        """The blocks under an element, content controls opened."""
        for child in body.iterchildren():
            kind = tag(child)
            if kind == "p":
                yield self._paragraph(child)
            elif kind == "tbl":
                yield from self._table(child)
            elif kind in _WRAPPERS:
                yield from self.blocks(child)

    def _paragraph(self, element: Any) -> Block:
        number = self.paragraph_numbers.get(element)
        text = self.reading.text(element)
        counted = self.numbering.next(element)
        place = f"p{number}" if number is not None else f"b{self._next()}"
        level = self.styles.level(element)
        label = counted.label if counted is not None else ""
        if level is not None and text:
            return Heading(text, level, place, label)
        return Paragraph(
            text=text,
            place=place,
            spot=Spot(paragraph=number) if number is not None else None,
            label=label if text else "",
            depth=counted.depth if counted is not None else 0,
            item=counted is not None and bool(text),
            strong=_all_runs(element, "b"),
            slanted=_all_runs(element, "i"),
            choices=_choices(element),
        )

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _table(self, element: Any) -> Iterator[Block]:
        index = self.table_numbers.get(element)
        place = f"t{index}" if index is not None else f"n{self._next()}"
        if index is None:
            self._unplaced += 1
        grid = list(_grid(element))
        # Each cell is read once: a merged one counts its automatic numbers once.
        self._read = {}
        first: dict[int, Spot] = {}
        rows = []
        for number, cells in grid:
            for column, cell in enumerate(cells):
                first.setdefault(id(cell), Spot(table=index, row=number, column=column))
            rows.append(
                tuple(self._cell(c, first[id(c)] if index is not None else None) for c in cells)
            )
        yield Table(tuple(rows), place)
        for cell in {id(c): c for _, cells in grid for c in cells if c is not None}.values():
            for nested in _children(cell, "tbl"):
                yield from self._table(nested)

    def _cell(self, cell: Any, spot: Spot | None) -> Cell:
        if cell is None:
            return Cell("", 0)
        if id(cell) in self._read:
            return self._read[id(cell)]
        lines = []
        for paragraph in _children(cell, "p"):
            text = self.reading.text(paragraph)
            counted = self.numbering.next(paragraph) if text else None
            lines.append(f"{counted.label}. {text}" if counted and counted.label else text)
        made = Cell(
            text="\n".join(line for line in lines if line),
            key=id(cell),
            spot=spot,
            choices=_choices(cell),
            strong=all(_all_runs(p, "b") for p in _children(cell, "p")),
        )
        self._read[id(cell)] = made
        return made


def _opened(path: Path) -> WordDocument:
    from docx.opc.exceptions import OpcError
    from docx.opc.part import PartFactory
    from docx.package import Package
    from docx.parts.document import DocumentPart
    from lxml.etree import XMLSyntaxError

    # python-docx refuses documents with macros and templates, though all it reads is the same.
    for variant in _VARIANTS:
        PartFactory.part_type_for[variant] = DocumentPart
    try:
        document: WordDocument = Package.open(str(path)).main_document_part.document
        return document
    except (OpcError, XMLSyntaxError, KeyError, ValueError, AttributeError) as damage:
        reason: Exception = damage
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError) as damage:
        reason = damage
    raise QuestionnaireError(
        f"{path.name} cannot be read as a Word document ({reason}); save it as .docx again"
    ) from reason


def _grid(table: Any) -> Iterator[tuple[int, list[Any]]]:
    """The table's own rows, numbered, as cells one for each column of the grid; None before a row's
    first cell where it begins further right. Deleted rows count but are left out.
    """
    above: dict[int, Any] = {}
    for number, row in enumerate(table.iterchildren(f"{_W}tr")):
        at = _whole(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        cells: list[Any] = [None] * at
        for cell in _children(row, "tc"):
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            shown = above.get(at, cell) if goes_on else cell
            span = max(1, _whole(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1))
            for column in range(at, at + span):
                above[column] = shown
            cells += [shown] * span
            at += span
        if row.find(f"{_W}trPr/{_W}del") is None:
            yield number, cells


def _children(parent: Any, name: str) -> Iterator[Any]:
    """Children of that name, also where a content control or an insertion is wrapped around them."""
    for child in parent.iterchildren():
        if tag(child) == name:
            yield child
        elif tag(child) in _WRAPPERS:
            yield from _children(child, name)


def _whole(element: Any, default: int) -> int:
    value = "" if element is None else str(element.get(f"{_W}val", ""))
    return int(value) if value.isdigit() and int(value) < 1000 else default


def _all_runs(paragraph: Any, switch: str) -> bool:
    runs = [r for r in paragraph.iter(f"{_W}r") if "".join(r.itertext()).strip()]
    return bool(runs) and all(is_on(r, switch) for r in runs)


def _choices(element: Any) -> tuple[str, ...]:
    """The entries of drop-down content controls and of old drop-down form fields in an element."""
    entries: list[str] = []
    for kind in ("dropDownList", "comboBox"):
        for control in element.iter(f"{_W}{kind}"):
            for item in control.iterchildren(f"{_W}listItem"):
                name = item.get(f"{_W}displayText") or item.get(f"{_W}value") or ""
                # The prompt "Choose an item." is listed without a value.
                entries += [name] if item.get(f"{_W}value") else []
    for control in element.iter(f"{_W}ddList"):
        entries += [e.get(f"{_W}val", "") for e in control.iterchildren(f"{_W}listEntry")]
    return tuple(dict.fromkeys(e.strip() for e in entries if e.strip()))


def _show_boxes(document: WordDocument) -> None:
    """Give check boxes that Word draws itself a character, in memory only, so that they are read."""
    for symbol in list(document.element.body.iter(f"{_W}sym")):
        code = symbol.get(f"{_W}char", "").upper()
        if code in _EMPTY_BOXES or code in _TICKED_BOXES:
            symbol.addnext(_text("☒" if code in _TICKED_BOXES else "☐"))
    for box in list(document.element.body.iter(f"{_W}checkBox")):
        run = next((a for a in box.iterancestors(f"{_W}r")), None)
        if run is not None:
            ticked = box.find(f"{_W}checked")
            ticked = ticked if ticked is not None else box.find(f"{_W}default")
            on = ticked is not None and ticked.get(f"{_W}val", "1") not in ("0", "false")
            run.append(_text("☒" if on else "☐"))


def _text(text: str) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement("w:t")
    element.text = text
    return element
