"""The offline draft: facts laid out in sections, each sentence on its proof or marked as open.

Deterministic: the same facts and layout give the same draft. What the proof does not carry is
blocked and becomes an open point; nothing is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.claims.check import verify_sentence
from assistant.description import (
    Facts,
    FactValue,
    Grid,
    OpenPoint,
    Paragraph,
    Section,
    Sentence,
    SetAside,
    Statement,
    Subsection,
)
from assistant.descriptions.layout import (
    BlockLayout,
    Layout,
    PartLayout,
    Question,
    SectionLayout,
)
from assistant.descriptions.sources import plain
from assistant.descriptions.wording import open_sentence, row_of, wordings_of
from ingest.sentences import sentences as _spans


@dataclass(frozen=True, slots=True)
class Composed:
    """The sections of a draft, and what the facts leave open in each, by its id."""

    sections: tuple[Section, ...]
    open: Mapping[str, tuple[OpenPoint, ...]]


def compose(
    layout: Layout,
    facts: Facts,
    said: Sequence[Statement] = (),
    aside: Sequence[SetAside] = (),
) -> Composed:
    """The sections of a layout. A point that was set aside stands in no text, and is still listed."""
    writer = _Writer(layout, facts, said, aside)
    sections = tuple(
        writer.section(s)
        for s in layout.sections
        if not s.only or s.only == facts.scope.report_type
    )
    return Composed(sections, {i: tuple(dict.fromkeys(p)) for i, p in writer.points.items()})


def asked_of(points: Iterable[OpenPoint], aside: Sequence[SetAside]) -> Paragraph | None:
    """The points that nobody set aside, as entries; None where there is none."""
    asked = tuple(open_sentence(p) for p in points if not any(s.closes(p) for s in aside))
    return Paragraph(asked, items=True) if asked else None


class _Writer:
    def __init__(
        self,
        layout: Layout,
        facts: Facts,
        said: Sequence[Statement],
        aside: Sequence[SetAside],
    ) -> None:
        self._public = layout.public
        self._facts = facts
        self._said = {(s.key, s.part): s for s in said}
        self._aside = aside
        self.points: dict[str, list[OpenPoint]] = {}
        self._here: list[OpenPoint] = []
        self._told: set[str] = set()

    def section(self, layout: SectionLayout) -> Section:
        self._here = self.points.setdefault(layout.id, [])
        self._told = set()
        parts = [p for part in layout.parts if (p := self._part(part)) is not None]
        if layout.objectives:
            parts.append(self._objectives(layout))
        return Section(layout.id, layout.title, tuple(parts))

    def _part(self, layout: PartLayout) -> Subsection | None:
        blocks: list[Paragraph | Grid] = []
        for block in layout.blocks:
            blocks.extend(self._block(block))
        blocks.extend(self._open(layout))
        return Subsection(layout.title, tuple(blocks)) if blocks else None

    def _block(self, block: BlockLayout) -> Iterator[Paragraph | Grid]:
        if block.frame and (not block.over or self._values(block.over)):
            yield Paragraph(framed(block.frame))
        if block.table and (values := self._values(block.table)):
            rows = [row_of(v, block.columns) for v in values]
            proven = [(cells, proof) for cells, proof in rows if cells and any(cells)]
            yield Grid(block.head, tuple(c for c, _ in proven), tuple(p for _, p in proven))
        for names, items in ((block.say, False), (block.entries, True)):
            sentences = tuple(self._sentences(names))
            if sentences:
                yield Paragraph(sentences, items)

    def _sentences(self, names: Iterable[str]) -> Iterator[Sentence]:
        """Each wording once in a section: one sentence of the evidence may hold several facts. What
        another sentence of the block holds whole, such as a name, is not said by itself."""
        values = [v for name in names for v in self._values(name)]
        for value in values:
            if any(_within(value, other) for other in values):
                continue
            sentence = next((s for s in wordings_of(value) if stands(s)), None)
            if sentence and sentence.text not in self._told:
                self._told.add(sentence.text)
                yield sentence

    def _values(self, name: str) -> tuple[FactValue, ...]:
        key, _, part = name.partition(".")
        values = (v for v in self._facts.get(key).values if not part or v.part == part)
        return tuple(v for v in values if not self._public or v.public)

    def _open(self, layout: PartLayout) -> Iterator[Paragraph]:
        """What is open about the part's facts; of a public text also what only inside evidence says."""
        points = [p for name in _named(layout) for p in self._points(name)]
        questions = [q for q in layout.questions if self._asked(q)]
        answered = [w for q in questions if (w := self._word(q))]
        points += [q.point for q in questions if not self._word(q)]
        if answered:
            yield Paragraph(tuple(answered))
        points = list(dict.fromkeys(points))
        self._here.extend(points)
        if asked := asked_of(points, self._aside):
            yield asked

    def _points(self, name: str) -> Iterator[OpenPoint]:
        key, _, part = name.partition(".")
        fact = self._facts.get(key)
        if not self._public:
            yield from (p for p in fact.open if not part or p.part == part)
        elif fact.state != "not_needed" and not self._values(name):
            yield OpenPoint(
                key,
                part,
                fact.criterion,
                f"{fact.ask}: which public source says it?",
                "no public material says it",
                fact.open[0].owner if fact.open else "Head of Security",
                3,
            )

    def _asked(self, question: Question) -> bool:
        if question.only and question.only != self._facts.scope.report_type:
            return False
        return not question.over or bool(self._values(question.over))

    def _word(self, question: Question) -> Sentence | None:
        word = self._said.get((question.point.key, question.point.part))
        if word is None or not word.text.strip():
            return None
        return Sentence(word.text.strip(), "management", facts=(word.key,), said_by=word.said_by)

    def _objectives(self, layout: SectionLayout) -> Subsection:
        controls = self._values("control_list")
        rows: list[tuple[str, ...]] = []
        proofs: list[Sentence] = []
        points: list[OpenPoint] = []
        for objective in layout.objectives:
            mine = [v for v in controls if set(v.criteria) & set(objective.criteria)]
            for number, value in enumerate({v.text: v for v in mine}.values(), 1):
                row = (f"{objective.id}.{number}", objective.objective, value.text, value.source)
                rows.append(row)
                proofs.append(Sentence(" | ".join(row), "cited", value.citations, (value.key,)))
            if not mine:
                points.append(_without_control(objective.id, objective.objective, layout.id))
        self._here.extend(points)
        grid = Grid(("Control", "Objective", "Wording", "Described in"), tuple(rows), tuple(proofs))
        note = framed("The objectives are proposals: management chooses and words its own.")
        blocks: list[Paragraph | Grid] = [Paragraph(note)]
        blocks += [grid] if rows else []
        asked = asked_of(points, self._aside)
        blocks += [asked] if asked else []
        return Subsection("Objectives", tuple(blocks))


