"""Statements that contradict each other, with the words of both sides.

Two policies that give different times, frequencies or lengths for one subject, and a policy that
promises multi-factor sign-in for all while an export shows accounts without. Subjects are data,
`corpus/rules/conflict_topics.yaml`; a conflict is reported, never averaged away (section 3.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

import yaml

from assistant import resources
from assistant.assessment import quotes, values
from assistant.assessment.values import Value
from assistant.model import Citation
from ingest.model import Block, Document, EvidenceKind, Note
from ingest.sentences import sentences

STATED_IN: frozenset[EvidenceKind] = frozenset({"policy", "procedure", "contract", "notice"})
EXPORTS: frozenset[EvidenceKind] = frozenset({"config", "population", "screenshot", "report"})
_SET_ASIDE = frozenset({"stub", "superseded", "duplicate"})
_SUPERSEDED = re.compile(r"\bsuperseded by\b", re.IGNORECASE)
REMOVAL = "access-removal"
_HEAD = 1500
_MOST_ROWS = 3
_MOST_PROMISES = 3


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sides that cannot both hold, for the criteria they bear on."""

    topic: str
    criteria: tuple[str, ...]
    detail: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that statements can contradict each other about."""

    id: str
    label: str
    criteria: tuple[str, ...]
    value: str
    wanted: tuple[re.Pattern[str], ...]
    unwanted: tuple[re.Pattern[str], ...]
    context: re.Pattern[str] | None
    number: re.Pattern[str] | None
    kinds: frozenset[EvidenceKind]
    """Kinds of evidence that state it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence about a topic, and the values it gives."""

    document: Document
    citation: Citation
    values: tuple[Value, ...]


def find_conflicts(
    documents: Iterable[Document], notes: Mapping[str, Sequence[Note]]
) -> tuple[Conflict, ...]:
    """All conflicts among the documents, in the order of topics; superseded ones are left out."""
    current = [d for d in documents if not _set_aside(d, notes.get(d.id, ()))]
    stated = [d for d in current if d.kind in STATED_IN]
    found = [c for topic in topics() for c in _about(topic, current)]
    return (*found, *_without_mfa(stated, [d for d in current if d.kind in EXPORTS], notes))


def removal_limit(documents: Iterable[Document], notes: Mapping[str, Sequence[Note]]) -> int | None:
    """The longest time that any current policy gives for removing a leaver's access, in days.

    Business days are stretched to calendar days. None where no policy gives one.
    """
    topic = next(t for t in topics() if t.id == REMOVAL)
    current = [d for d in documents if not _set_aside(d, notes.get(d.id, ()))]
    given = [
        v for d in current if d.kind in topic.kinds for s in _statements(topic, d) for v in s.values
    ]
    return max((values.calendar_days(v) for v in given), default=None)


def stated_values(topic_id: str, text: str) -> tuple[Value, ...]:
    """The values that a text gives on a topic; empty where it does not speak of it.

    A heading's context is not asked for: who calls this knows what the text is about.
    """
    topic = next(t for t in topics() if t.id == topic_id)
    return tuple(
        value
        for start, end in sentences(text)
        for value in _values(topic, text[start:end])
        if all(p.search(text) for p in topic.wanted)
        and not any(p.search(text[start:end]) for p in topic.unwanted)
    )


def _set_aside(document: Document, notes: Sequence[Note]) -> bool:
    return (
        any(note.kind in _SET_ASIDE for note in notes)
        or _SUPERSEDED.search(document.text[:_HEAD]) is not None
    )


@cache
def _raw() -> dict[str, Any]:
    path = resources.corpus("rules", "conflict_topics.yaml")
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return raw


@cache
def topics() -> tuple[Topic, ...]:
    """The shipped topics."""
    return tuple(
        Topic(
            id=t["id"],
            label=t["label"],
            criteria=tuple(t["criteria"]),
            value=t["value"],
            wanted=tuple(_pattern(p) for p in t["all"]),
            unwanted=tuple(_pattern(p) for p in t.get("none", ())),
            context=_pattern(t["context"]) if "context" in t else None,
            number=_pattern(t["number"]) if "number" in t else None,
            kinds=STATED_IN | frozenset(t.get("kinds", ())),
        )
        for t in _raw()["topics"]
    )


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _about(topic: Topic, documents: Sequence[Document]) -> Iterator[Conflict]:
    said = [(d, tuple(_statements(topic, d))) for d in documents if d.kind in topic.kinds]
    said = [(d, statements) for d, statements in said if statements]
    for (_, left), (_, right) in combinations(said, 2):
        if _agree(left, right):
            continue
        sides = (left[0], right[0])
        words = " against ".join(
            f"{' / '.join(v.words for v in side.values)!s} in {side.document.name}"
            for side in sides
        )
        yield Conflict(
            topic.id,
            topic.criteria,
            f"Documents disagree on {topic.label}: {words}.",
            tuple(side.citation for side in sides),
        )


def _agree(left: Sequence[Statement], right: Sequence[Statement]) -> bool:
    """A document that gives several values agrees with any of them: they hold for several cases."""
    return any(a.overlaps(b) for s in left for a in s.values for t in right for b in t.values)


def _statements(topic: Topic, document: Document) -> Iterator[Statement]:
    if not all(p.search(document.text) for p in topic.wanted):
        return
    before = [document.title, ""]
    for block in document.blocks:
        for start, end in _sentences(document, block):
            sentence = document.text[start:end]
            if _speaks(topic, sentence, " ".join(before)):
                given = _values(topic, sentence)
                citation = quotes.of_span(document, start, end) if given else None
                if citation:
                    yield Statement(document, citation, given)
            before = [document.title, *before[1:][-2:], sentence]


def _sentences(document: Document, block: Block) -> tuple[tuple[int, int], ...]:
    return sentences(document.text[block.start : block.end], block.start)


def _speaks(topic: Topic, sentence: str, around: str) -> bool:
    if not all(p.search(sentence) for p in topic.wanted):
        return False
    if any(p.search(sentence) for p in topic.unwanted):
        return False
    return topic.context is None or topic.context.search(f"{around} {sentence}") is not None


def _values(topic: Topic, sentence: str) -> tuple[Value, ...]:
    if topic.value == "duration":
        return values.durations(sentence)
    if topic.value == "frequency":
        return values.frequencies(sentence)
    assert topic.number is not None
    return tuple(
        Value(m.group(0), number, number)
        for m in topic.number.finditer(sentence)
        for number in [float(m.group(1).replace(",", "."))]
    )


def _without_mfa(
    stated: Sequence[Document], exports: Sequence[Document], notes: Mapping[str, Sequence[Note]]
) -> Iterator[Conflict]:
    promises = [c for d in stated if (c := next(_promises(d), None))][:_MOST_PROMISES]
    if not promises:
        return
    criteria = tuple(_raw()["mfa"]["criteria"])
    promised_in = ", ".join(dict.fromkeys(c.path for c in promises))
    for document in exports:
        if any(note.kind == "other_environment" for note in notes.get(document.id, ())):
            continue
        count, shown = _without(document)
        if shown:
            yield Conflict(
                "mfa-for-all",
                criteria,
                f"Multi-factor sign-in for all is promised in {promised_in}, but {document.name}"
                f" shows {count} {'entry' if count == 1 else 'entries'} without it; no approved"
                " exception was found.",
                (*promises, *shown),
            )


def _promises(document: Document) -> Iterator[Citation]:
    rules = _raw()["mfa"]
    promise, everyone = _pattern(rules["promise"]), _pattern(rules["everyone"])
    exempting = _pattern(rules["exempting"])
    for block in document.blocks:
        for start, end in _sentences(document, block):
            sentence = document.text[start:end]
            if not (promise.search(sentence) and everyone.search(sentence)):
                continue
            if exempting.search(sentence):
                continue
            if citation := quotes.of_span(document, start, end):
                yield citation


def _without(document: Document) -> tuple[int, tuple[Citation, ...]]:
    """How many accounts or rules lack multi-factor sign-in, and the first of them quoted."""
    without, gone = set(_raw()["mfa"]["without"]), set(_raw()["mfa"]["gone"])
    rows = [
        (table, index)
        for table in document.tables
        for index, row in enumerate(table.rows)
        if _row_is(table.columns, row, "mfa", without)
        and not _row_is(table.columns, row, "status", gone)
    ]
    if rows:
        cited = (quotes.of_row(document, table, index) for table, index in rows[:_MOST_ROWS])
        return len(rows), tuple(c for c in cited if c)
    if document.kind != "config":
        return 0, ()
    found = list(_pattern(_raw()["mfa"]["setting"]).finditer(document.text))
    spans = [c for m in found if (c := quotes.of_span(document, m.start(), m.end()))]
    return len(spans), tuple(spans[:_MOST_ROWS])


def _row_is(columns: Sequence[Any], row: Sequence[str], role: str, wanted: set[str]) -> bool:
    return any(
        column.role == role and cell.strip().lower() in wanted
        for column, cell in zip(columns, row, strict=False)
    )
