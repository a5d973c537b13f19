"""The face of the page "Chat": a person's own conversations with the workspace's evidence."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date
from threading import Lock, Thread
from typing import TYPE_CHECKING
from weakref import WeakSet

from assistant.answer_parts import parts_of
from assistant.answer_run import AnswerOptions, ask, estimate_question
from assistant.answering.criteria import criteria_for
from assistant.answering.guide import find_topic
from assistant.answering.narrow import documents_within
from assistant.answering.shape import shape
from assistant.answers import EVERYTHING, Conversation, Narrowing, Turn
from assistant.assessment.freshness import evidence_day
from assistant.catalog.criteria import catalog
from assistant.desk.asking import Asking, askings
from assistant.desk.conversation_file import Form, written
from assistant.desk.examples import examples_for
from assistant.errors import EvidaryError, UsageError
from assistant.library.keep import REVIEW_IN_DAYS, keep, propose
from assistant.scope_kept import scope_of
from ingest.model import EvidenceKind

if TYPE_CHECKING:
    from assistant.adapters.pricing import Estimate
    from assistant.answering.watch import Watch
    from assistant.answers import AnswerRun, LibraryAnswer, Sensitivity
    from assistant.desk.seat import Seat
    from assistant.workspace import Workspace

LONGEST_QUESTION = 4_000
_TITLE = 80
_UNKNOWN = "there is no such conversation of yours"
"""The same whether it is somebody else's, hidden or was never there."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a search in this workspace can be limited to."""

    criteria: tuple[tuple[str, str], ...]
    """Ids and titles of those with accepted evidence; none before the first mapping."""
    kinds: tuple[EvidenceKind, ...]
    files: tuple[str, ...]
    first: date | None
    """The oldest and the newest day that evidence speaks for."""
    last: date | None


