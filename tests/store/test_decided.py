"""What was judged, answered, asked and decided, on both kinds of database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assistant.answers import AnswerRun, LibraryAnswer, LibraryEvent, Review
from assistant.errors import UsageError
from assistant.model import Judged
from assistant.ports import Call, Typical
from assistant.questions import ColumnMap, QuestionnaireFile
from assistant.review.model import AnswerEdit, Assignment, LinkDecision
from assistant.store.store import Store
from assistant.store.tasks import TaskRow
from tests import factories
from tests.store.values import NOW, answer, read

FILE = "f" * 64
LATER = NOW + timedelta(minutes=5)
DAY = date(2026, 7, 1)


def test_runs_are_found_by_their_inputs_and_by_time(store: Store) -> None:
    assert store.judgements.latest_run() is None
    first = factories.graded_run([factories.policy()], [])
    again = replace(first, run=replace(first.run, id="again", started_at=NOW.replace(hour=12)))
    store.judgements.put_run("inputs", first)
    store.judgements.put_run("other inputs", again)
    assert store.judgements.run_of("inputs") == first
    assert store.judgements.run_of("nothing") is None
    assert store.judgements.latest_run() == again


def test_judgements_belong_to_one_judge(store: Store) -> None:
    document, passages = read("a.md", "One line.")
    store.evidence.put_file("a.md", "a" * 64, 9, [(document, passages)], [])
    first, second = (Judged((), (("CC6.1", share),)) for share in (0.5, 0.25))
    store.judgements.put_proposals("judge 1", {document.id: first})
    assert store.judgements.proposals("judge 1") == {document.id: first}
    store.judgements.put_proposals("judge 2", {document.id: second})
    assert store.judgements.proposals("judge 1") == {}
    assert store.judgements.proposals("judge 2") == {document.id: second}


def test_names_longer_than_expected_are_kept_on_both(store: Store) -> None:
    document, passages = read("a.md", "One line.")
    store.evidence.put_file("a.md", "a" * 64, 9, [(document, passages)], [])
    judge, session = "offline|" + "x" * 300, "s" * 300
    store.judgements.put_proposals(judge, {document.id: Judged((), ())})
    assert store.judgements.proposals(judge) == {document.id: Judged((), ())}
    store.conversations.add(session, "Is it so?", answer(), NOW)
    assert len(store.conversations.turns(session)) == 1


def test_drafts_are_replaced_and_come_in_the_questionnaires_order(store: Store) -> None:
    for position, name in ((2, "B"), (1, "a"), (1, "B2"), (0, "ä")):
        store.answers.put(FILE, position, answer(name))
    store.answers.put(FILE, 2, answer("B", text="Otherwise."))
    store.answers.put("e" * 64, 0, answer("elsewhere"))
    assert list(store.answers.drafts(FILE)) == ["ä", "B2", "a", "B"]
    assert store.answers.drafts(FILE)["B"].text == "Otherwise."


def test_a_decision_holds_for_the_words_that_were_decided_on(store: Store) -> None:
    store.answers.put(FILE, 0, answer())
    store.answers.add_reviews([Review(FILE, answer(), "approve", "Ada Moss", NOW, "fine")])
    assert store.answers.current(FILE)["q1"].status == "approved"
    store.answers.put(FILE, 0, answer(text="Other words."))
    assert store.answers.current(FILE)["q1"].status == "draft"
    assert [r.reviewer for r in store.answers.reviews(FILE)] == ["Ada Moss"]


def test_runs_over_a_questionnaire(store: Store) -> None:
    begun = AnswerRun("r1", NOW, NOW, DAY, "offline", "minilm", (), "customer.xlsx")
    store.answers.put_run(FILE, begun)
    done = replace(begun, finished_at=LATER, answers=(answer(),))
    store.answers.put_run(FILE, done)
    second = replace(begun, id="r2", started_at=LATER)
    store.answers.put_run(FILE, second)
    assert store.answers.runs(FILE) == (done, second)
    assert store.answers.latest_run(FILE) == second
    assert store.answers.latest_run("e" * 64) is None


def test_layouts_are_corrected(store: Store) -> None:
    maps = (ColumnMap("Sheet 1", 3, "C", id="B", answer=("D", "E")),)
    store.answers.remember_layout("layout", (ColumnMap("Sheet 1", 1, "A"),))
    store.answers.remember_layout("layout", maps)
    assert store.answers.maps_of("layout") == maps
    assert store.answers.maps_of("other") == ()


def test_an_edit_takes_the_place_of_the_answer_it_was_made_on(store: Store) -> None:
    store.answers.put(FILE, 4, answer())
    mine = answer(text="We do.")
    edit = AnswerEdit(0, FILE, "q1", "ada", NOW, "", "", "clearer")
    kept = store.edits.put(edit, 4, answer(), mine)
    assert kept is not None
    assert kept.number == 1
    assert store.edits.put(edit, 4, answer(), answer(text="Too late.")) is None
    assert store.answers.drafts(FILE)["q1"] == mine
    assert store.edits.edits(FILE) == (kept,)
    for person in ("ben", "eve"):
        store.edits.assign(Assignment(FILE, "q1", person, "ada", NOW))
    assert [a.person_id for a in store.edits.assignments(FILE)] == ["ben", "eve"]


def test_conversations_are_numbered_turns(store: Store) -> None:
    first = store.conversations.add("s1", "Is it so?", answer(), NOW)
    store.conversations.add("s2", "And there?", answer(), NOW)
    second = store.conversations.add("s1", "How often?", answer(text="Daily."), LATER)
    assert (first.number, second.number) == (1, 2)
    assert store.conversations.turns("s1") == (first, second)
    assert store.conversations.turns("unknown") == ()


def test_calls_are_logged_by_run_and_summed_up(store: Store) -> None:
    record = store.calls.recorder("r1")
    for seconds, tokens in ((1.0, 10), (3.0, 30), (2.0, 20)):
        record(Call(NOW, "openai:x", "answer 3", "plain", "answered", seconds, 5, tokens))
    record(Call(NOW, "openai:x", "answer 3", "plain", "failed", 9.0, error="gone"))
    calls = store.calls.of_run("r1")
    assert [c.seconds for c in calls] == [1.0, 3.0, 2.0, 9.0]
    assert calls[3].tokens_out is None
    assert store.calls.typical("openai:x", "answer 3") == Typical(20, 2.0)
    assert store.calls.typical("openai:x", "other") is None


def library(identifier: str, **given: object) -> tuple[LibraryAnswer, LibraryEvent]:
    made = LibraryAnswer(identifier, "Is it?", "yes", "Yes.", "Ada", DAY, DAY.replace(year=2027))
    made = replace(made, **given)  # type: ignore[arg-type]
    return made, LibraryEvent(identifier, made.status, "Ada", DAY, "because")


def test_library_answers_keep_their_history(store: Store) -> None:
    first, second = library("a1"), library("b2", text="Always.", version=2, replaces="a1")
    store.library.add([first])
    superseded = LibraryEvent("a1", "superseded", "Ben", DAY, "by b2")
    store.library.add([second], ended=[superseded])
    assert [(a.id, a.status) for a in store.library.answers()] == [
        ("a1", "superseded"),
        ("b2", "approved"),
    ]
    assert store.library.events("a1") == (first[1], superseded)
    with pytest.raises(UsageError, match="other words"):
        store.library.renew(replace(first[0], text="Never."), first[1])
    store.library.mark_sent(["b2", "b2"], "customer.xlsx", DAY)
    store.library.mark_sent(["b2"], "customer.xlsx", DAY)
    assert store.library.answers()[1].sent_in == ("customer.xlsx",)
    with pytest.raises(UsageError, match="no library answer"):
        store.library.mark_sent(["a1", "zz"], "other.xlsx", DAY)
    assert store.library.answers()[0].sent_in == ()


def test_decisions_on_links_are_appended(store: Store) -> None:
    made = LinkDecision(0, "d1", "a.md", "CC6.1", "reject", "operation", "ada", NOW, "old")
    first = store.link_decisions.add(made)
    second = store.link_decisions.add(replace(made, verb="withdraw", at=LATER))
    assert store.link_decisions.all() == (first, second)
    assert (first.number, second.number) == (1, 2)


def test_one_task_a_gap(store: Store) -> None:
    task = TaskRow("t1", "CC6.1|gap", "CC6.1", "Show reviews")
    assert store.tasks.open(task, "ada", NOW)
    assert not store.tasks.open(replace(task, id="t2"), "ben", NOW)
    store.tasks.add("t1", "due", "ada", LATER, day=DAY)
    assert store.tasks.rows() == (task,)
    assert [(e.verb, e.day) for e in store.tasks.events("t1")] == [("open", None), ("due", DAY)]


def test_a_questionnaire_handed_in_twice_is_one(store: Store) -> None:
    file = QuestionnaireFile(FILE, "a.xlsx", ".xlsx", 10, "ada", NOW)
    assert store.questionnaires.add(file) == file
    assert store.questionnaires.add(replace(file, name="b.xlsx")) == file
    store.questionnaires.understood(FILE, 12)
    assert store.questionnaires.all() == (replace(file, questions=12),)
