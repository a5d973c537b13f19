"""What a reader of a draft must know: another file says otherwise, a policy only, a part left open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.asked import Asked
from assistant.answering.choose import Chosen
from assistant.answering.judge import Said
from assistant.answering.verdicts import design_only
from assistant.answers import Ask
from assistant.assessment import values
from assistant.assessment.conflicts import Conflict, find_conflicts
from assistant.assessment.values import Value
from assistant.model import Citation

_COMPARABLE = 1.5
"""How much less than the answer a sentence may weigh to be held against it."""
_SAME_SUBJECT = 0.12
"""How much less of the question it may speak of."""
_NUMBERED = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|ten|twelve|thirty|immediate\w*|at once)\b"
    r"|\b(?:mfa|2fa|(?:multi|two)-?factor)\b",
    re.IGNORECASE,
)
"""Without one of these a sentence is no side of a known contradiction."""
_MOST = 2
_SHORT = 200


@dataclass(frozen=True, slots=True)
class Against:
    """A statement of another file that cannot hold beside the answer's."""

    text: str
    citation: Citation | None
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """Warnings, and the statements of other files that give another value."""

    texts: tuple[str, ...]
    against: tuple[Against, ...] = ()


def warnings_for(
    ask: Ask, chosen: Chosen, parts: Sequence[Asked], judged: Sequence[Sequence[Said]]
) -> Warned:
    """All that limits the draft."""
    texts: list[str] = [f"not answered: {part}" for part in chosen.unanswered]
    if ask.form == "yes_no" and design_only(ask, chosen.said):
        texts.append("design only: rests on policies; no operating record found")
    against = [*_by_subject(chosen), *_by_value(chosen, parts, judged)]
    told: dict[str, Against] = {}
    for one in against:
        told.setdefault(one.text, one)
    kept = tuple(told.values())[:_MOST]
    return Warned((*texts, *(one.text for one in kept)), kept)


def _by_value(
    chosen: Chosen, parts: Sequence[Asked], judged: Sequence[Sequence[Said]]
) -> Iterable[Against]:
    """Sentences of other files as near to the question that give another time or frequency."""
    for part, row, own in zip(parts, judged, chosen.leading, strict=True):
        kinds = {kind.id for kind in part.facts}
        if own is None or not kinds & {"duration", "frequency"}:
            continue
        given = _values(own.text, kinds)
        for said in row:
            other = _values(said.text, kinds)
            if given and other and _comparable(said, own) and not _agree(given, other):
                name = said.shown.document.name
                yield Against(f"conflict: {name} says: {said.text[:_SHORT]}", None, said)


def _comparable(said: Said, own: Said) -> bool:
    return (
        said.shown.document.id != own.shown.document.id
        and said.answers
        and said.weight >= own.weight - _COMPARABLE
        and said.features.covered >= own.features.covered - _SAME_SUBJECT
    )


def _agree(given: Sequence[Value], other: Sequence[Value]) -> bool:
    return any(a.overlaps(b) for a in given for b in other)


def _values(text: str, kinds: set[str]) -> tuple[Value, ...]:
    if "duration" in kinds:
        return values.durations(text)
    return values.frequencies(text)


def _by_subject(chosen: Chosen) -> Iterable[Against]:
    """Contradictions on the known subjects whose one side the answer quotes."""
    documents = {s.shown.document.id: s.shown.document for s in chosen.said + chosen.beside}
    for said in chosen.said:
        if not (_NUMBERED.search(said.text) or values.frequencies(said.text)):
            continue
        for conflict in find_conflicts(documents.values(), {}):
            own = [c for c in conflict.citations if _is_quoted(c, said)]
            yield from (_against(conflict, c) for c in conflict.citations if own and c not in own)


def _is_quoted(citation: Citation, said: Said) -> bool:
    quoted = said.shown.document.text[said.start : said.end]
    same = citation.document_id == said.shown.document.id
    return same and (citation.quote in quoted or quoted in citation.quote)


def _against(conflict: Conflict, citation: Citation) -> Against:
    short = " ".join(citation.quote.split())[:_SHORT]
    return Against(f"conflict: {citation.path} says: {short}", citation)
