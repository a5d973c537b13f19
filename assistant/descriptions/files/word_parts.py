"""The pieces of a Word file that python-docx has no words for: notes, fields, marks, table looks."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph as DocxParagraph
from lxml import etree

from assistant.export.places import of_citation
from assistant.model import Citation

_WIDTH, _MARGIN, _LETTER = 6.0, 0.2, 0.085
"""Inches: a page's text, the margins of a cell, a bold letter of nine points."""
_LONGEST_WORD = 14
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def bookmark(end: str, number: int) -> Any:
    """One end of a bookmark."""
    element = OxmlElement(f"w:bookmark{end}")
    element.set(qn("w:id"), str(number))
    if end == "Start":
        element.set(qn("w:name"), f"s{number}")
    return element


def field(kind: str | None, text: str | None) -> Any:
    """The instruction of a field, or one of its marks."""
    if text is not None:
        element = OxmlElement("w:instrText")
        element.set(qn("xml:space"), "preserve")
        element.text = text
        return element
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind or "")
    return element


def finish(table: Table) -> None:
    """The head row again on every page, no row over two pages, columns as wide as their words ask
    for, smaller letters."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    table.autofit = False
    texts = [[cell.text for cell in column.cells] for column in table.columns]
    for column, inches in zip(table.columns, _inches(texts), strict=True):
        width = Inches(inches)
        column.width = width  # LibreOffice goes by the columns, Word by the cells
        for cell in column.cells:
            cell.width = width
            for run in (r for p in cell.paragraphs for r in p.runs):
                run.font.size = Pt(9)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _inches(columns: list[list[str]]) -> list[float]:
    """Each column holds its longest word, if it is no path; what is left of the six inches is shared
    by the lengths of the longest cells, long ones damped."""
    words = [max((len(w) for text in texts for w in text.split()), default=1) for texts in columns]
    least = [_MARGIN + _LETTER * min(length, _LONGEST_WORD) for length in words]
    shares = [max(len(text) for text in texts) ** 0.7 for texts in columns]
    left = max(0.0, _WIDTH - sum(least))
    wanted = [
        inches + left * share / sum(shares) for inches, share in zip(least, shares, strict=True)
    ]
    return [inches * _WIDTH / sum(wanted) for inches in wanted]


def comma() -> Any:
    """A comma between two marks that is no word of the text, so that reading back passes over it."""
    element = OxmlElement("w:sym")
    element.set(qn("w:font"), "Symbol")
    element.set(qn("w:char"), "F02C")
    return element


def page_number(paragraph: DocxParagraph) -> None:
    """The number of the page, as a field."""
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        paragraph.add_run()._r.append(field(kind, text))


def plain_font(style: Any) -> None:
    """The theme's font would win over ours."""
    fonts = style.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]


def add_footnotes(document: Document, citations: Iterable[Citation]) -> None:
    """The footnotes part: two separators that Word wants, then one note a mark, from id 2.

    Word numbers marks as they come, so two marks cannot share a note; the second note of a quote
    names its place alone.
    """
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
    quoted: set[Citation] = set()
    for number, citation in enumerate(citations, 2):
        note = copy.deepcopy(pattern)
        note.set(qn("w:id"), str(number))
        quote = "quoted above" if citation in quoted else f"“{' '.join(citation.quote.split())}”"
        quoted.add(citation)
        note.findall(f".//{qn('w:t')}")[0].text = f" {of_citation(citation)}: {quote}"
        root.append(note)
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
