"""The offline answering engine: quotes the sentences that answer, writes nothing of its own.

Deterministic. Where no sentence answers, it says what would and who usually has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.answering.asked import asked
from assistant.answering.choose import choose
from assistant.answering.criteria import criteria_for, missing_for
from assistant.answering.judge import Said, clean, judge
from assistant.answering.verdicts import verdict_of
from assistant.answering.warn import Against, warnings_for
from assistant.answers import Ask, Draft, Sentence
from assistant.errors import EngineError
from assistant.model import Evidence
from assistant.ports import Embedder
from assistant.verify import cite


class OfflineAnswers:
    """Finds the words that answer; has no others."""

    name = "offline"
    prompts: tuple[tuple[str, str], ...] = ()

    def __init__(self, embedder: Embedder) -> None:
        """`embedder` compares sentences; give one that remembers, for they come again."""
        self._embedder = embedder

    def answer(self, ask: Ask, evidence: Sequence[Evidence]) -> Draft:
        """A draft whose sentences are quotes; needs_input where no sentence shown answers."""
        parts = [asked(part, ask.text) for part in ask.parts]
        judged = [judge(part, evidence, self._embedder) for part in parts]
        chosen = choose(ask, parts, judged)
        if not chosen.said:
            return self._nothing(ask, judged)
        warned = warnings_for(ask, chosen, parts, judged)
        shown = {said.text for said in chosen.said}
        others = [_other(one) for one in warned.against[:1]]
        return Draft(
            verdict=verdict_of(ask, parts, chosen, disputed=bool(warned.against)),
            sentences=(
                *(_sentence(said) for said in chosen.said),
                *(other for other in others if other.text not in shown),
            ),
            confidence=round(chosen.confidence, 4),
            missing=self._missing(ask),  # shown where the gate leaves nothing
            warnings=warned.texts,
        )

    def answer_many(
        self, items: Iterable[tuple[str, Ask, Sequence[Evidence]]]
    ) -> Iterator[tuple[str, Draft | EngineError]]:
        """The drafts one after another, by key, in the order of the items."""
        for key, ask, evidence in items:
            yield key, self.answer(ask, evidence)

    def prompt_texts(self, ask: Ask, evidence: Sequence[Evidence]) -> tuple[str, ...]:
        """Nothing: no model is asked."""
        return ()

    def _nothing(self, ask: Ask, judged: Sequence[Sequence[Said]]) -> Draft:
        best = max((s.answerable for row in judged for s in row if s.answers), default=0.0)
        return Draft("needs_input", (), round(1.0 - best, 4), missing=self._missing(ask))

    def _missing(self, ask: Ask) -> str:
        return missing_for(ask, criteria_for(ask, self._embedder), self._embedder)


def _sentence(said: Said) -> Sentence:
    return Sentence(said.text, (cite(said.shown.document, said.start, said.end),))


def _other(against: Against) -> Sentence:
    """The other side of a conflict, quoted like the answer."""
    if against.said is not None:
        return _sentence(against.said)
    assert against.citation is not None  # one of the two is always there
    return Sentence(clean(against.citation.quote), (against.citation,))
