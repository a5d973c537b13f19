"""Questions about SOC itself go to the guide, questions about the company never do."""

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
        ("What is a qualified opinion?", "Qualified opinion"),
        ("what's the difference between Type I and Type II", "Type I and Type II"),
        ("How many criteria are there in SOC 2?", "How many trust services criteria exist"),
        ("What is a bridge letter?", "Bridge letters"),
        ("Is SOC 2 a certification?", "Attestation or certification"),
        ("What does CUEC mean?", "Customer duties: complementary user entity controls"),
        ("How long does a SOC 2 audit take?", "How long it takes"),
        ("What is the carve-out method?", "Subservice organizations, carve-out and inclusive"),
        ("Can one fail a SOC 2 audit?", "Is it possible to fail a SOC audit"),
        ("How long is a SOC 2 report valid?", "How long a report is valid"),
        ("What are points of focus?", "Points of focus"),
    ],
)
def test_the_topic_that_answers(question: str, heading: str, embedder: Embedder) -> None:
    found = find_topic(question, embedder)
    assert found is not None
    assert found.heading == heading


@pytest.mark.parametrize(
    "question",
    [
        "Do you have a SOC 2 report?",
        "When was our last SOC 2 examination?",
        "When did the deviation happen?",
        "Which TLS version is used?",
        "What is the capital of France?",
        "What is the qualified staff retention?",
        "Does the vendor have a SOC 2 Type II report?",
    ],
)
def test_the_guide_stays_out_of_it(question: str, embedder: Embedder) -> None:
    assert find_topic(question, embedder) is None


def test_an_answer_from_the_guide_says_so_and_cites_no_evidence() -> None:
    answer = as_answer("What is SOC?", topics()[0])
    assert answer.citations == ()
    assert answer.source == "none"
    assert answer.warnings[0].startswith(NOT_EVIDENCE)
