"""A question that leans on an earlier one gets its subject, any other stays as it is."""

from __future__ import annotations

import pytest

from assistant.answering.follow import in_context, leans
from assistant.answering.shape import shape

FIRST = "Is privileged access to production reviewed?"


@pytest.mark.parametrize(
    "question", ["And how often?", "Who does it?", "How often is that done?", "Since when?"]
)
def test_a_leaning_question_takes_the_subject(question: str) -> None:
    asked = in_context(shape(question), [FIRST])
    assert "privileged access" in asked.query
    assert asked.text == question


@pytest.mark.parametrize(
    "question",
    [
        "How often are backups of the ledger database tested?",
        "Do you carry cyber liability insurance?",
        "Which encryption algorithm protects customer data at rest?",
    ],
)
def test_a_question_with_its_own_subject_stays(question: str) -> None:
    assert not leans(question)
    assert in_context(shape(question), [FIRST]) == shape(question)


def test_the_chain_goes_back_to_the_question_that_stood_alone() -> None:
    asked = in_context(shape("And who approves it?"), [FIRST, "How often?"])
    assert "privileged access" in asked.query


def test_without_an_earlier_question_nothing_changes() -> None:
    assert in_context(shape("And how often?"), []) == shape("And how often?")
