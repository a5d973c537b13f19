"""A description as a Word file: styles, contents, real footnotes for proofs, visible marks.

A verified citation is a footnote with file, place and quote. A statement of management and an open
point are marked by colour and by words. Each sentence lies in a bookmark with its own id, by which
an edited file is read back (`word_read`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph as DocxParagraph

from assistant.description import (
    Description,
    Grid,
    Paragraph,
    Section,
    Sentence,
)
from assistant.descriptions.files.markdown import scope_words
from assistant.descriptions.files.word_parts import (
    add_footnotes,
    bookmark,
    comma,
    field,
    finish,
    page_number,
    plain_font,
)
from assistant.model import Citation

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
        self._notes: list[Citation] = []
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
        add_footnotes(self.document, self._notes)

    def _styles(self) -> None:
        styles = self.document.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = _FONT, Pt(10.5)
        for name in ("Title", "Heading 1", "Heading 2"):
            styles[name].font.name = _FONT
            plain_font(styles[name].element)
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
        page_number(self.document.sections[0].footer.paragraphs[0])
        header.text = self._d.title if self._approved else f"{_DRAFT}: {self._d.title}"

    def _contents(self) -> None:
        self.document.add_paragraph("Contents", style="Heading 1")
        paragraph = self.document.add_paragraph()
        for kind, text in (
            ("begin", None),
            (None, 'TOC \\o "1-2" \\h \\z \\u'),
            ("separate", None),
        ):
            paragraph.add_run()._r.append(field(kind, text))
        for section in self._d.sections:
            paragraph.add_run(_titled(section))
            paragraph.add_run().add_break()
        paragraph.add_run()._r.append(field("end", None))

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
        lengths = [sum(len(row[at]) for row in grid.rows) for at in range(len(grid.head))]
        fullest = lengths.index(max(lengths))  # a mark would break a short cell's line
        for row, proof in zip(grid.rows, grid.proofs, strict=True):
            cells = table.add_row().cells
            for at, text in enumerate(row[: len(cells)]):
                cells[at].text = text
            self._marks(cells[fullest].paragraphs[-1], proof)
        finish(table)
        self.document.add_paragraph()

    def _sentence(self, paragraph: DocxParagraph, sentence: Sentence) -> None:
        style = {"open": "Open point", "management": "Management statement"}.get(sentence.standing)
        self._bookmark += 1
        paragraph._p.append(bookmark("Start", self._bookmark))
        paragraph.add_run(sentence.text, style=style)
        paragraph._p.append(bookmark("End", self._bookmark))
        self._marks(paragraph, sentence)

    def _marks(self, paragraph: DocxParagraph, sentence: Sentence) -> None:
        if sentence.standing == "management":
            paragraph.add_run(f" [stated by {sentence.said_by}]", style="Management statement")
        if sentence.standing != "cited":
            return
        for number, citation in enumerate(sentence.citations):
            run = paragraph.add_run(style="Footnote mark")
            if number:
                run._r.append(comma())
            self._notes.append(citation)
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(len(self._notes) + 1))
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
        quotes = dict.fromkeys(self._notes)
        files = dict.fromkeys(c.path for c in quotes)
        rows = [(f, str(sum(c.path == f for c in quotes))) for f in files]
        self._table(("File", "Quotes taken from it"), rows)

    def _table(self, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
        table = self.document.add_table(rows=1, cols=len(head), style="Light Grid Accent 1")
        for cell, name in zip(table.rows[0].cells, head, strict=True):
            cell.text = name
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        finish(table)


_HOW = (
    "A small number leads to a footnote with the quote that a sentence stands on; words in blue italics are "
    "management's statements; NEEDS INPUT marks what is missing."
)


def _titled(section: Section) -> str:
    return f"{section.id}: {section.title}" if section.id.startswith("DC") else section.title
