"""The verbs of people on answers: approve, reject, write, assign; nobody approves what they wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.answering.gate import Gate
from assistant.answers import Answer, Decision, Review, Verdict, decided
from assistant.errors import EvidaryError, NotAllowed, UsageError
from assistant.library.keep import keep_all
from assistant.model import Citation
from assistant.questions import Question, Questionnaire
from assistant.review.answers import Bulk, Passed, Who, hindrance, plan_bulk, same_words, writers
from assistant.review.model import AnswerEdit, Assignment
from assistant.review.wording import cites, reworded, said, stated
from assistant.scope import make_scope
from assistant.workspace import Workspace
from ingest.walk import base_of


def decide(
    workspace: Workspace,
    questionnaire: Questionnaire,
    ids: Iterable[str],
    *,
    decision: Decision,
    reviewer: str,
    reason: str = "",
    product: str = "",
    person_id: str = "",
    seen: Mapping[str, Answer] | None = None,
) -> tuple[Answer, ...]:
    """Append a person's decision on answers; approved ones go into the answer library.

    All or nothing; the answers as they stand then. An answer that needs input cannot be approved:
    there is nothing to approve; and nobody approves what they wrote in: `NotAllowed`. `seen` are
    the answers that the person looked at: where one says something else by now, nothing is decided.
    Raises `UsageError` for that, for an unknown id, and where nobody is named.
    """
    with workspace.store.together():
        who = Who(_named(reviewer), person_id)
        rules = _Rules(workspace, questionnaire, who, seen)
        answers = rules.hold(list(dict.fromkeys(ids)), decision)
        _keep(workspace, questionnaire, answers, decision, who, reason, product)
        return tuple(decided(answer, decision) for answer in answers)


def approve_those_that_may(
    workspace: Workspace,
    questionnaire: Questionnaire,
    seen: Mapping[str, Answer],
    *,
    reviewer: str,
    person_id: str = "",
) -> tuple[tuple[Answer, ...], tuple[Passed, ...]]:
    """Approve, at once, each of these answers that `decide` would approve by itself.

    The others are left alone and named with what `decide` would say. Approvals are all or nothing.
    """
    with workspace.store.together():
        who = Who(_named(reviewer), person_id)
        rules = _Rules(workspace, questionnaire, who, seen)
        passed = [Passed(i, why) for i in seen if (why := rules.against(i, "approve"))]
        left = {p.id for p in passed}
        answers = rules.hold([i for i in seen if i not in left], "approve")
        _keep(workspace, questionnaire, answers, "approve", who)
        return tuple(decided(answer, "approve") for answer in answers), tuple(passed)


def state(
    workspace: Workspace,
    questionnaire: Questionnaire,
    identifier: str,
    *,
    verdict: Verdict,
    text: str,
    person: str,
    person_id: str = "",
    seen: Answer | None = None,
    citations: Sequence[Citation] | None = None,
    reason: str = "",
) -> Answer:
    """Keep a person's own words as the answer; somebody else must approve them.

    Sentences that cite, as `[1]`, are held to those of `citations` (the present answer's, if none
    are given); what they say must be borne out. Sentences that cite nothing say so: who stated them
    and when stands among the warnings. `seen` is the answer that the person had before them.
    Raises `UsageError` for an unknown question, empty or unproven words, words that change nothing,
    an answer that changed since it was seen, or where nobody is named.
    """
    asked = next((q for q in questionnaire.questions if q.id == identifier), None)
    if asked is None:
        raise UsageError(f"{questionnaire.name} has no question {identifier!r}")
    if not said(text) or not person.strip() or verdict == "needs_input":
        raise UsageError("a statement needs words, a verdict and a person: --text, --verdict, --by")
    before = workspace.store.answers.drafts(questionnaire.sha256).get(identifier)
    if seen is not None and (before is None or not same_words(seen, before)):
        raise UsageError(f"{identifier} changed since you saw it; look at it again")
    made = _in_words(workspace, before or _unanswered(asked), verdict, text, person, citations)
    if before is not None and same_words(before, made):
        raise UsageError(f"{identifier} already says that")
    position = [q.id for q in questionnaire.questions].index(identifier)
    now = workspace.clock.now()
    edit = AnswerEdit(
        0, questionnaire.sha256, identifier, person_id, now, "", "", reason, _named(person)
    )
    with workspace.store.deciding():
        kept = workspace.store.edits.put(edit, position, before, made)
    if kept is None:
        raise UsageError(f"{identifier} changed since you saw it; look at it again")
    return made


def assign(
    workspace: Workspace, questionnaire: Questionnaire, ids: Iterable[str], *, to: str, by: str
) -> None:
    """Ask a person of the house to look at answers; the newest word holds, empty asks nobody.

    Raises `UsageError` for an unknown question.
    """
    known = {q.id for q in questionnaire.questions}
    wanted = list(dict.fromkeys(ids))
    if unknown := [i for i in wanted if i not in known]:
        raise UsageError(f"{questionnaire.name} has no question {unknown[0]!r}")
    now = workspace.clock.now()
    with workspace.store.together():
        for identifier in wanted:
            workspace.store.edits.assign(Assignment(questionnaire.sha256, identifier, to, by, now))


def bulk(
    workspace: Workspace,
    questionnaire: Questionnaire,
    *,
    above: float,
    reviewer: str,
    person_id: str = "",
) -> Bulk:
    """What approving all drafts from this confidence up would do for this person; nothing is done."""
    store = workspace.store
    current = store.answers.current(questionnaire.sha256)
    return plan_bulk(
        current,
        writers(
            store.edits.edits(questionnaire.sha256), store.answers.drafts(questionnaire.sha256)
        ),
        above=above,
        person=Who(_named(reviewer), person_id),
    )


class _Rules:
    """What must hold before a person decides on answers of a questionnaire, as it stands now."""

    def __init__(
        self,
        workspace: Workspace,
        questionnaire: Questionnaire,
        who: Who,
        seen: Mapping[str, Answer] | None,
    ) -> None:
        store = workspace.store
        self._known = store.answers.drafts(questionnaire.sha256)
        self._files = store.evidence.files()
        self._wrote = writers(store.edits.edits(questionnaire.sha256), self._known)
        self._who = who
        self._seen = seen or {}

    def hold(self, ids: Sequence[str], decision: Decision) -> tuple[Answer, ...]:
        """The answers to decide on. Raises `UsageError` or `NotAllowed` where one cannot be."""
        if unknown := [i for i in ids if i not in self._known]:
            raise UsageError(
                f"no draft for {', '.join(map(repr, unknown))}; draft the questionnaire first"
            )
        if moved := [i for i in ids if not same_words(self._seen_as(i), self._known[i])]:
            raise UsageError(f"{', '.join(moved)} changed since you saw it; look at it again")
        answers = tuple(self._known[i] for i in ids)
        if decision == "approve":
            self._may_be_approved(answers)
        return answers

    def against(self, identifier: str, decision: Decision) -> str:
        """Why this one answer cannot be decided on; empty where it can."""
        try:
            self.hold([identifier], decision)
        except EvidaryError as error:
            return str(error)
        return ""

    def _seen_as(self, identifier: str) -> Answer:
        return self._seen.get(identifier, self._known[identifier])

    def _may_be_approved(self, answers: Sequence[Answer]) -> None:
        if waiting := [a.id for a in answers if a.abstained or not a.text.strip()]:
            raise UsageError(
                f"these answers need input and cannot be approved: {', '.join(waiting)}"
            )
        for answer in answers:
            if gone := [c.path for c in answer.citations if c.path not in self._files]:
                raise UsageError(f"{answer.id} cites {gone[0]}, which is no longer in the evidence")
        if own := [a.id for a in answers if hindrance(self._who, self._wrote.get(a.id, ()))]:
            raise NotAllowed(
                f"{self._who.name} wrote in {', '.join(own)}; "
                "somebody else must approve what a person wrote"
            )


def _keep(
    workspace: Workspace,
    questionnaire: Questionnaire,
    answers: Sequence[Answer],
    decision: Decision,
    who: Who,
    reason: str = "",
    product: str = "",
) -> None:
    now = workspace.clock.now()
    if decision == "approve":
        origins = [(a, f"{questionnaire.name} {a.id}") for a in answers]
        keep_all(workspace.store, origins, owner=who.name, today=now.date(), product=product)
    workspace.store.answers.add_reviews(
        [Review(questionnaire.sha256, a, decision, who.name, now, reason, who.id) for a in answers]
    )


def _in_words(
    workspace: Workspace,
    answer: Answer,
    verdict: Verdict,
    text: str,
    person: str,
    citations: Sequence[Citation] | None,
) -> Answer:
    given = answer.citations if citations is None else citations
    day = workspace.clock.today()
    words, name = text.strip(), _named(person)
    if not cites(words) or not given:
        return stated(answer, verdict=verdict, text=words, person=name, day=day)
    return reworded(
        answer,
        verdict=verdict,
        text=words,
        person=name,
        day=day,
        citations=given,
        documents=workspace.store.evidence.documents([c.document_id for c in given]),
        gate=Gate(base_of(workspace.evidence), make_scope(today=day)),
    )


def _unanswered(question: Question) -> Answer:
    return Answer(
        id=question.id,
        question=question.text,
        verdict="needs_input",
        text="",
        abstained=True,
        confidence=0.0,
        citations=(),
        section=question.section,
    )


def _named(person: str) -> str:
    if not person.strip():
        raise UsageError("a decision needs a person: give --by NAME")
    return person.strip()
