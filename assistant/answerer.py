"""One question from shape to proven answer: the library or the evidence, an engine, the gate.

`assistant.answer_run` puts single questions and whole questionnaires to it. Nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer_parts import parts_of
from assistant.answering.criteria import criteria_for
from assistant.answering.find import Found, find
from assistant.answering.gate import Gate
from assistant.answering.guide import as_answer, find_topic
from assistant.answering.narrow import documents_within
from assistant.answering.sensitivity import allowed, sensitivity_of
from assistant.answering.shelf import COPY, SetAside
from assistant.answering.watch import ENGINE, SEARCHING, Unwatched, Watch
from assistant.answers import EVERYTHING, Answer, Ask, Draft, Narrowing, Sensitivity
from assistant.errors import EngineError
from assistant.mapping.words import spoken, terms
from assistant.model import Evidence, Scope
from assistant.workspace import Workspace
from ingest.walk import base_of

_COMMON = frozenset(terms("policy policies plan procedure data system service md pdf docx").counts)
"""Words that most file names and questions share; alone they do not make an item bear on one."""


@dataclass(frozen=True, slots=True)
class AnswerOptions:
    """For whom and for when answers are given.

    `scope` says the day that freshness is judged for; `audience` who may read them: a public answer
    rests on public sources only; `product` the product that library answers must speak for.
    `narrowing` limits what is searched; the library, which was approved on all the evidence, is then
    not asked.
    """

    scope: Scope
    audience: Sensitivity = "internal"
    product: str = ""
    narrowing: Narrowing = EVERYTHING


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A question with all that an engine is shown, and what is set aside."""

    ask: Ask
    evidence: tuple[Evidence, ...]
    set_aside: tuple[SetAside, ...]


