"""Many answers approved at once, on both databases: one transaction, one chain, refusals by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answers import Answer
from assistant.decision_run import approve_those_that_may
from assistant.desk.answer_review import AnswerReview
from assistant.desk.questionnaires import Questionnaires
from assistant.verify import cite
from tests.desk.company import Company, company

MANY = 30


@pytest.fixture
def at(tmp_path: Path, database_url: str) -> Iterator[Company]:
    with company(tmp_path, database_url) as opened:
        yield opened


@pytest.fixture
def asked(at: Company) -> str:
    """The sha256 of a questionnaire whose questions all have a draft."""
    rows = "".join(f"Q{n},Is control {n} in place?,\n" for n in range(1, MANY + 1))
    desk = Questionnaires(at.seat("Ana"))
    sha256 = desk.upload("many.csv", f"id,question,answer\n{rows}".encode()).sha256
    for position in range(MANY):
        at.workspace.store.answers.put(sha256, position, draft(at, position + 1))
    return sha256


def draft(at: Company, number: int, name: str = "access-policy.md") -> Answer:
    heads = at.workspace.store.evidence.document_heads()
    (document,) = at.workspace.store.evidence.documents([h.id for h in heads if h.path == name])
    return Answer(
        id=f"Q{number}",
        question=f"Is control {number} in place?",
        verdict="yes",
        text=f"Yes, control {number} is [1].",
        abstained=False,
        confidence=0.9,
        citations=(cite(document, 2, 23),),
    )


def test_all_are_approved_and_recorded_in_one_chain(at: Company, asked: str) -> None:
    review = AnswerReview(at.seat("Ben", "approver"), asked)
    before = at.house.audit.count()
    done = review.approve_bulk(review.plan_bulk(0.5))
    assert len(done.approved) == MANY
    assert done.passed == ()
    assert {row.state for row in review.rows()} == {"approved"}
    assert len(at.workspace.store.library.answers()) == MANY
    entries = at.house.audit.entries(action="answer.approved")[::-1]
    assert [e.number for e in entries] == list(range(before + 1, before + MANY + 1))
    assert [e.subject.split("/")[1] for e in entries] == list(done.approved)
    assert all('"draft"' in e.before and '"approved"' in e.after for e in entries)
    assert at.house.audit.verify() == ()


def test_what_cannot_be_recorded_is_not_approved(
    at: Company, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = AnswerReview(at.seat("Ben", "approver"), asked)
    plan = review.plan_bulk(0.5)

    def full(_seals: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(at.house.audit._table, "append", full)
        with pytest.raises(OSError, match="no space"):
            review.approve_bulk(plan)
    assert {row.state for row in review.rows()} == {"draft"}
    assert at.workspace.store.library.answers() == ()
    assert len(review.approve_bulk(plan).approved) == MANY


def test_each_refusal_is_named_and_the_others_go_through(at: Company, asked: str) -> None:
    store = at.workspace.store
    store.answers.put(asked, 1, draft(at, 2, "logging-policy.md"))
    ben = AnswerReview(at.seat("Ben", "approver"), asked)
    plan = ben.plan_bulk(0.5)
    (at.evidence / "logging-policy.md").unlink()
    at.write("other.md", "# Other\n\nNothing.\n")
    rows = {row.id: row for row in ben.rows()}
    ana = AnswerReview(at.seat("Ana", "approver"), asked)
    ana.edit(rows["Q3"], verdict="no", text="We do not.")
    ana.approve(rows["Q4"])
    done = ben.approve_bulk(plan)
    assert {p.id: p.reason for p in done.passed} == {
        "Q2": "Q2 cites logging-policy.md, which is no longer in the evidence",
        "Q3": "it changed since you looked",
        "Q4": "it changed since you looked",
    }
    assert len(done.approved) == MANY - 3


def test_nobody_approves_their_own_words_among_many(at: Company, asked: str) -> None:
    ben = AnswerReview(at.seat("Ben", "approver"), asked)
    seen = dict(ben.plan_bulk(0.5).seen)
    rows = {row.id: row for row in ben.rows()}
    seen["Q5"] = ben.edit(rows["Q5"], verdict="no", text="We do not.")
    approved, (passed,) = approve_those_that_may(
        at.workspace, ben.questionnaire, seen, reviewer="Ben", person_id=at.seat("Ben").person.id
    )
    assert passed.id == "Q5"
    assert "somebody else must approve" in passed.reason
    assert len(approved) == MANY - 1
