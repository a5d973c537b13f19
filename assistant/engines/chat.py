"""The chat engine: a prompt card, a model, and handles mapped back to passages.

It gets the same evidence as the offline engine and its citations pass the same checks. One retry
shows the model its own error; then the error is the caller's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.engines.cards import load_card
from assistant.errors import EngineError
from assistant.mapping.aspects import aspect_of
from assistant.model import Aspect, Candidate, Citation, Evidence, Link
from assistant.ports import Asks
from assistant.verify import cite
from ingest.model import Document

_CARD = "assess_item"
_PASSAGES = 8
"""Most passages shown a call: with 12 candidates they stay within 6,000 characters or so."""
_PASSAGE_CHARS = 600


class ChatEngine:
    """Lets a model judge the ranker's candidates; nothing it says is believed without proof."""

    reach = 6

    def __init__(self, model: Asks) -> None:
        self._model = model
        self._card = load_card(_CARD)

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    @property
    def prompts(self) -> tuple[tuple[str, str], ...]:
        """The one card it uses."""
        return ((self._card.id, self._card.version),)

    def assess(self, document: Document, candidates: Sequence[Candidate]) -> tuple[Link, ...]:
        """Links the model accepts. Not asked at all where no candidate has evidence."""
        shown = _shown(candidates)
        if not shown:
            return ()
        system, user = self._card.render(
            item_name=document.name,
            item_kind=document.kind,
            candidates=[c.criterion for c in candidates],
            passages=[
                {"handle": h, "text": e.passage.text[:_PASSAGE_CHARS]} for h, e in shown.items()
            ],
        )
        reply = self._ask(system, user)
        by_id = {c.criterion.id: c for c in candidates}
        links = (
            _link(document, by_id[said["criterion"]], said, shown)
            for said in reply["supported"]
            if said["criterion"] in by_id
        )
        return tuple(links)

    def _ask(self, system: str, user: str) -> dict[str, Any]:
        schema, name = self._card.reply_schema, self._card.name
        try:
            return self._model.ask(system, user, schema, prompt=name)
        except EngineError as error:
            again = f"{user}\n\nYour last reply could not be used: {error}. Reply again."
            return self._model.ask(system, again, schema, prompt=name)


def _shown(candidates: Sequence[Candidate]) -> dict[str, Evidence]:
    """The passages of all candidates under fresh handles, each once, best first."""
    best: dict[str, Evidence] = {}
    for candidate in candidates:
        for evidence in candidate.evidence:
            known = best.get(evidence.passage.id)
            if known is None or evidence.score > known.score:
                best[evidence.passage.id] = evidence
    ranked = sorted(best.values(), key=lambda e: (-e.score, e.passage.ordinal))[:_PASSAGES]
    return {f"P{number}": evidence for number, evidence in enumerate(ranked, 1)}


def _link(
    document: Document, candidate: Candidate, said: dict[str, Any], shown: dict[str, Evidence]
) -> Link:
    quotes = [(shown.get(q["handle"]), q["quote"]) for q in said["quotes"]]
    return Link(
        document_id=document.id,
        criterion=candidate.criterion.id,
        confidence=max(candidate.confidence, 0.5),
        accepted=True,
        aspect=_narrower(aspect_of(document.kind), said["aspect"]),
        rationale=said["reason"],
        citations=tuple(_citation(document, e, quote) for e, quote in quotes if e is not None),
    )


def _narrower(possible: Aspect, said: Aspect) -> Aspect:
    """A model may claim less than the item's kind can show, never more."""
    return said if possible == "both" else possible


def _citation(document: Document, evidence: Evidence, quote: str) -> Citation:
    """A citation of the model's quote; one that is not verbatim keeps its words and will fail."""
    passage = evidence.passage
    at = passage.text.find(quote)
    if at < 0 or not quote.strip():
        return Citation(document.id, document.path, quote, passage.locator)
    return cite(document, passage.start + at, passage.start + at + len(quote))
