"""Where the library contradicts itself, the current evidence, or what customers were told.

Behind `evidary library conflicts`. A conflict is listed with both sides, never settled here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answers import LibraryAnswer, Verdict
from assistant.claims.check import check_claim
from assistant.library.match import Shelf, alike_answers
from assistant.library.meaning import likeness
from assistant.library.reuse import MARK
from assistant.library.standing import IN_USE
from assistant.library.wording import wording
from assistant.model import Evidence
from ingest.model import EvidenceKind
from ingest.sentences import sentences

ConflictKind = Literal["library", "evidence", "sent"]
Search = Callable[[str], Sequence[Evidence]]
"""Passages of the current evidence for some words, best first."""

_STATES: frozenset[EvidenceKind] = frozenset(
    {"policy", "procedure", "contract", "notice", "config", "diagram"}
)
"""Kinds that say how things are; a record or a ticket tells of one case."""
_SET_ASIDE = frozenset({"stub", "superseded", "duplicate", "other_environment"})
_LOOKED_AT = 5
"""Passages that each sentence is held against."""
_SURE = 0.6
_DECIDED: frozenset[Verdict] = frozenset(
    {"yes", "yes_with_limits", "planned", "no", "not_applicable"}
)


@dataclass(frozen=True, slots=True)
class LibraryConflict:
    """Two statements that cannot both hold, or an answer that says other than what was sent.

    `other` is the library answer on the other side; `path` and `quote` are the evidence's side.
    `questionnaires` carried one side or the other out of the house.
    """

    kind: ConflictKind
    answer: LibraryAnswer
    detail: str
    other: LibraryAnswer | None = None
    path: str = ""
    quote: str = ""
    questionnaires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two answers in use to the same question that say nothing different."""

    first: LibraryAnswer
    second: LibraryAnswer


def conflicts(
    library: Sequence[LibraryAnswer], shelf: Shelf, *, search: Search | None = None
) -> tuple[LibraryConflict, ...]:
    """All conflicts: library with library, with the evidence (where `search` is given), with what was sent.

    `library` is all answers, history included; `shelf` holds those in use.
    """
    found = [_with_library(a, b, d) for a, b, d in _pairs(shelf) if d]
    if search is not None:
        found += [c for answer in shelf.answers for c in _with_evidence(answer, search)]
    found += _with_sent(library, shelf)
    return tuple(found)


def duplicates(shelf: Shelf) -> tuple[Duplicate, ...]:
    """Pairs in use that ask the same, for the same product and readers, and do not disagree."""
    return tuple(
        Duplicate(a, b)
        for a, b, difference in _pairs(shelf)
        if not difference and a.sensitivity == b.sensitivity
    )


def disagreement(one: LibraryAnswer, other: LibraryAnswer) -> str:
    """In what two answers to the same question differ; empty where both can hold."""
    if one.verdict != other.verdict and {one.verdict, other.verdict} <= _DECIDED:
        return f"one says {_said(one)}, the other {_said(other)}"
    for claim, text in ((one, other), (other, one)):
        support = check_claim(_plain(claim), [_plain(text)], question=claim.question)
        if support.label == "contradicted" and support.confidence >= _SURE:
            return "; ".join(support.reasons)
    return ""


def _pairs(shelf: Shelf) -> list[tuple[LibraryAnswer, LibraryAnswer, str]]:
    """Pairs in use that ask the same for overlapping products, with their disagreement."""
    place = {a.id: n for n, a in enumerate(shelf.answers)}
    found = []
    for number, answer in enumerate(shelf.answers):
        for other, alike, _ in alike_answers(answer.question, shelf):
            later = place[other.id] > number
            if later and alike.sameness != "near" and _same_product(answer, other):
                found.append((answer, other, disagreement(answer, other)))
    return found


def _with_library(one: LibraryAnswer, other: LibraryAnswer, detail: str) -> LibraryConflict:
    return LibraryConflict("library", one, detail, other, questionnaires=_carried(one, other))


def _with_evidence(answer: LibraryAnswer, search: Search) -> Iterable[LibraryConflict]:
    """The first contradiction of each sentence by current evidence that says how things are."""
    text = _plain(answer)
    for start, end in sentences(text):
        sentence = text[start:end]
        for shown in search(f"{answer.question} {sentence}")[:_LOOKED_AT]:
            if shown.document.kind not in _STATES or _set_aside(shown):
                continue
            support = check_claim(sentence, [shown.passage.text], question=answer.question)
            if support.label == "contradicted" and support.confidence >= _SURE:
                yield LibraryConflict(
                    "evidence",
                    answer,
                    "; ".join(support.reasons),
                    path=shown.document.name,
                    quote=shown.passage.text.strip(),
                    questionnaires=answer.sent_in,
                )
                break


def _with_sent(library: Iterable[LibraryAnswer], shelf: Shelf) -> list[LibraryConflict]:
    """Answers no longer in use that customers hold, where the one now in use says otherwise."""
    found = []
    for past in library:
        if past.status in IN_USE or not past.sent_in:
            continue
        asked = wording(past.question)
        for current, known in zip(shelf.answers, shelf.wordings, strict=True):
            alike = likeness(asked, known, 0.0)  # near ones are not asked for
            if alike is None or not _same_product(past, current):
                continue
            if detail := disagreement(current, past):
                found.append(
                    LibraryConflict("sent", current, detail, past, questionnaires=past.sent_in)
                )
    return found


def _set_aside(shown: Evidence) -> bool:
    return any(note.kind in _SET_ASIDE for note in shown.document.notes)


def _same_product(one: LibraryAnswer, other: LibraryAnswer) -> bool:
    """For one product, or one of them for all."""
    ours, theirs = one.product.casefold(), other.product.casefold()
    return ours == theirs or not ours or not theirs


def _said(answer: LibraryAnswer) -> str:
    return f"“{answer.verdict.replace('_', ' ')}”"


def _plain(answer: LibraryAnswer) -> str:
    return MARK.sub("", answer.text)


def _carried(*answers: LibraryAnswer) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for a in answers for name in a.sent_in))
