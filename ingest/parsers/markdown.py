"""Markdown: headings, paragraphs, list items, table rows and code, each at its lines.

The text is the file's own, markup included. Front matter, fenced or not, is kept as code; HTML
comments are noted and left out of every block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.model import BlockRole, Column, Locator, Note, Parsed, Table
from ingest.parsers.decoding import read_text
from ingest.parsers.outline import Outline, in_pieces
from ingest.source import Source

SUFFIXES: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd")

LISTED = re.compile(r"\s*(?:[-*+•]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)])\s+\S")
"""How a line begins that is an entry of a list, numbered by digits, letters or Roman numerals."""

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_UNSEEN_LINK = re.compile(r"^[ ]{0,3}\[(?://|comment)\]:[^\n]*", re.MULTILINE | re.IGNORECASE)
_COMMENT_MARKS = re.compile(r"<!--|-->|^\s*\[(?://|comment)\]:\s*#?", re.IGNORECASE)
_KEY = re.compile(r"[A-Za-z][\w .-]{0,40}:(?:\s|$)")
_FRONT_MATTER_LINES = 200
_EXCERPT = 120
_CODE_PIECE = 1_500


def parse(source: Source) -> Parsed:
    """Reads a Markdown file; raises as `decoding.read_text` does."""
    text, cut = read_text(source)
    page = _Page(text, source.limits.table_rows)
    body = page.front_matter()
    page.read_from(body)
    return Parsed(
        media_type="text/markdown",
        text=text,
        blocks=page.outline.blocks,
        tables=tuple(page.tables),
        title=page.title,
        notes=(*page.hidden_notes(), *cut),
    )


def plain_heading(line: str) -> str:
    """A heading's words without the markup around and inside them."""
    line = re.sub(r"\{#[^}]*\}", "", line.strip()).strip("# \t")
    line = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line)
    return re.sub(r"[*`]|(?<!\w)_|_(?!\w)", "", line).strip()


