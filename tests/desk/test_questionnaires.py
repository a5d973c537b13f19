"""The questionnaires' desk: hand in, understand, draft by a job, decide as two people, write back."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import openpyxl
import pytest

from assistant.clock import Clock
from assistant.desk.answer_review import AnswerReview
from assistant.desk.answer_rows import NOBODY, AnswerRow, Wanted, matching
from assistant.desk.questionnaires import Questionnaires
from assistant.desk.seat import Seat
from assistant.errors import NotAllowed, QuestionnaireError, UsageError
from assistant.house.house import House
from assistant.house.model import HouseWorkspace, Person, Role
from assistant.indexing import ingest_evidence
from assistant.jobs import kinds
from assistant.jobs.kinds import draft as drafting
from assistant.jobs.model import Job, Made
from assistant.progress import silent
from assistant.questionnaire_files import FOLDER
from assistant.questions import ColumnMap
from assistant.settings import Settings
from assistant.workspace import Workspace

NOW = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
QUESTIONS = (
    "id,question,answer,comments\n"
    "Q1,Within what time is a leaver's access removed?,,\n"
    "Q2,How often are restores tested?,,\n"
    "Q3,Do you carry cyber liability insurance?,,\n"
)


@dataclass
class AtOnce:
    """A queue of one workspace that works when told, in this thread."""

    workspace_: Workspace
    jobs: list[Job]

    def ask(self, kind: str, **told: object) -> Job:
        job = Job(
            id=f"job{len(self.jobs) + 1}",
            kind=kind,  # type: ignore[arg-type] # as the desk says
            state="waiting",
            stage="",
            done=0,
            total=0,
            asked_by=str(told.pop("person_id")),
            asked_at=self.workspace_.clock.now(),
            changed_at=self.workspace_.clock.now(),
            **told,  # type: ignore[arg-type] # as the port names them
        )
        self.jobs.insert(0, job)
        return job

    def of_workspace(self, workspace_id: str) -> tuple[Job, ...]:
        return tuple(self.jobs)

    def workspace(self, workspace_id: str) -> Workspace:
        return self.workspace_

    def work(self) -> None:
        drafting.run(self, self.jobs[0], silent)


@dataclass
class Place:
    """A house with one workspace, and seats in it by name and role."""

    house: House
    entry: HouseWorkspace
    workspace: Workspace
    queue: AtOnce

    def seat(self, name: str, role: Role) -> Seat:
        known = {p.name: p for p in self.house.people.all()}
        person: Person = known.get(name) or self.house.people.add(
            name, f"{name.split()[0].lower()}@example.com"
        )
        self.house.workspaces.set_role(self.entry.id, person.id, role)
        return Seat(
            self.house, person, self.entry, role, self.workspace, cast("object", self.queue)
        )  # type: ignore[arg-type] # as much of a queue as the desk asks


@pytest.fixture
def place(tmp_path: Path, evidence: Path) -> Iterator[Place]:
    clock = Clock(NOW)
    with (
        House.open(tmp_path / "home", clock=clock) as house,
        Workspace(tmp_path / "ws", settings=Settings(workers=1), clock=clock) as workspace,
    ):
        ingest_evidence(workspace, evidence)
        entry = house.workspaces.create("Acme")
        made = Place(house, entry, workspace, AtOnce(workspace, []))
        made.seat("Root Admin", "admin")
        yield made


@pytest.fixture
def drafted(place: Place) -> str:
    desk = Questionnaires(place.seat("Ana Lima", "approver"))
    sha256 = desk.upload("customer.csv", QUESTIONS.encode()).sha256
    desk.draft(sha256)
    place.queue.work()
    return sha256


def row(review: AnswerReview, identifier: str) -> AnswerRow:
    return next(r for r in review.rows() if r.id == identifier)


def actions(place: Place) -> list[str]:
    return [e.action for e in place.house.audit.entries(workspace_id=place.entry.id)]


def test_a_file_is_kept_by_its_hash_under_no_name_of_the_customers(place: Place) -> None:
    desk = Questionnaires(place.seat("Ana Lima", "contributor"))
    hostile = "../../etc/<script>alert(1)</script>\x00.csv"
    file = desk.upload(hostile, QUESTIONS.encode())
    (kept,) = (place.workspace.folder / FOLDER).iterdir()
    assert kept.name == f"{file.sha256}.csv"
    assert file.name == "script>.csv"
    assert desk.upload("again.csv", QUESTIONS.encode()) == desk.find(file.sha256[:12])
    (listed,) = desk.all()
    assert (listed.added_by, listed.short) == ("Ana Lima", file.sha256[:12])
    assert actions(place).count("questionnaire.uploaded") == 1


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xlsx", b"MZ\x90\x00 no workbook", "no Office file"),
        ("a.exe", b"MZ\x90\x00", "questionnaires are read from"),
        ("a.csv", b"", "empty"),
        ("a.md", b"# Nothing\n\nA text.\n", "a.md"),
    ],
)
def test_what_is_no_questionnaire_is_refused_by_its_content(
    place: Place, name: str, data: bytes, said: str
) -> None:
    desk = Questionnaires(place.seat("Ana Lima", "contributor"))
    with pytest.raises(QuestionnaireError, match=said):
        desk.upload(name, data)
    assert desk.all() == ()


def test_a_reader_changes_nothing(place: Place, drafted: str) -> None:
    seat = place.seat("Rea Dow", "reader")
    desk, review = Questionnaires(seat), AnswerReview(seat, drafted)
    first = row(review, "Q1")
    tries: list[Callable[[], object]] = [
        lambda: desk.upload("b.csv", b"id,question,answer\n1,Is it so?,\n"),
        lambda: desk.correct(drafted, (ColumnMap("", 1, "B"),)),
        lambda: desk.draft(drafted, resume=False),
        lambda: desk.export(drafted),
        lambda: review.edit(first, verdict="yes", text="Yes."),
        lambda: review.approve(first),
        lambda: review.reject(first, "no"),
        lambda: review.assign([first], seat.person.id),
        lambda: review.plan_bulk(0.5),
    ]
    before = actions(place)
    for attempt in tries:
        with pytest.raises(NotAllowed, match="reader"):
            attempt()
    assert actions(place) == before
    assert review.rows()[0] == first
    assert "role of an approver" in (review.hindrance(first) or "")


def test_columns_are_corrected_and_remembered_for_the_layout(place: Place) -> None:
    desk = Questionnaires(place.seat("Ana Lima", "contributor"))
    odd = b"key,topic,note\nX1,logs,\nX2,backups,\n"
    file = desk.upload("odd.csv", odd)
    found = desk.understanding(file.sha256)
    assert found.questionnaire is None
    assert "odd.csv" in found.problem
    assert found.tables[0].text(2, 1) == "X1"
    made = desk.correct(file.sha256, (ColumnMap("", 1, "B", id="A", answer=("C",)),))
    assert [q.id for q in made.questions] == ["X1", "X2"]
    other = desk.upload("other.csv", odd + b"X3,restores,\n")
    understood = desk.understanding(other.sha256).questionnaire
    assert understood is not None
    assert len(understood.questions) == 3
    assert {listed.file.questions for listed in desk.all()} == {2, 3}


def test_a_draft_is_a_job_that_counts_and_says_what_it_takes(place: Place) -> None:
    desk = Questionnaires(place.seat("Ana Lima", "contributor"))
    sha256 = desk.upload("customer.csv", QUESTIONS.encode()).sha256
    plan = desk.plan(sha256)
    assert (plan.questions, plan.calls) == (3, None)
    job = desk.draft(sha256)
    assert desk.drafting(sha256) == job
    place.queue.work()
    (listed,) = desk.all()
    assert (listed.counts["needs_input"], listed.counts["not_drafted"]) == (1, 0)
    assert desk.plan(sha256).questions == 0
    with pytest.raises(UsageError, match="nothing to draft"):
        desk.draft(sha256)
    assert desk.plan(sha256, only="needs_input").questions == 1


def test_a_job_goes_on_where_it_was_stopped(place: Place) -> None:
    desk = Questionnaires(place.seat("Ana Lima", "contributor"))
    sha256 = desk.upload("customer.csv", QUESTIONS.encode()).sha256
    desk.draft(sha256, resume=False)

    class Killed(BaseException): ...

    def killed(stage: str, done: int, total: int) -> None:
        if done == 1:
            raise Killed

    with pytest.raises(Killed):
        drafting.run(place.queue, place.queue.jobs[0], killed)
    assert len(place.workspace.store.answers.drafts(sha256)) == 1
    begun = replace(place.queue.jobs[0], started_at=NOW)
    (run,) = place.workspace.store.answers.runs(sha256)
    assert kinds.left(place.queue, begun).run == run.id
    assert kinds.left(place.queue, replace(begun, started_at=NOW + timedelta(seconds=1))) == Made()
    assert kinds.left(place.queue, replace(begun, started_at=None)) == Made()
    totals: list[int] = []
    drafting.run(place.queue, place.queue.jobs[0], lambda _, done, total: totals.append(total))
    assert set(totals) == {2}
    assert len(place.workspace.store.answers.drafts(sha256)) == 3


def test_one_question_is_drafted_again_and_words_of_people_only_where_asked(
    place: Place, drafted: str
) -> None:
    seat = place.seat("Ana Lima", "approver")
    desk, review = Questionnaires(seat), AnswerReview(seat, drafted)
    before = {r.id: r.answer for r in review.rows()}
    review.edit(row(review, "Q1"), verdict="narrative", text="Access ends within a day.")
    with pytest.raises(UsageError, match="nothing to draft"):
        desk.draft(drafted, resume=False, ids=["Q1"])
    desk.draft(drafted, resume=False, over_edits=True, ids=["Q1"])
    place.queue.work()
    after = {r.id: r.answer for r in review.rows()}
    assert after["Q1"] is not None
    assert "24 hours" in after["Q1"].text
    assert (after["Q2"], after["Q3"]) == (before["Q2"], before["Q3"])
    anew = AnswerReview(seat, drafted)
    told = {h.what.split()[0] for h in anew.history(row(anew, "Q1"))}
    assert told == {"drafted", "wrote"}
    assert row(anew, "Q1").wrote == ()


def test_two_people_bring_an_answer_out(place: Place, drafted: str) -> None:
    ana = AnswerReview(place.seat("Ana Lima", "approver"), drafted)
    ben = AnswerReview(place.seat("Ben Okri", "approver"), drafted)
    ana.edit(row(ana, "Q3"), verdict="no", text="We carry none.")
    mine = row(ana, "Q3")
    assert "you wrote in it" in (ana.hindrance(mine) or "")
    with pytest.raises(NotAllowed, match="somebody else"):
        ana.approve(mine)
    assert ben.hindrance(row(ben, "Q3")) is None
    ben.approve(row(ben, "Q3"))
    assert row(ana, "Q3").state == "approved"
    entries = place.house.audit.entries(workspace_id=place.entry.id)
    by_action = {e.action: e for e in entries}
    edited, approved = by_action["answer.edited"], by_action["answer.approved"]
    assert json.loads(edited.before)["verdict"] == "needs_input"
    assert json.loads(edited.after)["text"] == "We carry none."
    assert edited.run
    assert json.loads(approved.after)["status"] == "approved"
    assert approved.person_id != edited.person_id
    assert place.house.audit.verify() == ()
    assert not any("Lima" in e.before + e.after for e in entries)


def test_what_changed_meanwhile_is_not_approved(place: Place, drafted: str) -> None:
    ana = AnswerReview(place.seat("Ana Lima", "contributor"), drafted)
    ben = AnswerReview(place.seat("Ben Okri", "approver"), drafted)
    seen = row(ben, "Q1")
    ana.edit(row(ana, "Q1"), verdict="narrative", text="Access ends within a day.")
    with pytest.raises(UsageError, match="changed since you saw it"):
        ben.approve(seen)


def test_bulk_approval_does_what_it_said_and_no_more(place: Place, drafted: str) -> None:
    ana = AnswerReview(place.seat("Ana Lima", "contributor"), drafted)
    ben = AnswerReview(place.seat("Ben Okri", "approver"), drafted)
    plan = ben.plan_bulk(0.1)
    assert set(plan.bulk.approve) == {"Q1", "Q2"}
    ana.edit(row(ana, "Q2"), verdict="narrative", text="Restores are tested now and then.")
    done = ben.approve_bulk(plan)
    assert done.approved == ("Q1",)
    assert {p.id: p.reason for p in done.passed}["Q2"] == "it changed since you looked"
    assert actions(place).count("answer.approved") == 1


def test_answers_are_handed_to_people_who_can_work(place: Place, drafted: str) -> None:
    ana = AnswerReview(place.seat("Ana Lima", "contributor"), drafted)
    ben = place.seat("Ben Okri", "contributor").person
    rea = place.seat("Rea Dow", "reader").person
    ana.assign(ana.rows()[:2], ben.id)
    assert [r.assignee_name for r in ana.rows()] == ["Ben Okri", "Ben Okri", ""]
    with pytest.raises(UsageError, match="may contribute"):
        ana.assign(ana.rows()[:1], rea.id)
    assert len(matching(ana.rows(), Wanted(assignees=(NOBODY,)))) == 1
    told = ana.history(row(ana, "Q1"))
    assert [h.what.split()[0] for h in told] == ["asked", "drafted"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["Q1", "Q2", "Q3"]),
        (Wanted(states=("needs_input",)), ["Q3"]),
        (Wanted(verdicts=("needs_input",)), ["Q3"]),
        (Wanted(confidence=(0.01, 1.0)), ["Q1", "Q2"]),
        (Wanted(text="LEAVER"), ["Q1"]),
        (Wanted(sensitivities=("public",)), []),
    ],
)
def test_rows_are_filtered(place: Place, drafted: str, wanted: Wanted, found: list[str]) -> None:
    review = AnswerReview(place.seat("Ana Lima", "reader"), drafted)
    assert [r.id for r in matching(review.rows(), wanted)] == found


def test_the_library_suggests_and_its_answer_is_held_to_its_sources(
    place: Place, drafted: str, evidence: Path
) -> None:
    ben = AnswerReview(place.seat("Ben Okri", "approver"), drafted)
    ben.approve(row(ben, "Q1"))
    desk = Questionnaires(place.seat("Ana Lima", "contributor"))
    text = "id,question,answer\nA,Within what time is a leaver's access removed?,\n"
    other = desk.upload("other.csv", text.encode()).sha256
    ana = AnswerReview(place.seat("Ana Lima", "contributor"), other)
    (suggested,) = ana.suggestions(row(ana, "A"))
    assert suggested.stands
    made = ana.take(row(ana, "A"), suggested)
    assert made.citations[0].path == "access-policy.md"
    assert row(ana, "A").wrote[-1].name == "Ana Lima"


def test_the_final_file_wants_an_approved_answer_to_everything(place: Place, drafted: str) -> None:
    ana, ben = place.seat("Ana Lima", "approver"), place.seat("Ben Okri", "approver")
    desk, mine, theirs = (
        Questionnaires(ana),
        AnswerReview(ana, drafted),
        AnswerReview(ben, drafted),
    )
    draft = desk.export(drafted)
    assert [f.name for f in draft.files] == [
        "customer-answered.csv",
        "customer-answered-annex.xlsx",
        "customer-answered-annex.md",
    ]
    assert b"DRAFT" in draft.files[0].data
    with pytest.raises(QuestionnaireError, match="not approved"):
        desk.export(drafted, final=True)
    mine.edit(row(mine, "Q3"), verdict="no", text="We carry none.")
    theirs.approve_bulk(theirs.plan_bulk(0.1))
    theirs.approve(row(theirs, "Q3"))
    final = desk.export(drafted, final=True)
    text = final.files[0].data.decode()
    assert "DRAFT" not in text
    assert "We carry none." in text
    assert openpyxl.load_workbook(io.BytesIO(final.files[1].data)).worksheets


def test_a_questionnaire_of_another_workspace_is_not_there(place: Place) -> None:
    desk = Questionnaires(place.seat("Ana Lima", "reader"))
    with pytest.raises(UsageError, match="not here"):
        desk.find("0" * 12)
