"""Questions about SOC itself find their heading; those about the company or its history never do."""

from __future__ import annotations

import pytest

from assistant.adapters.embedders import make_embedder
from assistant.answering.guide import NOT_EVIDENCE, as_answer, find_topic, topics
from assistant.ports import Embedder


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return make_embedder("minilm", threads=1)


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("What is SOC 1?", "SOC 1"),
        ("What is SOC 2?", "SOC 2"),
        ("What is a SOC 3 report?", "SOC 3"),
        ("What is a qualified opinion?", "Qualified opinion"),
        ("What is an adverse opinion?", "Adverse opinion"),
        ("What does a disclaimer of opinion mean?", "Disclaimer of opinion"),
        ("What is the difference between Type I and Type II?", "Type I and Type II"),
        ("How do Type 1 and Type 2 differ?", "Type I and Type II"),
        ("Is SOC 2 a certification?", "Attestation or certification"),
        ("Who can perform a SOC 2 audit?", "Who may carry out a SOC examination"),
        ("How long is a SOC 2 report valid?", "How long a report is valid"),
        ("How often is a SOC audit needed?", "How often an audit is needed"),
        ("What are CUECs?", "Customer duties: complementary user entity controls"),
        ("What is a bridge letter?", "Bridge letters"),
        (
            "How many trust services criteria are there?",
            "How many trust services criteria exist",
        ),
        ("What are points of focus?", "Points of focus"),
        ("Can a SOC 2 audit be failed?", "Is it possible to fail a SOC audit"),
        ("What is the carve-out method?", "Subservice organizations, carve-out and inclusive"),
        ("Is a SOC report required by law?", "Is SOC compliance required by law"),
    ],
)
def test_a_question_about_soc_finds_its_heading(
    embedder: Embedder, question: str, heading: str
) -> None:
    topic = find_topic(question, embedder)
    assert topic is not None
    assert topic.heading == heading


@pytest.mark.parametrize(
    "question",
    [
        "Do you have a SOC 2 report?",
        "What is your bridge letter policy?",
        "Has the company obtained a SOC 2 Type II report?",
        "Does the service provider have a qualified opinion?",
        "When was the last SOC 2 examination completed?",
        "Which of the trust services criteria were excluded?",
        "Which subservice organizations do we carve out?",
        "Is data encrypted at rest?",
        "How often are user accounts reviewed?",
        "What is the capital of France?",
        "What is the SOC 2 weather forecast for pumpkin soup?",
        "",
    ],
)
def test_other_questions_find_nothing(embedder: Embedder, question: str) -> None:
    assert find_topic(question, embedder) is None


def test_a_topic_as_an_answer_says_that_it_is_no_evidence() -> None:
    topic = topics()[0]
    answer = as_answer("What does SOC mean?", topic)
    assert (answer.text, answer.section, answer.source) == (topic.text, topic.heading, "none")
    assert answer.citations == ()
    assert any(w.startswith(NOT_EVIDENCE) for w in answer.warnings)


def test_every_topic_has_a_heading_of_its_own_and_a_text() -> None:
    headings = [t.heading for t in topics()]
    assert len(headings) == len(set(headings)) > 40
    assert all(t.text for t in topics())
