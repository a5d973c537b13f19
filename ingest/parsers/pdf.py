"""PDF: text and page images by pdfium, page by page; a page without a text layer is read by OCR.

pdfium is not thread-safe, so its calls are made under the lock of `ingest.pdfium`. pypdf decides
about passwords and reads what pdfium cannot open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ingest.errors import UnreadableFile
from ingest.model import Locator, Note, Parsed, Word
from ingest.parsers.assembly import Assembly
from ingest.parsers.pdf_layout import (
    BREAK,
    Line,
    body_height,
    cleaned,
    lines_of,
    paragraphs,
    squeezed,
)
from ingest.pdfium import calls
from ingest.source import Source

if TYPE_CHECKING:
    from ingest.ocr import Row

SUFFIXES = (".pdf",)

THIN = 20
"""Characters of text below which a page that shows something is read by OCR."""
OCR_DPI = 170
OCR_PIXELS = 12_000_000
_HEAD_BYTES, _TAIL_BYTES = 1024, 65_536
_MOST_BOOKMARKS = 5_000
_BROKEN = re.compile(rf"(\w+){BREAK}(\w+)")
_NO_TITLE = re.compile(r"\(?(?:anonymous|untitled|unspecified|document\d*)\)?|.*\.\w{2,4}", re.I)
_HYPHENATED = frozenset(
    "multi non self two three third four high low well real long short end cross post pre anti co "
    "role risk least time day full part on off in out single cloud third-party user".split()
)
_INVARIANT = date(2000, 1, 1)
"""The day that ReportLab writes when told to make reproducible files: says nothing."""


@dataclass(slots=True)
class _Page:
    """One page while the document is being read: lines of its text layer, or rows read by OCR."""

    number: int
    lines: list[Line] = field(default_factory=list)
    rows: tuple[Row, ...] = ()
    scale: float = 1.0
    scanned: bool = False


@dataclass(slots=True)
class _Book:
    """All that was taken from the file before it is laid out as text."""

    pages: list[_Page]
    count: int
    title: str
    created: date | None
    titles: dict[int, dict[str, int]] = field(default_factory=dict)
    unread: tuple[int, ...] = ()


def parse(source: Source) -> Parsed:
    """Read a PDF: headings, paragraphs and list items, each placed by its page.

    Blocks of pages read by OCR have a box in points from the page's top left corner, and words with
    confidence; a note names those pages. Raises `UnreadableFile` for what is no PDF, is cut short,
    locked or without any text. Pages beyond the limits are left out, which a note says.
    """
    _check(source)
    book = _by_pdfium(source)
    text = _Text(source, book)
    for page in book.pages:
        text.add(page)
    if not text.assembly.blocks:
        raise UnreadableFile("the PDF holds no text, and none was recognised in its pages")
    first = next((b for b in text.assembly.blocks if b.role == "heading"), None)
    whole = text.assembly.text
    return Parsed(
        media_type="application/pdf",
        text=whole,
        blocks=tuple(text.assembly.blocks),
        title=book.title or (whole[first.start : first.end] if first else None),
        notes=(*_page_notes(book), *text.doubts, *text.assembly.cut()),
        words=tuple(text.words),
        pages=book.count,
        created=book.created,
    )


class _Text:
    """The document's text as it grows page by page."""

    def __init__(self, source: Source, book: _Book) -> None:
        self.assembly = Assembly(source.limits)
        self.words: list[Word] = []
        self.doubts: list[Note] = []
        self._titles = book.titles
        self._body = body_height(page.lines for page in book.pages)
        self._seen = _vocabulary(book.pages)

    def add(self, page: _Page) -> None:
        """Add one page behind the others."""
        if page.rows:
            self._add_scan(page)
        place = Locator(page=page.number)
        whole = [self._mended(line) for line in page.lines]
        for piece in paragraphs(whole, self._body, self._titles.get(page.number, {})):
            self.assembly.add(piece.text, place, piece.role, piece.level, gap="\n\n")

    def _add_scan(self, page: _Page) -> None:
        from ingest.ocr import doubt, transcribe

        start = self.assembly.next_start("\n\n")
        read = transcribe(page.rows, start=start, page=page.number, scale=page.scale)
        gap = "\n\n"
        for block in read.blocks:
            line = read.text[block.start - start : block.end - start]
            self.assembly.add(line, block.locator, block.role, gap=gap)
            gap = "\n"
        if self.assembly.full:
            return
        self.words += read.words
        note = doubt(read, f"page {page.number}", Locator(page=page.number))
        self.doubts += [note] if note else []

    def _mended(self, line: Line) -> Line:
        """The line with its broken words whole: with the hyphen where it belongs to the word."""
        from dataclasses import replace

        if BREAK not in line.text:
            return line
        text = _BROKEN.sub(self._joined, line.text).replace(BREAK, "-")
        return replace(line, text=text)

    def _joined(self, broken: re.Match[str]) -> str:
        left, right = broken.groups()
        if f"{left}-{right}".lower() in self._seen:
            return f"{left}-{right}"
        keeps = left.lower() in _HYPHENATED and f"{left}{right}".lower() not in self._seen
        return f"{left}-{right}" if keeps else f"{left}{right}"


