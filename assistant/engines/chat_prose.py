"""A model improves the prose of a description; every sentence of its is held to the proven ones.

A sentence stands only where the quotes of the sentences it came from carry it, and where it holds
no praise, opinion or test result. Else the given sentences stand as they were: nothing is lost.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import replace

from assistant.claims.check import verify_sentence
from assistant.description import Paragraph, Section, Sentence, Subsection
from assistant.descriptions.checks.words import WordKind, holds
from assistant.engines.cards import load_card
from assistant.errors import EngineError, EngineRejected
from assistant.ports import Asks

log = logging.getLogger(__name__)
_CARD = "describe_part"
_NEVER: tuple[WordKind, ...] = ("marketing", "opinion", "test_results", "secrets")
_FEWEST = 2
"""One sentence has no order to improve."""


class ChatProse:
    """Rewrites the running text of sections with a model; lists and tables stay quoted."""

    def __init__(self, model: Asks) -> None:
        self._model = model
        self._card = load_card(_CARD)

    @property
    def prompts(self) -> tuple[tuple[str, str], ...]:
        """The one card it uses."""
        return ((self._card.id, self._card.version),)

    def improved(self, section: Section, *, company: str) -> Section:
        """The section with better prose where the model gave any that stands.

        A part on which the model fails keeps its words. Raises `EngineRejected` where no further
        call can succeed.
        """
        parts = []
        for part in section.parts:
            blocks = tuple(
                self._block(section, part, b, company) if _is_prose(b) else b for b in part.blocks
            )
            parts.append(replace(part, blocks=blocks))
        return replace(section, parts=tuple(parts))

    def _block(self, section: Section, part: Subsection, block: object, company: str) -> Paragraph:
        assert isinstance(block, Paragraph)
        given = [s for s in block.sentences if s.standing == "cited"]
        try:
            said = self._asked(section, part, given, company)
        except EngineRejected:
            raise
        except EngineError as error:
            log.warning("the prose of %s, %s stays as quoted: %s", section.id, part.title, error)
            return block
        kept = [s for text, of in said if (s := _proven(text, of, given))]
        used = {fact for sentence in kept for fact in sentence.citations}
        left = [s for s in given if not set(s.citations) <= used]
        others = [s for s in block.sentences if s.standing != "cited"]
        return replace(block, sentences=(*kept, *left, *others)) if kept else block

    def _asked(
        self, section: Section, part: Subsection, given: Sequence[Sentence], company: str
    ) -> list[tuple[str, list[int]]]:
        state = hashlib.sha256("\n".join(s.text for s in given).encode()).hexdigest()
        system, user = self._card.render(
            section=section.title,
            part=part.title,
            company=company,
            sentences=[" ".join(s.text.split()) for s in given],
            words=sum(len(s.text.split()) for s in given),
            mark=f"sentences-{state[:6]}",
        )
        reply = self._model.ask(system, user, self._card.reply_schema, prompt=self._card.name)
        return [(s["text"], s["from"]) for s in reply["sentences"]]


def _is_prose(block: object) -> bool:
    if not isinstance(block, Paragraph) or block.items:
        return False
    return sum(s.standing == "cited" for s in block.sentences) >= _FEWEST


def _proven(text: str, of: Sequence[int], given: Sequence[Sentence]) -> Sentence | None:
    words = " ".join(text.split())
    origins = [given[n - 1] for n in dict.fromkeys(of) if 1 <= n <= len(given)]
    if not words or not origins or any(holds(kind, words) for kind in _NEVER):
        return None
    citations = tuple(dict.fromkeys(c for s in origins for c in s.citations))
    quotes = [c.quote for c in citations]
    if verify_sentence(words, quotes).label != "supported":
        return None
    facts = tuple(dict.fromkeys(f for s in origins for f in s.facts))
    return Sentence(words, "cited", citations, facts)
