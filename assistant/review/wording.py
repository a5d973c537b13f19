"""A person's own words as an answer: what cites is held to its quotes, the rest is marked as stated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answering.gate import Gate, overclaims, refusal
from assistant.answering.sensitivity import most_sensitive
from assistant.answers import Answer, Freshness, Verdict
from assistant.errors import UsageError
from assistant.model import Citation
from assistant.verify import check_citations
from ingest.model import Document
from ingest.sentences import sentences

_MARKS = re.compile(r"\s*((?:\[\d{1,3}\]\s*)+)([.!?]?)")
_NUMBER = re.compile(r"\[(\d{1,3})\]")
_WORST: tuple[Freshness, ...] = ("fresh", "due", "undated", "stale")
_STATED = "stated by "
_CHANGED = "the answer was changed from "
_OF_THE_DRAFT = (_STATED, _CHANGED, "left out ")
"""Beginnings of warnings that speak of the words before, not of what is cited."""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a person, and the numbers of the citations that it gives."""

    text: str
    marks: tuple[int, ...]


def cites(text: str) -> bool:
    """Whether any sentence of the text gives a citation."""
    return _MARKS.search(text) is not None


def said(text: str) -> tuple[Said, ...]:
    """The sentences of a text with their marks: `It is. [1]` and `It is [1].` are the same."""
    found: list[Said] = []
    at = 0
    for marks in _MARKS.finditer(text):
        found += [Said(piece, ()) for piece in _sentences(text[at : marks.start()] + marks[2])]
        if not found:
            raise UsageError(f"{marks[1].strip()} stands behind no sentence")
        numbers = tuple(int(n) for n in _NUMBER.findall(marks[1]))
        found[-1] = replace(found[-1], marks=(*found[-1].marks, *numbers))
        at = marks.end()
    return (*found, *(Said(piece, ()) for piece in _sentences(text[at:])))


def stated(answer: Answer, *, verdict: Verdict, text: str, person: str, day: date) -> Answer:
    """The answer in a person's words that cite nothing; it says so and waits for an approval."""
    lines = (
        f"{_STATED}{person} on {day}; no evidence is cited",
        *_changed(answer.verdict, verdict),
    )
    return replace(
        answer,
        verdict=verdict,
        text=text,
        abstained=False,
        confidence=0.0,
        citations=(),
        missing="",
        source="none",
        status="needs_review",
        warnings=(*lines, *_overclaimed(said(text))),
        sensitivity="internal",
        freshness="undated",
        run="",
    )


def reworded(
    answer: Answer,
    *,
    verdict: Verdict,
    text: str,
    person: str,
    day: date,
    citations: Sequence[Citation],
    documents: Iterable[Document],
    gate: Gate,
) -> Answer:
    """The answer in a person's words of which some cite.

    Its marks count `citations` from 1. Each citation that is used is found again in the original
    file, and each sentence held to what it cites; one that is not borne out raises `UsageError` with
    the reason, for it may be corrected or stated without marks. Sentences that cite nothing are
    named among the warnings as stated by the person.
    """
    pieces = said(text)
    order = tuple(dict.fromkeys(n for piece in pieces for n in piece.marks))
    if bad := [n for n in order if not 1 <= n <= len(citations)]:
        raise UsageError(f"there is no source [{bad[0]}]; the answer has {len(citations)}")
    cited = {d.id: d for d in documents}
    used = {n: _proven(n, citations[n - 1], cited, gate) for n in order}
    for piece in pieces:
        quotes = [used[n].quote for n in piece.marks]
        if quotes and (reason := refusal(piece.text, quotes, answer.question)):
            raise UsageError(
                f"{_short(piece.text)!r} is not borne out by what it cites: {reason}. Correct it, "
                "or take its marks away to state it on your own word"
            )
    places = list(dict.fromkeys(used[n] for n in order))
    behind = [cited[c.document_id] for c in places]
    free = [piece for piece in pieces if not piece.marks]
    whole = not free and verdict == answer.verdict and not answer.abstained
    return replace(
        answer,
        verdict=verdict,
        text=_NUMBER.sub(lambda m: f"[{places.index(used[int(m[1])]) + 1}]", text),
        abstained=False,
        confidence=answer.confidence if whole else 0.0,
        citations=tuple(places),
        missing="",
        source=answer.source if answer.source != "none" else "evidence",
        status="needs_review",
        warnings=(
            *_free(free, person, day),
            *_changed(answer.verdict, verdict),
            *(w for w in answer.warnings if not w.startswith(_OF_THE_DRAFT)),
            *_overclaimed(free),
        ),
        sensitivity="internal" if free else most_sensitive(behind),
        freshness=max((gate.freshness_of(d) for d in behind), key=_WORST.index),
        run="",
    )


def _proven(
    number: int, citation: Citation, documents: dict[str, Document], gate: Gate
) -> Citation:
    document = documents.get(citation.document_id)
    if document is not None:
        kept, _ = check_citations([citation], document, root=gate.root)
        if kept:
            return kept[0]
    raise UsageError(
        f"source [{number}], {citation.path}, no longer says what is cited; draft the question anew"
    )


def _free(pieces: Sequence[Said], person: str, day: date) -> tuple[str, ...]:
    if not pieces:
        return ()
    words = "; ".join(repr(_short(piece.text)) for piece in pieces)
    return (f"{_STATED}{person} on {day}, with no evidence cited: {words}",)


def _changed(was: Verdict, verdict: Verdict) -> tuple[str, ...]:
    if was in ("needs_input", verdict):
        return ()
    before, after = was.replace("_", " "), verdict.replace("_", " ")
    return (f"{_CHANGED}{before!r} to {after!r} by a person",)


def _overclaimed(pieces: Iterable[Said]) -> tuple[str, ...]:
    return tuple(
        f"{_short(piece.text)!r} {reason}" for piece in pieces if (reason := overclaims(piece.text))
    )


def _sentences(text: str) -> Iterator[str]:
    for start, end in sentences(text):
        yield text[start:end]


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "…"
