"""Marks on words that were read by OCR: their boxes are kept with the document."""

from __future__ import annotations

from dataclasses import replace

from assistant.viewing.boxes import Spot
from assistant.viewing.folding import fold
from ingest.model import Document, Locator, Word
from ingest.place import locate


def spans_at(document: Document, quote: str, place: Locator) -> tuple[tuple[int, int], ...]:
    """Where the quote stands verbatim in the document's text, at exactly this place."""
    wanted = as_read(document, place)
    spans = []
    at = document.text.find(quote) if quote else -1
    while at >= 0:
        try:
            if locate(document, at, at + len(quote)) == wanted:
                spans.append((at, at + len(quote)))
        except ValueError:
            pass  # an occurrence outside every block is no place of the document
        at = document.text.find(quote, at + 1)
    return tuple(spans)


def as_read(document: Document, place: Locator) -> Locator:
    """The place as the reading has it: exports name the picture of a scanned page as a member."""
    if place.member == f"image of page {place.page}" and document.member is None:
        return replace(place, member=None)
    return place


def spots_of(
    document: Document, quote: str, place: Locator, scale: float
) -> tuple[tuple[Spot, ...], ...]:
    """The boxes of the quote's words on the page or image of `place`, one group an occurrence.

    Nothing where the words with boxes do not read as the quote does.
    """
    found = []
    for start, end in spans_at(document, quote, place):
        words = [w for w in document.words if w.start < end and w.end > start]
        here = [w for w in words if w.page == place.page]
        if here and _reads_as(document, here, quote):
            found.append(tuple(_spot(word, scale) for word in here))
    return tuple(found)


def _reads_as(document: Document, words: list[Word], quote: str) -> bool:
    seen = _bare("".join(document.text[w.start : w.end] for w in words))
    said = _bare(quote)
    return bool(said) and (said in seen or said.startswith(seen))


def _bare(text: str) -> str:
    # The bars between cells are put by the layout and belong to no word.
    return fold(text).text.replace("|", "")


def _spot(word: Word, scale: float) -> Spot:
    left, top, right, bottom = (edge * scale for edge in word.box)
    return Spot(left, top, right, bottom)
