"""Which of the judged sentences make the answer: the best for each part, and others that bear it out.

Fourth step of answering. A part for which nothing qualifies stays unanswered, and is said to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.asked import Asked
from assistant.answering.judge import Said
from assistant.answering.weights import weights
from assistant.answers import Ask
from assistant.claims.check import check_claim

_MOST = {"yes_no": 3, "narrative": 4}
_MORE_POLICIES, _MORE_OF_ONE = 1, 2
"""More where policies are listed, and where all evidence is of the one document named."""
_STATED = re.compile(r"^is the following (?:true|correct|the case)", re.IGNORECASE)
_SURE = 0.82
"""Every clause of an agreement is near to a statement about it; under this it must be borne out."""
_NEAR = 2.5
"""A sentence joins the best one if it weighs at most this much less: a twelfth of its chances."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sentences of an answer, the parts that nothing answers, and how sure it is.

    `leading` is the best sentence for each part, if any; `beside` holds the best sentence of every other document that was looked at.
    """

    said: tuple[Said, ...]
    leading: tuple[Said | None, ...]
    beside: tuple[Said, ...]
    unanswered: tuple[str, ...]
    confidence: float


def choose(ask: Ask, parts: Sequence[Asked], judged: Sequence[Sequence[Said]]) -> Chosen:
    """The sentences to answer with, those of the first part first; none where no part is answered."""
    leading = _leading(ask, parts, judged)
    picked: list[Said] = []
    for row, first in zip(judged, leading, strict=True):
        if first is not None:
            picked.extend(_with_others(first, row, _most(ask, first) if len(parts) == 1 else 2))
    said = tuple(_unlike(picked))
    unanswered = tuple(p.text for p, first in zip(parts, leading, strict=True) if first is None)
    confidence = min((first.right for first in leading if first is not None), default=0.0)
    kept = _short_enough(said, ask.max_words)
    beside = tuple(_one_each(s for row in judged for s in row))
    return Chosen(kept, tuple(leading), beside, unanswered, confidence)


def _one_each(said: Iterable[Said]) -> Iterable[Said]:
    seen: set[str] = set()
    for one in said:
        if one.shown.document.id not in seen:
            seen.add(one.shown.document.id)
            yield one


def is_stated(ask: Ask) -> bool:
    """Whether a statement is put up to be called true or not of a document."""
    return _STATED.search(ask.text) is not None


def _leading(
    ask: Ask, parts: Sequence[Asked], judged: Sequence[Sequence[Said]]
) -> list[Said | None]:
    """The best sentence for each part, another one for each.

    The part that has the least choice, by how much its second best weighs less, chooses first.
    """
    fit = [
        [s for s in row if s.answers and _enough(ask, part, s)]
        for part, row in zip(parts, judged, strict=True)
    ]
    order = sorted(range(len(fit)), key=lambda place: -_lead(fit[place]))
    leading: list[Said | None] = [None] * len(fit)
    taken: set[str] = set()
    for place in order:
        free = (said for said in fit[place] if said.text not in taken)
        leading[place] = next(free, None)
        taken |= {said.text for said in leading[place : place + 1] if said is not None}
    return leading


def _lead(fit: Sequence[Said]) -> float:
    return fit[0].weight - (fit[1].weight if len(fit) > 1 else 0.0) if fit else 0.0


def _enough(ask: Ask, part: Asked, said: Said) -> bool:
    if said.answerable < weights().answer_from:
        return False
    if not is_stated(ask) or said.answerable >= _SURE:
        return True
    return check_claim(part.text, [said.text]).label == "supported"


def _most(ask: Ask, first: Said) -> int:
    if first.features.single:
        return _MOST[ask.form] + _MORE_OF_ONE
    return _MOST[ask.form] + (_MORE_POLICIES if ask.basis == "policy" else 0)


def _with_others(first: Said, row: Sequence[Said], most: int) -> list[Said]:
    """The leading sentence and those nearly as good, other documents before the same one."""
    near = [s for s in row if s.answers and s is not first and s.weight >= first.weight - _NEAR]
    picked = [first]
    seen = {first.shown.document.id}
    for said in near:
        if said.shown.document.id not in seen and len(picked) < most:
            picked.append(said)
            seen.add(said.shown.document.id)
    for said in near:
        if said not in picked and len(picked) < most:
            picked.append(said)
    return picked


def _unlike(said: Iterable[Said]) -> Iterable[Said]:
    """Each wording once."""
    seen: set[str] = set()
    for one in said:
        if one.text.casefold() not in seen:
            seen.add(one.text.casefold())
            yield one


def _short_enough(said: tuple[Said, ...], max_words: int | None) -> tuple[Said, ...]:
    """As many sentences as fit; always the first, for half a quote proves nothing."""
    if max_words is None:
        return said
    kept: list[Said] = []
    used = 0
    for one in said:
        used += len(one.text.split())
        if kept and used > max_words:
            break
        kept.append(one)
    return tuple(kept)