class Chat:
    """What a person at this seat asks. Nobody else reads it, by no list and by no id."""

    def __init__(self, seat: Seat) -> None:
        seat.need("read")
        self._seat = seat
        self._workspace = seat.workspace
        self._table = seat.workspace.store.conversations

    def conversations(self) -> tuple[Conversation, ...]:
        """The person's conversations that are not hidden, the one used last first."""
        return self._table.of_person(self._seat.person.id)

    def conversation(self, conversation_id: str) -> Conversation:
        """One of them. Raises `UsageError` for any other id, without saying whose it is."""
        found = self._table.get(conversation_id, self._seat.person.id)
        if found is None or found.hidden:
            raise UsageError(_UNKNOWN)
        return found

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """Questions and answers, oldest first."""
        self.conversation(conversation_id)
        return self._table.turns(conversation_id)

    def ask(
        self,
        question: str,
        *,
        conversation_id: str = "",
        narrowing: Narrowing = EVERYTHING,
        audience: Sensitivity = "internal",
    ) -> Asking:
        """Begin to answer a question, in a new conversation where no id is given.

        The answer is stored when it is there, whether or not anybody still looks. Raises
        `UsageError` for an empty or very long question, for limits that cannot be followed, and
        while the question before it is being answered.
        """
        words = question.strip()
        if not words:
            raise UsageError("write a question first")
        if len(words) > LONGEST_QUESTION:
            raise UsageError(f"a question has at most {LONGEST_QUESTION:,} characters; shorten it")
        if narrowing:
            self.reach(narrowing)
        known = self.conversation(conversation_id) if conversation_id else self._begun(words)
        options = AnswerOptions(scope_of(self._workspace), audience, narrowing=narrowing)

        def work(watch: Watch) -> AnswerRun:
            run = ask(self._workspace, words, options, session=known.id, watch=watch)
            self._recorded(known.id, run)
            return run

        return askings.start(known.id, words, work)

    def asking(self, conversation_id: str) -> Asking | None:
        """The question that is being answered, or was stopped or failed; None where none is."""
        return askings.of(conversation_id) if self._is_mine(conversation_id) else None

    def dismiss(self, conversation_id: str) -> None:
        """Let a stopped or failed question go."""
        if self._is_mine(conversation_id):
            askings.forget(conversation_id)

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title. Raises `UsageError` for an empty one."""
        before = self.conversation(conversation_id)
        after = _short(title)
        if not after:
            raise UsageError("give the conversation a title")
        self._table.rename(conversation_id, self._seat.person.id, after)
        if after != before.title:
            self._seat.record("conversation.renamed", conversation_id)

    def hide(self, conversation_id: str) -> None:
        """Take a conversation from the list; it stays in the store for the audit trail."""
        self.conversation(conversation_id)
        self._table.hide(conversation_id, self._seat.person.id)
        self._seat.record("conversation.hidden", conversation_id)

    def keep(
        self,
        conversation_id: str,
        number: int,
        *,
        product: str = "",
        review_in_days: int = REVIEW_IN_DAYS,
    ) -> LibraryAnswer:
        """Put an answer into the library, its words as they are.

        Who may approve approves it by this; from a contributor it goes in as a proposal that waits
        for an approver. Raises `NotAllowed` for a reader, and `UsageError` for an answer that needs
        input, is about SOC in general, or comes from the library.
        """
        self._seat.need("contribute")
        turn = self._turn(conversation_id, number)
        answer = turn.answer
        if not self.can_be_kept(turn):
            raise UsageError("only an answer that was made from the evidence can be kept")
        put = keep if self._seat.may("approve") else propose
        kept = put(
            self._workspace.store,
            answer,
            owner=self._seat.person.name,
            today=self._workspace.clock.today(),
            origin=f"chat of {turn.at:%Y-%m-%d}",
            product=product,
            review_in_days=review_in_days,
        )
        self._seat.record(
            "library.approved" if kept.status == "approved" else "library.proposed",
            kept.id,
            after=json.dumps(
                {"question": kept.question, "verdict": kept.verdict, "text": kept.text}
            ),
            run=answer.run,
        )
        return kept

    def can_be_kept(self, turn: Turn) -> bool:
        """Whether the answer may go into the library: it cites evidence, and is not from there."""
        answer = turn.answer
        return bool(answer.citations) and not answer.abstained and answer.source == "evidence"

    def kept(self) -> dict[tuple[str, str, str], str]:
        """By question, verdict and words: how an answer stands in the library, in words."""
        words = {"approved": "approved by", "imported": "waits for approval, proposed by"}
        return {
            (a.question, a.verdict, a.text): f"{words[a.status]} {a.owner}"
            for a in self._workspace.store.library.answers()
            if a.status in words
        }

    def export(self, conversation_id: str, form: Form) -> tuple[str, bytes]:
        """A file's name and content: every question with its answer, quotes and places."""
        conversation = self.conversation(conversation_id)
        turns = self._table.turns(conversation_id)
        if not turns:
            raise UsageError("there is nothing to export yet")
        self._seat.record("conversation.exported", conversation_id, after=form)
        name = f"evidary-conversation-{turns[-1].at:%Y-%m-%d}.{form}"
        return name, written(conversation, turns, self._seat.entry.name, form)

    def choices(self) -> Choices:
        """What the search can be limited to. Raises `WorkspaceError` where there is no evidence."""
        parts = parts_of(self._workspace)
        heads = parts.heads(self._workspace)
        supporting = parts.supporting(self._workspace) or {}
        days = sorted(day for d in heads if (day := evidence_day(d.kind, d.dates)))
        return Choices(
            tuple((c.id, c.title) for c in catalog().criteria if supporting.get(c.id)),
            tuple(sorted({d.kind for d in heads})),
            tuple(dict.fromkeys(d.path for d in heads)),
            days[0] if days else None,
            days[-1] if days else None,
        )

    def reach(self, narrowing: Narrowing) -> int:
        """How many evidence items the limits leave. Raises `UsageError` where they make no sense."""
        parts = parts_of(self._workspace)
        supporting = parts.supporting(self._workspace) if narrowing.criteria else None
        return len(documents_within(narrowing, parts.heads(self._workspace), supporting))

    def examples(self) -> tuple[str, ...]:
        """Questions that this workspace's evidence is likely to answer, and one about SOC itself."""
        return examples_for(parts_of(self._workspace).heads(self._workspace))

    def most(self) -> tuple[str, Estimate] | None:
        """The model that a question goes to, and what it takes at most; None where nothing leaves
        this machine. The library and the guide may answer without it."""
        found = estimate_question(self._workspace)
        return (self._workspace.settings.engine, found) if found else None

    def judged_for(self) -> date:
        """The day that freshness is judged for."""
        return scope_of(self._workspace).reference

    def _begun(self, question: str) -> Conversation:
        now = self._workspace.clock.now()
        made = Conversation(
            secrets.token_urlsafe(24), self._seat.person.id, _short(question), now, now
        )
        self._table.start(made)
        return made

    def _is_mine(self, conversation_id: str) -> bool:
        return self._table.get(conversation_id, self._seat.person.id) is not None

    def _turn(self, conversation_id: str, number: int) -> Turn:
        found = next((t for t in self.turns(conversation_id) if t.number == number), None)
        if found is None:
            raise UsageError("this answer is not there any more; load the page again")
        return found

    def _recorded(self, conversation_id: str, run: AnswerRun) -> None:
        """That it was asked and how it ended; the words stay in the conversation."""
        (answer,) = run.answers
        self._seat.record(
            "question.asked",
            conversation_id,
            after=json.dumps({"verdict": answer.verdict, "citations": len(answer.citations)}),
            run=run.id,
            prompts=run.prompts,
        )


_warmed: WeakSet[Workspace] = WeakSet()
_warming = Lock()


def warm(workspace: Workspace) -> None:
    """Make in the background, once in a process, what the first question would wait for."""
    with _warming:
        if workspace in _warmed:
            return
        _warmed.add(workspace)

    def work() -> None:
        try:
            parts = parts_of(workspace)
            parts.reuse(workspace)
            find_topic("What is a SOC 2 report?", parts.embedder)
            if workspace.settings.engine == "offline":
                ask(workspace, "Who approves changes?", AnswerOptions(scope_of(workspace)))
            else:  # a model is asked by people alone
                parts.shelf(workspace)
                workspace.vector_index.nearest(parts.embedder.embed(["changes"])[0], 1)
                criteria_for(shape("Who approves changes?"), parts.embedder)
        except EvidaryError:  # the first question meets it again and says it
            with _warming:
                _warmed.discard(workspace)

    Thread(target=work, name="warming", daemon=True).start()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1].rstrip()}…"
