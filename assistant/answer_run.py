"""The main verbs of answering: one question, or a whole questionnaire.

shape -> library or evidence -> engine -> gate -> stored answer. Every answer is stored as it comes,
so a run that is stopped or fails loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from assistant import resources
from assistant.answering.criteria import criteria_for
from assistant.answering.find import Found, find
from assistant.answering.follow import in_context
from assistant.answering.gate import Gate
from assistant.answering.guide import as_answer, find_topic
from assistant.answering.remembered import Remembering
from assistant.answering.sensitivity import allowed, sensitivity_of
from assistant.answering.shape import shape
from assistant.answering.shelf import COPY, SetAside, Shelf, shelve
from assistant.answers import Answer, AnswerRun, Ask, Draft, Sensitivity, Turn
from assistant.errors import EngineError, UsageError
from assistant.library.reuse import Reuse
from assistant.mapping.words import spoken, terms
from assistant.model import Evidence, Scope
from assistant.progress import Progress, silent
from assistant.questions import Question, Questionnaire
from assistant.workspace import Workspace
from ingest.walk import base_of

if TYPE_CHECKING:
    from assistant.adapters.pricing import Estimate

Only = Literal["needs_input", "needs_review"]


_COMMON = frozenset(terms("policy policies plan procedure data system service md pdf docx").counts)
"""Words that most file names and questions share; alone they do not make an item bear on one."""


@dataclass(frozen=True, slots=True)
class AnswerOptions:
    """For whom and for when answers are given.

    `scope` says the day that freshness is judged for; `audience` who may read them: a public answer
    rests on public sources only; `product` the product that library answers must speak for.
    """

    scope: Scope
    audience: Sensitivity = "internal"
    product: str = ""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A question with all that an engine is shown, and what is set aside."""

    ask: Ask
    evidence: tuple[Evidence, ...]
    set_aside: tuple[SetAside, ...]


class Answerer:
    """Answers questions from one workspace; made once a run, for its parts are costly.

    Raises `WorkspaceError` where the workspace has no evidence, or its files are gone.
    """

    def __init__(self, workspace: Workspace, options: AnswerOptions, *, run: str) -> None:
        self._workspace = workspace
        self._options = options
        self._embedder = Remembering(workspace.embedder, workspace.store.vectors)
        self._shelf: Shelf = shelve(workspace.store)
        self._gate = Gate(base_of(workspace.evidence), options.scope)
        self._engine = workspace.answer_engine(self._embedder, run=run)
        self._reuse = Reuse(workspace.store, self._embedder, root=base_of(workspace.evidence))

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
        found = find(
            ask,
            store=self._workspace.store,
            embedder=self._embedder,
            vector_index=self._workspace.vector_index,
            lexical_index=self._workspace.lexical_index,
            shelf=self._shelf,
        )
        return _for_audience(ask, found, self._options.audience)

    def _checked(self, prepared: _Prepared, draft: Draft) -> Answer:
        answer = self._gate.check(draft, prepared.ask, prepared.evidence)
        answer = replace(answer, criteria=criteria_for(prepared.ask, self._embedder))
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


def ask(
    workspace: Workspace, question: str, options: AnswerOptions, *, session: str | None = None
) -> AnswerRun:
    """Answer one question from the evidence, or from the SOC guide where it is about SOC itself.

    With a session the question may lean on the ones asked before in it ("and how often?"), and the
    turn is kept. Raises `EngineError` where a chat model gives no answer.
    """
    if not question.strip():
        raise UsageError("the question is empty")
    record = _record(workspace, options, None)
    answerer = Answerer(workspace, options, run=record.id)
    earlier = workspace.store.conversations.turns(session) if session else ()
    asked = replace(in_context(shape(question), [t.question for t in earlier]), id="q1")
    answer = answerer.guide(question) or _only_answer(answerer.answers([asked]))
    answer = replace(answer, run=record.id)
    if session:
        now = workspace.clock.now()
        turn = Turn(session, len(earlier) + 1, question, answer, now)
        workspace.store.conversations.add(turn)
    return replace(
        record,
        answers=(answer,),
        prompts=answerer.prompts,
        finished_at=workspace.clock.now(),
    )


