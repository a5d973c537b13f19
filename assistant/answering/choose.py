"""Which of the judged sentences make the answer: the best for each part, and others that bear it out.

Fourth step of answering. A part for which nothing qualifies stays unanswered, and is said to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.asked import Asked
from assistant.answering.judge import Said
from assistant.answering.weights import weights
from assistant.answers import Ask

_MOST = {"yes_no": 3, "narrative": 4}
_MORE = 1
"""One more where policies are listed, or where all evidence is of the one document named."""
_NEAR = 1.6
"""A sentence joins the best one if it weighs at most this much less: a fifth of its chances."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sentences of an answer, the parts that nothing answers, and how sure it is.

    `beside` holds the best sentence of every other document that was looked at.
    """

    said: tuple[Said, ...]
    beside: tuple[Said, ...]
    unanswered: tuple[str, ...]
    confidence: float


def choose(ask: Ask, parts: Sequence[Asked], judged: Sequence[Sequence[Said]]) -> Chosen:
    """The sentences to answer with, those of the first part first; none where no part is answered."""
    picked: list[Said] = []
    unanswered: list[str] = []
    best: list[float] = []
    for part, row in zip(parts, judged, strict=True):
        fit = [said for said in row if said.answers]
        if not fit or fit[0].answerable < weights().answer_from:
            unanswered.append(part.text)
            continue
        best.append(fit[0].right)
        picked.extend(_with_others(fit, _most(ask, fit) if len(parts) == 1 else 2))
    said = tuple(_unlike(picked))
    kept = _short_enough(said, ask.max_words)
    beside = tuple(_one_each(s for row in judged for s in row))
    return Chosen(kept, beside, tuple(unanswered), min(best, default=0.0))


def _one_each(said: Iterable[Said]) -> Iterable[Said]:
    seen: set[str] = set()
    for one in said:
        if one.shown.document.id not in seen:
            seen.add(one.shown.document.id)
            yield one


def _most(ask: Ask, fit: Sequence[Said]) -> int:
    more = ask.basis == "policy" or fit[0].features.single
    return _MOST[ask.form] + (_MORE if more else 0)


def _with_others(fit: Sequence[Said], most: int) -> list[Said]:
    """The best sentence and those nearly as good, other documents before the same one."""
    near = [said for said in fit[1:] if said.weight >= fit[0].weight - _NEAR]
    picked = [fit[0]]
    seen = {fit[0].shown.document.id}
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
