"""The gate: what an engine may say is what it was shown, word for word, and no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answering.gate import DESIGN_ONLY, LEAST, Gate
from assistant.answering.shape import shape
from assistant.answers import Answer, Draft, Sentence, Verdict
from assistant.model import Evidence, Scope
from assistant.verify import cite
from ingest.model import EvidenceKind, Locator, Passage
from tests.factories import document

SCOPE = Scope(("security",), "type1", as_of=date(2026, 6, 30))
NEW, OLD = date(2026, 5, 1), date(2024, 5, 1)
POLICY = "# Access policy\n\nAccess of leavers is removed within 24 hours of termination.\n"
RULE = "Access of leavers is removed within 24 hours of termination."
RECORD = "# Leavers of May\n\nAccess of all four leavers was removed on their last day.\n"
REMOVED = "Access of all four leavers was removed on their last day."
PRACTICE = "Do you remove the access of leavers?"
WRITTEN = "Do you have a policy for the removal of access?"

Show = Callable[..., Evidence]


@pytest.fixture
def show(tmp_path: Path) -> Show:
    """Writes a file and gives it as an engine is shown it, whole or up to a given length."""

    def shown(
        path: str,
        text: str,
        kind: EvidenceKind = "policy",
        *,
        day: date | None = NEW,
        captured: date | None = None,
        until: int | None = None,
    ) -> Evidence:
        (tmp_path / path).write_text(text, encoding="utf-8")
        made = document(path, text, kind, day=day, captured=captured)
        end = until or len(text)
        passage = Passage(made.id, made.id, 0, 0, end, text[:end], "", Locator(line_start=1))
        return Evidence("E1", passage, made, 1.0)

    return shown


def quoting(evidence: Evidence, quote: str, said: str | None = None) -> Sentence:
    at = evidence.document.text.index(quote)
    return Sentence(said or quote, (cite(evidence.document, at, at + len(quote)),))


def checked(
    root: Path,
    shown: Sequence[Evidence],
    sentences: Sequence[Sentence],
    *,
    verdict: Verdict = "yes",
    question: str = PRACTICE,
) -> Answer:
    drafted = Draft(verdict, tuple(sentences), 0.8)
    return Gate(root, SCOPE).check(drafted, shape(question), shown)


def test_what_a_record_shows_is_kept_as_it_was_said(show: Show, tmp_path: Path) -> None:
    record = show("may.md", RECORD, "record")
    answer = checked(tmp_path, [record], [quoting(record, REMOVED)])
    assert (answer.verdict, answer.status, answer.confidence) == ("yes", "draft", 0.8)
    assert answer.text == f"{REMOVED} [1]"
    assert [c.path for c in answer.citations] == ["may.md"]
    assert answer.source == "evidence"


def no_citation(_: Evidence) -> Sentence:
    return Sentence(RULE, ())


def wrong_line(evidence: Evidence) -> Sentence:
    (citation,) = quoting(evidence, RULE).citations
    return Sentence(RULE, (replace(citation, locator=Locator(line_start=1, line_end=1)),))


def changed_word(evidence: Evidence) -> Sentence:
    (citation,) = quoting(evidence, RULE).citations
    return Sentence(RULE, (replace(citation, quote=RULE.replace("24", "12")),))


def other_document(evidence: Evidence) -> Sentence:
    (citation,) = quoting(evidence, RULE).citations
    return Sentence(RULE, (replace(citation, document_id="0" * 16),))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(no_citation, "cites nothing", id="no citation"),
        pytest.param(wrong_line, "not verbatim", id="another line"),
        pytest.param(changed_word, "not shown those words", id="changed quote"),
        pytest.param(other_document, "not shown those words", id="unknown document"),
    ],
)
def test_a_false_citation_leaves_nothing_and_says_why(
    show: Show, tmp_path: Path, make: Callable[[Evidence], Sentence], reason: str
) -> None:
    policy = show("access.md", POLICY)
    answer = checked(tmp_path, [policy], [make(policy)])
    assert answer.abstained
    assert (answer.verdict, answer.text, answer.citations) == ("needs_input", "", ())
    assert answer.confidence == 0.0
    assert reason in answer.missing


def test_words_of_a_shown_file_that_were_not_shown_may_not_be_cited(
    show: Show, tmp_path: Path
) -> None:
    policy = show("access.md", POLICY, until=POLICY.index(RULE))
    answer = checked(tmp_path, [policy], [quoting(policy, RULE)])
    assert answer.abstained
    assert "not shown those words" in answer.missing


def test_a_quote_that_the_original_no_longer_holds_is_refused(show: Show, tmp_path: Path) -> None:
    policy = show("access.md", POLICY)
    (tmp_path / "access.md").write_text("# Access policy\n\nAccess is a matter of taste.\n")
    answer = checked(tmp_path, [policy], [quoting(policy, RULE)])
    assert answer.abstained
    assert "not found again" in answer.missing


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("Access of leavers is removed within 4 hours of termination.", id="number"),
        pytest.param("Access of leavers is not removed within 24 hours.", id="denied"),
        pytest.param("Access of leavers and contractors is checked by Interpol.", id="added name"),
    ],
)
def test_what_the_quote_does_not_say_is_left_out_and_the_rest_stays(
    show: Show, tmp_path: Path, said: str
) -> None:
    policy = show("access.md", POLICY)
    answer = checked(tmp_path, [policy], [quoting(policy, RULE), quoting(policy, RULE, said)])
    assert answer.text == f"{RULE} [1]"
    assert answer.status == "needs_review"
    assert any(w.startswith(f"left out {said!r}") for w in answer.warnings)


@pytest.mark.parametrize(
    ("question", "verdict", "allowed"),
    [
        pytest.param(PRACTICE, "yes", "yes_with_limits", id="practice"),
        pytest.param(WRITTEN, "yes", "yes", id="a policy is asked for"),
        pytest.param(PRACTICE, "no", "no", id="a no"),
        pytest.param("How soon is access removed?", "narrative", "narrative", id="in words"),
    ],
)
def test_a_policy_alone_shows_no_practice(
    show: Show, tmp_path: Path, question: str, verdict: Verdict, allowed: Verdict
) -> None:
    policy = show("access.md", POLICY)
    answer = checked(
        tmp_path, [policy], [quoting(policy, RULE)], verdict=verdict, question=question
    )
    assert answer.verdict == allowed
    limited = verdict != allowed
    assert (DESIGN_ONLY in answer.warnings) is limited
    assert answer.status == ("needs_review" if limited else "draft")


def test_a_record_beside_the_policy_makes_it_a_plain_yes(show: Show, tmp_path: Path) -> None:
    policy, record = show("access.md", POLICY), show("may.md", RECORD, "record")
    sentences = [quoting(policy, RULE), quoting(record, REMOVED)]
    assert checked(tmp_path, [policy, record], sentences).verdict == "yes"


def test_settings_of_long_ago_show_nothing_of_today(show: Show, tmp_path: Path) -> None:
    text = "Sign-in settings\n\nMulti-factor authentication: required for all users\n"
    line = "Multi-factor authentication: required for all users"
    old = show("sign-in.txt", text, "config", captured=OLD)
    answer = checked(tmp_path, [old], [quoting(old, line)], question="Is MFA required?")
    assert answer.verdict == "needs_input"
    assert answer.freshness == "stale"
    assert "only outdated evidence" in answer.missing
    assert "sign-in.txt (2024-05-01)" in answer.missing


@pytest.mark.parametrize(("verdict", "allowed"), [("yes", "yes_with_limits"), ("no", "no")])
def test_an_outdated_policy_still_speaks_but_with_less_weight(
    show: Show, tmp_path: Path, verdict: Verdict, allowed: Verdict
) -> None:
    old = show("access.md", POLICY, day=OLD)
    answer = checked(tmp_path, [old], [quoting(old, RULE)], verdict=verdict, question=WRITTEN)
    assert (answer.verdict, answer.freshness, answer.status) == (allowed, "stale", "needs_review")
    assert answer.confidence == pytest.approx(0.48)
    assert any("outdated" in w and "2024-05-01" in w for w in answer.warnings)


def test_one_outdated_source_beside_a_new_one_is_named_and_keeps_the_yes(
    show: Show, tmp_path: Path
) -> None:
    old, new = show("access.md", POLICY, day=OLD), show("may.md", RECORD, "record")
    answer = checked(tmp_path, [old, new], [quoting(old, RULE), quoting(new, REMOVED)])
    assert (answer.verdict, answer.freshness) == ("yes", "stale")
    assert any("access.md is outdated" in w for w in answer.warnings)


@pytest.mark.parametrize(
    "boast",
    [
        "The company is SOC 2 certified.",
        "The company is certified for SOC 2.",
        "The service is SOC 2 Type II compliant.",
        "The company passed the SOC 2 audit.",
        "All controls operated effectively in the year.",
    ],
)
def test_what_only_a_report_may_say_is_left_out_even_if_quoted(
    show: Show, tmp_path: Path, boast: str
) -> None:
    page = show("about.md", f"# About us\n\n{boast}\n", "other")
    question = "Is the company SOC 2 certified?"
    answer = checked(tmp_path, [page], [quoting(page, boast)], question=question)
    assert answer.abstained
    assert "only a CPA firm's report" in answer.missing
    assert any("no certificate" in w for w in answer.warnings)


def labelled(label: str) -> str:
    return f"# Page\n\nClassification: {label}\n\n{RULE}\n"


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        (["Public"], "public"),
        (["Public", "Customer NDA"], "nda"),
        (["Public", "Confidential", "Public"], "internal"),
    ],
)
def test_an_answer_is_as_sensitive_as_the_most_sensitive_it_cites(
    show: Show, tmp_path: Path, labels: list[str], wanted: str
) -> None:
    shown = [show(f"{n}.md", labelled(label)) for n, label in enumerate(labels)]
    answer = checked(tmp_path, shown, [quoting(e, RULE) for e in shown], question=WRITTEN)
    assert answer.sensitivity == wanted


def test_what_is_shown_but_not_cited_makes_nothing_more_sensitive(
    show: Show, tmp_path: Path
) -> None:
    shown = [show("a.md", labelled("Public")), show("b.md", labelled("Confidential"))]
    answer = checked(tmp_path, shown, [quoting(shown[0], RULE)], question=WRITTEN)
    assert answer.sensitivity == "public"


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        ([NEW], "fresh"),
        ([NEW, date(2025, 6, 15)], "due"),
        ([NEW, None], "undated"),
        ([None, OLD, NEW], "stale"),
        ([date(2026, 7, 20)], "fresh"),
    ],
    ids=["new", "due", "undated", "stale", "newer than asked for"],
)
def test_an_answer_is_as_fresh_as_the_oldest_it_cites(
    show: Show, tmp_path: Path, days: list[date | None], wanted: str
) -> None:
    shown = [show(f"{n}.md", POLICY, day=day) for n, day in enumerate(days)]
    answer = checked(tmp_path, shown, [quoting(e, RULE) for e in shown], question=WRITTEN)
    assert answer.freshness == wanted


def test_marks_count_the_citations_and_a_source_cited_twice_has_one_number(
    show: Show, tmp_path: Path
) -> None:
    policy, record = show("access.md", POLICY), show("may.md", RECORD, "record")
    both = Sentence(
        REMOVED, (*quoting(record, REMOVED).citations, *quoting(policy, RULE).citations)
    )
    answer = checked(tmp_path, [policy, record], [quoting(policy, RULE), both])
    assert answer.text == f"{RULE} [1] {REMOVED} [1] [2]"
    assert [c.path for c in answer.citations] == ["access.md", "may.md"]


def test_a_list_item_is_said_without_its_bullet_and_quoted_with_it(
    show: Show, tmp_path: Path
) -> None:
    item = f"- {RULE}"
    policy = show("access.md", f"# Access policy\n\n{item}\n")
    answer = checked(tmp_path, [policy], [quoting(policy, item)], question=WRITTEN)
    assert answer.text == f"{RULE} [1]"
    assert answer.citations[0].quote == item


def test_needs_input_names_what_is_missing_and_no_persons_address(tmp_path: Path) -> None:
    drafted = Draft("needs_input", (), 0.0, "a penetration test report", ("ask ada@example.com",))
    answer = Gate(tmp_path, SCOPE).check(drafted, shape("Are penetration tests done?"), [])
    assert (answer.verdict, answer.abstained, answer.status) == (
        "needs_input",
        True,
        "needs_review",
    )
    assert answer.missing == "a penetration test report"
    assert "ada@example.com" not in " ".join(answer.warnings)


def test_needs_input_always_says_something_is_missing(tmp_path: Path) -> None:
    answer = Gate(tmp_path, SCOPE).check(Draft("needs_input", (), 0.0), shape("Why?"), [])
    assert answer.missing


def test_a_draft_that_hardly_answers_by_its_own_word_needs_input(
    show: Show, tmp_path: Path
) -> None:
    record = show("may.md", RECORD, "record")
    drafted = Draft("yes", (quoting(record, REMOVED),), LEAST / 2, missing="the leavers list")
    answer = Gate(tmp_path, SCOPE).check(drafted, shape(PRACTICE), [record])
    assert (answer.abstained, answer.missing) == (True, "the leavers list")
    assert any("may.md" in warning for warning in answer.warnings)
