"""A question without a subject of its own takes it from the last one that had it."""

from __future__ import annotations

import pytest

from assistant.answering.follow import in_context, leans
from assistant.answering.shape import shape

BACKUPS = "Do you take backups of production databases?"


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("and how often?", True),
        ("When?", True),
        ("Who approves it?", True),
        ("Is it tested?", True),
        ("Are those reviewed?", True),
        ("And what about laptops?", True),
        ("Do you encrypt data at rest?", False),
        ("How often are backups of the database taken?", False),
        ("Who approves changes to the firewall rules before they are deployed?", False),
        ("What is the retention period for customer data in the backup system?", False),
    ],
)
def test_which_questions_lean(question: str, wanted: bool) -> None:
    assert leans(question) is wanted


def test_the_subject_is_searched_and_the_words_asked_stay() -> None:
    asked = in_context(shape("And how often?"), [BACKUPS])
    assert asked.text == "And how often?"
    assert "backups of production databases" in asked.query
    assert all("backups of production databases" in part for part in asked.parts)
    assert "backups of production databases" in asked.context


def test_the_chain_is_followed_back_to_a_question_with_a_subject() -> None:
    earlier = ["Do you encrypt laptops?", BACKUPS, "Are they tested?", "And who does it?"]
    asked = in_context(shape("How often?"), earlier)
    assert "backups" in asked.query
    assert "laptops" not in asked.query


@pytest.mark.parametrize(
    ("question", "earlier"),
    [
        pytest.param("Do you encrypt data at rest?", [BACKUPS], id="stands by itself"),
        pytest.param("And how often?", [], id="nothing was asked before"),
        pytest.param("And how often?", ["And when?", "Who?"], id="nothing before had a subject"),
    ],
)
def test_a_question_is_left_alone(question: str, earlier: list[str]) -> None:
    asked = shape(question)
    assert in_context(asked, earlier) == asked
