"""The main verbs of answering: one question, or a whole questionnaire.

shape -> library or evidence -> engine -> gate -> stored answer. Every answer is stored as it comes,
so a run that is stopped or fails loses nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Literal, TypedDict

from assistant import resources
from assistant.answerer import Answerer, AnswerOptions
from assistant.answering.follow import in_context
from assistant.answering.shape import shape
from assistant.answering.watch import Watch
from assistant.answers import Answer, AnswerRun, Ask
from assistant.errors import EngineError, UsageError
from assistant.progress import Progress, silent
from assistant.questions import Question, Questionnaire
from assistant.review.answers import writers
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from assistant.adapters.pricing import Estimate

__all__ = [
    "AnswerOptions",
    "Due",
    "Only",
    "answerable",
    "ask",
    "draft",
    "due",
    "estimate",
    "estimate_question",
]

Only = Literal["needs_input", "needs_review"]


class Due(TypedDict):
    """Which questions a run drafts; see `draft`."""

    resume: bool
    only: Only | None
    over_edits: bool


def ask(
    workspace: Workspace,
    question: str,
    options: AnswerOptions,
    *,
    session: str | None = None,
    watch: Watch | None = None,
) -> AnswerRun:
    """Answer one question from the evidence, or from the SOC guide where it is about SOC itself.

    With a session the question may lean on the ones asked before in it ("and how often?"), and the
    turn is kept. `watch` sees stages and proven sentences as they come; what it raises ends the
    work, and no turn is kept. Raises `EngineError` where a chat model gives no answer.
    """
    if not question.strip():
        raise UsageError("the question is empty")
    record = _record(workspace, options, None)
    answerer = Answerer(workspace, options, run=record.id, watch=watch)
    earlier = workspace.store.conversations.turns(session) if session else ()
    asked = replace(in_context(shape(question), [t.question for t in earlier]), id="q1")
    answer = answerer.guide(question) or _only_answer(answerer.answers([asked]))
    answer = replace(answer, run=record.id)
    if session:
        workspace.store.conversations.add(
            session, question, answer, workspace.clock.now(), options.narrowing
        )
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
    since: datetime | None = None,
    over_edits: bool = False,
    ids: Collection[str] = (),
    progress: Progress = silent,
) -> AnswerRun:
    """Draft an answer to every question of a questionnaire and store it.

    Approved answers are never drafted again, and what a person wrote is not either unless
    `over_edits`; nor is it lost where it is written while the run goes on. `resume` keeps what is
    already drafted, `since` what was drafted by runs that began at that moment or later (the parts
    of one piece of work that was interrupted); `only` drafts again what is in that state and nothing
    else, `ids` these questions and nothing else. Questions that a model failed on are in `failed` and are drafted by the next run. The
    answers are in the questionnaire's order. The run's record is kept from its beginning.
    """
    record = _record(workspace, options, questionnaire.name)
    todo = due(
        workspace,
        questionnaire,
        resume=resume,
        only=only,
        since=since,
        over_edits=over_edits,
        ids=ids,
    )
    known = workspace.store.answers.current(questionnaire.sha256)
    answerer = Answerer(workspace, options, run=record.id)
    record = replace(record, prompts=answerer.prompts)
    workspace.store.answers.put_run(questionnaire.sha256, record)
    failed: list[tuple[str, str]] = []
    order = {q.id: number for number, q in enumerate(questionnaire.questions)}
    stage = "Drafting answers"
    progress(stage, 0, len(todo))
    for done, answer in enumerate(answerer.answers(todo), 1):
        if isinstance(answer, Answer):
            stored = replace(answer, run=record.id)
            before = known.get(answer.id)
            workspace.store.answers.put_over(questionnaire.sha256, order[answer.id], stored, before)
        else:
            failed.append((answer[0], str(answer[1])))
        progress(stage, done, len(todo))
    now = workspace.store.answers.current(questionnaire.sha256)
    run = replace(
        record,
        answers=tuple(now[i] for i in sorted(now, key=lambda i: order.get(i, len(order)))),
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
    over_edits: bool = False,
) -> Estimate | None:
    """What `draft` with the same arguments would send to a model; None where nothing is sent."""
    from assistant.adapters.pricing import estimate_batch

    if workspace.settings.engine == "offline":
        return None
    answerer = Answerer(workspace, options, run="estimate")
    todo = due(workspace, questionnaire, resume=resume, only=only, over_edits=over_edits)
    prompts = answerer.prompt_texts(todo)
    model = workspace.settings.engine
    cards = " ".join(answerer.prompts[0]) if answerer.prompts else ""
    return estimate_batch(
        prompts, model, workspace.settings, typical=workspace.store.calls.typical(model, cards)
    )


def estimate_question(workspace: Workspace) -> Estimate | None:
    """What one question sends to a model at most; None where nothing is sent.

    As a rule it is one call: more are made where a model does not reply as it is asked to.
    """
    from assistant.adapters.chat_model import MOST_CALLS
    from assistant.adapters.pricing import estimate_most
    from assistant.engines.chat_answers import LIMIT

    settings = workspace.settings
    if settings.engine == "offline":
        return None
    # A reply that cannot be used is asked for once more, by the way that is known by then.
    return estimate_most(LIMIT, MOST_CALLS + 1, settings.engine, settings)


def due(
    workspace: Workspace,
    questionnaire: Questionnaire,
    *,
    resume: bool,
    only: Only | None,
    since: datetime | None = None,
    over_edits: bool = False,
    ids: Collection[str] = (),
) -> list[Ask]:
    """The questions that a run with these options would draft, shaped, in their order."""
    answers, sha256 = workspace.store.answers, questionnaire.sha256
    known = answers.current(sha256)
    kept: set[str] = set()
    if not over_edits:
        kept |= writers(workspace.store.edits.edits(sha256), answers.drafts(sha256)).keys()
    if since is not None:
        runs = {r.id for r in answers.runs(sha256) if r.started_at >= since}
        kept |= {i for i, a in known.items() if a.run in runs}
    todo = (
        q
        for q in answerable(questionnaire)
        if q.id not in kept and (not ids or q.id in ids) and _is_due(known.get(q.id), resume, only)
    )
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
        corpus_digest=_corpus_digest(),
    )


@cache
def _corpus_digest() -> str:
    """Of all shipped data that answers depend on; it does not change while the process runs."""
    return resources.judging_digest("answering", "claims", "frameworks", "guide", "rules")
