"""People in answers: their words held to what they cite, two persons, bulk approval, re-drafts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.answer_run import AnswerOptions, draft
from assistant.clock import Clock
from assistant.decision_run import assign, bulk, decide, state
from assistant.errors import NotAllowed, UsageError
from assistant.indexing import ingest_evidence
from assistant.model import Scope
from assistant.questionnaire_run import open_questionnaire
from assistant.questions import Questionnaire
from assistant.review.answers import Who, writers
from assistant.review.wording import Said, said
from assistant.settings import Settings
from assistant.workspace import Workspace

NOW = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
OPTIONS = AnswerOptions(Scope(("security",), "type1", as_of=NOW.date()))
QUESTIONS = (
    "id,question,answer,comments\n"
    "Q1,Within what time is a leaver's access removed?,,\n"
    "Q2,How often are restores tested?,,\n"
    "Q3,Do you carry cyber liability insurance?,,\n"
)


@pytest.fixture
def workspace(tmp_path: Path, evidence: Path, database_url: str) -> Iterator[Workspace]:
    with Workspace(
        tmp_path / "ws",
        settings=Settings(workers=1),
        clock=Clock(NOW),
        database_url=database_url,
    ) as opened:
        ingest_evidence(opened, evidence)
        yield opened


@pytest.fixture
def asked(tmp_path: Path, workspace: Workspace) -> Questionnaire:
    file = tmp_path / "customer.csv"
    file.write_text(QUESTIONS, encoding="utf-8")
    found = open_questionnaire(file)
    draft(workspace, found, OPTIONS)
    return found


def edited(
    workspace: Workspace, asked: Questionnaire, text: str, by: str = "Ana Lima", at: str = "Q1"
) -> None:
    state(workspace, asked, at, verdict="narrative", text=text, person=by, person_id=by[:3])


def approve(workspace: Workspace, asked: Questionnaire, by: str, *ids: str) -> None:
    decide(
        workspace, asked, ids or ("Q1",), decision="approve", reviewer=by, person_id=by[:3].lower()
    )


def test_marks_stand_before_or_behind_the_full_stop() -> None:
    assert said("It is so. [1] [2] And more [3]. Free words.") == (
        Said("It is so.", (1, 2)),
        Said("And more.", (3,)),
        Said("Free words.", ()),
    )


def test_a_mark_without_a_sentence_is_refused() -> None:
    with pytest.raises(UsageError, match="behind no sentence"):
        said("[1] It is so.")


def test_words_that_the_source_bears_out_keep_their_citation(
    workspace: Workspace, asked: Questionnaire
) -> None:
    edited(workspace, asked, "Access of leavers is removed within 24 hours. [1]")
    answer = workspace.store.answers.current(asked.sha256)["Q1"]
    assert answer.citations[0].path == "access-policy.md"
    assert not any("stated by" in w for w in answer.warnings)
    assert (answer.status, answer.run) == ("needs_review", "")


def test_words_that_the_source_denies_are_refused(
    workspace: Workspace, asked: Questionnaire
) -> None:
    before = workspace.store.answers.current(asked.sha256)["Q1"]
    with pytest.raises(UsageError, match="not borne out"):
        edited(workspace, asked, "Leavers lose their access within 2 hours of termination. [1]")
    assert workspace.store.answers.current(asked.sha256)["Q1"] == before
    assert workspace.store.edits.edits(asked.sha256) == ()


def test_a_source_that_is_not_there_is_refused(workspace: Workspace, asked: Questionnaire) -> None:
    with pytest.raises(UsageError, match=r"no source \[7\]"):
        edited(workspace, asked, "Access is removed within 24 hours. [7]")


def test_a_sentence_without_a_source_is_named_as_stated(
    workspace: Workspace, asked: Questionnaire
) -> None:
    cited = workspace.store.answers.current(asked.sha256)["Q1"].text
    edited(workspace, asked, f"{cited} Our service desk does this.")
    answer = workspace.store.answers.current(asked.sha256)["Q1"]
    assert answer.citations
    assert "stated by Ana Lima on 2026-06-30, with no evidence cited" in answer.warnings[0]
    assert "Our service desk does this." in answer.warnings[0]
    assert (answer.sensitivity, answer.confidence) == ("internal", 0.0)


def test_an_overclaim_of_a_person_is_warned_of(workspace: Workspace, asked: Questionnaire) -> None:
    edited(workspace, asked, "We are SOC 2 certified.", at="Q3")
    answer = workspace.store.answers.current(asked.sha256)["Q3"]
    assert any("CPA firm" in w for w in answer.warnings)


def test_a_citation_that_is_gone_is_refused(
    workspace: Workspace, asked: Questionnaire, evidence: Path
) -> None:
    (evidence / "access-policy.md").write_text("# Access\n\nNothing here.\n", encoding="utf-8")
    ingest_evidence(workspace, evidence)
    with pytest.raises(UsageError, match="no longer says"):
        edited(workspace, asked, "Leavers lose their access within 24 hours. [1]")


def test_nobody_approves_their_own_words_but_a_second_person_does(
    workspace: Workspace, asked: Questionnaire
) -> None:
    edited(workspace, asked, "Access of leavers ends within a day.")
    with pytest.raises(NotAllowed, match="somebody else must approve"):
        decide(
            workspace, asked, ["Q1"], decision="approve", reviewer="A. Lima", person_id="Ana"
        )  # the same person of the house under another name
    with pytest.raises(NotAllowed):
        decide(workspace, asked, ["Q1"], decision="approve", reviewer=" ana  LIMA ")
    assert workspace.store.library.answers() == ()
    approve(workspace, asked, "Ben Okri")
    assert workspace.store.answers.current(asked.sha256)["Q1"].status == "approved"
    (kept,) = workspace.store.library.answers()
    assert kept.owner == "Ben Okri"


def test_both_who_wrote_in_it_are_out(workspace: Workspace, asked: Questionnaire) -> None:
    edited(workspace, asked, "Access of leavers ends within a day.")
    edited(workspace, asked, "Access of leavers ends within one day.", by="Ben Okri")
    for person in ("Ana Lima", "Ben Okri"):
        with pytest.raises(NotAllowed):
            decide(workspace, asked, ["Q1"], decision="approve", reviewer=person)
    approve(workspace, asked, "Cleo Park")


def test_an_untouched_draft_may_be_approved_by_anyone(
    workspace: Workspace, asked: Questionnaire
) -> None:
    approve(workspace, asked, "Ana Lima")
    assert workspace.store.answers.current(asked.sha256)["Q1"].status == "approved"


def test_an_approval_ends_where_the_words_change(
    workspace: Workspace, asked: Questionnaire
) -> None:
    approve(workspace, asked, "Ben Okri")
    edited(workspace, asked, "Access of leavers ends within a day.")
    assert workspace.store.answers.current(asked.sha256)["Q1"].status == "needs_review"


def test_what_changed_since_it_was_seen_is_not_decided_on(
    workspace: Workspace, asked: Questionnaire
) -> None:
    seen = workspace.store.answers.current(asked.sha256)
    edited(workspace, asked, "Access of leavers ends within a day.")
    with pytest.raises(UsageError, match="changed since you saw it"):
        decide(workspace, asked, ["Q1"], decision="approve", reviewer="Ben Okri", seen=seen)
    with pytest.raises(UsageError, match="changed since you saw it"):
        state(
            workspace,
            asked,
            "Q1",
            verdict="narrative",
            text="It ends soon.",
            person="Ben Okri",
            seen=seen["Q1"],
        )


def test_the_same_words_again_are_no_edit(workspace: Workspace, asked: Questionnaire) -> None:
    answer = workspace.store.answers.current(asked.sha256)["Q1"]
    with pytest.raises(UsageError, match="already says that"):
        state(workspace, asked, "Q1", verdict=answer.verdict, text=answer.text, person="Ana Lima")


def test_edits_keep_before_and_after(workspace: Workspace, asked: Questionnaire) -> None:
    edited(workspace, asked, "We carry none.", at="Q3")
    edited(workspace, asked, "We carry none yet.", at="Q3", by="Ben Okri")
    first, second = workspace.store.edits.edits(asked.sha256)
    assert '"needs_input"' in first.before
    assert first.after == second.before
    drafts = workspace.store.answers.drafts(asked.sha256)
    assert writers((first, second), drafts)["Q3"] == (
        Who("Ana Lima", "Ana"),
        Who("Ben Okri", "Ben"),
    )


def test_bulk_says_what_it_leaves_out_and_why(workspace: Workspace, asked: Questionnaire) -> None:
    edited(workspace, asked, "Restores are tested now and then.", at="Q2")
    plan = bulk(workspace, asked, above=0.1, reviewer="Ana Lima")
    reasons = {p.id: p.reason for p in plan.passed}
    assert plan.approve == ("Q1",)
    assert "you wrote in it" in reasons["Q2"]
    assert reasons["Q3"] == "it needs input"
    others = bulk(workspace, asked, above=0.1, reviewer="Ben Okri")
    assert "read it by itself" in {p.id: p.reason for p in others.passed}["Q2"]
    high = bulk(workspace, asked, above=1.0, reviewer="Ben Okri")
    assert high.approve == ()
    assert "confidence" in {p.id: p.reason for p in high.passed}["Q1"]


def test_a_new_draft_keeps_what_people_wrote_unless_asked(
    workspace: Workspace, asked: Questionnaire
) -> None:
    edited(workspace, asked, "Access of leavers ends within a day.")
    draft(workspace, asked, OPTIONS)
    answers = workspace.store.answers
    assert answers.current(asked.sha256)["Q1"].text == "Access of leavers ends within a day."
    draft(workspace, asked, OPTIONS, over_edits=True)
    assert "24 hours" in answers.current(asked.sha256)["Q1"].text
    approve(workspace, asked, "Ana Lima")  # the words are the software's again


def test_words_written_while_a_draft_runs_are_kept(
    workspace: Workspace, asked: Questionnaire
) -> None:
    def meanwhile(stage: str, done: int, total: int) -> None:
        if done == 0:
            edited(workspace, asked, "We carry none.", at="Q3")

    draft(workspace, asked, OPTIONS, progress=meanwhile)
    assert workspace.store.answers.current(asked.sha256)["Q3"].text == "We carry none."


def test_interrupted_work_goes_on_where_it_stopped(
    workspace: Workspace, asked: Questionnaire
) -> None:
    class Stopped(Exception): ...

    def stop(stage: str, done: int, total: int) -> None:
        if done == 2:
            raise Stopped

    workspace.clock = Clock(NOW.replace(hour=10))
    begun = workspace.clock.now()
    with pytest.raises(Stopped):
        draft(workspace, asked, OPTIONS, progress=stop)
    stages: list[tuple[int, int]] = []
    draft(
        workspace,
        asked,
        OPTIONS,
        since=begun,
        progress=lambda _, done, total: stages.append((done, total)),
    )
    assert stages == [(0, 1), (1, 1)]


def test_the_newest_assignment_holds(workspace: Workspace, asked: Questionnaire) -> None:
    assign(workspace, asked, ["Q1", "Q2"], to="p1", by="p9")
    assign(workspace, asked, ["Q1"], to="p2", by="p9")
    newest = {a.question_id: a.person_id for a in workspace.store.edits.assignments(asked.sha256)}
    assert newest == {"Q1": "p2", "Q2": "p1"}
    with pytest.raises(UsageError, match="no question 'Z'"):
        assign(workspace, asked, ["Z"], to="p1", by="p9")


def test_an_answer_whose_file_is_gone_is_not_approved(
    workspace: Workspace, asked: Questionnaire, evidence: Path
) -> None:
    (evidence / "access-policy.md").unlink()
    ingest_evidence(workspace, evidence)
    with pytest.raises(UsageError, match="no longer in the evidence"):
        approve(workspace, asked, "Ben Okri")
    assert workspace.store.answers.reviews(asked.sha256) == ()


def test_the_same_name_with_two_ids_is_two_people() -> None:
    one = Who("Ana Lima", "1")
    assert not one.is_also(replace(one, id="2"))
    assert one.is_also(Who("ana lima"))
