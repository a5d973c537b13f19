"""The nouns of answering: what is asked, what an engine drafts, and the answer that was proven."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from assistant.model import Citation
from ingest.model import EvidenceKind

Verdict = Literal[
    "yes", "yes_with_limits", "planned", "no", "not_applicable", "needs_input", "narrative"
]
AnswerStatus = Literal["draft", "needs_review", "approved"]
AnswerSource = Literal["evidence", "library", "both", "none"]
Sensitivity = Literal["public", "nda", "internal"]
Freshness = Literal["fresh", "due", "stale", "undated"]
Decision = Literal["approve", "reject"]
AnswerForm = Literal["yes_no", "narrative"]
Basis = Literal["policy", "practice", "either"]
LibraryStatus = Literal["imported", "approved", "superseded", "retired"]

SENSITIVITIES: tuple[Sensitivity, ...] = ("public", "nda", "internal")
"""From what anyone may read to what stays inside."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question, shaped: what is searched, what form of answer it takes, what may prove it.

    `basis` says what kind of evidence suffices: "do you have a policy" takes a policy, "do you do"
    wants practice; `assessment_rules.md`, section 14.
    """

    id: str
    text: str
    query: str
    parts: tuple[str, ...]
    """The single questions of a compound one; the question itself where it is single."""
    form: AnswerForm
    basis: Basis
    section: str = ""
    context: str = ""
    options: tuple[str, ...] = ()
    max_words: int | None = None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a person limits the search to; an empty part limits nothing.

    All parts must hold. An item without a date is outside every span of days.
    """

    criteria: tuple[str, ...] = ()
    """Items that support one of these criteria, as the newest mapping has it."""
    kinds: tuple[EvidenceKind, ...] = ()
    files: tuple[str, ...] = ()
    """Paths of files, relative to the evidence folder."""
    first: date | None = None
    last: date | None = None

    def __bool__(self) -> bool:
        return self != EVERYTHING

    def __str__(self) -> str:
        parts = [
            f"criteria {', '.join(self.criteria)}" if self.criteria else "",
            f"kinds {', '.join(self.kinds)}" if self.kinds else "",
            f"files {', '.join(self.files)}" if self.files else "",
            _span(self.first, self.last),
        ]
        return "; ".join(part for part in parts if part)


EVERYTHING = Narrowing()
"""No limit."""


def _span(first: date | None, last: date | None) -> str:
    if first and last:
        return f"dates {first} to {last}"
    return f"dates from {first}" if first else f"dates until {last}" if last else ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a draft and what it rests on. Without a citation it will be blocked."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What an engine says to a question: a proposal, proven by nobody yet.

    `verdict` is needs_input exactly where there are no sentences. `confidence` is 0 to 1.
    """

    verdict: Verdict
    sentences: tuple[Sentence, ...]
    confidence: float
    missing: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose every sentence's citations were re-found and agree with it.

    `text` ends each sentence in its marks, [1] [2], which count `citations` from 1. Made by
    `assistant.answering.check` or from an approved library answer whose sources still stand.
    """

    id: str
    question: str
    verdict: Verdict
    text: str
    abstained: bool
    confidence: float
    citations: tuple[Citation, ...]
    section: str = ""
    missing: str = ""
    source: AnswerSource = "none"
    criteria: tuple[str, ...] = ()
    status: AnswerStatus = "draft"
    warnings: tuple[str, ...] = ()
    sensitivity: Sensitivity = "internal"
    freshness: Freshness = "undated"
    run: str = ""
    """The run that made it: engine, prompts and corpus are looked up by it."""


@dataclass(frozen=True, slots=True)
class AnswerRun:
    """All that one run answered, with enough to explain it a year later."""

    id: str
    started_at: datetime
    finished_at: datetime
    as_of: date
    """The day that freshness was judged for."""
    engine: str
    embedder: str
    answers: tuple[Answer, ...]
    questionnaire: str | None = None
    """The file's name; None for single questions."""
    prompts: tuple[tuple[str, str], ...] = ()
    settings_digest: str = ""
    corpus_digest: str = ""
    failed: tuple[tuple[str, str], ...] = ()
    """Question ids that got no answer, with the reason; they are drafted by the next run."""


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decision on one answer: appended, never edited.

    `answer` is what was decided on, word for word; a later draft is not approved by it.
    """

    questionnaire: str
    """The questionnaire's sha256."""
    answer: Answer
    decision: Decision
    reviewer: str
    at: datetime
    reason: str = ""
    person_id: str = ""
    """The house's id of the reviewer; empty where the command line only has the name."""


def decided(answer: Answer, decision: Decision) -> Answer:
    """The answer in the state that a decision gives it."""
    return replace(answer, status="approved" if decision == "approve" else "needs_review")


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation, what the search was limited to, and what was answered."""

    session: str
    number: int
    question: str
    answer: Answer
    at: datetime
    narrowing: Narrowing = EVERYTHING


@dataclass(frozen=True, slots=True)
class Conversation:
    """One person's questions, asked one after another. Nobody else ever reads them.

    `id` is the session of its turns. A hidden one is in no list any more and stays in the store.
    """

    id: str
    owner: str
    """The person's id."""
    title: str
    started_at: datetime
    changed_at: datetime
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class LibraryAnswer:
    """An answer kept for reuse, with all that decides whether it may be.

    `sources` pairs each evidence path it rests on with the file's sha256 at approval. Its words are
    never changed: a newer version has its own id and `replaces` this one's.
    """

    id: str
    question: str
    verdict: Verdict
    text: str
    owner: str
    approved_on: date
    """The day a person approved it; of an imported one, the day it was said."""
    review_on: date
    citations: tuple[Citation, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    sensitivity: Sensitivity = "internal"
    product: str = ""
    """The product it speaks for; empty for all."""
    origin: str = ""
    """The questionnaire it came from, and the question's id there."""
    sent_in: tuple[str, ...] = ()
    """Questionnaires that carried it out of the house."""
    status: LibraryStatus = "approved"
    """Imported ones are past statements that nobody approved here; the last two are history."""
    version: int = 1
    replaces: str = ""
    """Id of the version before this one."""
    author: str = ""
    """Id of the person whose own words these are: another one must approve them. Empty for a
    draft's words and for imported ones."""


@dataclass(frozen=True, slots=True)
class LibraryEvent:
    """One decision on a library answer: the status it gave, by whom, when, and why."""

    answer_id: str
    action: LibraryStatus
    who: str
    day: date
    note: str = ""
