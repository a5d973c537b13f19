"""Whether a sentence of the evidence answers a part of a question: features, gates and a probability.

Third step of answering. A sentence must name what the question names and hold the kind of fact that
it asks for; beyond that, learned weights decide (`corpus/answering/weights.json`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.asked import Asked, coverage, holds, spaced
from assistant.answering.lexicon import lexicon
from assistant.answering.weights import Features, answerable, ranking, right
from assistant.mapping.quotes import fit_to_quote
from assistant.model import Evidence
from assistant.ports import Embedder
from assistant.store.evidence import searched_text
from ingest.model import BlockRole, Document, EvidenceKind

_SHORTEST, _SHORTEST_ROW, _LONGEST = 18, 8, 700
"""Characters: under the first a sentence or row says little, over the last nobody reads it."""
_COMPARED = 80
"""Sentences of one part that are compared by meaning; the others share too few words with it."""
_FRONT_MATTER = re.compile(r"^\s*[A-Za-z_]{2,20}:\s*\S.{0,120}$")
_MARKS = re.compile(r"[*_`#>|\\]+")
_ASSERTS = re.compile(
    r"\b(?:must|shall|will|should|may|can|cannot|is|are|was|were|has|have|do|does|we|required?s?|"
    r"ensures?|uses?|requires|provides?|performs?|reviews?|maintains?)\b",
    re.IGNORECASE,
)
_MACHINE_MADE: frozenset[EvidenceKind] = frozenset({"config", "log", "population", "screenshot"})
_BLANK = re.compile(r"\[(?:set|list|insert|enter|name|describe|specify|add|replace|your)\b", re.I)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of the evidence, and how probable it is that it answers the part."""

    shown: Evidence
    start: int
    end: int
    text: str
    features: Features
    weight: float
    """What it weighs beside the other sentences of its part."""
    answerable: float
    """How probable it is that evidence led by it answers the part, 0 to 1."""
    right: float
    """How probable it is that an answer led by it is right, 0 to 1."""
    named: bool
    """It, or what it stands under, names all that the question names."""
    fact: bool
    """It holds a fact of the kind asked for, or none is asked for."""
    denied: bool
    planned: bool

    @property
    def answers(self) -> bool:
        """Whether nothing forbids taking it for an answer."""
        return self.named and self.fact


def judge(part: Asked, evidence: Sequence[Evidence], embedder: Embedder) -> tuple[Said, ...]:
    """Every quotable sentence of the evidence judged against the part, best first."""
    rough = sorted(_sentences(part, evidence), key=lambda s: (-s.worth, s.order))[:_COMPARED]
    if not rough:
        return ()
    question = embedder.embed([part.text])[0]
    alone = embedder.embed([s.clean for s in rough]) @ question
    placed = embedder.embed([s.placed for s in rough]) @ question
    around = embedder.embed([searched_text(s.shown.passage) for s in rough]) @ question
    titled = embedder.embed([s.shown.document.title for s in rough]) @ question
    whole = _Whole(
        best=max(e.score for e in evidence),
        absent=1.0 - coverage(part.terms, _all_words(evidence)),
        single=len({e.document.id for e in evidence}) == 1,
    )
    said = [
        _said(part, s, tuple(map(float, near)), whole)
        for s, *near in zip(rough, alone, placed, around, titled, strict=True)
    ]
    return tuple(sorted(said, key=lambda s: (-s.weight, s.shown.handle, s.start)))


@dataclass(frozen=True, slots=True)
class _Whole:
    """What all sentences of a part share: best retrieval score, share not spoken of, one document."""

    best: float
    absent: float
    single: bool


@dataclass(frozen=True, slots=True)
class _Rough:
    shown: Evidence
    start: int
    end: int
    text: str
    clean: str
    placed: str
    """The sentence behind the heading it stands under."""
    above: str
    """Stemmed words of title, path and heading."""
    role: BlockRole
    mass: float
    """Retrieval score of all shown passages of its document beside the document with most."""
    customary: float
    worth: float
    order: int


def clean(text: str) -> str:
    """A quote without marks of markup and doubled spaces."""
    return " ".join(_MARKS.sub(" ", text).split())


