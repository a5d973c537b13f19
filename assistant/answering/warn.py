"""What a reader of a draft must know: another file says otherwise, a policy only, a part left open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.asked import Asked
from assistant.answering.choose import Chosen
from assistant.answering.judge import Said
from assistant.answering.verdicts import design_only
from assistant.answers import Ask
from assistant.assessment import values
from assistant.assessment.values import Value

_COMPARABLE = 0.7
_SHORT = 200


@dataclass(frozen=True, slots=True)
class Warned:
    """Warnings, and the sentences of other files that state another value."""

    texts: tuple[str, ...]
    against: tuple[Said, ...] = ()


def warnings_for(
    ask: Ask, chosen: Chosen, parts: Sequence[Asked], judged: Sequence[Sequence[Said]]
) -> Warned:
    """All that limits the draft."""
    texts: list[str] = [f"not answered: {part}" for part in chosen.unanswered]
    if ask.form == "yes_no" and design_only(ask, chosen.said):
        texts.append("design only: rests on policies; no operating record found")
    against = tuple(dict.fromkeys(_contradicting(chosen, parts, judged)))
    texts.extend(
        f"conflict: {said.shown.document.name} says otherwise: {said.text[:_SHORT]}"
        for said in against
    )
    return Warned(tuple(texts), tuple(s for s in against if s not in chosen.said)[:1])


def _contradicting(
    chosen: Chosen, parts: Sequence[Asked], judged: Sequence[Sequence[Said]]
) -> Iterable[Said]:
    for part, row in zip(parts, judged, strict=True):
        kinds = {kind.id for kind in part.facts}
        own = next((said for said in row if said in chosen.said), None)
        if own is None or not kinds & {"duration", "frequency"}:
            continue
        given = _values(own.text, kinds)
        for said in row:
            if said.shown.document.id == own.shown.document.id or not said.answers:
                continue
            other = _values(said.text, kinds)
            disjoint = other and not any(a.overlaps(b) for a in given for b in other)
            if given and disjoint and said.score >= _COMPARABLE * own.score:
                yield said


def _values(text: str, kinds: set[str]) -> tuple[Value, ...]:
    if "duration" in kinds:
        return values.durations(text)
    return values.frequencies(text)
