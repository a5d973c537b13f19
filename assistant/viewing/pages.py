"""A PDF page as a picture, the quote marked by the boxes of its characters on that very page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from assistant.viewing.boxes import Spot, marks_of
from assistant.viewing.cache import BoundedCache
from assistant.viewing.folding import Folded, fold, places
from assistant.viewing.model import Picture, Unseen, View
from assistant.viewing.original import Original
from assistant.viewing.recognised import spots_of
from assistant.viewing.words import NOT_REFOUND, OUT_OF_SIGHT, standing
from ingest.limits import MIB
from ingest.model import Document, Locator
from ingest.pdfium import calls

SCALE = 150 / 72
"""Pixels a point: text of 8 points is legible."""
_PIXELS = 6_000_000
_FINE = 64
"""pdfium places points at whole pixels; asked for a picture so much larger, at parts of one."""
_CACHE_BYTES = 48 * MIB


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as it was drawn: the picture, and each character of its text layer with its box."""

    png: bytes
    width: int
    height: int
    scale: float
    text: str
    spots: tuple[Spot | None, ...]
    count: int
    """Number of pages of the file."""


_drawn: BoundedCache[Drawn] = BoundedCache(
    _CACHE_BYTES, size=lambda page: len(page.png) + 200 * len(page.spots)
)


def page_view(original: Original, document: Document, place: Locator, quote: str) -> View:
    """The page of `place`; with a quote, marked, or `Unseen` where it is not found on that page."""
    number = place.page or 1
    try:
        page = drawn(original, number)
    except _Undrawable as problem:
        return Unseen(str(problem))
    caption = f"page {number} of {page.count}"
    if not quote:
        return Picture(page.png, page.width, page.height, (), caption)
    if any(word.page == number for word in document.words):
        found = spots_of(document, quote, place, page.scale)
        also = ""
    else:
        found, also = _on_text_layer(original, page, number, quote)
    visible = tuple(tuple(s for s in spots if _on(page, s)) for spots in found)
    marks = tuple(mark for spots in visible for mark in marks_of(spots))
    if not marks:
        return Unseen(OUT_OF_SIGHT if any(found) else NOT_REFOUND)
    caption = "; ".join(filter(None, (caption, standing(len(found), "on this page"), also)))
    return Picture(page.png, page.width, page.height, marks, caption)


def drawn(original: Original, number: int) -> Drawn:
    """The page, from the cache or drawn now, one at a time in the process."""
    key = (original.sha256, number, SCALE)
    return _drawn.get(key, lambda: _draw(original, number))


class _Undrawable(Exception):
    """The page cannot be drawn; the message says why."""


def _on_text_layer(
    original: Original, page: Drawn, number: int, quote: str
) -> tuple[tuple[tuple[Spot, ...], ...], str]:
    """The spots of each occurrence; a quote that runs on is sought over this page and the next."""
    sought = fold(quote, hyphens=False)
    spans = places(sought, fold(page.text, hyphens=False))
    also = ""
    if not spans and number < page.count:
        both = fold(page.text + " " + drawn(original, number + 1).text, hyphens=False)
        spans = tuple(_across(sought, both, len(page.text)))
        also = f"the quote goes on on page {number + 1}" if spans else ""
    groups = (tuple(s for s in page.spots[a:b] if s is not None) for a, b in spans)
    return tuple(group for group in groups if group), also


def _on(page: Drawn, spot: Spot) -> bool:
    """Whether the middle of a spot lies on the picture: a cropped page holds words that do not."""
    across, down = (spot.left + spot.right) / 2, (spot.top + spot.bottom) / 2
    return 0 <= across <= page.width and 0 <= down <= page.height


def _across(quote: Folded, both: Folded, end: int) -> Iterator[tuple[int, int]]:
    for start, stop in places(quote, both):
        if start < end < stop:
            yield start, end


def _draw(original: Original, number: int) -> Drawn:
    with calls, _document(original) as document:
        count = len(document)
        if not 1 <= number <= count:
            raise _Undrawable(f"The file has {count} pages, so there is no page {number}.")
        page = document[number - 1]
        try:
            width, height = page.get_size()
            scale = min(SCALE, (_PIXELS / max(1.0, width * height)) ** 0.5)
            bitmap = page.render(scale=scale)
            image = bitmap.to_pil().copy()
            bitmap.close()
            text, spots = _characters(page, image.width, image.height)
        finally:
            page.close()
    packed = BytesIO()
    image.convert("RGB").save(packed, "PNG", compress_level=3)
    return Drawn(packed.getvalue(), image.width, image.height, scale, text, spots, count)


@contextmanager
def _document(original: Original) -> Iterator[Any]:
    from pypdfium2 import PdfDocument, PdfiumError

    source = original.source
    try:
        document = PdfDocument(source.file if source.content is None else source.content)
    except PdfiumError as damage:
        raise _Undrawable(f"The PDF cannot be drawn: {damage}.") from None
    try:
        yield document
    except PdfiumError as damage:
        raise _Undrawable(f"The page cannot be drawn: {damage}.") from None
    finally:
        document.close()


def _characters(page: Any, width: int, height: int) -> tuple[str, tuple[Spot | None, ...]]:
    """The text layer in pdfium's order, one spot a character; none for white space."""
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()
    try:
        letters: list[str] = []
        spots: list[Spot | None] = []
        for index in range(textpage.count_chars()):
            letter = chr(pdfium.FPDFText_GetUnicode(textpage, index) or 0x20)
            if pdfium.FPDFText_IsHyphen(textpage, index) == 1:
                letter = "\u00ad"
            letters.append(letter)
            spots.append(None if letter.isspace() else _spot(page, textpage, index, width, height))
    finally:
        textpage.close()
    return "".join(letters), tuple(spots)


def _spot(page: Any, textpage: Any, index: int, width: int, height: int) -> Spot | None:
    """Where a character lies on the picture, by the font's full height."""
    import pypdfium2.raw as pdfium

    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(rect)):
        return None
    across, down = ctypes.c_int(), ctypes.c_int()
    corners = []
    for x, y in ((rect.left, rect.top), (rect.right, rect.bottom)):
        pdfium.FPDF_PageToDevice(
            *(page, 0, 0, width * _FINE, height * _FINE, 0, x, y),
            *(ctypes.byref(across), ctypes.byref(down)),
        )
        corners.append((across.value / _FINE, down.value / _FINE))
    (x0, y0), (x1, y1) = corners
    if x0 == x1 or y0 == y1:
        return None
    quarter = pdfium.FPDFText_GetCharAngle(textpage, index) / (3.141592653589793 / 2)
    turned = round(quarter + page.get_rotation() / 90) % 2 == 1
    return Spot(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), turned)
