"""Re-finding a quote in the original file by another way than the one it was read by.

A parser's mistake would make a false quote look verbatim. So before a quote is kept, plain formats
are searched in the raw file at the named lines, PDF pages in what pypdf (not pdfium) reads, and
DOCX in the paragraphs and cells that python-docx gives without our own walk over its tree.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from threading import Lock

from ingest.model import Locator

_PLAIN = frozenset(
    ".md .markdown .txt .log .json .jsonl .ndjson .yaml .yml .toml .ini .cfg .conf .tf .hcl "
    ".csv .tsv .psv .rst .adoc .html .htm .xml".split()
)
_LOOSE = re.compile(r"[\W_]+")
_one_reader = Lock()
"""pypdf reads from one open file, wherever the last reader left it: threads take turns."""
_STREAMED_BYTES = 64 * 1024 * 1024


def refound(root: Path, path: str, quote: str, place: Locator) -> bool:
    """Whether the quote stands in the file at the place, as far as there is a second way to read.

    White space, punctuation and typographic variants do not count. Formats without a second reader,
    members of archives and pages read by OCR give True: their quotes were checked on the text read.
    """
    file = root / path if root.is_dir() else root
    suffix = file.suffix.lower()
    if place.member is not None or place.bbox is not None:
        return True
    if suffix == ".pdf" and place.page is not None:
        return _squeeze(quote) in _pdf_page(file, _version(file), place.page)
    if suffix == ".docx":
        return _squeeze(quote) in _docx(file, _version(file))
    if suffix in _PLAIN and place.line_start is not None and place.line_end is not None:
        if file.stat().st_size > _STREAMED_BYTES:
            return True
        lines = _lines(file, _version(file))[place.line_start - 1 : place.line_end]
        return _squeeze(quote) in _squeeze("\n".join(lines))
    return True


def _version(file: Path) -> int:
    """Changes when the file does, so that a long-lived process never checks against old words."""
    return file.stat().st_mtime_ns


def _squeeze(text: str) -> str:
    return _LOOSE.sub("", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=8)
def _lines(file: Path, version: int) -> list[str]:
    return file.read_text(encoding="utf-8", errors="replace").splitlines()


@lru_cache(maxsize=256)
def _pdf_page(file: Path, version: int, page: int) -> str:
    from pypdf.errors import PyPdfError

    try:
        with _one_reader:
            pages = _pdf(file, version).pages
            texts = [pages[n].extract_text() for n in (page - 1, page) if n < len(pages)]
    except (PyPdfError, ValueError, KeyError, TypeError):
        # A page that only one of two readers can read proves nothing.
        return ""
    return _squeeze("\n".join(texts))


@lru_cache(maxsize=16)
def _docx(file: Path, version: int) -> str:
    from docx import Document

    document = Document(str(file))
    parts = [paragraph.text for paragraph in document.paragraphs]
    parts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return _squeeze("\n".join(parts))


@lru_cache(maxsize=4)
def _pdf(file: Path, version: int):  # type: ignore[no-untyped-def] # noqa: ANN202 - pypdf is imported late
    from pypdf import PdfReader

    reader = PdfReader(file)
    if reader.is_encrypted:
        reader.decrypt("")
    return reader
