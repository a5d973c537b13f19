"""The face of the page "Questionnaires": hand in, understand, draft, write back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from assistant.answer_run import AnswerOptions, Only, answerable, due, estimate
from assistant.desk.answer_export import Export, exported
from assistant.desk.answer_rows import RowState, counted, rows_of
from assistant.desk.seat import Seat
from assistant.errors import UsageError
from assistant.jobs.kinds.draft import arguments
from assistant.jobs.model import ENDED, Job
from assistant.questionnaire_files import corrected, file_of, kept, opened, take_in
from assistant.questionnaires.grid import Grid
from assistant.questionnaires.read import tables_of
from assistant.questions import ColumnMap, Questionnaire, QuestionnaireFile
from assistant.scope_kept import scope_of

if TYPE_CHECKING:
    from assistant.adapters.pricing import Estimate
    from assistant.answers import Sensitivity

SHORT = 12
"""Digits of a sha256 that name a questionnaire in an address."""
_ON_THE_COMMAND_LINE = "Say where they are"
"""Begins a hint about options that a page does not have."""
_USUAL = 0.4
"""Seconds that a question takes offline on a small machine, before anything was measured here."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One questionnaire in the list."""

    file: QuestionnaireFile
    added_by: str
    """The person's name."""
    counts: Mapping[RowState, int]
    job: Job | None
    """The drafting that was asked last, if any."""

    @property
    def short(self) -> str:
        """What names it in an address."""
        return self.file.sha256[:SHORT]

    @property
    def drafting(self) -> bool:
        """Whether it is being drafted now."""
        return self.job is not None and self.job.state not in ENDED


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood of a file, or why nothing was; and its tables, for corrections."""

    file: QuestionnaireFile
    questionnaire: Questionnaire | None
    problem: str
    tables: tuple[Grid, ...]


@dataclass(frozen=True, slots=True)
class DraftPlan:
    """What a drafting would take, before it is asked for."""

    questions: int
    seconds: float
    calls: Estimate | None
    """What would be sent to a model; None where nothing is sent."""


class Questionnaires:
    """What a person at this seat does with customers' files. Changes need a contributor."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._workspace = seat.workspace

    def all(self) -> tuple[Listed, ...]:
        """Every questionnaire of the workspace, the newest first."""
        self._seat.need("read")
        jobs = self._jobs()
        people = self._seat.house.people
        found = []
        for file in self._workspace.store.questionnaires.all():
            answers = self._workspace.store.answers.current(file.sha256)
            counts = counted(rows_of([], {}, {}, {}, {}))
            for answer in answers.values():
                counts["needs_input" if answer.abstained else answer.status] += 1
            counts["not_drafted"] = max(file.questions - len(answers), 0)
            person = people.get(file.added_by)
            found.append(Listed(file, person.name if person else "", counts, jobs.get(file.sha256)))
        return tuple(found)

    def find(self, short: str) -> QuestionnaireFile:
        """The questionnaire that an address names. Raises `UsageError` where there is none."""
        self._seat.need("read")
        return kept(self._workspace, short)

    def upload(self, name: str, data: bytes) -> QuestionnaireFile:
        """Take a customer's file in; the same file again is the one that is here.

        Raises `QuestionnaireError` where it cannot be read, with what to do.
        """
        self._seat.need("contribute")
        before = self._workspace.store.questionnaires.all()
        file = take_in(self._workspace, name, data, person_id=self._seat.person.id)
        if file not in before:
            told = {"name": file.name, "size": file.size}
            self._record("questionnaire.uploaded", file.sha256, after=told)
        return file

    def understanding(self, sha256: str) -> Understanding:
        """What was understood of it. A file that asks nothing comes with the reason instead."""
        self._seat.need("read")
        file = kept(self._workspace, sha256)
        tables = tables_of(file_of(self._workspace, file))
        try:
            found = opened(self._workspace, file.sha256)
        except UsageError as error:
            why = str(error).partition(_ON_THE_COMMAND_LINE)[0].rstrip(". ")
            return Understanding(file, None, f"{why}.", tables)
        return Understanding(kept(self._workspace, sha256), found, "", tables)

    def questionnaire(self, sha256: str) -> Questionnaire:
        """It as understood. Raises `QuestionnaireError` where it is not."""
        self._seat.need("read")
        return opened(self._workspace, kept(self._workspace, sha256).sha256)

    def correct(self, sha256: str, maps: tuple[ColumnMap, ...]) -> Questionnaire:
        """Understand the columns as a person says; remembered for every file of this layout.

        Raises `QuestionnaireError` where the columns do not fit; nothing changes then.
        """
        self._seat.need("contribute")
        file = kept(self._workspace, sha256)
        try:
            before: object = [asdict(m) for m in opened(self._workspace, file.sha256).maps]
        except UsageError:
            before = []
        found = corrected(self._workspace, file.sha256, maps)
        self._record(
            "questionnaire.corrected",
            file.sha256,
            before=before,
            after=[asdict(m) for m in found.maps],
        )
        return found

    def plan(
        self,
        sha256: str,
        *,
        resume: bool = True,
        only: Only | None = None,
        over_edits: bool = False,
        audience: Sensitivity = "internal",
        product: str = "",
    ) -> DraftPlan:
        """How many questions would be drafted, how long it may take, what a model would be sent."""
        self._seat.need("read")
        asked = self.questionnaire(sha256)
        todo = due(self._workspace, asked, resume=resume, only=only, over_edits=over_edits)
        calls = estimate(
            self._workspace,
            asked,
            self._options(audience, product),
            resume=resume,
            only=only,
            over_edits=over_edits,
        )
        seconds = calls.seconds if calls else len(todo) * self._pace()
        return DraftPlan(len(todo), seconds, calls)

    def draft(
        self,
        sha256: str,
        *,
        resume: bool = True,
        only: Only | None = None,
        over_edits: bool = False,
        ids: Sequence[str] = (),
        audience: Sensitivity = "internal",
        product: str = "",
    ) -> Job:
        """Ask for the draft; it goes on without the page. Approved answers stay as they are.

        `ids` draft these questions alone. What people wrote stays unless `over_edits`.
        """
        self._seat.need("contribute")
        asked = self.questionnaire(sha256)
        if not due(
            self._workspace, asked, resume=resume, only=only, over_edits=over_edits, ids=ids
        ):
            raise UsageError("there is nothing to draft")
        if not self._workspace.store.evidence.files():
            raise UsageError("there is no evidence to answer from yet; add some first")
        told = arguments(
            asked.sha256,
            self._options(audience, product),
            resume=resume,
            only=only,
            over_edits=over_edits,
            ids=ids,
        )
        job = self._seat.jobs.ask(
            "draft",
            workspace_id=self._seat.entry.id,
            title=f"Draft {asked.name}",
            person_id=self._seat.person.id,
            arguments=told,
        )
        self._record("questionnaire.draft_asked", asked.sha256, after={"job": job.id, **told})
        return job

    def drafting(self, sha256: str) -> Job | None:
        """The drafting that was asked last for it, whatever its state."""
        self._seat.need("read")
        return self._jobs().get(sha256)

    def export(self, sha256: str, *, final: bool = False, overwrite: bool = False) -> Export:
        """Write the answers into a copy of the customer's file, with the annexes beside it.

        Without `final` what nobody approved carries the mark of a draft. With it, every answer must
        be approved. Raises `QuestionnaireError` where not, and where there are no answers.
        """
        self._seat.need("contribute")
        file, asked = kept(self._workspace, sha256), self.questionnaire(sha256)
        if final and (open_ := self._unanswered(asked)):
            raise UsageError(
                f"{len(open_)} questions have no answer yet, the first is {open_[0]}; "
                "a final file needs an approved answer to each"
            )
        done = exported(self._workspace, file, asked, final=final, overwrite=overwrite)
        self._record(
            "questionnaire.exported", asked.sha256, after={"final": final, "files": len(done.files)}
        )
        return done

    def _unanswered(self, asked: Questionnaire) -> list[str]:
        known = self._workspace.store.answers.drafts(asked.sha256)
        return [q.id for q in answerable(asked) if q.id not in known]

    def _options(self, audience: Sensitivity, product: str) -> AnswerOptions:
        return AnswerOptions(scope_of(self._workspace), audience, product.strip())

    def _jobs(self) -> dict[str, Job]:
        newest: dict[str, Job] = {}
        for job in self._seat.jobs.of_workspace(self._seat.entry.id):
            if job.kind == "draft":
                newest.setdefault(job.arguments["questionnaire"], job)
        return newest

    def _pace(self) -> float:
        """Seconds a question took in the drafting that was done last here."""
        for job in self._seat.jobs.of_workspace(self._seat.entry.id):
            if job.kind == "draft" and job.state == "done" and job.total and job.started_at:
                return max((job.changed_at - job.started_at).total_seconds() / job.total, 0.01)
        return _USUAL

    def _record(
        self, action: str, sha256: str, *, before: object = None, after: object = None
    ) -> None:
        self._seat.record(
            action,
            sha256[:SHORT],
            before=json.dumps(before, ensure_ascii=False) if before is not None else "",
            after=json.dumps(after, ensure_ascii=False) if after is not None else "",
        )
