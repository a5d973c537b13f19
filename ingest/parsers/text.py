"""Plain text, reStructuredText and AsciiDoc: paragraphs, list items and headings by small rules.

The text is the file's own. Headings are underlined or marked by the syntax of either format, or,
in text without markup, numbered or in capitals on a line of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.model import Locator, Note, Parsed
from ingest.parsers import log
from ingest.parsers.decoding import read_text
from ingest.parsers.markdown import LISTED, plain_heading
from ingest.parsers.outline import Outline
from ingest.source import Source

SUFFIXES: tuple[str, ...] = (".txt", ".text", ".rst", ".adoc", ".asciidoc", ".asc", "")

_MEDIA_TYPES = {
    ".rst": "text/x-rst",
    ".adoc": "text/asciidoc",
    ".asciidoc": "text/asciidoc",
    ".asc": "text/asciidoc",
}
_UNDERLINE = re.compile(r"([=\-~^\"'`#*+.:_])\1{2,}\s*$")
_MARKED = re.compile(r"(#{1,6}|={1,6})\s+\S")
_NUMBERED = re.compile(
    r"(?:section|article|appendix)?\s*(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+[A-Z]", re.I
)
_CAPITALS = re.compile(r"(?=.*[A-Z]{3})[^a-z]{4,80}$")
_SENTENCE_END = re.compile(r"[.!?;,:]\s*$")
_LONGEST_HEADING = 90
_EXCERPT = 120


def parse(source: Source) -> Parsed:
    """Reads a text file; one that holds log lines is read as a log. Raises as `read_text` does."""
    if source.suffix not in _MEDIA_TYPES and log.holds_log_lines(source):
        return log.parse(source)
    text, cut = read_text(source)
    page = _Page(text, asciidoc=_MEDIA_TYPES.get(source.suffix) == "text/asciidoc")
    for first, last in _paragraphs(page.outline.lines):
        page.take(first, last)
    return Parsed(
        media_type=_MEDIA_TYPES.get(source.suffix, "text/plain"),
        text=text,
        blocks=page.outline.blocks,
        title=page.title,
        notes=(*page.notes, *cut),
    )


def _paragraphs(lines: list[str]) -> Iterator[tuple[int, int]]:
    first = 0
    for number, line in enumerate([*lines, ""]):
        if line.strip():
            continue
        if number > first:
            yield first, number
        first = number + 1


@dataclass
class _Page:
    text: str
    asciidoc: bool
    title: str | None = None
    notes: list[Note] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.outline = Outline(self.text)
        self._lines = self.outline.lines
        self._levels: list[str] = []

    def take(self, first: int, last: int) -> None:
        """Adds the headings, the list items and the prose of one paragraph's lines."""
        begin = first
        at = first
        while at < last:
            after = self._heading_at(at, last, first)
            if after > at:
                self._prose(begin, at)
                self._heading(at, after)
                begin = after
            at = max(after, at + 1)
        self._prose(begin, last)

    def _heading_at(self, at: int, last: int, first: int) -> int:
        """The line after the heading that begins at line `at`; `at` itself where none does."""
        line = self._lines[at].strip()
        if not line or len(self._lines[at]) > _LONGEST_HEADING:
            return at
        if _UNDERLINE.match(line) and self._underlines(at + 2, at + 1, last):
            return at + 3
        if self._underlines(at + 1, at, last):
            return at + 2
        if _MARKED.match(line):
            return at + 1
        alone = at == first and not self.asciidoc
        return at + 1 if alone and self._stands_out(at, last) else at

    def _underlines(self, line: int, title: int, last: int) -> bool:
        # In AsciiDoc such a line opens or closes a listing, an example or a quotation.
        if self.asciidoc or line >= last or not _UNDERLINE.match(self._lines[line]):
            return False
        words, under = self._lines[title].strip(), self._lines[line].strip()
        return bool(re.search(r"\w", words)) and len(words) - 2 <= len(under)

    def _stands_out(self, at: int, last: int) -> bool:
        line = self._lines[at].strip()
        if _SENTENCE_END.search(line):
            return False
        follower = next((n for n in self._lines[at + 1 : at + 4] if n.strip()), "").strip()
        if _CAPITALS.match(line):
            return bool(follower) and not _CAPITALS.match(follower)
        numbered = _NUMBERED.match(line)
        same_kind = _NUMBERED.match(follower) or LISTED.match(follower)
        return bool(numbered and follower) and not same_kind and at + 1 == last

    def _heading(self, at: int, after: int) -> None:
        over = _UNDERLINE.match(self._lines[at].strip()) is not None
        title = at + 1 if over else at
        line = self._lines[title]
        self.outline.add_lines(title, title + 1, "heading", level=self._level(line, at, after))
        if self.title is None:
            self.title = plain_heading(line.strip("= ")) or None

    def _level(self, line: str, at: int, after: int) -> int:
        marked, numbered = _MARKED.match(line.strip()), _NUMBERED.match(line.strip())
        if after - at > 1:
            style = ("over" if after - at > 2 else "under") + self._lines[after - 1].strip()[0]
            if style not in self._levels:
                self._levels.append(style)
            return min(self._levels.index(style) + 1, 9)
        if marked:
            return len(marked[1])
        return numbered[1].count(".") + 2 if numbered else 1

    def _prose(self, first: int, last: int) -> None:
        if self.asciidoc:
            first = self._leave_out_comments(first, last)
        begins = [n for n in range(first, last) if LISTED.match(self._lines[n])]
        self.outline.add_lines(first, begins[0] if begins else last)
        for at, after in zip(begins, [*begins[1:], last], strict=False):
            self.outline.add_lines(at, after, "item")

    def _leave_out_comments(self, first: int, last: int) -> int:
        """Notes the `//` lines that a paragraph begins with, and returns the line after them."""
        while first < last and self._lines[first].startswith("//"):
            words = self._lines[first].strip("/ ")
            if words:
                place = Locator(line_start=first + 1, line_end=first + 1)
                words = words[:_EXCERPT]
                detail = f"a comment that readers do not see: {words!r}"
                self.notes.append(Note("hidden_content", detail, place, words))
            first += 1
        return first