def draft(
    workspace: Workspace,
    questionnaire: Questionnaire,
    options: AnswerOptions,
    *,
    resume: bool = False,
    only: Only | None = None,
    progress: Progress = silent,
) -> AnswerRun:
    """Draft an answer to every question of a questionnaire and store it.

    Approved answers are never drafted again. `resume` keeps what is already drafted; `only` drafts
    again what is in that state and nothing else. Questions that a model failed on are in `failed`
    and are drafted by the next run. The answers are in the questionnaire's order.
    """
    record = _record(workspace, options, questionnaire.name)
    todo = due(workspace, questionnaire, resume=resume, only=only)
    answerer = Answerer(workspace, options, run=record.id)
    failed: list[tuple[str, str]] = []
    order = {q.id: number for number, q in enumerate(questionnaire.questions)}
    stage = "Drafting answers"
    progress(stage, 0, len(todo))
    for done, answer in enumerate(answerer.answers(todo), 1):
        if isinstance(answer, Answer):
            stored = replace(answer, run=record.id)
            workspace.store.answers.put(questionnaire.sha256, order[answer.id], stored)
        else:
            failed.append((answer[0], str(answer[1])))
        progress(stage, done, len(todo))
    now = workspace.store.answers.current(questionnaire.sha256)
    run = replace(
        record,
        answers=tuple(now[i] for i in sorted(now, key=lambda i: order.get(i, len(order)))),
        prompts=answerer.prompts,
        finished_at=workspace.clock.now(),
        failed=tuple(failed),
    )
    workspace.store.answers.put_run(questionnaire.sha256, run)
    return run


def estimate(
    workspace: Workspace,
    questionnaire: Questionnaire,
    options: AnswerOptions,
    *,
    resume: bool = False,
    only: Only | None = None,
) -> Estimate | None:
    """What `draft` with the same arguments would send to a model; None where nothing is sent."""
    from assistant.adapters.pricing import estimate_batch

    if workspace.settings.engine == "offline":
        return None
    answerer = Answerer(workspace, options, run="estimate")
    prompts = answerer.prompt_texts(due(workspace, questionnaire, resume=resume, only=only))
    model = workspace.settings.engine
    cards = " ".join(answerer.prompts[0]) if answerer.prompts else ""
    return estimate_batch(
        prompts, model, workspace.settings, typical=workspace.store.calls.typical(model, cards)
    )


def due(
    workspace: Workspace, questionnaire: Questionnaire, *, resume: bool, only: Only | None
) -> list[Ask]:
    """The questions that a run with these options would draft, shaped, in their order."""
    known = workspace.store.answers.current(questionnaire.sha256)
    todo = (q for q in answerable(questionnaire) if _is_due(known.get(q.id), resume, only))
    return [replace(shape(q), id=q.id) for q in todo]


def answerable(questionnaire: Questionnaire) -> tuple[Question, ...]:
    """The questions that want an answer: headings of groups do not."""
    return tuple(q for q in questionnaire.questions if q.field_type != "group")


def _is_due(known: Answer | None, resume: bool, only: Only | None) -> bool:
    if known is None:
        return only is None
    if known.status == "approved":
        return False
    if only == "needs_input":
        return known.abstained
    if only == "needs_review":
        return known.status == "needs_review"
    return not resume


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


def _only_answer(said: Iterator[Answer | tuple[str, EngineError]]) -> Answer:
    answer = next(said)
    if isinstance(answer, tuple):
        raise answer[1]
    return answer


def _record(workspace: Workspace, options: AnswerOptions, questionnaire: str | None) -> AnswerRun:
    started = workspace.clock.now()
    return AnswerRun(
        id=workspace.clock.run_id(),
        started_at=started,
        finished_at=started,
        as_of=options.scope.reference,
        engine=workspace.settings.engine,
        embedder=workspace.indexed_by,
        answers=(),
        questionnaire=questionnaire,
        settings_digest=workspace.settings.digest,
        corpus_digest=resources.judging_digest(
            "answering", "claims", "frameworks", "guide", "rules"
        ),
    )
