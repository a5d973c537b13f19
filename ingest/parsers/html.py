"""HTML and XML: the words a reader sees, each run of them at its line of the file.

The text is extracted. A block is one run of characters that stands in the file without markup or
character references inside, so that a quote cut from one block can be found in the file. What a
reader does not see (comments, hidden elements) is noted and kept out of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from ingest.cutting import cut as cut_at
from ingest.errors import UnreadableFile
from ingest.model import Block, BlockRole, Column, Locator, Note, Parsed, Table
from ingest.parsers.decoding import cut, read_whole
from ingest.parsers.outline import LONGEST_BLOCK
from ingest.source import Source

SUFFIXES: tuple[str, ...] = (".html", ".htm", ".xhtml", ".xml")

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s samp small "
    "span strike strong sub sup time tt u var wbr".split()
)
_SILENT = frozenset(["script", "style", "noscript", "head", "svg", "math"])
_SELF_CLOSING = frozenset(["p", "li", "dt", "dd", "tr", "td", "th", "option"])
_LINES = frozenset(["li", "tr", "dt", "dd"])
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)"
    r"|font-size\s*:\s*0|(?:text-indent|left|top)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0",
    re.IGNORECASE,
)
_EXCERPT = 120


def parse(source: Source) -> Parsed:
    """Reads a page; raises `UnreadableFile` where it shows no words, else as `read_whole` does."""
    raw, notes = cut(read_whole(source), source.limits.text_chars)
    xml = source.suffix == ".xml" or raw.lstrip().startswith("<?xml")
    reader = _Reader(xml and "<html" not in raw[:2_000].lower(), source.limits.table_rows)
    # Nothing after the last '>' can be a tag; without its '<' a torn file is read in linear time.
    end = raw.rfind(">") + 1
    reader.feed(raw[:end] + raw[end:].replace("<", " "))
    reader.close()
    reader.end_hidden()
    text = "".join(reader.pieces)
    if not reader.blocks:
        raise UnreadableFile("the page holds no readable text")
    return Parsed(
        media_type="application/xml" if xml else "text/html",
        text=text,
        blocks=tuple(reader.blocks),
        tables=tuple(reader.tables),
        title=reader.best_title(),
        notes=(*reader.notes, *notes),
    )


@dataclass
class _Rows:
    """The cells of one table, row by row, with the line of each row."""

    cells: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects text, blocks, tables and notes while the page goes by."""

    def __init__(self, xml: bool, table_rows: int) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.notes: list[Note] = []
        self.titles: dict[str, str] = {}
        self._xml = xml
        self._table_rows = table_rows
        self._length = 0
        self._gap = ""
        self._open: list[str] = []
        self._opened: Counter[str] = Counter()
        self._hidden_from: int | None = None
        self._hidden_line = 1
        self._hidden: list[str] = []
        self._grids: list[_Rows] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element; one that ends its like without saying so closes that first."""
        if tag in _SELF_CLOSING and self._open and self._open[-1] == tag:
            self.handle_endtag(tag)
        self._begin_layout(tag)
        if tag in _VOID and not self._xml:
            return
        self._open.append(tag)
        self._opened[tag] += 1
        if self._hidden_from is None and _hides(tag, dict(attrs)):
            self._hidden_from, self._hidden_line = len(self._open), self.getpos()[0]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content."""
        self._begin_layout(tag)

    def handle_endtag(self, tag: str) -> None:
        """Closes the element and everything left open inside it."""
        if not self._opened[tag]:
            return
        closed = ""
        while closed != tag:
            closed = self._open.pop()
            self._opened[closed] -= 1
            if self._hidden_from is not None and len(self._open) < self._hidden_from:
                self.end_hidden()
            self._end_layout(closed)

    def handle_data(self, data: str) -> None:
        """A run of characters without markup inside."""
        if self._is_silent():
            self._keep_title(data)
        elif self._hidden_from is not None:
            self._hidden.append(data)
        else:
            self._add_run(data)

    def handle_entityref(self, name: str) -> None:
        """A named character; it stands between two runs, as its name is what the file holds."""
        self._add_reference(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        """A numbered character, likewise."""
        self._add_reference(unescape(f"&#{name};"))

    def handle_comment(self, data: str) -> None:
        """A comment is never shown; what it says is noted."""
        self._note_hidden("a comment", data, self.getpos()[0])

    def unknown_decl(self, data: str) -> None:
        """A CDATA section, which XML shows as text."""
        if self._xml and data.startswith("CDATA["):
            self._add_run(data.removeprefix("CDATA["))

    def end_hidden(self) -> None:
        """Notes what the hidden element held that has just ended."""
        if self._hidden_from is not None:
            self._note_hidden("a hidden element", " ".join(self._hidden), self._hidden_line)
        self._hidden_from, self._hidden = None, []

    def best_title(self) -> str | None:
        """The page's title, else its first heading."""
        title = self.titles.get("title") or self.titles.get("heading") or ""
        return " ".join(title.split()) or None

    def _is_silent(self) -> bool:
        return not self._xml and any(self._opened[tag] for tag in _SILENT)

    def _keep_title(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and not self._opened["svg"]:
            self.titles["title"] = self.titles.get("title", "") + data

    def _add_run(self, data: str) -> None:
        body = data.strip()
        if not body:
            self._gap = self._gap or " "
            return
        if data[0].isspace():
            self._gap = self._gap or " "
        lead = data[: len(data) - len(data.lstrip())]
        line = self.getpos()[0] + lead.count("\n")
        self._add_to_cell(body)
        start = self._append(body)
        role, level = self._role()
        at = 0
        while at < len(body):
            end = cut_at(body, at, at + LONGEST_BLOCK, len(body))
            place = Locator(line_start=line, line_end=line + body.count("\n", at, end))
            self.blocks.append(Block(start + at, start + end, place, role, level))
            line += body.count("\n", at, end)
            at = end
        if level and self._opened["h1"] + self._opened["h2"]:
            self.titles.setdefault("heading", body)
        self._gap = " " if data[-1].isspace() else ""

    def _add_reference(self, character: str) -> None:
        if self._is_silent() or self._hidden_from is not None:
            self.handle_data(character)
        elif character.isspace():
            self._gap = self._gap or " "
        elif self.pieces:
            self._add_to_cell(character)
            self._append(character.replace("\x00", "\ufffd"))

    def _append(self, body: str) -> int:
        if self.pieces:
            self.pieces.append(self._gap)
            self._length += len(self._gap)
        self._gap = ""
        start = self._length
        self.pieces.append(body)
        self._length += len(body)
        return start

    def _role(self) -> tuple[BlockRole, int]:
        for tag, level in _HEADINGS.items():
            if self._opened[tag]:
                return "heading", level
        if self._opened["td"] or self._opened["th"]:
            return "row", 0
        if self._opened["li"]:
            return "item", 0
        return ("code", 0) if self._opened["pre"] else ("text", 0)

    def _begin_layout(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._gap = " | " if "\n" not in self._gap else self._gap
            if self._grids and self._grids[-1].cells:
                self._grids[-1].cells[-1].append("")
        elif tag == "br":
            self._break("\n")
        elif self._xml or tag not in _INLINE:
            self._break("\n" if tag in _LINES else "\n\n")
        if tag == "table":
            self._grids.append(_Rows())
        elif tag == "tr" and self._grids:
            self._grids[-1].cells.append([])
            self._grids[-1].lines.append(self.getpos()[0])

    def _end_layout(self, tag: str) -> None:
        if tag not in _INLINE and tag not in ("td", "th"):
            self._break("\n" if tag in _LINES else "\n\n")
        if tag == "table" and self._grids:
            self._end_table(self._grids.pop())

    def _break(self, gap: str) -> None:
        if gap.count("\n") > self._gap.count("\n"):
            self._gap = gap

    def _add_to_cell(self, body: str) -> None:
        if self._grids and self._grids[-1].cells and self._grids[-1].cells[-1]:
            cells = self._grids[-1].cells[-1]
            space = " " if self._gap else ""
            cells[-1] = f"{cells[-1]}{space}{' '.join(body.split())}".strip()

    def _end_table(self, grid: _Rows) -> None:
        rows = [(n, c) for n, c in zip(grid.lines, grid.cells, strict=True) if any(c)]
        if len(rows) < 2 or len(rows[0][1]) < 2:
            return
        width = len(rows[0][1])
        kept = rows[1 : self._table_rows + 1]
        self.tables.append(
            Table(
                name=f"table {len(self.tables) + 1}",
                columns=tuple(Column(cell) for cell in rows[0][1]),
                rows=tuple(tuple((c + [""] * width)[:width]) for _, c in kept),
                row_count=len(rows) - 1,
                row_numbers=tuple(number for number, _ in kept),
            )
        )

    def _note_hidden(self, what: str, words: str, line: int) -> None:
        words = " ".join(words.split())[:_EXCERPT]
        if words:
            place = Locator(line_start=line, line_end=line)
            self.notes.append(Note("hidden_content", f"{what}: {words!r}", place, words))


def _hides(tag: str, attributes: dict[str, str | None]) -> bool:
    style = attributes.get("style") or ""
    return tag == "template" or "hidden" in attributes or bool(_HIDING.search(style))