def _sentences(part: Asked, evidence: Sequence[Evidence]) -> Iterable[_Rough]:
    seen: set[tuple[str, str]] = set()
    masses = _masses(evidence)
    for order, shown in enumerate(evidence):
        document, passage = shown.document, shown.passage
        above = spaced(f"{document.title} {document.name} {passage.heading}")
        customary = float(is_customary(part, document.path))
        tail = passage.heading.split(" > ")[-1]
        inside = coverage(part.terms, spaced(passage.text) + above)
        for start, end in fit_to_quote(document, passage):
            text = document.text[start:end]
            plain = clean(text)
            role = _role(document, start)
            if (
                not _worth_reading(plain, role)
                or (document.id, plain) in seen
                or _BLANK.search(text)
            ):
                continue
            seen.add((document.id, plain))
            own = coverage(part.terms, spaced(plain))
            yield _Rough(
                shown, start, end, text, plain, f"{tail}. {plain}" if tail else plain, above,
                role, masses[document.id], customary,
                own + 0.5 * inside - 0.01 * order, order * 1_000 + start,
            )  # fmt: skip


def _all_words(evidence: Sequence[Evidence]) -> str:
    return "".join(spaced(f"{e.document.title} {searched_text(e.passage)}") for e in evidence)


def is_customary(part: Asked, path: str) -> bool:
    """Whether the file's name is, by custom, that of a file about what is asked."""
    about = lexicon().about(path.rsplit("/", 1)[-1])
    return bool(about) and holds(about, spaced(part.text))


def denies(text: str) -> bool:
    """Whether a sentence denies something outright, not in a clause of its own or for some case."""
    words = lexicon()
    if words.excepting.search(text):
        return False
    return words.denied.search(words.aside.sub("", text)) is not None


def _masses(evidence: Sequence[Evidence]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for shown in evidence:
        sums[shown.document.id] = sums.get(shown.document.id, 0.0) + shown.score
    most = max(sums.values(), default=0.0) or 1.0
    return {identifier: score / most for identifier, score in sums.items()}


def _role(document: Document, at: int) -> BlockRole:
    place = bisect_right(document.blocks, at, key=lambda b: b.start) - 1
    return document.blocks[place].role if place >= 0 else "text"


def _worth_reading(text: str, role: BlockRole) -> bool:
    if role == "row":
        return _SHORTEST_ROW <= len(text) <= _LONGEST and len(text.split()) >= 2
    return _SHORTEST <= len(text) <= _LONGEST and len(text.split()) >= 3


def _said(part: Asked, rough: _Rough, cosines: tuple[float, ...], whole: _Whole) -> Said:
    words = lexicon()
    sentence = spaced(rough.clean)
    passage = spaced(rough.shown.passage.text)
    # A cell of a row often stands for what another row, or the lines around it, names.
    near = sentence + rough.above + (passage if rough.text.lstrip().startswith("|") else "")
    named = all(holds(wordings, near) for wordings in part.named)
    fact = all(kind.has.search(rough.clean) for kind in part.facts)
    defines = words.defining.search(rough.clean) is not None
    features = Features(
        alone=cosines[0],
        placed=cosines[1],
        around=cosines[2],
        covered=coverage(part.terms, sentence),
        covered_placed=coverage(part.terms, sentence + rough.above),
        covered_around=coverage(part.terms, passage + rough.above),
        covered_above=coverage(part.terms, rough.above),
        rank=rough.shown.score / whole.best if whole.best else 0.0,
        document=rough.mass,
        customary=rough.customary,
        depth=min(1.0, rough.shown.document.path.count("/") / 5),
        heading=float(rough.role == "heading"),
        row=float(rough.role in ("row", "code")),
        early=1.0 - min(1.0, rough.start / max(1, len(rough.shown.document.text))),
        titled=cosines[3],
        asserts=float(_ASSERTS.search(rough.clean) is not None),
        data=float(rough.shown.document.kind in _MACHINE_MADE),
        single=float(whole.single),
        fact=float(bool(part.facts)),
        length=min(1.0, len(rough.clean) / 300),
        question=min(1.0, len(part.terms) / 10),
        absent=whole.absent,
    )
    return Said(
        shown=rough.shown,
        start=rough.start,
        end=rough.end,
        text=rough.clean,
        features=features,
        weight=ranking(features),
        answerable=answerable(features),
        right=right(features),
        named=named,
        fact=fact and not (defines and bool(part.facts)),
        denied=denies(rough.clean),
        planned=words.planned.search(rough.clean) is not None,
    )
