"""Word documents: paragraphs, headings and tables in their order, changes shown as accepted."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ingest.errors import UnreadableFile
from ingest.model import Column, Locator, Note, Parsed, Table
from ingest.parsers.assembly import Assembly
from ingest.parsers.package import check_package, properties
from ingest.parsers.wordml import Reading, Styles, is_on, rows_of, tag
from ingest.source import Source

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

SUFFIXES = (".docx", ".docm", ".dotx")

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_VARIANTS = (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
_FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_HEAD_CELL = 60
_EXCERPT = 200


def parse(source: Source) -> Parsed:
    """Read a document: a block a heading, paragraph, list item and table row, placed by section.

    Tracked insertions are kept and deletions dropped; hidden text and comments are left out. Each
    of these is said in a note. Raises `UnreadableFile` and `LimitExceeded`.
    """
    check_package(source, part="word/document.xml", what="Word document")
    document = _opened(source)
    story = _Story(document, source)
    story.captions("header", _margins(document, "header"))
    story.tell(document.element.body)
    story.captions("footnotes", _footnotes(document))
    story.captions("footer", _margins(document, "footer"))
    if not story.assembly.blocks:
        raise UnreadableFile("the document holds no text; a scan belongs into a PDF or an image")
    stated = properties(source)
    return Parsed(
        media_type=_MEDIA_TYPE,
        text=story.assembly.text,
        blocks=tuple(story.assembly.blocks),
        tables=tuple(story.tables),
        title=stated.title or story.title,
        notes=(*story.reading.notes(), *_comments(document), *story.assembly.cut()),
        created=stated.created,
    )


class _Story:
    """The document as it is being told: the text so far and the headings it stands under."""

    def __init__(self, document: WordDocument, source: Source) -> None:
        self.assembly = Assembly(source.limits)
        self.tables: list[Table] = []
        self.styles = Styles.of(document)
        self.reading = Reading(self.styles)
        self.title: str | None = None
        self._most_rows = source.limits.table_rows
        self._path: list[tuple[int, str]] = []

    def tell(self, parent: Any) -> None:
        """Add all paragraphs and tables under `parent`, in order, and those in its text boxes."""
        for child in parent.iterchildren():
            kind = tag(child)
            if kind == "p":
                self._paragraph(child)
            elif kind == "tbl":
                self._table(child)
            elif kind in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
                self.tell(child)

    def captions(self, section: str, texts: Iterator[Any]) -> None:
        """Add what stands outside the running text, each different paragraph once."""
        seen: set[str] = set()
        for paragraph in texts:
            text = self.reading.text(paragraph)
            if text not in seen:
                self.assembly.add(text, Locator(section=section), "caption", gap="\n\n")
            seen.add(text)

    def _paragraph(self, paragraph: Any) -> None:
        text = self.reading.text(paragraph)
        level = self.styles.level(paragraph)
        if level is not None and text:
            self._enter(level, text)
            self.assembly.add(text, self._place(), "heading", level, gap="\n\n")
        elif self.styles.is_item(paragraph):
            self.assembly.add(text, self._place(), "item")
        else:
            self.assembly.add(text, self._place(), gap="\n\n")
        for box in self.reading.boxes(paragraph):
            for inner in (e for e in box.iter() if tag(e) == "p"):
                self.assembly.add(self.reading.text(inner), self._place(), "caption", gap="\n\n")

    def _enter(self, level: int, text: str) -> None:
        title = " ".join(text.split())
        self.title = self.title or title
        self._path = [(d, t) for d, t in self._path if d < level] + [(level, title)]

    def _place(self, row: int | None = None) -> Locator:
        section = " > ".join(title for _, title in self._path) or None
        return Locator(section=section, row_start=row, row_end=row)

    def _table(self, table: Any) -> None:
        inner: list[Any] = []
        rows: list[tuple[int, tuple[str, ...]]] = []
        bold = False
        for number, cells in enumerate(rows_of(table), start=1):
            bold = all(_bold(c) for c in cells) if number == 1 else bold
            texts = tuple(self.reading.cell(c) for c in cells)
            gap = "\n\n" if not rows else "\n"
            self.assembly.add(_row_text(texts), self._place(number), "row", gap=gap)
            if any(texts):
                rows.append((number, texts))
            new = {id(c): c for c in cells}.values()
            inner += [t for c in new for t in c.iterchildren() if tag(t) == "tbl"]
        self._keep(rows, bold)
        for nested in {id(t): t for t in inner}.values():
            self._table(nested)

    def _keep(self, rows: list[tuple[int, tuple[str, ...]]], bold: bool) -> None:
        if not rows:
            return
        head = rows[0][1] if _is_head(rows[0][1], bold, len(rows)) else None
        body = rows[1:] if head else rows
        names = head or tuple(f"column {n}" for n in range(1, len(rows[0][1]) + 1))
        kept = body[: self._most_rows]
        under = self._path[-1][1] if self._path else "document"
        self.tables.append(
            Table(
                name=f"{under}, table {len(self.tables) + 1}",
                columns=tuple(Column(name) for name in names),
                rows=tuple(texts for _, texts in kept),
                row_count=len(body),
                row_numbers=tuple(number for number, _ in kept),
            )
        )


def _opened(source: Source) -> WordDocument:
    from docx.opc.exceptions import OpcError
    from docx.opc.part import PartFactory
    from docx.package import Package
    from docx.parts.document import DocumentPart
    from lxml.etree import XMLSyntaxError

    # python-docx refuses documents with macros and templates, though all it reads is the same.
    for variant in _VARIANTS:
        PartFactory.part_type_for[variant] = DocumentPart
    try:
        with source.open() as stream:
            document: WordDocument = Package.open(stream).main_document_part.document
            return document
    except (OpcError, XMLSyntaxError, KeyError, ValueError, AttributeError) as damage:
        raise UnreadableFile(f"the Word document is damaged: {damage}") from damage
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError) as damage:
        raise UnreadableFile(f"the Word document is damaged or locked: {damage}") from damage


def _row_text(texts: tuple[str, ...]) -> str:
    """Cells joined with ' | '; a row that is one merged cell says it once."""
    filled = [t for t in texts if t]
    if len(set(texts)) == 1:
        return texts[0]
    return " | ".join(filled)


def _bold(cell: Any) -> bool:
    runs = [r for r in cell.iter() if tag(r) == "r"]
    return bool(runs) and all(is_on(r, "b") for r in runs)


def _is_head(first: tuple[str, ...], bold: bool, count: int) -> bool:
    """Whether a table's first row names its columns; a two-column form needs it in bold."""
    short = all(text and len(text) <= _HEAD_CELL for text in first)
    distinct = len(set(first)) == len(first)
    return count > 1 and len(first) > 1 and short and distinct and (bold or len(first) > 2)


def _margins(document: WordDocument, which: str) -> Iterator[Any]:
    """The paragraphs of all headers or of all footers, tables in them included."""
    for section in document.sections:
        names = (which, f"first_page_{which}", f"even_page_{which}")
        for margin in (getattr(section, name) for name in names):
            if not margin.is_linked_to_previous:
                yield from (p for p in margin._element.iter() if tag(p) == "p")


def _footnotes(document: WordDocument) -> Iterator[Any]:
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if relation.reltype == _FOOTNOTES and not relation.is_external:
            root = parse_xml(relation.target_part.blob)
            yield from (p for p in root.iter() if tag(p) == "p")


def _comments(document: WordDocument) -> Iterator[Note]:
    comments = [c for c in document.comments if c.text.strip()]
    if not comments:
        return
    authors = sorted({c.author for c in comments if c.author})
    by = f" by {', '.join(authors)}" if authors else ""
    count = "1 comment" if len(comments) == 1 else f"{len(comments)} comments"
    quote = " ".join(comments[0].text.split())[:_EXCERPT]
    yield Note("hidden_content", f"{count}{by} left out of the text", quote=quote)
