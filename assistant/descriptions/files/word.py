"""A description as a Word file: styles, contents, real footnotes for proofs, visible marks.

A verified citation is a footnote with file, place and quote. A statement of management and an open
point are marked by colour and by words. Each sentence lies in a bookmark with its own id, by which
an edited file is read back (`word_read`).
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph as DocxParagraph

from assistant.description import (
    Description,
    Grid,
    Paragraph,
    Section,
    Sentence,
)
from assistant.descriptions.files.markdown import Notes, scope_words
from assistant.export.places import of_citation
from assistant.model import Citation

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_OPEN_COLOUR = RGBColor(0x9C, 0x2A, 0x00)
_STATED_COLOUR = RGBColor(0x1F, 0x4E, 0x79)
_FONT = "Liberation Sans"
_DRAFT = "DRAFT, unaudited"


def write_docx(description: Description, path: Path, *, approved: bool = False) -> None:
    """Write the file. Unless `approved`, every page's head says that it is a draft."""
    writer = _Writer(description, approved=approved)
    writer.write()
    writer.document.save(str(path))


class _Writer:
    def __init__(self, description: Description, *, approved: bool) -> None:
        self._d = description
        self._approved = approved
        self.document: Document = docx.Document()
        self._notes = Notes()
        self._bookmark = 0

    def write(self) -> None:
        self._styles()
        self._head()
        self._contents()
        for section in self._d.sections:
            self._section(section)
        self._mismatches()
        self._open_points()
        self._checks()
        self._annex()
        _add_footnotes(self.document, self._notes.citations)

    def _styles(self) -> None:
        styles = self.document.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = _FONT, Pt(10.5)
        for name in ("Title", "Heading 1", "Heading 2"):
            styles[name].font.name = _FONT
            _plain_font(styles[name].element)
        for name, colour, bold in (
            ("Open point", _OPEN_COLOUR, True),
            ("Management statement", _STATED_COLOUR, False),
        ):
            style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
            style.font.color.rgb, style.font.bold, style.font.italic = colour, bold, not bold
        mark = styles.add_style("Footnote mark", WD_STYLE_TYPE.CHARACTER)
        mark.font.superscript = True

    def _head(self) -> None:
        core = self.document.core_properties
        core.title, core.author, core.comments = self._d.title, "", self._d.run
        name = "" if self._d.company == "the organization" else f"{self._d.company}: "
        self.document.add_paragraph(f"{name}{self._d.title}", style="Title")
        said = "Management's own description" + scope_words(self._d.scope)
        self.document.add_paragraph(f"{said}. {'' if self._approved else _DRAFT + '. '}{_HOW}")
        header = self.document.sections[0].header.paragraphs[0]
        header.text = self._d.title if self._approved else f"{_DRAFT}: {self._d.title}"

    def _contents(self) -> None:
        self.document.add_paragraph("Contents", style="Heading 1")
        paragraph = self.document.add_paragraph()
        for kind, text in (
            ("begin", None),
            (None, 'TOC \\o "1-2" \\h \\z \\u'),
            ("separate", None),
        ):
            paragraph.add_run()._r.append(_field(kind, text))
        for section in self._d.sections:
            paragraph.add_run(_titled(section))
            paragraph.add_run().add_break()
        paragraph.add_run()._r.append(_field("end", None))

    def _section(self, section: Section) -> None:
        self.document.add_heading(_titled(section), level=1)
        for part in section.parts:
            self.document.add_heading(part.title, level=2)
            for block in part.blocks:
                if isinstance(block, Grid):
                    self._grid(block)
                else:
                    self._paragraph(block)

    def _paragraph(self, block: Paragraph) -> None:
        if block.items:
            for sentence in block.sentences:
                self._sentence(self.document.add_paragraph(style="List Bullet"), sentence)
            return
        paragraph = self.document.add_paragraph()
        for number, sentence in enumerate(block.sentences):
            if number:
                paragraph.add_run(" ")
            self._sentence(paragraph, sentence)

    def _grid(self, grid: Grid) -> None:
        table = self.document.add_table(rows=1, cols=len(grid.head), style="Light Grid Accent 1")
        for cell, name in zip(table.rows[0].cells, grid.head, strict=True):
            cell.text = name
        _repeat(table.rows[0]._tr)
        for row, proof in zip(grid.rows, grid.proofs, strict=True):
            cells = table.add_row().cells
            for at, text in enumerate(row[: len(cells)]):
                cells[at].text = text
            self._marks(cells[0].paragraphs[-1], proof)
        _widths(table)
        self.document.add_paragraph()

    def _sentence(self, paragraph: DocxParagraph, sentence: Sentence) -> None:
        style = {"open": "Open point", "management": "Management statement"}.get(sentence.standing)
        self._bookmark += 1
        paragraph._p.append(_bookmark("Start", self._bookmark))
        paragraph.add_run(sentence.text, style=style)
        paragraph._p.append(_bookmark("End", self._bookmark))
        self._marks(paragraph, sentence)

    def _marks(self, paragraph: DocxParagraph, sentence: Sentence) -> None:
        if sentence.standing == "management":
            paragraph.add_run(f" [stated by {sentence.said_by}]", style="Management statement")
        if sentence.standing != "cited":
            return
        for citation in sentence.citations:
            run = paragraph.add_run(style="Footnote mark")
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(self._notes.number(citation) + 1))
            run._r.append(reference)

    def _mismatches(self) -> None:
        if self._d.mismatches:
            self.document.add_heading("Sources that disagree", level=1)
            for mismatch in self._d.mismatches:
                paragraph = self.document.add_paragraph(mismatch.detail, style="List Bullet")
                self._marks(paragraph, Sentence("", "cited", mismatch.citations))
        if self._d.refused:
            self.document.add_heading("Kept out of this text", level=1)
            for reason in self._d.refused:
                self.document.add_paragraph(reason, style="List Bullet")

    def _open_points(self) -> None:
        self.document.add_heading("Open points", level=1)
        self._table(("Key", "Question", "Ask"), [(p.id, p.question, p.owner) for p in self._d.open])

        if self._d.set_aside:
            self.document.add_heading("Questions set aside", level=1)
            rows = [
                (s.question, s.reason, f"{s.person}, {s.at:%Y-%m-%d}") for s in self._d.set_aside
            ]
            self._table(("Question", "Reason", "By"), rows)

    def _checks(self) -> None:
        self.document.add_heading("Checks", level=1)
        rows = [
            (c.id, c.check, "nothing found" if c.passed else "; ".join(c.findings[:8]))
            for c in self._d.checks
        ]
        self._table(("Check", "What is checked", "Found"), rows)

    def _annex(self) -> None:
        self.document.add_heading("Annex: evidence", level=1)
        files = dict.fromkeys(c.path for c in self._notes.citations)
        rows = [(f, str(sum(c.path == f for c in self._notes.citations))) for f in files]
        self._table(("File", "Quotes taken from it"), rows)

    def _table(self, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
        table = self.document.add_table(rows=1, cols=len(head), style="Light Grid Accent 1")
        for cell, name in zip(table.rows[0].cells, head, strict=True):
            cell.text = name
        _repeat(table.rows[0]._tr)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        _widths(table)


_HOW = (
    "A small number leads to a footnote with the quote that a sentence stands on; words in blue italics are "
    "management's statements; NEEDS INPUT marks what is missing."
)


def _titled(section: Section) -> str:
    return f"{section.id}: {section.title}" if section.id.startswith("DC") else section.title


def _bookmark(end: str, number: int) -> Any:
    element = OxmlElement(f"w:bookmark{end}")
    element.set(qn("w:id"), str(number))
    if end == "Start":
        element.set(qn("w:name"), f"s{number}")
    return element


def _field(kind: str | None, text: str | None) -> Any:
    if text is not None:
        element = OxmlElement("w:instrText")
        element.set(qn("xml:space"), "preserve")
        element.text = text
        return element
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind or "")
    return element


