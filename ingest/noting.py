"""Notes with a place: from a span of a parsed item to the words and the line that show a fault."""

from __future__ import annotations

from ingest.model import Document, Locator, Note, Parsed, WarningKind
from ingest.place import locate


class Page:
    """A parsed item whose spans can be placed: notes need the file's line, not an offset."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.text = parsed.text
        self._document = Document(
            id="", path="", sha256="", media_type=parsed.media_type, kind="other", title="",
            text=parsed.text, blocks=parsed.blocks, words=parsed.words,
        )  # fmt: skip

    def locator(self, start: int, end: int) -> Locator | None:
        """The place of a span, if any block holds it."""
        try:
            return locate(self._document, start, end)
        except ValueError:
            return None

    def note(self, kind: WarningKind, start: int, end: int, detail: str | None = None) -> Note:
        """A note on a span: its words verbatim, and unless `detail` is given, where they stand."""
        quote = self.text[start:end]
        place = self.locator(start, end)
        said = detail or f"{where(place)}{short(quote)}"
        return Note(kind, said, locator=place, quote=quote)


def where(place: Locator | None) -> str:
    """A place as the start of a sentence: 'line 12: ', 'page 3: ', 'sheet Users, row 4: '."""
    if place is None:
        return ""
    parts = [f"page {place.page}"] if place.page else []
    parts += [f"sheet {place.sheet}"] if place.sheet else []
    if place.row_start and place.sheet:
        parts.append(f"row {place.row_start}")
    elif place.line_start:
        parts.append(f"line {place.line_start}")
    elif place.row_start:
        parts.append(f"row {place.row_start}")
    return f"{', '.join(parts)}: " if parts else ""


def short(quote: str) -> str:
    """A quote on one line, cut to what a warning can hold."""
    flat = " ".join(quote.split())
    return flat if len(flat) <= 140 else f"{flat[:137]}…"
