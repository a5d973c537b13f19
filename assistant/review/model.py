"""The nouns of review. Decisions are appended; what holds is derived from all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from assistant.model import Aspect, Citation

LinkVerb = Literal["accept", "reject", "add", "withdraw"]
TaskState = Literal["open", "in_progress", "closed"]
TaskVerb = Literal["open", "assign", "due", "comment", "attach", "start", "close", "reopen"]


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """A person's word on whether an item supports a criterion; it outlives re-runs.

    It holds for the item with this id (its bytes, path and member); `path` names the member too, as
    `Document.name` does. Where the file has changed since, the decision is shown as made on an earlier version and does not hold for the new
    one. `withdraw` ends the person's earlier word and lets the tool's own stand again.
    """

    number: int
    document_id: str
    path: str
    criterion: str
    verb: LinkVerb
    aspect: Aspect
    person_id: str
    at: datetime
    reason: str
    citations: tuple[Citation, ...] = ()
    """For `add` and `accept`: the quotes it rests on, re-found before it is kept."""
    name: str = ""
    """The person's name as it was then, for reports."""


@dataclass(frozen=True, slots=True)
class AnswerEdit:
    """A person's words in place of a draft's. Whoever wrote them cannot approve them."""

    number: int
    questionnaire: str
    """The questionnaire's sha256."""
    question_id: str
    person_id: str
    at: datetime
    before: str
    """The answer before, as JSON of `assistant.answers.Answer`; empty where there was none."""
    after: str
    reason: str = ""
    name: str = ""
    """The person's name at the time; all that the command line knows of who writes."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is asked to look at an answer; the newest one holds."""

    questionnaire: str
    question_id: str
    person_id: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TaskEvent:
    """One thing that happened to a task."""

    number: int
    task_id: str
    verb: TaskVerb
    person_id: str
    at: datetime
    text: str = ""
    """Comment or reason; for `assign` the person's id, for `attach` the evidence path."""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Work on a gap: derived from its events.

    `gap` is the gap's lasting key (criterion, kind, digest of what it is about), the same in every
    run, so that a task finds its gap again and shows when it is gone.
    """

    id: str
    gap: str
    criterion: str
    title: str
    state: TaskState
    assignee: str
    due: date | None
    opened_at: datetime
    opened_by: str
    events: tuple[TaskEvent, ...]
