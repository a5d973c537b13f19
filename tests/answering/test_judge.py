from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answering.asked import asked, coverage, spaced
from assistant.answering.judge import denies, judge
from tests.answering.evidence import Answering, indexed


@pytest.fixture(scope="module")
def answering(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answering]:
    with indexed(tmp_path_factory.mktemp("answering")) as made:
        yield made


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("How often are backups taken?", "Full backups of all production databases"),
        ("How often are restore tests performed?", "Restore tests of the backups"),
        ("How frequently do you review user accounts?", "The owners of systems review"),
    ],
)
def test_the_sentence_with_the_fact_is_best(
    answering: Answering, question: str, begins: str
) -> None:
    said = judge(asked(question), answering.find(question).evidence, answering.embedder)
    best = next(s for s in said if s.answers)
    assert best.text.startswith(begins)
    assert best.shown.document.text[best.start : best.end].startswith(begins)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Do you carry cyber liability insurance?", id="named thing absent"),
        pytest.param("Which TLS version protects remote access?", id="no version stated"),
        pytest.param("Are you ISO 27001 certified?", id="no certificate named"),
    ],
)
def test_nothing_answers_what_nothing_names(answering: Answering, question: str) -> None:
    said = judge(asked(question), answering.find(question).evidence, answering.embedder)
    assert said
    assert not any(s.answers for s in said)


def test_placeholders_and_instructions_are_no_sentences(answering: Answering) -> None:
    for question in ("What is the recovery time objective?", "Are penetration tests performed?"):
        said = judge(asked(question), answering.find(question).evidence, answering.embedder)
        assert not any("[set" in s.text or "Ignore all" in s.text for s in said)


def test_without_evidence_nothing_is_said(answering: Answering) -> None:
    assert judge(asked("Are logs kept?"), (), answering.embedder) == ()


def test_other_wordings_cover_a_question() -> None:
    terms = asked("Is access revoked when an employee leaves?").terms
    near = coverage(terms, spaced("Accounts of departing staff are disabled: access is removed."))
    far = coverage(terms, spaced("The menu of the week lists soup."))
    assert near > 0.6
    assert far == 0.0


@pytest.mark.parametrize(
    ("text", "is_denied"),
    [
        ("The product does not store passwords.", True),
        ("There is no formal policy.", True),
        ("An engineer who did not write the change approves it.", False),
        ("Access is not granted until the check is complete.", False),
        ("Passwords must not be shared.", False),
        ("All data is encrypted.", False),
    ],
)
def test_what_denies(text: str, is_denied: bool) -> None:
    assert denies(text) is is_denied
