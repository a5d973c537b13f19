"""Which words of a passage to quote for a criterion: whole sentences or rows, never a rewrite."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.catalog.criteria import catalog
from assistant.model import Criterion, Evidence
from ingest.model import Document, Passage
from ingest.passages import quotable

_WORD = re.compile(r"[A-Za-z][A-Za-z]+|\d+")
_SHORT, _LONG = 25, 420
"""Characters: under the first a sentence says little, over the second nobody reads it."""


_HEADING = 0.45
"""What a heading's words weigh beside a sentence's."""


@dataclass(frozen=True, slots=True)
class Span:
    """A span of a document's text with how well it speaks to a criterion (0 and up)."""

    start: int
    end: int
    score: float


def best_spans(
    criterion: Criterion, evidence: Sequence[Evidence], *, limit: int = 2, hint: str = ""
) -> tuple[Span, ...]:
    """The sentences of the evidence that share most with the criterion's words, best first.

    `hint` holds words that matter beside the criterion's own. Sentences with unfilled placeholders
    or instructions are never chosen. Spans are positions in the document's text.
    """
    weights = dict(_vocabulary(criterion.id))
    for stem in stems(hint):
        weights[stem] = weights.get(stem, 0.0) + 1.0
    found: list[Span] = []
    for shown in evidence:
        text = shown.document.text
        for start, end in fit_to_quote(shown.document, shown.passage):
            score = _score(text[start:end], weights) * (0.5 + min(1.0, shown.score))
            if _is_heading(shown.document, start):
                score *= _HEADING
            if score > 0:
                found.append(Span(start, end, score))
    found.sort(key=lambda s: (-s.score, s.start))
    strong = [s for s in found if s.score >= 0.5 * found[0].score] if found else []
    return tuple(strong[:limit])


def fit_to_quote(document: Document, passage: Passage) -> tuple[tuple[int, int], ...]:
    """The spans of a passage that may be quoted: placeholders prove nothing, orders are hostile."""
    kinds = ("placeholder", "instruction_in_evidence")
    unfit = [note.quote for note in document.notes if note.kind in kinds and note.quote]
    spans = ((s, e, document.text[s:e]) for s, e in quotable(document, passage))
    return tuple((s, e) for s, e, t in spans if not any(u in t or t in u for u in unfit))


def _is_heading(document: Document, at: int) -> bool:
    """A title names a subject and says nothing of it; so does the head of a table."""
    place = bisect_right(document.blocks, at, key=lambda b: b.start) - 1
    return place >= 0 and document.blocks[place].role == "heading"


def stems(text: str) -> list[str]:
    """Stemmed words of a text, stop words left out, in order."""
    return [s for w in _WORD.findall(text.casefold()) if (s := _stem(w)) not in _STOP]


def _score(sentence: str, weights: dict[str, float]) -> float:
    if not _SHORT <= len(sentence) <= _LONG:
        return 0.0
    found = set(stems(sentence))
    # The square root keeps a long sentence from winning by its length alone.
    return sum(weights.get(s, 0.0) for s in found) / math.sqrt(6 + len(found))


@cache
def _vocabulary(identifier: str) -> tuple[tuple[str, float], ...]:
    """Stems of a criterion's texts, weighted by how few criteria share them."""
    return tuple(_all_vocabularies()[identifier].items())


@cache
def _all_vocabularies() -> dict[str, dict[str, float]]:
    counts = {
        c.id: Counter(s for text in _texts(c) for s in stems(text)) for c in catalog().criteria
    }
    spread = Counter(stem for words in counts.values() for stem in words)
    total = len(counts)
    return {
        identifier: {
            stem: (1 + math.log(count)) * math.log(total / spread[stem])
            for stem, count in words.items()
        }
        for identifier, words in counts.items()
    }


def _texts(criterion: Criterion) -> Iterable[str]:
    yield criterion.title
    yield criterion.paraphrase
    yield from criterion.phrases
    yield from (p.label for p in criterion.points_of_focus)
    yield from (e.name for e in criterion.evidence)


@cache
def _stem(word: str) -> str:
    from snowballstemmer import stemmer

    return str(stemmer("english").stemWord(word))


_STOP = frozenset(
    "a an and ani are as at be been by can each for from has have in is it its of on or so that the "
    "their them they this to was were when which who will with".split()
)