def _repeat(row: Any) -> None:
    """The head row again on every page."""
    properties = row.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _widths(table: Table) -> None:
    """Columns as wide as their words ask for: by the root of their longest cell, six inches in all."""
    longest = [max(len(c.text) for c in column.cells) for column in table.columns]
    shares = [max(4.0, float(length)) ** 0.5 for length in longest]
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        for cell in column.cells:
            cell.width = Inches(6.0 * share / sum(shares))


def _plain_font(style: Any) -> None:
    """The theme's font would win over ours."""
    fonts = style.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]


def _add_footnotes(document: Document, citations: Iterable[Citation]) -> None:
    """The footnotes part: two separators that Word wants, then one note a citation, from id 2."""
    root = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}/>")
    for number, kind in ((0, "separator"), (1, "continuationSeparator")):
        note = parse_xml(
            f'<w:footnote {nsdecls("w")} w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        )
        root.append(note)
    pattern = parse_xml(
        f'<w:footnote {nsdecls("w")}><w:p><w:pPr><w:spacing w:after="40"/></w:pPr>'
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        '<w:r><w:rPr><w:sz w:val="17"/></w:rPr><w:t xml:space="preserve"></w:t></w:r></w:p></w:footnote>'
    )
    for number, citation in enumerate(citations, 2):
        note = copy.deepcopy(pattern)
        note.set(qn("w:id"), str(number))
        quote = " ".join(citation.quote.split())
        note.findall(f".//{qn('w:t')}")[0].text = f" {of_citation(citation)}: “{quote}”"
        root.append(note)
    from lxml import etree

    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