def _vocabulary(pages: Iterable[_Page]) -> set[str]:
    """Whole words, hyphened ones as they are; gathered only where some word is broken."""
    lines = [line.text for page in pages for line in page.lines]
    if not any(BREAK in text for text in lines):
        return set()
    return {word for text in lines for word in re.findall(r"[\w-]+", text.lower())}


def _check(source: Source) -> None:
    head = source.head(_HEAD_BYTES)
    if not head:
        raise UnreadableFile("the file is empty")
    if b"%PDF" not in head:
        raise UnreadableFile("named .pdf but it holds no PDF; export it as PDF again")
    with source.open() as stream:
        stream.seek(max(0, source.size - _TAIL_BYTES))
        if b"%%EOF" not in stream.read():
            raise UnreadableFile("the PDF is corrupt: its end is cut off; copy or export it again")


def _by_pdfium(source: Source) -> _Book:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        with calls:
            document = PdfDocument(source.file if source.content is None else source.content)
    except PdfiumError:
        from ingest.parsers.pdf_fallback import read_pages

        found = read_pages(source)
        pages = [_Page(n, [Line(t) for t in lines]) for n, lines in enumerate(found.pages, start=1)]
        return _Book(pages, found.count, _title(found.title), found.created)
    with _closing(document):
        with calls:
            count = len(document)
        pages = [_page(document, at) for at in range(min(count, source.limits.pdf_pages))]
        scans = [page for page in pages if page.scanned]
        for page in scans[: source.limits.ocr_pages]:
            page.lines, (page.rows, page.scale) = [], _recognised(document, page.number - 1)
        with calls:
            return _Book(
                pages,
                count,
                _title(document.get_metadata_value("Title")),
                _stated_day(document.get_metadata_value(k) for k in ("CreationDate", "ModDate")),
                _bookmarks(document),
                tuple(page.number for page in scans[source.limits.ocr_pages :]),
            )


@contextmanager
def _closing(document: Any) -> Iterator[None]:
    from pypdfium2 import PdfiumError

    try:
        yield
    except PdfiumError as damage:
        raise UnreadableFile(f"the PDF is damaged: {damage}") from damage
    finally:
        with calls:
            document.close()


def _page(document: Any, at: int) -> _Page:
    with calls:
        page = document[at]
        textpage = page.get_textpage()
        lines = lines_of(textpage)
        thin = sum(len(line.text) for line in lines) < THIN
        scanned = thin and any(True for _ in page.get_objects(max_depth=1))
        textpage.close()
        page.close()
    return _Page(at + 1, lines, scanned=scanned)


def _recognised(document: Any, at: int) -> tuple[tuple[Row, ...], float]:
    """The rows read from a page's picture, and the points that a pixel of it takes."""
    from ingest.ocr import reader

    with calls:
        page = document[at]
        width, height = page.get_size()
        scale = min(OCR_DPI / 72, (OCR_PIXELS / max(1.0, width * height)) ** 0.5)
        image = page.render(scale=scale).to_pil()
        page.close()
    return reader().read(image), 1 / scale


def _bookmarks(document: Any) -> dict[int, dict[str, int]]:
    """Levels of the headings that the outline names, by page and squeezed title."""
    found: dict[int, dict[str, int]] = {}
    for number, mark in enumerate(document.get_toc(max_depth=6)):
        if number >= _MOST_BOOKMARKS:
            break
        goal = mark.get_dest()
        index = goal.get_index() if goal else None
        if index is not None:
            found.setdefault(index + 1, {})[squeezed(cleaned(mark.get_title()))] = mark.level + 1
    return found


def _title(stated: str) -> str:
    title = cleaned(stated).removeprefix("Microsoft Word - ").strip()
    return "" if _NO_TITLE.fullmatch(title) else title


def _stated_day(values: Iterable[str]) -> date | None:
    """The first day that reads as one, from PDF dates such as D:20260331111513Z."""
    for value in values:
        match = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", value)
        if match is None:
            continue
        try:
            day = date(*(int(part) for part in match.groups()))
        except ValueError:
            continue
        if day != _INVARIANT:
            return day
    return None


def _page_notes(book: _Book) -> Iterator[Note]:
    for first, last in _runs([page.number for page in book.pages if page.rows]):
        have = "has no text layer and was" if first == last else "have no text layer and were"
        yield Note("ocr", f"{_pages(first, last)} {have} read by OCR", Locator(page=first))
    for first, last in _runs(book.unread):
        have = "has" if first == last else "have"
        detail = f"{_pages(first, last)} {have} no text layer and went beyond the limit for OCR"
        yield Note("truncated", detail, Locator(page=first))
    if len(book.pages) < book.count:
        detail = f"only the first {len(book.pages)} of {book.count} pages were read"
        yield Note("truncated", detail, Locator(page=len(book.pages)))


def _pages(first: int, last: int) -> str:
    return f"page {first}" if first == last else f"pages {first}-{last}"


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        yield members[0], members[-1]
