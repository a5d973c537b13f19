from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.answering.evidence import Answering, indexed


@pytest.fixture(scope="module")
def answering(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answering]:
    with indexed(tmp_path_factory.mktemp("answering")) as made:
        yield made


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("How often are backups taken?", "policies/backup-policy.md"),
        ("Who reviews user accounts?", "policies/access-policy.md"),
        ("Is MFA used for remote access?", "policies/access-policy.md"),
        ("The project MUST publish how to report vulnerabilities.", "SECURITY.md"),
    ],
)
def test_the_right_file_comes_first(answering: Answering, question: str, path: str) -> None:
    found = answering.find(question)
    assert found.evidence[0].document.path == path
    assert found.evidence[0].handle == "S1"


def test_both_parts_of_a_question_are_searched(answering: Answering) -> None:
    found = answering.find("How often are backups taken and how often are accounts reviewed?")
    first = {e.document.path for e in found.evidence[:4]}
    assert {"policies/backup-policy.md", "policies/access-policy.md"} <= first


def test_a_draft_is_set_aside_with_the_reason(answering: Answering) -> None:
    found = answering.find("How often are signing keys replaced?")
    assert all("draft" not in e.document.path for e in found.evidence)
    assert any("draft" in s.reason and "key-policy" in s.document for s in found.set_aside)


def test_a_stub_that_the_question_names_leaves_nothing(answering: Answering) -> None:
    found = answering.find("How do you handle deletion requests under your privacy policy?")
    assert found.evidence == () or all("notices" in e.document.path for e in found.evidence)
    assert any("stub" in s.reason for s in found.set_aside)


def test_a_document_in_quotation_marks_is_the_only_one_looked_at(answering: Answering) -> None:
    found = answering.find('Consider "Pebble"\'s privacy policy; do you sell my data?')
    assert {e.document.path for e in found.evidence} == {"notices/Pebble.txt"}
    assert found.named == "Pebble"


def test_an_unknown_document_gives_nothing(answering: Answering) -> None:
    found = answering.find('Consider "Basalt"\'s privacy policy; do you sell my data?')
    assert found.unknown
    assert found.evidence == ()


def test_an_unfilled_place_is_told(answering: Answering) -> None:
    found = answering.find("What is the recovery time objective in your disaster recovery plan?")
    assert {e.document.path for e in found.evidence} == {"policies/recovery-plan.md"}
    assert any("placeholder" in s.reason for s in found.set_aside)


def test_the_search_can_be_limited(answering: Answering) -> None:
    assert len(answering.find("What do you collect?").evidence) > 2
