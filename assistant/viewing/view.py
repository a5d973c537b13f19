"""The verbs of looking: a citation in its original, marked, and an item part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.export.places import place_words
from assistant.viewing.cache import BoundedCache
from assistant.viewing.images import image_view
from assistant.viewing.lines import AS_THE_FILE_HAS_THEM, file_view, reading_view
from assistant.viewing.model import Lines, Rows, Unseen, View
from assistant.viewing.original import Original, original
from assistant.viewing.pages import page_view
from assistant.viewing.recognised import spans_at
from assistant.viewing.tables import delimited_view, sheet_view
from assistant.viewing.words import NO_LONGER_HELD
from ingest.limits import MIB
from ingest.model import Block, Document, Locator

if TYPE_CHECKING:
    from assistant.model import Citation
    from assistant.workspace import Workspace

_PART = 200
"""Lines or rows of one part of an item that is looked through."""


def view_of(workspace: Workspace, citation: Citation) -> View:
    """The original at the cited place, the quote marked on its words.

    Only what is found again in the file, whose bytes are those that were read, is marked; all else
    is `Unseen` with a reason a person can act on. Safe to call from several threads.
    """
    document = _document(workspace, citation.document_id)
    if document is None or document.path != citation.path:
        return Unseen(NO_LONGER_HELD)
    if not citation.quote.strip():
        return Unseen("The quote is empty, so there is nothing to mark.")
    found = original(workspace, document)
    if isinstance(found, Unseen):
        return found
    return _view(found, document, citation.locator, citation.quote)


def view_of_document(workspace: Workspace, document_id: str, part: int = 1) -> View:
    """One part of an item, counted from 1 as `parts_of` names them; nothing is marked."""
    document = _document(workspace, document_id)
    if document is None:
        return Unseen(NO_LONGER_HELD)
    found = original(workspace, document)
    if isinstance(found, Unseen):
        return found
    parts = _parts(document)
    return _view(found, document, parts[max(1, min(part, len(parts))) - 1], "")


def parts_of(workspace: Workspace, document_id: str) -> tuple[str, ...]:
    """What an item is looked through by: pages, or stretches of lines or rows; at least one.

    None for an item that is not held.
    """
    document = _document(workspace, document_id)
    if document is None:
        return ()
    return tuple(place_words(part) or "the whole image" for part in _parts(document))


def part_with(workspace: Workspace, citation: Citation) -> int:
    """The part of the item that the citation stands in, from 1; 1 where that is not known."""
    document = _document(workspace, citation.document_id)
    if document is None:
        return 1
    spans = spans_at(document, citation.quote, citation.locator)
    line = document.text.count("\n", 0, spans[0][0]) + 1 if spans else 0
    numbers = (n for n, p in enumerate(_parts(document), 1) if _holds(p, citation.locator, line))
    return next(numbers, 1)


def _holds(part: Locator, cited: Locator, line: int) -> bool:
    if part.page is not None:
        return part.page == cited.page
    if part.sheet is not None:
        rows = (part.row_start or 0, part.row_end or 0)
        return part.sheet == cited.sheet and rows[0] <= (cited.row_start or 0) <= rows[1]
    return (part.line_start or 0) <= line <= (part.line_end or 0)


def _document(workspace: Workspace, document_id: str) -> Document | None:
    return next(iter(workspace.store.evidence.documents([document_id])), None)


def _view(found: Original, document: Document, place: Locator, quote: str) -> View:
    """The view; rows and lines are made once, as a page of the application asks at every click."""
    if found.module == "pdf":
        return page_view(found, document, place, quote)
    if found.module == "image":
        return image_view(found, document, place, quote)
    key = (found.sha256, document.id, place, quote)
    return _texts.get(key, lambda: _text_view(found, document, place, quote))


def _text_view(found: Original, document: Document, place: Locator, quote: str) -> View:
    if found.module == "delimited":
        return delimited_view(found, place, quote)
    if found.module == "sheet":
        return sheet_view(found, place, quote)
    if found.module in AS_THE_FILE_HAS_THEM:
        return file_view(found, document, place, quote)
    return reading_view(found, document, place, quote)


def _size(view: View) -> int:
    if isinstance(view, Rows):
        return 200 + sum(50 + len(cell) for row in view.rows for cell in row)
    if isinstance(view, Lines):
        return 200 + sum(50 + len(line) for line in view.lines)
    return 200


_texts: BoundedCache[View] = BoundedCache(16 * MIB, size=_size)


def _parts(document: Document) -> tuple[Locator, ...]:
    if document.pages is not None:
        return tuple(Locator(page=number + 1) for number in range(max(1, document.pages)))
    if document.words:
        return (Locator(),)
    sheets = [b for b in document.blocks if b.locator.sheet is not None]
    if sheets:
        return tuple(_sheet_parts(sheets))
    lines = document.text.count("\n") + 1
    return tuple(
        Locator(line_start=first, line_end=min(lines, first + _PART - 1))
        for first in range(1, lines + 1, _PART)
    )


def _sheet_parts(blocks: list[Block]) -> list[Locator]:
    parts = []
    for title in dict.fromkeys(b.locator.sheet for b in blocks):
        rows = [b.locator.row_start or 1 for b in blocks if b.locator.sheet == title]
        for at in range(0, len(rows), _PART):
            some = rows[at : at + _PART]
            parts.append(Locator(sheet=title, row_start=some[0], row_end=some[-1]))
    return parts
