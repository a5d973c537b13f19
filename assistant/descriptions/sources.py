"""The evidence as facts are read from it: usable documents, sentence by sentence under their headings.

Drafts, stubs, old versions, copies, test systems and other companies' statements give no facts
(as for answers, `answering/shelf.py`). A sentence with an unfilled place, an instruction to
whoever reads it, or a detail that has no place in a description (DR-11) gives none either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.answering.sensitivity import sensitivity_of
from assistant.answering.shelf import shelve
from assistant.assessment import quotes
from assistant.model import Citation
from assistant.store.store import Store
from ingest.model import Block, Document, Parsed
from ingest.placeholders import placeholders
from ingest.sentences import sentences

_SPEAKS = frozenset({"text", "item", "caption", "code"})
_MARKS = re.compile(r"^[\s>#*+•–└├│─-]+(?=\S)|\*\*|__|`")
_NUMBERED = re.compile(r"^\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-z])[.)]\s+")
_TEMPLATE = re.compile(
    r"^\W{0,3}(?:(?:describe|list|insert|provide|specify|explain|fill in|refer to) (?:the |your |any |all |how |"
    r"relevant |product|specific|policies|cloud)|here we (?:narrate|describe)|(?:brief|overview|specific)\b.{0,60}"
    r"\b(?:product|system) \d+\b|template coming soon|overview of product)",
    re.IGNORECASE,
)
_SECRET = re.compile(
    r"\b(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?\b|\bAKIA[0-9A-Z]{12,}\b|-----BEGIN|\b(?:password|secret)\s*[:=]\s*\S"
    r"|\bsg-[0-9a-f]{6,}\b|\barn:aws\b|\b[\w-]+\.(?:internal|local|corp|lan)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"\s[-–—|]\s.*$")
_OF_ITSELF = re.compile(
    r"^(?:this|the) (?:policy|plan|procedure|standard|document|handbook|overview|notice)\b.{0,20}?"
    r"\b(?:sets?|says?|describes?|defines?|explains?)\b",
    re.IGNORECASE,
)
_SIGN_IN = re.compile(r"\b[a-z]{2,}\.[a-z]{3,}\b(?!\.)|@")
_MOST_COMMAS = 4
"""A row of a file of values has more."""
_WEB = re.compile(r"\b(?:landing|home|marketing)[- _]?page\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence or list item: `document.text[start:end]`, under its headings."""

    source: Source
    start: int
    end: int
    heading: str
    item: bool
    code: bool = False
    """It stands in a drawing or a block of code."""

    @property
    def quote(self) -> str:
        """The exact words."""
        return self.source.document.text[self.start : self.end]

    @property
    def text(self) -> str:
        """The words for reading: without the marks of lists and of bold type."""
        return plain(self.quote)

    @property
    def citation(self) -> Citation | None:
        """Its citation, where a place holds it."""
        return quotes.of_span(self.source.document, self.start, self.end)


class Source:
    """One usable document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.public = sensitivity_of(document) == "public"

    @property
    def day(self) -> date | None:
        """The date it speaks for."""
        return self.document.dates.effective or self.document.dates.captured

    @cached_property
    def holes(self) -> tuple[tuple[int, int], ...]:
        """The unfilled places, as spans of the text."""
        document = self.document
        parsed = Parsed(document.media_type, document.text, document.blocks)
        found = [(p.start, p.end) for p in placeholders(parsed, document.kind)]
        found += [(s.start, s.end) for s in self._all if _TEMPLATE.search(plain(s.quote))]
        return tuple(sorted(set(found)))

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """What it says that a description may use, in order."""
        return tuple(s for s in self._all if not self._holed(s) and not _SECRET.search(s.quote))

    @cached_property
    def _all(self) -> tuple[Said, ...]:
        return tuple(self._walk())

    def _holed(self, said: Said) -> bool:
        return any(start < said.end and end > said.start for start, end in self.holes)

    def _walk(self) -> Iterator[Said]:
        text = self.document.text
        path: list[tuple[int, str]] = [(0, self.document.title)]
        for block in self.document.blocks:
            if block.role == "heading":
                path = [p for p in path if p[0] < block.level]
                path.append((block.level, plain(text[block.start : block.end])))
            elif block.role in _SPEAKS:
                heading = " > ".join(name for _, name in path if name)
                spans = _lines if block.role == "code" else _spans
                for start, end in spans(text, block):
                    yield Said(
                        self, start, end, heading, block.role == "item", block.role == "code"
                    )


def _spans(text: str, block: Block) -> tuple[tuple[int, int], ...]:
    return sentences(text[block.start : block.end], block.start)


def _lines(text: str, block: Block) -> tuple[tuple[int, int], ...]:
    """A drawing says one thing a line."""
    spans, at = [], block.start
    for line in text[block.start : block.end].splitlines(keepends=True):
        if line.strip():
            spans.append((at, at + len(line.rstrip())))
        at += len(line)
    return tuple(spans)


def plain(quote: str) -> str:
    """Words without the marks of Markdown, list numbers and line breaks."""
    return " ".join(_NUMBERED.sub("", _MARKS.sub("", quote).strip()).split())


def titled(title: str) -> str:
    """A document's title without what stands behind a dash: the company's name, as web pages have it."""
    return _BEHIND.sub("", title) or title


def may_be_quoted(text: str) -> bool:
    """Is it short prose, without addresses, keys and the sign-in names of persons (DR-11)?"""
    raw = text.lstrip().startswith(("{", "[")) or text.count(",") > _MOST_COMMAS
    return not raw and not _SECRET.search(text) and not _SIGN_IN.search(text)


def speaks_of_itself(text: str) -> bool:
    """Does the sentence tell what its document is for, and nothing of the company?"""
    return _OF_ITSELF.search(text) is not None


@dataclass(frozen=True, slots=True)
class Sources:
    """All usable documents of a workspace, and all documents however they count."""

    usable: tuple[Source, ...]
    everything: tuple[Document, ...]


def sources_of(store: Store) -> Sources:
    """Read from the store; marketing pages state no facts (DR-07)."""
    aside = shelve(store).aside
    heads = store.evidence.document_heads()
    documents = tuple(store.evidence.documents([h.id for h in heads]))
    usable = [Source(d) for d in documents if d.id not in aside and not _WEB.search(_named(d))]
    return Sources(tuple(usable), documents)


def _named(document: Document) -> str:
    return f"{document.path} {document.title}"


def kinds(sources: Sequence[Source], wanted: Sequence[str]) -> Iterator[Source]:
    """Those whose document is of one of these kinds."""
    return (s for s in sources if s.document.kind in wanted)
