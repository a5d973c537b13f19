from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answering.criteria import criteria_for, missing_for
from assistant.answering.shape import shape
from assistant.verify import check_citations
from tests.answering.evidence import Answering, indexed


@pytest.fixture(scope="module")
def answering(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answering]:
    with indexed(tmp_path_factory.mktemp("answering")) as made:
        yield made


@pytest.mark.parametrize(
    ("question", "verdict", "holds"),
    [
        pytest.param("How often are backups taken?", "narrative", "daily", id="a fact"),
        pytest.param("Do you have a backup policy?", "yes", "", id="a policy answers for a policy"),
        pytest.param(
            "Are user accounts reviewed?", "yes_with_limits", "once a quarter", id="a policy only"
        ),
        pytest.param(
            'Consider "Pebble"\'s privacy policy; do you sell my personal information?',
            "no",
            "do not sell",
            id="a sentence says no",
        ),
        pytest.param("Is the parser fuzzed?", "planned", "planned for", id="a plan is no yes"),
        pytest.param(
            "If the tool stores passwords of users, the passwords MUST be hashed.",
            "not_applicable",
            "does not store passwords",
            id="the condition does not hold",
        ),
    ],
)
def test_verdicts(answering: Answering, question: str, verdict: str, holds: str) -> None:
    draft = answering.answer(question)
    text = " ".join(s.text for s in draft.sentences)
    assert draft.verdict == verdict, text
    assert holds in text


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Do you carry cyber liability insurance?", id="absent"),
        pytest.param("Are you PCI DSS certified as a Level 1 service provider?", id="named"),
        pytest.param(
            "What is the recovery time objective in your disaster recovery plan?", id="unfilled"
        ),
        pytest.param(
            "How do you handle access requests under your privacy policy?", id="stub or other"
        ),
        pytest.param("How often are signing keys replaced?", id="draft only"),
        pytest.param("Are penetration tests performed by a third party?", id="hostile text"),
    ],
)
def test_what_is_not_there_needs_input(answering: Answering, question: str) -> None:
    draft = answering.answer(question)
    assert draft.verdict == "needs_input", [s.text for s in draft.sentences]
    assert draft.sentences == ()
    assert "usually held by" in draft.missing or "ask the owner" in draft.missing


def test_a_conflict_is_told_and_both_sides_are_quoted(answering: Answering) -> None:
    draft = answering.answer("Within what time is access revoked after an employee is terminated?")
    text = " ".join(s.text for s in draft.sentences)
    assert "five business days" in text
    assert "immediately" in text
    assert any(w.startswith("conflict:") for w in draft.warnings)


def test_an_open_part_is_told(answering: Answering) -> None:
    draft = answering.answer(
        "How often are backups taken and which TLS version protects the copies?"
    )
    assert "daily" in " ".join(s.text for s in draft.sentences)
    assert any("TLS version" in w for w in draft.warnings)
    assert draft.missing


def test_each_part_has_its_own_sentence(answering: Answering) -> None:
    draft = answering.answer(
        "How often are backups taken and how often are restore tests performed?"
    )
    text = " ".join(s.text for s in draft.sentences)
    assert "daily" in text
    assert "six months" in text


def test_every_sentence_is_a_quote_that_is_found_again(answering: Answering) -> None:
    draft = answering.answer("Is multi-factor authentication required for remote access?")
    documents = {e.document.id: e.document for e in answering.find("multi-factor").evidence}
    root = answering.workspace.folder.parent / "evidence"
    for sentence in draft.sentences:
        for citation in sentence.citations:
            kept, refused = check_citations([citation], documents[citation.document_id], root=root)
            assert kept, refused


def test_a_limit_of_words_keeps_whole_sentences(answering: Answering) -> None:
    long = answering.answer("What do you collect?")
    short = answering.answer("What do you collect?", max_words=12)
    assert len(long.sentences) > len(short.sentences) >= 1
    assert short.sentences[0] == long.sentences[0]


def test_answers_are_the_same_each_time(answering: Answering) -> None:
    question = "How often are backups taken?"
    assert answering.answer(question) == answering.answer(question)
    assert 0.0 < answering.answer(question).confidence < 1.0


def test_no_evidence_needs_input(answering: Answering) -> None:
    draft = answering.engine.answer(shape("Are logs kept?"), ())
    assert draft.verdict == "needs_input"


def test_criteria_of_a_question(answering: Answering) -> None:
    ask = shape("Do you perform quarterly user access reviews?")
    assert "CC6.3" in criteria_for(ask, answering.embedder)
    assert "usually held by" in missing_for(ask, ("CC6.3",), answering.embedder)
    assert criteria_for(shape("What is the soup of the day?"), answering.embedder) == ()
