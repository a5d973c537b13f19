"""Rows of the review: one question with its answer, who wrote in it, who is asked; filters over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answers import Answer, Freshness, Sensitivity, Verdict
from assistant.errors import UsageError
from assistant.questions import Question
from assistant.review.answers import Who

RowState = Literal["not_drafted", "needs_input", "needs_review", "draft", "approved"]
STATES: tuple[RowState, ...] = ("not_drafted", "needs_input", "needs_review", "draft", "approved")
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question of a questionnaire as the review shows it. `number` counts from 1 in the file."""

    number: int
    question: Question
    answer: Answer | None
    state: RowState
    wrote: tuple[Who, ...] = ()
    """Who wrote in it since the software drafted it, the newest last."""
    assignee: str = ""
    assignee_name: str = ""

    @property
    def id(self) -> str:
        """The question's id."""
        return self.question.id

    @property
    def scored(self) -> bool:
        """Whether its confidence says something: not where a person wrote, or nothing is said."""
        return self.answer is not None and not self.answer.abstained and not self.wrote


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants to see; empty means all."""

    states: tuple[RowState, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    sensitivities: tuple[Sensitivity, ...] = ()
    freshness: tuple[Freshness, ...] = ()
    assignees: tuple[str, ...] = ()
    """Ids of persons, or `NOBODY`."""
    confidence: tuple[float, float] = (0.0, 1.0)
    text: str = ""


def state_of(answer: Answer | None) -> RowState:
    """Where an answer stands, as one word."""
    if answer is None:
        return "not_drafted"
    return "needs_input" if answer.abstained else answer.status


def rows_of(
    questions: Sequence[Question],
    answers: Mapping[str, Answer],
    wrote: Mapping[str, tuple[Who, ...]],
    assigned: Mapping[str, str],
    names: Mapping[str, str],
) -> tuple[AnswerRow, ...]:
    """A row a question, in the file's order."""
    return tuple(
        AnswerRow(
            number=number,
            question=question,
            answer=answers.get(question.id),
            state=state_of(answers.get(question.id)),
            wrote=wrote.get(question.id, ()),
            assignee=(who := assigned.get(question.id, "")),
            assignee_name=names.get(who, ""),
        )
        for number, question in enumerate(questions, 1)
    )


def matching(rows: Iterable[AnswerRow], wanted: Wanted) -> tuple[AnswerRow, ...]:
    """The rows that fit, in their order."""
    return tuple(row for row in rows if _fits(row, wanted))


def named(rows: Iterable[AnswerRow], ids: Iterable[str]) -> tuple[AnswerRow, ...]:
    """The rows of these questions, each once. Raises `UsageError` for an unknown question."""
    known = {row.id: row for row in rows}
    wanted = tuple(dict.fromkeys(ids))
    if unknown := [i for i in wanted if i not in known]:
        raise UsageError(f"no question {', '.join(map(repr, unknown))} wants an answer here")
    return tuple(known[i] for i in wanted)


def counted(rows: Iterable[AnswerRow]) -> dict[RowState, int]:
    """How many rows are in each state; each state is there."""
    found = Counter(row.state for row in rows)
    return {state: found[state] for state in STATES}


def _fits(row: AnswerRow, wanted: Wanted) -> bool:
    if wanted.states and row.state not in wanted.states:
        return False
    if wanted.assignees and (row.assignee or NOBODY) not in wanted.assignees:
        return False
    if wanted.text and wanted.text.casefold() not in _words(row):
        return False
    answer = row.answer
    least, most = wanted.confidence
    if answer is None:
        about_answers = wanted.verdicts or wanted.sensitivities or wanted.freshness
        return not about_answers and least == 0.0
    return (
        (not wanted.verdicts or answer.verdict in wanted.verdicts)
        and (not wanted.sensitivities or answer.sensitivity in wanted.sensitivities)
        and (not wanted.freshness or answer.freshness in wanted.freshness)
        and least <= answer.confidence <= most
    )


def _words(row: AnswerRow) -> str:
    said = row.answer.text if row.answer else ""
    return f"{row.id} {row.question.section} {row.question.text} {said}".casefold()
