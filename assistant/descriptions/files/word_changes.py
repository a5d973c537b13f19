"""Two versions of sections as one Word file with tracked changes, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from assistant.description import Version
from assistant.descriptions.editing import lines_of

_WORDS = re.compile(r"\s+|[^\s]+")


def write_changes(pairs: Sequence[tuple[Version, Version]], path: Path) -> int:
    """Write each pair's older words with the newer ones as insertions and deletions; how many."""
    document = docx.Document()
    document.add_paragraph("Changes between versions", style="Title")
    count = 0
    for old, new in pairs:
        document.add_heading(f"{new.section.id}: {new.section.title}", level=1)
        before, after = dict(lines_of(old.section).parts), dict(lines_of(new.section).parts)
        for title in dict.fromkeys([*before, *after]):
            document.add_heading(title, level=2)
            for words in paired(before.get(title, ()), after.get(title, ())):
                count += _paragraph(document.add_paragraph(), *words, new.person or "draft", new.at)
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))
    return count


def paired(old: Sequence[str], new: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Lines side by side; a line without a partner has an empty one."""
    for kind, a, b, c, d in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from ((line, line) for line in old[a:b])
            continue
        left, right = list(old[a:b]), list(new[c:d])
        for number in range(max(len(left), len(right))):
            yield (
                left[number] if number < len(left) else "",
                right[number] if number < len(right) else "",
            )


def _paragraph(paragraph: Any, old: str, new: str, person: str, at: datetime) -> int:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    count = 0
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            paragraph.add_run("".join(before[a:b]))
            continue
        for mark, words in (("del", before[a:b]), ("ins", after[c:d])):
            if words:
                count += 1
                paragraph._p.append(_change(mark, "".join(words), person, at, count))
    return count


def _change(mark: str, text: str, person: str, at: datetime, number: int) -> Any:
    change = OxmlElement(f"w:{mark}")
    change.set(qn("w:id"), str(number))
    change.set(qn("w:author"), person)
    change.set(qn("w:date"), at.strftime("%Y-%m-%dT%H:%M:%SZ"))
    run = OxmlElement("w:r")
    words = OxmlElement("w:delText" if mark == "del" else "w:t")
    words.set(qn("xml:space"), "preserve")
    words.text = text
    run.append(words)
    change.append(run)
    return change
