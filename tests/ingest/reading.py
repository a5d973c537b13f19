"""What the tests of reading share: parse a string, complete it to a document, re-find a quote."""

import re
import unicodedata
from types import ModuleType

from ingest.limits import Limits
from ingest.model import Document, Parsed
from ingest.place import locate
from ingest.source import Source


def parsed(module: ModuleType, name: str, content: str | bytes, **limits: int) -> Parsed:
    data = content.encode() if isinstance(content, str) else content
    result = module.parse(Source(name=name, content=data, limits=Limits(**limits)))
    assert isinstance(result, Parsed)
    return result


def document(result: Parsed, identity: str = "d1") -> Document:
    return Document(
        id=identity,
        path="evidence/file",
        sha256="0" * 64,
        media_type=result.media_type,
        kind="other",
        title=result.title or "",
        text=result.text,
        blocks=result.blocks,
        tables=result.tables,
    )


def words(result: Parsed) -> list[tuple[str, str]]:
    """Each block's role and text."""
    return [(b.role, result.text[b.start : b.end]) for b in result.blocks]


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def misplaced(data: bytes, item: Document, spans: list[tuple[int, int]]) -> list[str]:
    """The spans that a reader of the raw file does not find at the lines that they are said at."""
    # `read_text` reads universal line breaks.
    raw = data.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = raw.splitlines()
    lost = []
    for start, end in spans:
        place = locate(item, start, end)
        assert place.line_start is not None
        near = "\n".join(lines[place.line_start - 1 : place.line_end])
        if squeezed(item.text[start:end]) not in squeezed(near):
            lost.append(item.text[start:end])
    return lost