@dataclass
class _Page:
    text: str
    table_rows: int
    title: str | None = None
    tables: list[Table] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.outline = Outline(self.text)
        self._hidden = [m.span() for m in _UNSEEN_LINK.finditer(self.text)]
        self._listed: list[int] = []

    def front_matter(self) -> int:
        """Adds the front matter, if there is any, and returns the line that the body begins at."""
        lines = self.outline.lines
        end = _front_matter_end(lines)
        first = 1 if lines[0].rstrip() == "---" else 0
        for at, after in in_pieces(self.outline, first, end - 1, _CODE_PIECE):
            self.outline.add_lines(at, after, "code")
        for line in lines[first : max(end - 1, 0)]:
            key, _, value = line.partition(":")
            if self.title is None and key.strip().lower() in ("title", "name"):
                self.title = value.strip().strip("\"'") or None
        return end

    def read_from(self, body: int) -> None:
        """Adds the blocks of the Markdown from line `body` on."""
        parser = MarkdownIt("commonmark").enable("table")
        parser.core.ruler.enableOnly(["normalize", "block"])
        blanked = "\n" * body + self.text[self.outline.offset(body) :]
        tokens = parser.parse(blanked)
        for at, token in enumerate(tokens):
            if token.map is not None:
                self._take(token, tokens, at)
        if not self.outline.blocks:
            # Nested deeper than the parser follows: the lines are evidence all the same.
            self._visible(body, len(self.outline.lines), "text")

    def hidden_notes(self) -> list[Note]:
        """One note for each comment, with its place and first words."""
        notes = []
        for start, end in sorted(self._hidden):
            words = " ".join(_COMMENT_MARKS.sub(" ", self.text[start:end]).split())
            if words:
                place = Locator(
                    line_start=self.outline.line_at(start) + 1,
                    line_end=self.outline.line_at(end - 1) + 1,
                )
                detail = f"a comment that readers do not see: {words[:_EXCERPT]!r}"
                notes.append(Note("hidden_content", detail, place, words[:_EXCERPT]))
        return notes

    def _take(self, token: Token, tokens: list[Token], at: int) -> None:
        assert token.map is not None
        first, last = token.map
        if token.type == "heading_open":
            self._heading(token, first, last)
        elif token.type == "paragraph_open":
            inside = any(level < token.level for level in self._listed)
            self._prose(first, last, "item" if inside else "text")
        elif token.type == "list_item_open":
            self._listed = [level for level in self._listed if level < token.level]
            self._listed.append(token.level)
            if tokens[at + 1].type == "list_item_close":
                self._visible(first, first + 1, "item")
        elif token.type == "code_block":
            self._prose(first, last, "code")
        elif token.type == "fence":
            closed = last - first > 1 and self.outline.lines[last - 1].strip(" >\t`~") == ""
            self._pieces(first if token.info else first + 1, last - 1 if closed else last)
        elif token.type == "html_block":
            self._visible(first, last, "text")
        elif token.type == "table_open":
            self._table(tokens, at)
        if token.level == 0:
            self._listed = []

    def _heading(self, token: Token, first: int, last: int) -> None:
        underlined = token.markup in ("=", "-") and last - first > 1
        end = last - 1 if underlined else last
        self.outline.add_lines(first, end, "heading", level=int(token.tag[1:]))
        if self.title is None:
            words = " ".join(self.outline.lines[first:end])
            self.title = plain_heading(words) or None

    def _prose(self, first: int, last: int, role: BlockRole) -> None:
        """A paragraph, or indented lines that may be a list which Markdown takes for code."""
        if role == "text" and self.outline.continue_item(first, last):
            return
        begins = [n for n in range(first, last) if LISTED.match(self.outline.lines[n])]
        if role != "item" and begins:
            if begins[0] > first:
                self._visible(first, begins[0], role)
            for at, after in zip(begins, [*begins[1:], last], strict=True):
                self._visible(at, after, "item")
        elif role == "code":
            self._pieces(first, last)
        else:
            self._visible(first, last, role)

    def _pieces(self, first: int, last: int) -> None:
        for at, after in in_pieces(self.outline, first, last, _CODE_PIECE):
            self.outline.add_lines(at, after, "code")

    def _visible(self, first: int, last: int, role: BlockRole) -> None:
        start, end = self.outline.offset(first), self.outline.offset(last)
        for comment in _COMMENT.finditer(self.text, start, end):
            self._hidden.append(comment.span())
            self.outline.add(start, comment.start(), role)
            start = comment.end()
        self.outline.add(start, end, role)

    def _table(self, tokens: list[Token], at: int) -> None:
        rows: list[tuple[int, list[str]]] = []
        for token in tokens[at + 1 :]:
            if token.type == "table_close":
                break
            if token.type == "tr_open" and token.map is not None:
                rows.append((token.map[0], []))
            elif token.type == "inline":
                rows[-1][1].append(token.content.strip())
        for line, _ in rows:
            self.outline.add_lines(line, line + 1, "row", rows=(line + 1, line + 1))
        self.tables.append(self._as_table(rows))

    def _as_table(self, rows: list[tuple[int, list[str]]]) -> Table:
        kept = rows[1 : self.table_rows + 1]
        return Table(
            name=f"table {len(self.tables) + 1}",
            columns=tuple(Column(cell) for cell in rows[0][1]),
            rows=tuple(tuple(cells) for _, cells in kept),
            row_count=len(rows) - 1,
            row_numbers=tuple(line + 1 for line, _ in kept),
        )


def _front_matter_end(lines: list[str]) -> int:
    """The line after the front matter; 0 where the file has none."""
    fenced = lines[0].rstrip() == "---"
    if not fenced and not _KEY.match(lines[0]):
        return 0
    for number, line in enumerate(lines[1:_FRONT_MATTER_LINES], 1):
        if line.rstrip() in ("---", "..."):
            return number + 1
        if not fenced and not _is_yaml(line):
            return 0
    return 0


def _is_yaml(line: str) -> bool:
    return not line.strip() or line[0] in " \t-#" or _KEY.match(line) is not None
