"""One document's links: rank the criteria, let the engine judge, check every citation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.catalog.criteria import catalog
from assistant.mapping.item import item_of
from assistant.mapping.ranker import Ranked, Ranker
from assistant.model import Candidate, Evidence, Judged
from assistant.ports import Engine, Vectors
from assistant.verify import check_links
from ingest.model import Document, Passage


@dataclass(frozen=True, slots=True)
class Judge:
    """Who judges: the ranker that proposes and the engine that decides, with one name for both."""

    ranker: Ranker
    engine: Engine

    @property
    def name(self) -> str:
        """Changes whenever the same document might be judged otherwise."""
        cards = ",".join(f"{card}@{version}" for card, version in self.engine.prompts)
        return f"{self.engine.name}|{cards}|{self.ranker.fingerprint}"


def judge_document(
    document: Document,
    passages: Sequence[Passage],
    vectors: Vectors,
    *,
    judge: Judge,
    root: Path,
) -> Judged:
    """Links that hold for the document, and how the remaining criteria ranked.

    Raises `EngineError` where a chat model is set and cannot be had.
    """
    if not passages:
        return Judged((), ())
    ranking = judge.ranker.rank(item_of(document, passages, vectors))
    if any(note.kind == "stub" for note in document.notes):
        # A title without a body says what is planned; it supports nothing (assessment_rules, E9).
        return Judged((), tuple((r.criterion, r.confidence) for r in ranking))
    considered = [r for n, r in enumerate(ranking) if r.accepted or n < judge.engine.reach]
    candidates = [_candidate(r, document, passages) for r in considered]
    proposed = judge.engine.assess(document, candidates)
    links, problems = check_links(proposed, document, root=root)
    links = tuple(sorted(links, key=lambda k: (-k.confidence, k.criterion)))
    claimed = {link.criterion for link in links}
    others = tuple((r.criterion, r.confidence) for r in ranking if r.criterion not in claimed)
    return Judged(links, others, problems)


def _candidate(ranked: Ranked, document: Document, passages: Sequence[Passage]) -> Candidate:
    shown = tuple(
        Evidence(f"S{number}", passages[place], document, 1.0 / number)
        for number, place in enumerate(ranked.best_passages, 1)
    )
    return Candidate(
        criterion=catalog().get(ranked.criterion),
        confidence=ranked.confidence,
        accepted=ranked.accepted,
        reason=ranked.reason,
        evidence=shown,
    )
