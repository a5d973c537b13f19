"""Lines without further structure, of plain text and of PDF pages, joined to paragraphs and items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.questionnaires.text.blocks import Block, Heading, Paragraph
from assistant.questionnaires.text.boxes import has_box
from assistant.questionnaires.text.ids import split_id
from assistant.questionnaires.text.wording import asks, is_ruled, label_of

BULLET = re.compile(r"\s*[-*+•●▪◦‣·–—]\s+(?=\S)")
"""A bullet in front of a line."""
_UNDERLINE = re.compile(r"\s*([=\-~^#*])\1{2,}\s*")
_HASHES = re.compile(r"\s*(#{1,6})\s+(?=\S)")
_MARKED = re.compile(r"^(?:Q\d{0,3}|Question\s+\d{1,3})\s*[:.)]", re.IGNORECASE)
_LONGEST_HEADING = 80


def starts_anew(line: str) -> bool:
    """Whether a line cannot go on the one above: a label, a question's mark, boxes, a writing line."""
    stripped = line.strip()
    return bool(
        label_of(stripped)
        or _MARKED.match(stripped)
        or is_ruled(stripped)
        or (has_box(stripped[:4]) and not stripped.startswith("("))
    )


def blocks_of_lines(lines: Sequence[str]) -> Iterator[Block]:
    """The blocks of a plain text: headings by underline, capitals or hashes, items, paragraphs."""
    group: list[tuple[int, str]] = []
    for number, line in enumerate([*lines, ""], start=1):
        stripped = line.strip()
        if group and _UNDERLINE.fullmatch(line) and not is_ruled(stripped) and len(group) == 1:
            yield Heading(group[0][1].strip(), 2, f"l{group[0][0]}")
            group = []
            continue
        ends = not stripped or _begins(stripped) or _over(group)
        if ends and group:
            yield from _block(group)
            group = []
        if stripped and not (_UNDERLINE.fullmatch(line) and not is_ruled(stripped)):
            group.append((number, line))


def _begins(line: str) -> bool:
    return bool(BULLET.match(line) or _HASHES.match(line) or split_id(line).id) or starts_anew(line)


def _over(group: Sequence[tuple[int, str]]) -> bool:
    """Whether the group is a line that stands alone: a heading in capitals, a writing line."""
    if len(group) != 1:
        return False
    line = group[0][1].strip()
    return is_ruled(line) or bool(_HASHES.match(line)) or _is_title(line)


def _is_title(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    capitals = len(letters) > 3 and all(c.isupper() for c in letters)
    return capitals and len(line) <= _LONGEST_HEADING and not line.endswith((".", "?", ":", "_"))


def _block(group: Sequence[tuple[int, str]]) -> Iterator[Block]:
    first, line = group[0]
    place = f"l{first}"
    text = " ".join(part.strip() for _, part in group)
    if hashes := _HASHES.match(line):
        yield Heading(text[len(hashes.group().lstrip()) :], len(hashes.group(1)), place)
    elif len(group) == 1 and _is_title(line.strip()) and not asks(line):
        yield Heading(text, 2, place)
    else:
        bullet = BULLET.match(line)
        depth = (len(line) - len(line.lstrip())) // 2
        yield Paragraph(
            BULLET.sub("", text, count=1), place, depth=min(depth, 6), item=bool(bullet)
        )


def joined(lines: Iterable[str]) -> str:
    """Lines as one text; a word broken at a line's end is whole again."""
    text = ""
    for line in lines:
        broken = text.endswith("-") and line[:1].islower() and len(text) > 1 and text[-2].isalpha()
        text = f"{text}{line}" if broken else f"{text} {line}" if text else line
    return text
