"""AsciiDoc: sections, tables with cell specifiers, lists and delimited blocks, as questionnaires use them.

No kept library reads AsciiDoc under a licence that fits, so its block syntax is read here. Files
are not written back: their questions have no slots.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.questionnaires.text.blocks import Block, Cell, Heading, Paragraph, Table
from assistant.questionnaires.text.decoded import decoded
from assistant.questionnaires.text.finish import finish
from assistant.questionnaires.text.flow import read_flow
from assistant.questions import Questionnaire

_SECTION = re.compile(r"(={1,6})\s+(\S.*)")
_UNDERLINES = {"=": 1, "-": 2, "~": 3, "^": 4, "+": 5}
_ATTRIBUTE = re.compile(r":!?[\w-]+!?:(?:\s.*)?")
_BLOCK_ATTRIBUTES = re.compile(r"\[[^\[\]]*\]|\[\[[^\[\]]*\]\]")
_DELIMITER = re.compile(r"(={4,}|-{4,}|\.{4,}|\*{4,}|_{4,}|\+{4,}|--)")
_SILENT = "-.+"
"""Delimiters of listings, literals and passthroughs."""
_ITEM = re.compile(r"\s*(?:(?P<mark>[*.-]{1,5}|\d{1,3}\.|[a-z]\.)\s+)(?P<text>\S.*)")
_TERM = re.compile(r"(?P<term>\S.*?)(?:::|;;)(?:\s+(?P<text>\S.*))?")
_CELL = re.compile(
    r"(?<!\\)(?:(?<=\s)|^)?(?P<span>\d+)?(?:\.(?P<rows>\d+))?(?P<repeat>[+*])?[<^>]?(?:\.[<^>])?(?P<style>[adehlmsv])?\|",
    re.MULTILINE,
)
_LINK = re.compile(
    r"(?:(?:link|mailto|xref):[^\s\[\]<>]+|https?://[^\s\[\]<>]+)\[(?P<label>[^\[\]]*)\]"
)
_SPAN = re.compile(r"(?:\[[.#][^\[\]]*\])?##?(?P<text>[^#\n]+)##?")
_BOLD = re.compile(r"(?<![\w*])(\*\*?|__?)(?=\S)(?P<text>[^*_\n]+?)(?<=\S)\1(?![\w*])")


def read(path: Path) -> Questionnaire:
    """Read an AsciiDoc questionnaire; `QuestionnaireError` if it is no text."""
    blocks = list(_Walk(decoded(path).split("\n")).blocks())
    return finish(path, "asciidoc", read_flow(blocks, path.stem))


@dataclass(slots=True)
class _Walk:
    """Goes over the lines once."""

    lines: Sequence[str]
    at: int = 0
    _attributes: str = ""
    _numbers: list[int] = field(default_factory=list)

    def blocks(self) -> Iterator[Block]:
        """Headings, paragraphs, list items and tables in order."""
        while self.at < len(self.lines):
            line = self.lines[self.at].rstrip()
            if line.strip() in ("|===", ",===", ":===", "!==="):
                yield self._table()
            elif line.startswith("////"):
                self._until("////")
            elif line.startswith("//") or _ATTRIBUTE.fullmatch(line) or not line.strip():
                self.at += 1
            elif _BLOCK_ATTRIBUTES.fullmatch(line.strip()) and not line.startswith("[ ]"):
                self._attributes = line
                self.at += 1
            elif _DELIMITER.fullmatch(line):
                yield from self._delimited(line)
            elif heading := self._heading(line):
                yield heading
            else:
                yield from self._text(line)

    def _until(self, end: str) -> list[str]:
        """The lines up to the same delimiter, which is passed."""
        start = self.at + 1
        self.at = next(
            (n for n in range(start, len(self.lines)) if self.lines[n].rstrip() == end),
            len(self.lines),
        )
        inside = list(self.lines[start : self.at])
        self.at += 1
        return inside

    def _delimited(self, line: str) -> Iterator[Block]:
        """Example, side bar and quote explain; an open block is read as it stands."""
        place = f"l{self.at + 1}"
        inside = self._until(line)
        if line == "--":
            yield from _Walk(inside).blocks()
        elif line[0] not in _SILENT:
            text = _inline(" ".join(part.strip() for part in inside))
            yield Paragraph(text, place, slanted=True)

    def _heading(self, line: str) -> Heading | None:
        place = f"l{self.at + 1}"
        if found := _SECTION.fullmatch(line):
            self.at += 1
            return Heading(_inline(found.group(2)), len(found.group(1)), place)
        below = self.lines[self.at + 1].rstrip() if self.at + 1 < len(self.lines) else ""
        ruled = len(below) > 3 and len(set(below)) == 1 and below[0] in _UNDERLINES
        if ruled and abs(len(below) - len(line)) < 3:
            self.at += 2
            return Heading(_inline(line), _UNDERLINES[below[0]], place)
        if re.match(r"\.[^\s.]", line):
            self.at += 1
            return Heading(_inline(line[1:]), 9, place)
        return None

    def _text(self, line: str) -> Iterator[Block]:
        """A paragraph or list item with the lines that go on."""
        place = f"l{self.at + 1}"
        group = [line]
        self.at += 1
        while self.at < len(self.lines) and self._goes_on(self.lines[self.at]):
            group.append(self.lines[self.at])
            self.at += 1
        if item := _ITEM.fullmatch(group[0]):
            mark, first = item.group("mark"), item.group("text")
            text = _inline(" ".join([first, *(g.strip() for g in group[1:])]))
            depth = len(mark) - 1 if mark[0] in "*.-" else 0
            yield Paragraph(text, place, label=self._number(mark, depth), depth=depth, item=True)
        elif (term := _TERM.fullmatch(group[0])) and "://" not in term.group("term"):
            self._numbers = []
            yield Paragraph(_inline(term.group("term")), place, item=True)
            rest = " ".join(filter(None, [term.group("text"), *(g.strip() for g in group[1:])]))
            if rest:
                yield Paragraph(_inline(rest), f"{place}.2")
        else:
            self._numbers = []
            text = " ".join(g.strip() for g in group)
            yield Paragraph(_inline(text), place, strong=bool(re.fullmatch(r"\*[^*]+\*:?", text)))

    def _goes_on(self, line: str) -> bool:
        stripped = line.strip()
        return bool(stripped) and not (
            _ITEM.fullmatch(line)
            or _DELIMITER.fullmatch(stripped)
            or _SECTION.fullmatch(stripped)
            or stripped in ("|===", "+")
            or _TERM.fullmatch(stripped)
            or re.match(r"[A-Z]\w*( \w+)?:\s", stripped)
        )

    def _number(self, mark: str, depth: int) -> str:
        """The number that an item of an ordered list is shown with."""
        if mark[0].isalnum():
            return mark.rstrip(".")
        if mark[0] != ".":
            return ""
        self._numbers = [*self._numbers, *([0] * (depth + 1))][: depth + 1]
        self._numbers[depth] += 1
        return ".".join(str(n) for n in self._numbers)

    def _table(self) -> Table:
        place = f"l{self.at + 1}"
        attributes, self._attributes = self._attributes, ""
        inside = self._until(self.lines[self.at].rstrip())
        text = "\n".join(inside)
        cells = list(_cells(text))
        width = _width(attributes) or _first_line_width(inside) or 1
        rows = _rows(cells, width)
        implicit = len(inside) > 1 and bool(inside[0].strip()) and not inside[1].strip()
        headed = "header" in attributes or implicit
        return Table(tuple(rows), place, headed=headed)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    span: int
    repeat: int


def _cells(text: str) -> Iterator[_Piece]:
    found = list(_CELL.finditer(text))
    for number, mark in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        count = int(mark.group("span") or 1)
        spans = mark.group("repeat") != "*"
        content = _content(text[mark.end() : end])
        yield _Piece(content, count if spans else 1, 1 if spans else count)


def _rows(pieces: Sequence[_Piece], width: int) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    row: list[Cell] = []
    key = 0
    for piece in pieces:
        for _ in range(piece.repeat):
            key += 1
            row += [Cell(piece.text, key)] * min(piece.span, width)
            if len(row) >= width:
                rows.append(tuple(row[:width]))
                row = []
    return [*rows, tuple(row)] if row else rows


def _width(attributes: str) -> int:
    """The number of columns that `cols` says: "2,6a" or "3*"."""
    found = re.search(r"cols\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^,\]]+))", attributes)
    if found is None:
        return 0
    said = next(g for g in found.groups() if g is not None)
    count = 0
    for part in re.split(r"[,;]", said):
        times = re.match(r"\s*(\d+)\*", part)
        count += int(times.group(1)) if times else 1
    return count


def _first_line_width(inside: Sequence[str]) -> int:
    line = next((part for part in inside if "|" in part), "")
    return sum(p.span * p.repeat for p in _cells(line))


def _content(text: str) -> str:
    """A cell's words: list marks and continuation signs gone, examples and side bars left out."""
    lines: list[str] = []
    closing = ""
    for line in text.split("\n"):
        stripped = line.strip()
        if _DELIMITER.fullmatch(stripped):
            closing = "" if stripped == closing else closing or stripped
        elif not closing and stripped and stripped != "+":
            item = _ITEM.fullmatch(line)
            lines.append(
                item.group("text") if item and not item.group("mark")[0].isalnum() else stripped
            )
    return _inline("\n".join(lines))


def _inline(text: str) -> str:
    """Words without markup: bold, spans, links by their label, a `+` that breaks the line."""
    text = re.sub(r"\s\+(?=\n|$)", "", text)
    text = _LINK.sub(lambda m: m.group("label") or m.group(), text)
    text = _SPAN.sub(lambda m: m.group("text"), text)
    text = _BOLD.sub(lambda m: m.group("text"), text)
    return text.replace("`", "").replace("\\|", "|").strip()
