"""Which decisions on links hold for the evidence as it is now, and what they make of the links.

Pure: decisions and documents in, links out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.model import Judged, Link, Problem
from assistant.review.model import LinkDecision
from ingest.model import Document

_PAST = {"accept": "accepted", "reject": "rejected", "add": "added", "withdraw": "withdrawn"}
SAID_BY_A_PERSON = 1.0
"""Confidence of a link that only a person claims."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Decisions by what became of them."""

    holding: tuple[LinkDecision, ...]
    to_confirm: tuple[tuple[LinkDecision, Document], ...]
    """Made on an earlier version of a file, with the item that now stands in its place."""
    gone: tuple[LinkDecision, ...]
    """Made on an item that is no longer there."""


def standing(decisions: Iterable[LinkDecision], documents: Sequence[Document]) -> Standing:
    """What holds: for each item and criterion its newest decision, unless that withdraws.

    A decision on other bytes at the same path is to be confirmed, until somebody decides again, or
    withdraws, on the item as it is now.
    """
    by_id = {d.id: d for d in documents}
    by_name = {d.name: d for d in documents}
    newest: dict[tuple[str, str], LinkDecision] = {}
    earlier: dict[tuple[str, str], LinkDecision] = {}
    for decision in sorted(decisions, key=lambda d: d.number):
        if decision.document_id in by_id:
            newest[decision.document_id, decision.criterion] = decision
        else:
            earlier[decision.path, decision.criterion] = decision
    again, gone = [], []
    for decision in earlier.values():
        now = by_name.get(decision.path)
        if decision.verb == "withdraw" or (now and (now.id, decision.criterion) in newest):
            continue
        if now is None:
            gone.append(decision)
        else:
            again.append((decision, now))
    holding = tuple(d for d in newest.values() if d.verb != "withdraw")
    return Standing(
        tuple(sorted(holding, key=lambda d: d.number)),
        tuple(sorted(again, key=lambda pair: pair[0].number)),
        tuple(sorted(gone, key=lambda d: d.number)),
    )


def in_words(decision: LinkDecision) -> str:
    """ "rejected by Ada Moss on 2026-07-01: reason"."""
    said = (
        f"{_PAST[decision.verb]} by {decision.name or decision.person_id} on {decision.at:%Y-%m-%d}"
    )
    return f"{said}: {decision.reason}" if decision.reason else said


def decided(judged: Mapping[str, Judged], holding: Iterable[LinkDecision]) -> dict[str, Judged]:
    """What was judged, with every decision that holds applied.

    A rejected link stays, claimed no longer. A criterion that a person claims leaves the candidates.
    """
    result = dict(judged)
    for decision in holding:
        if decision.document_id in result:
            result[decision.document_id] = _applied(result[decision.document_id], decision)
    return result


def unproven(decision: LinkDecision, reasons: Sequence[str]) -> Problem:
    """What is said of a decision whose quotes are not found again any more."""
    return Problem(
        f"{decision.path} → {decision.criterion}",
        f"{in_words(decision)}; it does not hold, for its quotes were not found again: "
        + "; ".join(reasons),
    )


def says_unproven(problem: Problem, decisions: Iterable[LinkDecision]) -> bool:
    """Whether the problem was said by `unproven` of one of these decisions."""
    return any(
        problem.subject == said.subject and problem.reason.startswith(said.reason)
        for said in (unproven(decision, ()) for decision in decisions)
    )


def _applied(judged: Judged, decision: LinkDecision) -> Judged:
    said = next((k for k in judged.links if k.criterion == decision.criterion), None)
    link = _link(said, decision)
    if link is None:
        return judged
    others = tuple(pair for pair in judged.others if pair[0] != decision.criterion)
    links = tuple(k for k in judged.links if k.criterion != decision.criterion)
    return replace(judged, links=(*links, link), others=others)


def _link(said: Link | None, decision: LinkDecision) -> Link | None:
    if decision.verb == "reject":
        return said and replace(said, accepted=False, decided=in_words(decision))
    if said is not None and decision.verb == "accept":
        return replace(said, accepted=True, aspect=decision.aspect, decided=in_words(decision))
    return Link(
        document_id=decision.document_id,
        criterion=decision.criterion,
        confidence=said.confidence if said else SAID_BY_A_PERSON,
        accepted=True,
        aspect=decision.aspect,
        rationale=said.rationale if said else "",
        citations=decision.citations,
        decided=in_words(decision),
    )
