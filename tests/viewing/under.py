"""What stands under the marks of a view, read by another way than the one that placed them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
from PIL import Image

from assistant.viewing import Lines, Mark, Picture, Rows, Unseen, View
from ingest.model import Document

_BETWEEN = re.compile(r"[\s|,;\"\-\u00ad\u2010]+")


def under_marks(view: View, document: Document, evidence: Path) -> str:
    """Marked words of a picture or of lines; the text of marked rows; nothing for `Unseen`."""
    if isinstance(view, Unseen):
        return ""
    if isinstance(view, Lines):
        return " ".join(view.lines[n][a:b] for n, a, b in view.marks)
    if isinstance(view, Rows):
        return " ".join(cell for n in sorted(view.marked) for cell in view.rows[n])
    if document.media_type == "application/pdf" and not document.words:
        return " ".join(_letters(evidence / document.path, view))
    return " ".join(_words(document, view, evidence))


def reads_as(quote: str, marked: str, *, rows: bool) -> bool:
    """Whether marked words are the quote, once or several times; whole rows may hold more."""
    said, seen = bare(quote), bare(marked)
    times = max(1, seen.count(said))
    return bool(said) and (seen == said * times or (rows and said in seen))


def bare(text: str) -> str:
    return _BETWEEN.sub("", unicodedata.normalize("NFKD", text))


def _letters(file: Path, view: Picture) -> Iterator[str]:
    """Characters by pdfplumber whose middle lies in a mark, in the order of the marks."""
    number = int(view.caption.split()[1])
    with pdfplumber.open(file) as book:
        page = book.pages[number - 1]
        scale = view.width / float(page.width)
        for mark in view.marks:
            inside = [
                c
                for c in page.chars
                if _holds(
                    mark,
                    (c["x0"] + c["x1"]) / 2 * scale,
                    (c["top"] + c["bottom"]) / 2 * scale,
                )
            ]
            yield "".join(c["text"] for c in sorted(inside, key=lambda c: c["x0"]))


def _words(document: Document, view: Picture, evidence: Path) -> Iterator[str]:
    """Recognised words whose middle lies in a mark."""
    if document.pages is None:
        with Image.open(evidence / document.path) as image:
            scale = view.width / image.width
    else:
        with pdfplumber.open(evidence / document.path) as book:
            scale = view.width / float(book.pages[int(view.caption.split()[1]) - 1].width)
    for mark in view.marks:
        for word in document.words:
            left, top, right, bottom = (edge * scale for edge in word.box)
            if _holds(mark, (left + right) / 2, (top + bottom) / 2):
                yield document.text[word.start : word.end]


def _holds(mark: Mark, across: float, down: float) -> bool:
    return mark.left <= across <= mark.right and mark.top <= down <= mark.bottom