def framed(text: str) -> tuple[Sentence, ...]:
    """Our own words, sentence by sentence."""
    return tuple(Sentence(text[start:end], "frame") for start, end in _spans(text))


def stands(sentence: Sentence) -> bool:
    """Do the quotes carry the sentence? Verbatim words do; other words are checked as claims are."""
    if sentence.standing != "cited":
        return True
    if not sentence.citations:
        return False
    text = _folded(sentence.text)
    quotes = [c.quote for c in sentence.citations]
    if any(_folded(plain(q)) in text for q in quotes):
        return True
    return verify_sentence(sentence.text, quotes).label == "supported"


def _within(value: FactValue, other: FactValue) -> bool:
    """Does another cited value hold all words of this one, and more?"""
    mine, others = _folded(value.text), _folded(other.text)
    cited = value.origin == "evidence" and other.origin == "evidence"
    return (
        cited
        and mine != others
        and re.search(rf"(?<!\w){re.escape(mine)}(?!\w)", others) is not None
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".:;,")


def _named(layout: PartLayout) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for block in layout.blocks for name in block.facts))


def _without_control(identifier: str, objective: str, section: str) -> OpenPoint:
    return OpenPoint(
        "soc1_controls",
        identifier,
        section,
        f"Which control meets {identifier} ({objective.rstrip('.')}), or is it not an objective here?",
        "no described control fits it",
        "Head of Security",
        8,
    )
