"""Runs of answering over a small folder: kept, resumed, approved, reused, and failed questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.answer_run import AnswerOptions, ask, draft
from assistant.answers import Ask, Draft
from assistant.clock import Clock
from assistant.decision_run import decide, state
from assistant.engines.offline_answers import OfflineAnswers
from assistant.errors import EngineError, QuestionnaireError, UsageError, WorkspaceError
from assistant.indexing import ingest_evidence
from assistant.model import Evidence, Scope
from assistant.ports import AnswerEngine, Embedder
from assistant.questionnaire_run import export_questionnaire, open_questionnaire
from assistant.questions import Questionnaire
from assistant.settings import Settings
from assistant.workspace import Workspace

NOW = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
OPTIONS = AnswerOptions(Scope(("security",), "type1", as_of=NOW.date()))
QUESTIONS = (
    "id,question,answer,comments\n"
    "Q1,Within what time is a leaver's access removed?,,\n"
    "Q2,How long are logs kept?,,\n"
    "Q3,Do you carry cyber liability insurance?,,\n"
)
POLICY = (
    "# Access Control Policy\n\nApproved by: Mira Holt, CISO. Approval date: 2026-02-03.\n\n"
    "## Leavers\n\nAccess of leavers is removed within 24 hours of the last working day.\n\n"
    "## Reviews\n\nThe owners of systems review user accounts once a quarter.\n"
)
LOGGING = (
    "# Logging Policy\n\nApproved by: Mira Holt, CISO. Approval date: 2026-02-03.\n\n"
    "This policy says what production systems log, who reads the logs and who may change them.\n\n"
    "## Retention\n\nLogs are kept for 400 days. The platform team exports them to a second account "
    "every night and checks each Monday that the copies can be opened.\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    (evidence / "access-policy.md").write_text(POLICY, encoding="utf-8")
    (evidence / "logging-policy.md").write_text(LOGGING, encoding="utf-8")
    return evidence


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "customer.csv"
    path.write_text(QUESTIONS, encoding="utf-8")
    return path


@pytest.fixture
def workspace(tmp_path: Path, folder: Path, database_url: str) -> Iterator[Workspace]:
    clock = Clock(NOW)
    settings = Settings(workers=1)
    place = tmp_path / "ws"
    with Workspace(place, settings=settings, clock=clock, database_url=database_url) as opened:
        ingest_evidence(opened, folder)
        yield opened


@pytest.fixture
def asked(file: Path) -> Questionnaire:
    return open_questionnaire(file)


class Refusing:
    """The offline engine, but for the questions that it is told to fail on."""

    name = "refusing"
    prompts: tuple[tuple[str, str], ...] = ()

    def __init__(self, embedder: Embedder, failing: set[str]) -> None:
        self._offline = OfflineAnswers(embedder)
        self._failing = failing
        self.asked: list[str] = []

    def answer(self, ask: Ask, evidence: Sequence[Evidence]) -> Draft:
        self.asked.append(ask.id)
        if ask.id in self._failing:
            raise EngineError("the endpoint is down")
        return self._offline.answer(ask, evidence)

    def answer_many(
        self, items: Iterable[tuple[str, Ask, Sequence[Evidence]]]
    ) -> Iterator[tuple[str, Draft | EngineError]]:
        for key, question, evidence in items:
            try:
                yield key, self.answer(question, evidence)
            except EngineError as error:
                yield key, error

    def prompt_texts(self, ask: Ask, evidence: Sequence[Evidence]) -> tuple[str, ...]:
        return ()


class WithEngine(Workspace):
    """A workspace whose engine fails on the questions in `failing`."""

    failing: set[str]
    engines: list[Refusing]

    def answer_engine(self, embedder: Embedder, *, run: str) -> AnswerEngine:
        self.engines.append(Refusing(embedder, self.failing))
        return self.engines[-1]


@pytest.fixture
def failing(tmp_path: Path, folder: Path) -> Iterator[WithEngine]:
    clock = Clock(NOW)
    with WithEngine(tmp_path / "ws2", settings=Settings(workers=1), clock=clock) as opened:
        opened.failing, opened.engines = set(), []
        ingest_evidence(opened, folder)
        yield opened


def test_a_question_is_answered_with_its_proof(workspace: Workspace) -> None:
    run = ask(workspace, "Within what time is a leaver's access removed?", OPTIONS)
    (answer,) = run.answers
    assert "24 hours" in answer.text
    assert answer.citations[0].path == "access-policy.md"
    assert (answer.source, answer.run) == ("evidence", run.id)


def test_an_absent_topic_needs_input_and_says_who_has_it(workspace: Workspace) -> None:
    (answer,) = ask(workspace, "Do you carry cyber liability insurance?", OPTIONS).answers
    assert answer.abstained
    assert "insurance" in answer.missing.lower()
    assert "usually held by" in answer.missing


def test_a_follow_up_leans_on_the_question_before(workspace: Workspace) -> None:
    ask(workspace, "Are user accounts reviewed?", OPTIONS, session="s")
    (answer,) = ask(workspace, "How often?", OPTIONS, session="s").answers
    assert "once a quarter" in answer.text
    assert [t.number for t in workspace.store.conversations.turns("s")] == [1, 2]


def test_a_question_about_soc_is_answered_from_the_guide(workspace: Workspace) -> None:
    (answer,) = ask(workspace, "What is a qualified opinion?", OPTIONS).answers
    assert (answer.source, answer.citations) == ("none", ())
    assert "not about the company's evidence" in answer.warnings[0]


def test_an_empty_question_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="empty"):
        ask(workspace, "  ", OPTIONS)


def test_a_workspace_without_evidence_says_so(tmp_path: Path) -> None:
    with (
        Workspace(tmp_path / "empty", settings=Settings(workers=1)) as opened,
        pytest.raises(WorkspaceError, match="no evidence yet"),
    ):
        ask(opened, "How long are logs kept?", OPTIONS)


def test_evidence_that_moved_away_is_not_answered_from(workspace: Workspace, folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(WorkspaceError, match="no longer there"):
        ask(workspace, "How long are logs kept?", OPTIONS)


def test_every_question_is_drafted_in_order(workspace: Workspace, asked: Questionnaire) -> None:
    run = draft(workspace, asked, OPTIONS)
    assert [a.id for a in run.answers] == ["Q1", "Q2", "Q3"]
    assert [a.abstained for a in run.answers] == [False, False, True]
    assert workspace.store.answers.latest_run(asked.sha256) == run


def test_a_failed_question_is_drafted_by_the_resumed_run(
    failing: WithEngine, asked: Questionnaire
) -> None:
    failing.failing = {"Q2"}
    first = draft(failing, asked, OPTIONS)
    assert first.failed == (("Q2", "the endpoint is down"),)
    assert [a.id for a in first.answers] == ["Q1", "Q3"]
    failing.failing = set()
    second = draft(failing, asked, OPTIONS, resume=True)
    assert failing.engines[-1].asked == ["Q2"]
    assert [a.id for a in second.answers] == ["Q1", "Q2", "Q3"]
    assert second.failed == ()


def test_only_needs_input_drafts_those_alone(failing: WithEngine, asked: Questionnaire) -> None:
    draft(failing, asked, OPTIONS)
    draft(failing, asked, OPTIONS, only="needs_input")
    assert failing.engines[-1].asked == ["Q3"]


def test_an_approved_answer_is_never_drafted_again(
    failing: WithEngine, asked: Questionnaire
) -> None:
    draft(failing, asked, OPTIONS)
    decide(failing, asked, ["Q2"], decision="approve", reviewer="Ana Lima")
    run = draft(failing, asked, OPTIONS)
    assert failing.engines[-1].asked == ["Q1", "Q3"]
    assert {a.id: a.status for a in run.answers}["Q2"] == "approved"


def test_what_needs_input_cannot_be_approved(workspace: Workspace, asked: Questionnaire) -> None:
    draft(workspace, asked, OPTIONS)
    with pytest.raises(UsageError, match="Q3"):
        decide(workspace, asked, ["Q3"], decision="approve", reviewer="Ana Lima")


def test_a_decision_holds_for_the_words_decided_on(
    workspace: Workspace, asked: Questionnaire, folder: Path
) -> None:
    draft(workspace, asked, OPTIONS)
    decide(workspace, asked, ["Q2"], decision="reject", reviewer="Ana Lima", reason="wrong log")
    (folder / "logging-policy.md").write_text(LOGGING.replace("400", "500"), encoding="utf-8")
    ingest_evidence(workspace, folder)
    answers = {a.id: a for a in draft(workspace, asked, OPTIONS).answers}
    assert "500 days" in answers["Q2"].text
    (review,) = workspace.store.answers.reviews(asked.sha256)
    assert "400 days" in review.answer.text


def test_a_later_questionnaire_reuses_what_stands(
    workspace: Workspace, asked: Questionnaire, tmp_path: Path, folder: Path
) -> None:
    draft(workspace, asked, OPTIONS)
    decide(workspace, asked, ["Q2"], decision="approve", reviewer="Ana Lima")
    other = tmp_path / "other.csv"
    other.write_text("id,question,answer\nA,How long are logs kept?,\n", encoding="utf-8")
    (answer,) = draft(workspace, open_questionnaire(other), OPTIONS).answers
    assert answer.source in ("library", "both")
    assert any("from the library" in warning for warning in answer.warnings)
    (folder / "logging-policy.md").write_text(LOGGING.replace("400", "500"), encoding="utf-8")
    ingest_evidence(workspace, folder)
    (answer,) = draft(workspace, open_questionnaire(other), OPTIONS).answers
    assert answer.source == "evidence"
    assert "500 days" in answer.text


def test_a_public_answer_rests_on_public_sources(workspace: Workspace, folder: Path) -> None:
    options = AnswerOptions(OPTIONS.scope, audience="public")
    (closed,) = ask(workspace, "How long are logs kept?", options).answers
    assert closed.abstained
    label = LOGGING.replace("## Retention", "Classification: Public\n\n## Retention")
    (folder / "logging-policy.md").write_text(label, encoding="utf-8")
    ingest_evidence(workspace, folder)
    (opened,) = ask(workspace, "How long are logs kept?", options).answers
    assert ("400 days" in opened.text, opened.sensitivity) == (True, "public")


def test_an_export_marks_drafts_and_final_refuses_them(
    workspace: Workspace, asked: Questionnaire, file: Path, tmp_path: Path
) -> None:
    draft(workspace, asked, OPTIONS)
    out = tmp_path / "filled.csv"
    done = export_questionnaire(workspace, file, asked, out)
    assert "DRAFT" in out.read_text(encoding="utf-8")
    assert done.annex.workbook.name == "filled-annex.xlsx"
    assert "400 days" in done.annex.markdown.read_text(encoding="utf-8")
    with pytest.raises(QuestionnaireError, match="not approved"):
        export_questionnaire(workspace, file, asked, out, final=True)


def test_a_person_states_what_no_evidence_shows_and_the_final_file_goes_out(
    workspace: Workspace, asked: Questionnaire, file: Path, tmp_path: Path
) -> None:
    draft(workspace, asked, OPTIONS)
    made = state(workspace, asked, "Q3", verdict="no", text="We carry none.", person="Ana Lima")
    assert made.warnings == ("stated by Ana Lima on 2026-06-30; no evidence is cited",)
    decide(workspace, asked, ["Q1", "Q2", "Q3"], decision="approve", reviewer="Ben Okri")
    out = tmp_path / "final.csv"
    export_questionnaire(workspace, file, asked, out, final=True)
    text = out.read_text(encoding="utf-8")
    assert "We carry none." in text
    assert "DRAFT" not in text
    assert all(a.sent_in for a in workspace.store.library.answers())


def test_the_customers_file_is_never_written_over(
    workspace: Workspace, asked: Questionnaire, file: Path
) -> None:
    draft(workspace, asked, OPTIONS)
    with pytest.raises(UsageError, match="may not replace"):
        export_questionnaire(workspace, file, asked, file)
