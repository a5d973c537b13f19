"""What a person limits the search to really limits it, and the answer says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.answer_run import AnswerOptions, ask
from assistant.answering.narrow import documents_within
from assistant.answers import Answer, Narrowing, Sentence
from assistant.clock import Clock
from assistant.errors import UsageError
from assistant.indexing import ingest_evidence
from assistant.model import Scope
from assistant.settings import Settings
from assistant.workspace import Workspace
from tests.factories import document

NOW = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
SCOPE = Scope(("security",), "type1", as_of=NOW.date())
POLICY = (
    "# Access Control Policy\n\nApproved by: Mira Holt, CISO. Approval date: 2026-02-03.\n\n"
    "## Leavers\n\nAccess of leavers is removed within 24 hours of the last working day.\n"
)
LOGGING = (
    "# Logging Policy\n\nApproved by: Mira Holt, CISO. Approval date: 2025-09-01.\n\n"
    "## Retention\n\nLogs are kept for 400 days. The platform team exports them to a second account "
    "every night and checks each Monday that the copies can be opened.\n"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "access-policy.md").write_text(POLICY, encoding="utf-8")
    (folder / "logging-policy.md").write_text(LOGGING, encoding="utf-8")
    with Workspace(tmp_path / "ws", settings=Settings(workers=1), clock=Clock(NOW)) as opened:
        ingest_evidence(opened, folder)
        yield opened


def answered(workspace: Workspace, question: str, narrowing: Narrowing) -> Answer:
    (answer,) = ask(workspace, question, AnswerOptions(SCOPE, narrowing=narrowing)).answers
    return answer


HEADS = (
    document("a/policy.md", "Access", "policy", day=date(2026, 2, 3)),
    document("b/users.csv", "Users", "population", captured=date(2026, 6, 1)),
    document("c/notes.txt", "Notes", "other"),
)


@pytest.mark.parametrize(
    ("narrowing", "left"),
    [
        (Narrowing(kinds=("policy",)), {"a/policy.md"}),
        (Narrowing(files=("b/users.csv", "c/notes.txt")), {"b/users.csv", "c/notes.txt"}),
        (Narrowing(first=date(2026, 2, 4)), {"b/users.csv"}),
        (Narrowing(last=date(2026, 2, 3)), {"a/policy.md"}),
        (Narrowing(criteria=("CC6.1",)), {"b/users.csv"}),
        (Narrowing(criteria=("CC6.1",), kinds=("policy",)), set()),
    ],
)
def test_every_part_must_hold(narrowing: Narrowing, left: set[str]) -> None:
    found = documents_within(narrowing, HEADS, {"CC6.1": frozenset({HEADS[1].id})})
    assert {d.path for d in HEADS if d.id in found} == left


def test_criteria_before_any_mapping_and_swapped_days_are_said() -> None:
    with pytest.raises(UsageError, match="not mapped"):
        documents_within(Narrowing(criteria=("CC6.1",)), HEADS, None)
    with pytest.raises(UsageError, match="swap the days"):
        documents_within(Narrowing(first=date(2026, 2, 1), last=date(2026, 1, 1)), HEADS, None)


def test_what_lies_outside_is_not_answered_from(workspace: Workspace) -> None:
    question = "How long are logs kept?"
    inside = answered(workspace, question, Narrowing(files=("logging-policy.md",)))
    assert "400 days" in inside.text
    assert "searched only within files logging-policy.md (1 items)" in inside.warnings
    outside = answered(workspace, question, Narrowing(files=("access-policy.md",)))
    assert (outside.abstained, outside.citations) == (True, ())
    assert answered(workspace, question, Narrowing(first=date(2026, 1, 1))).abstained


def test_a_file_that_the_question_names_is_not_searched_outside_the_limits(
    workspace: Workspace,
) -> None:
    question = 'According to your "Logging Policy", how long are logs kept?'
    assert not answered(workspace, question, Narrowing()).abstained
    assert answered(workspace, question, Narrowing(files=("access-policy.md",))).abstained


class Watching:
    """Keeps what it is shown."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, int, int]] = []
        self.sentences: list[Sentence] = []

    def stage(self, name: str, done: int, total: int) -> None:
        self.stages.append((name, done, total))

    def said(self, sentence: Sentence) -> None:
        self.sentences.append(sentence)


def test_whoever_watches_sees_counts_and_only_what_stands_in_the_answer(
    workspace: Workspace,
) -> None:
    seen = Watching()
    run = ask(workspace, "How long are logs kept?", AnswerOptions(SCOPE), watch=seen)
    assert ("Searching the evidence", 2, 2) in seen.stages
    assert seen.stages[-1][0] == "Checking quotes in the original files"
    assert seen.sentences
    assert all(s.text in run.answers[0].text and s.citations for s in seen.sentences)


def test_nothing_is_said_of_what_ends_in_needs_input(workspace: Workspace) -> None:
    seen = Watching()
    (answer,) = ask(
        workspace, "Do you carry cyber liability insurance?", AnswerOptions(SCOPE), watch=seen
    ).answers
    assert answer.abstained
    assert seen.sentences == []


def test_kept_parts_notice_changed_evidence(workspace: Workspace) -> None:
    question = "How long are logs kept?"
    assert "400 days" in answered(workspace, question, Narrowing()).text
    file = workspace.evidence / "logging-policy.md"
    file.write_text(LOGGING.replace("400", "500"), encoding="utf-8")
    ingest_evidence(workspace, workspace.evidence)
    assert "500 days" in answered(workspace, question, Narrowing()).text