class Answerer:
    """Answers questions from one workspace; made once a run.

    Raises `WorkspaceError` where the workspace has no evidence, or its files are gone, and
    `UsageError` where the narrowing cannot be followed. `watch` sees how an answer comes about.
    """

    def __init__(
        self,
        workspace: Workspace,
        options: AnswerOptions,
        *,
        run: str,
        watch: Watch | None = None,
    ) -> None:
        self._workspace = workspace
        self._options = options
        self._watch = watch or Unwatched()
        self._parts = parts_of(workspace)
        self._embedder = self._parts.embedder
        self._shelf = self._parts.shelf(workspace)
        self._reuse = self._parts.reuse(workspace)
        self._gate = Gate(base_of(workspace.evidence), options.scope)
        self._engine = workspace.answer_engine(self._embedder, run=run)
        self._among = self._allowed()

    def _allowed(self) -> frozenset[str] | None:
        """Ids of the documents that may be searched; None for all."""
        narrowing = self._options.narrowing
        if not narrowing:
            return None
        supporting = self._parts.supporting(self._workspace) if narrowing.criteria else None
        return documents_within(narrowing, self._parts.heads(self._workspace), supporting)

    def answers(self, asks: Sequence[Ask]) -> Iterator[Answer | tuple[str, EngineError]]:
        """An answer for each ask, as they are ready; an id with the reason where there is none."""
        waiting: dict[str, _Prepared] = {}
        yield from self._from_library(asks, waiting)
        shown = ((i, p.ask, p.evidence) for i, p in waiting.items())
        for identifier, said in self._engine.answer_many(shown):
            if isinstance(said, EngineError):
                yield identifier, said
            else:
                yield self._checked(waiting[identifier], said)

    @property
    def prompts(self) -> tuple[tuple[str, str], ...]:
        """Ids and versions of the prompt cards that are used."""
        return self._engine.prompts

    def prompt_texts(self, asks: Sequence[Ask]) -> tuple[tuple[str, ...], ...]:
        """What would be sent to a model, call by call, for an estimate; nothing is sent."""
        waiting: dict[str, _Prepared] = {}
        for _ in self._from_library(asks, waiting):
            pass
        texts = (self._engine.prompt_texts(p.ask, p.evidence) for p in waiting.values())
        return tuple(t for t in texts if t)

    def guide(self, question: str) -> Answer | None:
        """The guide's answer, where the question is about SOC itself."""
        topic = find_topic(question, self._embedder)
        return as_answer(question, topic) if topic else None

    def _from_library(self, asks: Sequence[Ask], waiting: dict[str, _Prepared]) -> Iterator[Answer]:
        """Answers that the library has and may give; the other asks are put into `waiting`."""
        today = self._workspace.clock.today()
        for ask in asks:
            reused = None
            if self._among is None:
                reused = self._reuse.answer(
                    ask,
                    audience=self._options.audience,
                    product=self._options.product,
                    today=today,
                    scope=self._options.scope,
                )
            if reused is not None:
                yield replace(reused, criteria=criteria_for(ask, self._embedder))
            else:
                waiting[ask.id] = self._prepared(ask)

    def _prepared(self, ask: Ask) -> _Prepared:
        total = len(self._shelf.documents if self._among is None else self._among)
        self._watch.stage(SEARCHING, 0, total)
        found = find(
            ask,
            store=self._workspace.store,
            embedder=self._embedder,
            vector_index=self._workspace.vector_index,
            lexical_index=self._workspace.lexical_index,
            shelf=self._shelf,
            among=self._among,
        )
        self._watch.stage(SEARCHING, total, total)
        prepared = _for_audience(ask, found, self._options.audience)
        self._watch.stage(ENGINE, 0, len(prepared.evidence))
        return prepared

    def _checked(self, prepared: _Prepared, draft: Draft) -> Answer:
        self._watch.stage(ENGINE, len(prepared.evidence), len(prepared.evidence))
        answer = self._gate.check(draft, prepared.ask, prepared.evidence, self._watch)
        answer = replace(answer, criteria=criteria_for(prepared.ask, self._embedder))
        if self._among is not None:
            said = f"searched only within {self._options.narrowing} ({len(self._among)} items)"
            answer = replace(answer, warnings=(*answer.warnings, said))
        if not answer.abstained:
            return answer
        return self._with_earlier(_with_set_aside(answer, prepared.set_aside), prepared.ask)

    def _with_earlier(self, answer: Answer, ask: Ask) -> Answer:
        """What the house once said and cannot prove now is a hint for a person, not an answer."""
        options = self._options
        earlier = self._reuse.in_doubt(
            ask,
            audience=options.audience,
            product=options.product,
            today=self._workspace.clock.today(),
            scope=options.scope,
        )
        if earlier is None:
            return answer
        hint = f"the library has an earlier answer that nothing proves now: {earlier.text!r}"
        return replace(answer, warnings=(*answer.warnings, hint, *earlier.warnings))


def _for_audience(ask: Ask, found: Found, audience: Sensitivity) -> _Prepared:
    kept = tuple(e for e in found.evidence if allowed(e.document, audience))
    closed = {
        e.document.name: SetAside(
            e.document.name,
            f"is for {sensitivity_of(e.document)} use, the answer is for {audience}",
        )
        for e in found.evidence
        if not allowed(e.document, audience)
    }
    aside = (*found.set_aside, *closed.values())
    if found.unknown:
        aside = (
            *aside,
            SetAside(found.named, "is named in the question and is not among the evidence"),
        )
    return _Prepared(ask, kept, aside)


def _with_set_aside(answer: Answer, aside: Iterable[SetAside]) -> Answer:
    """The reasons why items that bear on the question do not count; a copy's original was looked at."""
    asked = _telling(answer.question)
    said = [
        f"{item.document} {item.reason}"
        for item in aside
        if item.reason != COPY and asked & _telling(f"{spoken(item.document)} {item.reason}")
    ]
    if not said:
        return answer
    return replace(answer, missing=f"{answer.missing} (Set aside: {'; '.join(said[:2])}.)")


def _telling(text: str) -> frozenset[str]:
    return frozenset(terms(text).counts) - _COMMON
