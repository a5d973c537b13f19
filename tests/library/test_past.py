"""A filled questionnaire becomes past statements, each question accounted for."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answers import Verdict
from assistant.library.keep import approve, keep, retire
from assistant.library.past import Imported, import_answers, verdict_of
from assistant.questions import Question, Questionnaire
from assistant.workspace import Workspace
from tests.library.making import MFA, TODAY, answer

ASKED = "Do you encrypt backups?"


def imported(workspace: Workspace, *questions: Question, name: str = "old.xlsx") -> Imported:
    return import_answers(
        workspace.store,
        Questionnaire(name, "xlsx", "0", questions),
        owner="Ana Lima",
        today=TODAY,
        said_on=date(2025, 9, 1),
    )


@pytest.mark.parametrize(
    ("said", "yes_no", "verdict"),
    [
        pytest.param("Yes", True, "yes", id="yes"),
        pytest.param("Yes — quarterly board briefings", True, "yes", id="yes with words"),
        pytest.param("Yes, except for contractors", True, "yes_with_limits", id="limited"),
        pytest.param(
            "Yes. Keys only live in the vault.", True, "yes", id="only says another thing"
        ),
        pytest.param("Partially implemented", True, "yes_with_limits", id="partly"),
        pytest.param("No", True, "no", id="no"),
        pytest.param("No, planned for Q3 2026", True, "planned", id="planned"),
        pytest.param("No data is stored in clear", True, "narrative", id="no as determiner"),
        pytest.param("No we do not", True, "no", id="no without comma"),
        pytest.param("N/A - no cards are taken", True, "not_applicable", id="not applicable"),
        pytest.param("Every 90 days", False, "narrative", id="words"),
        pytest.param("Yesterday", True, "narrative", id="not a yes"),
        pytest.param("Our load balancer logs it.", True, "narrative", id="neither"),
    ],
)
def test_the_verdict_is_read_from_the_answer(said: str, yes_no: bool, verdict: Verdict) -> None:
    assert verdict_of(said, yes_no=yes_no) == verdict


@pytest.mark.parametrize(
    ("answered", "remark", "verdict", "text"),
    [
        pytest.param("Yes", "With AES-256.", "yes", "With AES-256.", id="option and comment"),
        pytest.param("Yes", "", "yes", "Yes", id="option alone"),
        pytest.param("Yes", "Except tapes.", "yes_with_limits", "Except tapes.", id="limit beside"),
        pytest.param("", "Yes, all of them.", "yes", "Yes, all of them.", id="comment alone"),
        pytest.param("We do.", "See SOP 4.", "narrative", "We do.\nSee SOP 4.", id="both in words"),
    ],
)
def test_option_and_comment_become_verdict_and_words(
    workspace: Workspace, answered: str, remark: str, verdict: Verdict, text: str
) -> None:
    done = imported(workspace, Question("7", ASKED, answered=answered, remark=remark))
    (only,) = done.added
    assert (only.verdict, only.text) == (verdict, text)
    assert (only.status, only.sources, only.citations) == ("imported", (), ())
    assert (only.origin, only.approved_on) == ("old.xlsx 7", date(2025, 9, 1))
    assert workspace.store.library.answers()[0].sent_in == ("old.xlsx",)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(Question("1", ASKED), id="no answer"),
        pytest.param(Question("1", ASKED, answered="TBD"), id="to be done"),
        pytest.param(Question("1", ASKED, answered="See above"), id="points elsewhere"),
        pytest.param(Question("1", "Encryption", field_type="group", answered="Yes"), id="heading"),
        pytest.param(Question("1", "  ", answered="Yes"), id="no question"),
    ],
)
def test_what_says_nothing_is_skipped_with_a_reason(
    workspace: Workspace, question: Question
) -> None:
    done = imported(workspace, question)
    assert done.added == ()
    assert done.skipped[0].reason


def test_a_follow_up_is_kept_with_the_question_that_it_follows(workspace: Workspace) -> None:
    done = imported(
        workspace,
        Question("1", ASKED, answered="Yes"),
        Question("1a", "If yes, how?", answered="With AES-256.", parent="1"),
    )
    assert [a.question for a in done.added] == [ASKED, f"{ASKED} If yes, how?"]


def test_the_same_file_twice_adds_nothing(workspace: Workspace) -> None:
    first = imported(workspace, Question("1", ASKED, answered="Yes"))
    again = imported(workspace, Question("1", ASKED, answered="Yes"), name="next.xlsx")
    assert (again.added, [a.id for a in again.known]) == ((), [first.added[0].id])
    (only,) = workspace.store.library.answers()
    assert only.sent_in == ("next.xlsx", "old.xlsx")


def test_an_import_never_touches_what_a_person_decided(workspace: Workspace) -> None:
    store = workspace.store
    (first,) = imported(workspace, Question("1", ASKED, answered="Yes")).added
    approve(store, first.id, owner="Ana", today=TODAY)
    imported(workspace, Question("1", ASKED, answered="Yes"))
    assert [a.status for a in store.library.answers()] == ["approved"]
    retire(store, first.id, by="Ana", today=TODAY, reason="")
    imported(workspace, Question("1", ASKED, answered="Yes"))
    assert [a.status for a in store.library.answers()] == ["retired"]


def test_an_approval_supersedes_what_was_imported(workspace: Workspace) -> None:
    imported(workspace, Question("1", MFA, answered="Yes"))
    keep(workspace.store, answer(workspace), owner="Ana", today=TODAY, origin="")
    assert sorted(a.status for a in workspace.store.library.answers()) == ["approved", "superseded"]
