"""pypdf for the PDFs that pdfium refuses: says whether one is locked, and reads the damaged ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ingest.errors import UnreadableFile
from ingest.parsers.pdf_layout import cleaned
from ingest.source import Source

if TYPE_CHECKING:
    from pypdf import PdfReader

# What pypdf raises on a broken file, besides its own errors.
_DAMAGE = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    AssertionError,
    OSError,
    RecursionError,
    NotImplementedError,
)


@dataclass(frozen=True, slots=True)
class Found:
    """The lines of each page, the number of all pages, and what the file says of itself."""

    pages: tuple[tuple[str, ...], ...]
    count: int
    title: str
    created: date | None


def read_pages(source: Source) -> Found:
    """The text of a PDF by pypdf alone, without geometry and OCR.

    Raises `UnreadableFile` where it is locked with a password or damaged beyond reading.
    """
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import PyPdfError

    try:
        with source.open() as stream:
            reader = PdfReader(stream)
            if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
                raise UnreadableFile(
                    "the PDF is encrypted and asks for a password; supply an unlocked copy"
                )
            return _found(reader, source.limits.pdf_pages)
    except (PyPdfError, *_DAMAGE) as damage:
        raise UnreadableFile(f"the PDF is damaged or cut short: {damage}") from damage


def _found(reader: PdfReader, most: int) -> Found:
    count = len(reader.pages)
    if not count:
        raise UnreadableFile("the PDF is damaged or cut short: no page was found")
    pages = []
    for page in reader.pages[: min(count, most)]:
        lines = (cleaned(line) for line in page.extract_text().splitlines())
        pages.append(tuple(line for line in lines if line))
    about = reader.metadata
    moment = about.creation_date if about else None
    return Found(
        tuple(pages),
        count,
        (about.title or "") if about else "",
        moment.date() if moment else None,
    )
