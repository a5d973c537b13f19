"""From the library to an answer: proven again, or said to be in doubt."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.answering.shape import shape
from assistant.answers import Answer
from assistant.indexing import ingest_evidence
from assistant.library.keep import keep, retire
from assistant.library.past import import_answers
from assistant.library.reuse import Reuse
from assistant.questions import Question, Questionnaire
from assistant.workspace import Workspace
from tests.library.making import MFA, MFA_QUOTE, TODAY, answer

OTHER_WORDS = "Do all users need MFA?"


@pytest.fixture
def approved(workspace: Workspace) -> str:
    given = answer(workspace)
    return keep(workspace.store, given, owner="Ana Lima", today=TODAY, origin="a.xlsx Q1").id


def reused(
    workspace: Workspace, evidence: Path, question: str = MFA, today: date = TODAY
) -> tuple[Answer | None, Answer | None]:
    library = Reuse(workspace.store, workspace.embedder, root=evidence)
    ask = shape(question)
    return library.answer(ask, today=today), library.in_doubt(ask, today=today)


@pytest.mark.parametrize("question", [MFA, OTHER_WORDS])
def test_what_stands_is_reused_with_its_citations_proven(
    workspace: Workspace, evidence: Path, approved: str, question: str
) -> None:
    found, doubted = reused(workspace, evidence, question)
    assert doubted is None
    assert found is not None
    assert (found.status, found.source, found.verdict) == ("draft", "both", "yes")
    assert found.question == question
    assert len(found.citations) == 2
    assert found.warnings == (f"from the library: {approved}, approved by Ana Lima on {TODAY}",)


@pytest.mark.usefixtures("approved")
def test_a_changed_source_is_no_longer_cited_and_a_person_must_look(
    workspace: Workspace, evidence: Path
) -> None:
    (evidence / "access-policy.md").write_text("# Access\n\nMFA is optional for all.\n")
    ingest_evidence(workspace, evidence)
    found, doubted = reused(workspace, evidence)
    assert found is None
    assert doubted is not None
    assert doubted.status == "needs_review"
    assert [c.path for c in doubted.citations] == ["backup-policy.md"]
    assert doubted.text.endswith("Databases are backed up daily [1].")
    assert MFA_QUOTE not in "".join(c.quote for c in doubted.citations)
    assert any("access-policy.md changed" in w for w in doubted.warnings)


@pytest.mark.usefixtures("approved")
def test_a_file_changed_behind_the_index_proves_nothing(
    workspace: Workspace, evidence: Path
) -> None:
    (evidence / "access-policy.md").write_text("# Access\n\nMFA is optional for all.\n")
    found, doubted = reused(workspace, evidence)
    assert found is None
    assert doubted is not None
    assert "access-policy.md" not in {c.path for c in doubted.citations}


@pytest.mark.usefixtures("approved")
def test_after_the_review_date_a_person_must_look(workspace: Workspace, evidence: Path) -> None:
    found, doubted = reused(workspace, evidence, today=date(2027, 7, 2))
    assert found is None
    assert doubted is not None
    assert any("review was due on 2027-07-01" in w for w in doubted.warnings)


def test_a_retired_answer_is_never_used(
    workspace: Workspace, evidence: Path, approved: str
) -> None:
    retire(workspace.store, approved, by="Ben", today=TODAY, reason="wrong")
    assert reused(workspace, evidence) == (None, None)


def test_an_imported_answer_is_never_more_than_a_draft_in_doubt(
    workspace: Workspace, evidence: Path
) -> None:
    past = Questionnaire("old.csv", "csv", "0", (Question("1", MFA, answered="Yes"),))
    import_answers(workspace.store, past, owner="", today=TODAY)
    found, doubted = reused(workspace, evidence)
    assert found is None
    assert doubted is not None
    assert (doubted.status, doubted.source, doubted.citations) == ("needs_review", "library", ())
    assert any("never approved here" in w for w in doubted.warnings)
    assert any("no source" in w for w in doubted.warnings)


@pytest.mark.usefixtures("approved")
def test_another_question_is_left_to_the_evidence(workspace: Workspace, evidence: Path) -> None:
    asked = "Is multi-factor authentication required for contractors?"
    assert reused(workspace, evidence, asked) == (None, None)
