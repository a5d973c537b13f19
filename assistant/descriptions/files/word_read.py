"""An edited Word file of a description, read back as lines by section and part.

Headings give sections and parts, so that a person may move, add and remove sentences. Footnote
marks and "[stated by …]" are not part of the words. Tracked changes are read as accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph as DocxParagraph

from assistant.descriptions.editing import Lines
from assistant.errors import UsageError
from ingest.sentences import sentences

_STATED = re.compile(r"\s*\[stated by [^\]]*\]")
_SECTION = re.compile(r"^(DC\d)\b|^(.+)$")
_NOT_OURS = frozenset(
    {
        "Contents",
        "Sources that disagree",
        "Kept out of this text",
        "Open points",
        "Questions set aside",
        "Checks",
        "Annex: evidence",
    }
)


def read_docx(path: Path, titles: dict[str, str]) -> dict[str, Lines]:
    """The lines of each section by its id; `titles` are the sections' titles by id.

    Raises `UsageError` for a file that is no Word file, or holds none of the sections.
    """
    try:
        document = docx.Document(str(path))
    except (KeyError, ValueError, OSError, PackageNotFoundError, BadZipFile) as error:
        raise UsageError(f"{path.name} cannot be read as a Word file") from error
    by_title = {_folded(title): identifier for identifier, title in titles.items()}
    found: dict[str, dict[str, list[str]]] = {}
    section = part = ""
    for block in document.iter_inner_content():
        if isinstance(block, DocxParagraph):
            style = block.style.name if block.style is not None else ""
            text = _words(block).strip()
            if style == "Heading 1":
                section, part = _id_of(text, by_title), ""
                if section:
                    found.setdefault(section, {})
                continue
            if style == "Heading 2" and section:
                part = text
                found[section].setdefault(part, [])
                continue
        if section and part:
            found[section][part].extend(_lines(block))
    if not found:
        raise UsageError(f"{path.name} holds no section of this description")
    return {
        identifier: Lines(tuple((title, tuple(lines)) for title, lines in parts.items()))
        for identifier, parts in found.items()
    }


def _id_of(heading: str, by_title: dict[str, str]) -> str:
    if heading in _NOT_OURS:
        return ""
    _, _, rest = heading.partition(": ")
    return by_title.get(_folded(rest), "") or by_title.get(_folded(heading), "")


def _lines(block: DocxParagraph | Table) -> Iterator[str]:
    if isinstance(block, Table):
        for row in block.rows[1:]:
            cells = [_STATED.sub("", _cell(c)).strip().replace("|", "/") for c in row.cells]
            yield "| " + " | ".join(cells)
        return
    text = _words(block).strip()
    if not text:
        return
    style = block.style.name if block.style is not None else ""
    if style.startswith("List"):
        yield f"- {text}"
        return
    for start, end in sentences(text):
        yield text[start:end]


def _cell(cell: object) -> str:
    return " ".join(_words(p) for p in cell.paragraphs)  # type: ignore[attr-defined] # python-docx


def _words(paragraph: DocxParagraph) -> str:
    """The words as they stand once changes are accepted: insertions stay, deletions go."""
    parts = []
    for node in paragraph._p.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        if any(a.tag == qn("w:del") for a in node.iterancestors()):
            continue
        parts.append(node.text or "" if node.tag == qn("w:t") else " ")
    return " ".join(_STATED.sub("", "".join(parts)).split())


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
