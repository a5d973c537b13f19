"""The face of a questionnaire's review: rows, one answer with all about it, and decisions on it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answer_run import answerable
from assistant.answers import Answer, AnswerRun, Decision, Verdict
from assistant.decision_run import approve_those_that_may, assign, bulk, decide, state
from assistant.desk.answer_history import Happened, history
from assistant.desk.answer_rows import AnswerRow, rows_of
from assistant.desk.seat import Seat
from assistant.errors import UsageError
from assistant.house.model import Deed
from assistant.house.permissions import allows
from assistant.library.match import Shelf, Suggestion, suggestions
from assistant.model import Citation
from assistant.progress import Progress, silent
from assistant.questionnaire_files import kept, opened
from assistant.questions import Questionnaire
from assistant.review.answers import Bulk, Passed, Who, hindrance, same_words, writers


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What a bulk approval will do, and the answers as they were when it was told."""

    bulk: Bulk
    seen: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class BulkDone:
    """What a bulk approval did."""

    approved: tuple[str, ...]
    passed: tuple[Passed, ...]


class AnswerReview:
    """What a person at this seat does with the answers of one questionnaire.

    Writing and asking people need a contributor, deciding an approver; nobody approves what they
    wrote. Everything is recorded with the answer before and after, its run and its prompts; a
    decision that cannot be recorded is not made.
    """

    def __init__(self, seat: Seat, sha256: str) -> None:
        seat.need("read")
        self._seat = seat
        self._workspace = seat.workspace
        self._asked = opened(seat.workspace, kept(seat.workspace, sha256).sha256)

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire as understood."""
        return self._asked

    def rows(self) -> tuple[AnswerRow, ...]:
        """A row a question that wants an answer, in the file's order."""
        store, sha256 = self._workspace.store, self._asked.sha256
        current = store.answers.current(sha256)
        assigned = {a.question_id: a.person_id for a in store.edits.assignments(sha256)}
        wrote = writers(store.edits.edits(sha256), store.answers.drafts(sha256))
        names = self._seat.house.people.names()
        return rows_of(answerable(self._asked), current, wrote, assigned, names)

    def people(self) -> tuple[tuple[str, str], ...]:
        """Ids and names of those who can be asked to look at an answer: who may contribute."""
        house = self._seat.house
        found = []
        for member in house.workspaces.members(self._seat.entry.id):
            person = house.people.get(member.person_id)
            if person and person.active and allows(member.role, "contribute"):
                found.append((person.id, person.name))
        return tuple(sorted(found, key=lambda pair: (pair[1].casefold(), pair[0])))

    def hindrance(self, row: AnswerRow) -> str | None:
        """Why this person cannot approve this answer; None where they can."""
        if not self._seat.may("approve"):
            return "approving needs the role of an approver"
        if row.answer is None:
            return "it is not drafted yet"
        if row.answer.abstained:
            return "it needs input: write an answer first"
        if row.state == "approved":
            return "it is approved already"
        return hindrance(self._me, row.wrote)

    def approve(self, row: AnswerRow) -> None:
        """Approve the answer as this person sees it; it goes into the answer library."""
        self.decide([row], "approve")

    def reject(self, row: AnswerRow, reason: str) -> None:
        """Reject the answer as this person sees it, and say why."""
        self.decide([row], "reject", reason)

    def decide(self, rows: Sequence[AnswerRow], decision: Decision, reason: str = "") -> None:
        """Decide on answers as this person sees them, all or none; a rejection says why."""
        self._seat.need("approve")
        reason = reason.strip()
        if decision == "reject" and not reason:
            raise UsageError("say why it is rejected; whoever mends it needs to know")
        seen = {row.id: row.answer for row in rows if row.answer is not None}
        action = "answer.approved" if decision == "approve" else "answer.rejected"
        with self._workspace.store.together():
            decided = decide(
                self._workspace,
                self._asked,
                [row.id for row in rows],
                decision=decision,
                reviewer=self._seat.person.name,
                person_id=self._seat.person.id,
                reason=reason,
                seen=seen,
            )
            self._seat.record_all(
                self._deed(action, after.id, seen.get(after.id), after, reason) for after in decided
            )

    def edit(
        self,
        row: AnswerRow,
        *,
        verdict: Verdict,
        text: str,
        reason: str = "",
        citations: tuple[Citation, ...] | None = None,
    ) -> Answer:
        """Put a person's words in the answer's place; somebody else must approve them.

        Sentences that end in [1] are held to the source of this number and refused where it does
        not bear them out; sentences without are marked as the person's own statement.
        """
        self._seat.need("contribute")
        made = state(
            self._workspace,
            self._asked,
            row.id,
            verdict=verdict,
            text=text,
            person=self._seat.person.name,
            person_id=self._seat.person.id,
            seen=row.answer,
            citations=citations,
            reason=reason,
        )
        self._seat.record_all([self._deed("answer.edited", row.id, row.answer, made)])
        return made

    def suggestions(self, row: AnswerRow) -> tuple[Suggestion, ...]:
        """What the library says to the same or nearly the same question, the best first."""
        store = self._workspace.store
        files = {path: file.sha256 for path, file in store.evidence.files().items()}
        shelf = Shelf(store.library.answers(), self._workspace.embedder, known=store.vectors)
        return suggestions(
            row.question.text, shelf, files=files, today=self._workspace.clock.today()
        )

    def take(self, row: AnswerRow, suggestion: Suggestion) -> Answer:
        """Use a library answer here: its words, held to its own sources as any edit is."""
        found = suggestion.answer
        return self.edit(
            row,
            verdict=found.verdict,
            text=found.text,
            reason=f"from the library: {found.id}",
            citations=found.citations,
        )

    def assign(self, rows: Iterable[AnswerRow], person_id: str) -> None:
        """Ask somebody to look at these answers; empty asks nobody."""
        self._seat.need("contribute")
        if person_id and person_id not in dict(self.people()):
            raise UsageError("choose somebody who may contribute in this workspace")
        wanted = [row for row in rows if row.assignee != person_id]
        with self._workspace.store.together():
            assign(
                self._workspace,
                self._asked,
                [row.id for row in wanted],
                to=person_id,
                by=self._seat.person.id,
            )
            self._seat.record_all(
                Deed("answer.assigned", self._subject(row.id), row.assignee, person_id)
                for row in wanted
            )

    def plan_bulk(self, above: float) -> BulkPlan:
        """What approving all drafts from this confidence up would do; nothing is done yet."""
        self._seat.need("approve")
        found = bulk(
            self._workspace,
            self._asked,
            above=above,
            reviewer=self._seat.person.name,
            person_id=self._seat.person.id,
        )
        current = self._workspace.store.answers.drafts(self._asked.sha256)
        return BulkPlan(found, {i: current[i] for i in found.approve})

    def approve_bulk(self, plan: BulkPlan, *, progress: Progress = silent) -> BulkDone:
        """Approve what the plan said, at once; what changed since is left out and named."""
        self._seat.need("approve")
        progress("Approving", 0, len(plan.seen))
        with self._workspace.store.together():
            seen, moved = self._still(plan.seen)
            approved, refused = approve_those_that_may(
                self._workspace,
                self._asked,
                seen,
                reviewer=self._seat.person.name,
                person_id=self._seat.person.id,
            )
            self._seat.record_all(
                self._deed("answer.approved", after.id, seen[after.id], after) for after in approved
            )
        progress("Approving", len(plan.seen), len(plan.seen))
        return BulkDone(tuple(a.id for a in approved), (*plan.bulk.passed, *moved, *refused))

    def _still(self, seen: Mapping[str, Answer]) -> tuple[dict[str, Answer], list[Passed]]:
        """Those that are drafts with the words that were seen, and the others."""
        now = self._workspace.store.answers.current(self._asked.sha256)
        same = {i: now[i] for i, answer in seen.items() if i in now and _same_draft(now[i], answer)}
        return same, [Passed(i, "it changed since you looked") for i in seen if i not in same]

    def history(self, row: AnswerRow) -> tuple[Happened, ...]:
        """What happened to the answer, the newest first."""
        return history(
            self._workspace.store,
            self._asked.sha256,
            row.id,
            self._run(row.answer),
            self._seat.house.people.names(),
        )

    @property
    def _me(self) -> Who:
        return Who(self._seat.person.name, self._seat.person.id)

    def _run(self, answer: Answer | None) -> AnswerRun | None:
        if answer is None or not answer.run:
            return None
        return self._runs.get(answer.run)

    @cached_property
    def _runs(self) -> dict[str, AnswerRun]:
        return {r.id: r for r in self._workspace.store.answers.runs(self._asked.sha256)}

    def _subject(self, identifier: str) -> str:
        return f"{self._asked.sha256[:12]}/{identifier}"

    def _deed(
        self, action: str, identifier: str, before: Answer | None, after: Answer, reason: str = ""
    ) -> Deed:
        run = self._run(before)
        return Deed(
            action,
            self._subject(identifier),
            _told(before),
            _told(after, reason),
            run.id if run else "",
            run.prompts if run else (),
        )


def _same_draft(now: Answer, seen: Answer) -> bool:
    return now.status == "draft" and same_words(now, seen)


def _told(answer: Answer | None, reason: str = "") -> str:
    """An answer for the audit trail: what it says and on what it rests."""
    if answer is None:
        return ""
    told = {
        "verdict": answer.verdict,
        "text": answer.text,
        "status": answer.status,
        "cites": [c.path for c in answer.citations],
    }
    return json.dumps({**told, "reason": reason} if reason else told, ensure_ascii=False)
