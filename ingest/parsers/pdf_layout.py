"""Lines of a PDF page by position and size of type, and which of them make a paragraph or heading."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from ingest.model import BlockRole

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00a0": " "}
)
BREAK = "\ufffe"
"""What pdfium puts for a hyphen at a line's end and the line break behind it."""

_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u00ad\uffff\u200b\ufeff]")
_ITEM = re.compile(r"(?:[•●▪◦‣·–—*o-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+\S")
_LEADERS = re.compile(r"\.\s?\.\s?\.")
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+[A-Z]|(?:Appendix|Article|Section)\s+\w+")
_HEADING_CHARS = 90
_LARGER = 1.12
_PARTED = 1.35
_NAME_BYTES = 128


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was read. `head` and `foot` are the baselines of its first and last character,
    in points from the page's foot up; `height` is that of its type, 0 where nothing is known.
    """

    text: str
    height: float = 0.0
    head: float = 0.0
    foot: float = 0.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, as text with line breaks, and what they are in the document."""

    text: str
    role: BlockRole
    level: int = 0


def lines_of(textpage: Any) -> list[Line]:
    """The lines of a pdfium text page that hold text, in pdfium's order, broken words still marked."""
    text = textpage.get_text_range()
    # Characters can be placed only where pdfium's text and its list of characters run alike.
    placed = len(text) == textpage.count_chars()
    lines, at = [], 0
    for raw in text.splitlines(keepends=True):
        clean = cleaned(raw)
        if clean:
            lines.append(_placed(textpage, at, raw, clean) if placed else Line(clean))
        at += len(raw)
    return lines


def cleaned(text: str) -> str:
    """Text without control characters, ligatures spelled out, white space folded."""
    return " ".join(_INVISIBLE.sub("", text.translate(_LIGATURES)).split())


def body_height(pages: Iterable[Sequence[Line]]) -> float:
    """The height of type that most characters of the document have; 0 where none is known."""
    weight: dict[float, int] = {}
    for line in (line for page in pages for line in page if line.height):
        weight[line.height] = weight.get(line.height, 0) + len(line.text)
    return max(weight, key=lambda size: (weight[size], -size), default=0.0)


def paragraphs(lines: Sequence[Line], body: float, titles: dict[str, int]) -> Iterator[Paragraph]:
    """The lines of one page as headings, list items and paragraphs.

    `titles` gives the level of each bookmark that points to the page, by its squeezed title.
    """
    leading = _leading(lines)
    group: list[Line] = []
    for line in lines:
        level = _level(line, body, titles)
        if group and (level or _part(group[-1], line, leading)):
            yield _paragraph(group)
            group = []
        if level:
            yield Paragraph(line.text, "heading", level)
        else:
            group.append(line)
    if group:
        yield _paragraph(group)


def squeezed(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _placed(textpage: Any, at: int, raw: str, clean: str) -> Line:
    """The line with its place, measured at its first letter and at its last visible character."""
    import pypdfium2.raw as pdfium

    first = at + next((n for n, c in enumerate(raw) if c.isalnum()), 0)
    last = at + len(raw.rstrip()) - 1
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(textpage, first, ctypes.byref(rect)):
        return Line(clean)
    height, head = round(rect.top - rect.bottom, 1), rect.bottom
    if not pdfium.FPDFText_GetLooseCharBox(textpage, last, ctypes.byref(rect)):
        return Line(clean)
    name = ctypes.create_string_buffer(_NAME_BYTES)
    pdfium.FPDFText_GetFontInfo(textpage, first, name, _NAME_BYTES, None)
    return Line(clean, height, head, rect.bottom, bold=b"bold" in name.value.lower())


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance from one baseline of the page to the next; 0 where there is none."""
    steps = [a.foot - b.head for a, b in pairwise(lines)]
    down = [step for step in steps if step > 1]
    return median(down) if down else 0.0


def _level(line: Line, body: float, titles: dict[str, int]) -> int:
    """A heading's level; 0 for any other line. Bookmarks decide, then size, then bold or number."""
    if level := titles.get(squeezed(line.text), 0):
        return level
    if not 2 < len(line.text) <= _HEADING_CHARS or not any(c.isalpha() for c in line.text):
        return 0
    if not body or line.text.endswith((".", ",", ";", ":")) or _LEADERS.search(line.text):
        return 0
    number = _NUMBER.match(line.text)
    if line.height >= _LARGER * body:
        return _depth(number) if number else 1 if line.height >= 1.6 * body else 2
    if line.bold and line.height >= 0.95 * body and number:
        return _depth(number)
    return 0


def _depth(number: re.Match[str]) -> int:
    return 2 + number.group(1).count(".") if number.group(1) else 2


def _part(above: Line, line: Line, leading: float) -> bool:
    """Whether a new paragraph begins: a gap, a jump up, other type, or the mark of a list item."""
    if _ITEM.match(line.text):
        return True
    if not (above.height and line.height and leading):
        return False
    step = above.foot - line.head
    if step < -0.5 * above.height or step > _PARTED * max(leading, above.height):
        return True
    return above.bold != line.bold or not 1 / _LARGER < line.height / above.height < _LARGER


def _paragraph(group: Sequence[Line]) -> Paragraph:
    text = "\n".join(line.text for line in group)
    return Paragraph(text, "item" if _ITEM.match(text) else "text")
