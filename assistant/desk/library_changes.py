"""What differs between two texts, and what became of a cited source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.model import Citation
from assistant.store.store import Store
from ingest.sentences import sentences

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LONGEST = 20_000
_NEAR = 0.4
"""Least likeness of a sentence to a lost quote, to be shown as what stands there now."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of one side's words; `differs` where the other side has others."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """Two texts cut where they differ; joined, the pieces of a side are its text."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SourceNow:
    """A citation and whether its words still stand in the evidence as it was last read."""

    citation: Citation
    stands: bool
    now: str = ""
    """The nearest words there now, where the quote is gone; empty where there are none near."""


def difference(left: str, right: str) -> Difference:
    """The words that differ between two texts."""
    one, two = _WORDS.findall(left[:_LONGEST]), _WORDS.findall(right[:_LONGEST])
    ours: list[Piece] = []
    theirs: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if a < b:
            ours.append(Piece("".join(one[a:b]), kind != "equal"))
        if c < d:
            theirs.append(Piece("".join(two[c:d]), kind != "equal"))
    return Difference(tuple(ours), tuple(theirs))


def source_now(store: Store, citation: Citation) -> SourceNow:
    """Whether the quote stands in its file as last read, and if not, what stands nearest."""
    heads = [d for d in store.evidence.document_heads() if d.path == citation.path]
    texts = [d.text for d in store.evidence.documents([d.id for d in heads])]
    if any(citation.quote in text for text in texts):
        return SourceNow(citation, True)
    said = sorted({text[a:b] for text in texts for a, b in sentences(text)})
    matcher = SequenceMatcher(None, b=citation.quote, autojunk=False)
    best = (0.0, "")
    for sentence in said:
        matcher.set_seq1(sentence)
        if matcher.real_quick_ratio() > best[0] and matcher.quick_ratio() > best[0]:
            best = max(best, (matcher.ratio(), sentence))
    return SourceNow(citation, False, best[1] if best[0] >= _NEAR else "")
