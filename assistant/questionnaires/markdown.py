"""Markdown and plain text: tables, lists, question headings, check boxes, front matter.

Markdown goes through markdown-it; plain text has no tables and is read by its lines. Neither is
written back in place: their questions have no slots.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.questionnaires.text.blocks import Block, Cell, Heading, Paragraph, Table
from assistant.questionnaires.text.decoded import decoded
from assistant.questionnaires.text.finish import finish
from assistant.questionnaires.text.flow import read_flow
from assistant.questionnaires.text.lines import blocks_of_lines
from assistant.questions import Questionnaire

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A---\s*\n(?:.*\n)*?(?:---|\.\.\.)\s*\n")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MARKER = re.compile(r"\s*(?:>\s*)*(?:[-*+]\s+)*(\d{1,9})[.)]")


def read(path: Path) -> Questionnaire:
    """Read a Markdown or text questionnaire; `QuestionnaireError` if it is no text."""
    text = decoded(path)
    if path.suffix.lower() in (".txt", ".text"):
        blocks: list[Block] = list(blocks_of_lines(text.splitlines()))
    else:
        blocks = list(blocks_of(text))
    return finish(path, "md", read_flow(blocks, path.stem))


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of a Markdown text, front matter left out."""
    from markdown_it import MarkdownIt

    front = _FRONT.match(text)
    skipped = text[: front.end()].count("\n") if front else 0
    lines = text.splitlines()
    # Indented text is more often a wrapped answer than code; a rule under a line is one to write on.
    parser = MarkdownIt("commonmark").enable("table").disable(["code", "lheading"])
    tokens = parser.parse("\n" * skipped + text[front.end() :] if front else text)
    yield from _Walk(tokens, lines).blocks()


@dataclass(slots=True)
class _Walk:
    """Goes over markdown-it's tokens once."""

    tokens: Sequence[Token]
    lines: Sequence[str]
    _lists: list[tuple[bool, int]] = field(default_factory=list)
    """Open lists: whether they are numbered, and the line where the current item begins."""
    _fresh: bool = False
    """Whether the next paragraph is the first of its list item."""

    def blocks(self) -> Iterator[Block]:
        """Headings, paragraphs, list items and tables in order."""
        at = 0
        while at < len(self.tokens):
            token = self.tokens[at]
            kind = token.type
            if kind == "table_open":
                end = _closing(self.tokens, at)
                yield self._table(at, end)
                at = end
            elif kind in ("ordered_list_open", "bullet_list_open"):
                self._lists.append((kind.startswith("ordered"), 0))
            elif kind in ("ordered_list_close", "bullet_list_close"):
                self._lists.pop()
            elif kind == "list_item_open":
                self._lists[-1] = (self._lists[-1][0], token.map[0] if token.map else 0)
                self._fresh = True
            elif kind == "heading_open":
                yield self._heading(at)
                at += 2
            elif kind == "inline":
                yield from self._inline(token)
            elif kind == "hr":
                yield from self._rule(token)
            elif kind == "fence":
                yield from self._fenced(token)
            at += 1

    def _heading(self, at: int) -> Heading:
        token = self.tokens[at]
        return Heading(_plain(self.tokens[at + 1]), int(token.tag[1:]), _place(token))

    def _rule(self, token: Token) -> Iterator[Block]:
        """A rule of underscores is a line to write on; other rules only part sections."""
        line = self.lines[token.map[0]].strip() if token.map else ""
        if line.startswith("___") and len(line) > 3:
            yield Paragraph(line, _place(token))

    def _fenced(self, token: Token) -> Iterator[Block]:
        if not token.content.strip():
            yield Paragraph("", _place(token))

    def _inline(self, token: Token) -> Iterator[Block]:
        first, self._fresh = self._fresh, False
        text = _plain(token)
        strong, slanted = _wholly(token, "strong"), _wholly(token, "em")
        label, depth = "", max(0, len(self._lists) - 1)
        item = first and bool(self._lists)
        if item and self._lists[-1][0]:
            label = self._number()
        for number, line in enumerate(_separate(text)):
            yield Paragraph(
                line,
                _place(token) if not number else f"{_place(token)}.{number + 1}",
                label=label if not number else "",
                depth=depth,
                item=item and not number,
                strong=strong,
                slanted=slanted,
            )

    def _number(self) -> str:
        """The number of the list item as it is written; Markdown itself only keeps the first."""
        found = _MARKER.match(self.lines[self._lists[-1][1]])
        return found.group(1) if found else ""

    def _table(self, start: int, end: int) -> Table:
        rows: list[tuple[Cell, ...]] = []
        cells: list[Cell] = []
        for token in self.tokens[start:end]:
            if token.type == "tr_open":
                cells = []
            elif token.type == "inline":
                cells.append(Cell(_plain(token), len(rows) * 1000 + len(cells)))
            elif token.type == "tr_close":
                rows.append(tuple(cells))
        blank = not any(c.text for c in rows[0])
        return Table(
            tuple(rows[1:] if blank else rows), _place(self.tokens[start]), headed=not blank
        )


def _closing(tokens: Sequence[Token], start: int) -> int:
    return next(n for n in range(start, len(tokens)) if tokens[n].type == "table_close")


def _place(token: Token) -> str:
    return f"l{token.map[0] + 1}" if token.map else "l0"


def _plain(token: Token) -> str:
    """The words of an inline token; a line break in the source stays one."""
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "html_inline":
            parts.append("\n" if _BREAK.fullmatch(child.content) else "")
        elif child.type == "image":
            parts.append(child.content)
    return "".join(parts).strip()


def _wholly(token: Token, name: str) -> bool:
    """Whether all words are bold or italic."""
    inside, words, outside = 0, False, False
    for child in token.children or ():
        inside += child.type == f"{name}_open"
        inside -= child.type == f"{name}_close"
        if child.type in ("text", "code_inline") and child.content.strip():
            words, outside = words or inside > 0, outside or inside == 0
    return words and not outside


def _separate(text: str) -> Iterator[str]:
    """Lines of one paragraph that are lines of a form: a label or boxes begin a new one."""
    from assistant.questionnaires.text.lines import starts_anew

    group: list[str] = []
    for line in text.split("\n"):
        if group and starts_anew(line):
            yield " ".join(group)
            group = []
        group.append(line.strip())
    if group:
        yield " ".join(group)
