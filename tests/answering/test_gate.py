"""The gate: what is not shown, not found or not said by its quotes never becomes an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from assistant.answering.gate import DESIGN_ONLY, Gate
from assistant.answers import Answer, Ask, Basis, Draft, Sentence, Verdict
from assistant.model import Citation, Evidence, Scope
from assistant.verify import cite
from ingest.model import EvidenceKind, Locator
from ingest.passages import split
from tests.factories import document

TODAY = date(2026, 6, 30)
SCOPE = Scope(("security",), "type1", as_of=TODAY)
TEXT = "Logs are kept for 400 days.\nMulti-factor authentication is required for all staff.\n"
LOGS = "Logs are kept for 400 days."
MFA = "Multi-factor authentication is required for all staff."


def shown(root: Path, kind: EvidenceKind = "policy", day: date | None = TODAY) -> Evidence:
    name = f"{kind}.md"
    (root / name).write_text(TEXT, encoding="utf-8")
    item = document(name, TEXT, kind, day=day, captured=day)
    (passage, *_) = split(item, count_tokens=lambda text: len(text.split()))
    return Evidence("S1", passage, item, 1.0)


def said(evidence: Evidence, quote: str, text: str | None = None) -> Sentence:
    at = evidence.document.text.index(quote)
    return Sentence(text or quote, (cite(evidence.document, at, at + len(quote)),))


def question(text: str = "Is MFA required?", basis: Basis = "either") -> Ask:
    return Ask("Q1", text, text, (text,), "yes_no", basis)


def checked(
    root: Path,
    evidence: Sequence[Evidence],
    sentences: Sequence[Sentence],
    *,
    verdict: Verdict = "yes",
    ask: Ask | None = None,
) -> Answer:
    draft = Draft(verdict, tuple(sentences), 0.8, missing="the access policy")
    return Gate(root, SCOPE).check(draft, ask or question(), evidence)


def test_a_proven_sentence_ends_in_its_mark(tmp_path: Path) -> None:
    evidence = shown(tmp_path)
    answer = checked(tmp_path, [evidence], [said(evidence, MFA), said(evidence, LOGS)])
    assert answer.text == f"{MFA} [1] {LOGS} [2]"
    assert [c.quote for c in answer.citations] == [MFA, LOGS]
    assert (answer.verdict, answer.status, answer.freshness) == ("yes", "draft", "fresh")


def test_what_was_not_shown_is_not_cited(tmp_path: Path) -> None:
    evidence, other = shown(tmp_path), shown(tmp_path, "record")
    answer = checked(tmp_path, [evidence], [said(other, MFA)])
    assert answer.abstained
    assert "not shown" in answer.missing


def test_a_quote_that_is_not_in_the_file_blocks_its_sentence(tmp_path: Path) -> None:
    evidence = shown(tmp_path)
    item = evidence.document
    invented = Citation(item.id, item.path, "MFA is optional.", Locator(line_start=1, line_end=1))
    answer = checked(tmp_path, [evidence], [Sentence("MFA is optional.", (invented,))])
    assert (answer.verdict, answer.text, answer.citations) == ("needs_input", "", ())


def test_a_quote_that_left_the_file_since_is_refused(tmp_path: Path) -> None:
    evidence = shown(tmp_path)
    (tmp_path / "policy.md").write_text("Rewritten.\nWholly.\n", encoding="utf-8")
    assert checked(tmp_path, [evidence], [said(evidence, MFA)]).abstained


@pytest.mark.parametrize(
    "text",
    [
        "Logs are kept for 500 days.",
        "Logs are kept for 400 weeks.",
        "Logs are not kept for 400 days.",
        "Logs are kept for 400 days in Splunk.",
    ],
    ids=["number", "unit", "negation", "vendor"],
)
def test_a_detail_that_the_quote_lacks_blocks_the_sentence(tmp_path: Path, text: str) -> None:
    evidence = shown(tmp_path)
    answer = checked(tmp_path, [evidence], [said(evidence, LOGS, text), said(evidence, MFA)])
    assert answer.text == f"{MFA} [1]"
    assert answer.status == "needs_review"
    assert any(text[:20] in warning for warning in answer.warnings)


def test_a_policy_alone_gives_a_yes_with_limits_to_do_you_do(tmp_path: Path) -> None:
    evidence = shown(tmp_path)
    ask = question("Do you enforce MFA?", "practice")
    answer = checked(tmp_path, [evidence], [said(evidence, MFA)], ask=ask)
    assert answer.verdict == "yes_with_limits"
    assert DESIGN_ONLY in answer.warnings


def test_a_fresh_setting_may_give_a_plain_yes(tmp_path: Path) -> None:
    evidence = shown(tmp_path, "config")
    ask = question("Do you enforce MFA?", "practice")
    assert checked(tmp_path, [evidence], [said(evidence, MFA)], ask=ask).verdict == "yes"


def test_an_outdated_policy_is_named_and_gives_no_plain_yes(tmp_path: Path) -> None:
    evidence = shown(tmp_path, day=date(2024, 1, 1))
    answer = checked(tmp_path, [evidence], [said(evidence, MFA)])
    assert (answer.verdict, answer.freshness, answer.status) == (
        "yes_with_limits",
        "stale",
        "needs_review",
    )
    assert answer.confidence < 0.8
    assert any("2024-01-01" in warning for warning in answer.warnings)


@pytest.mark.parametrize("kind", ["config", "screenshot", "record"])
def test_an_outdated_proof_alone_needs_input(tmp_path: Path, kind: EvidenceKind) -> None:
    evidence = shown(tmp_path, kind, date(2024, 1, 1))
    answer = checked(tmp_path, [evidence], [said(evidence, MFA)])
    assert answer.abstained
    assert "2024-01-01" in answer.missing


def test_undated_evidence_is_said_to_be_undated(tmp_path: Path) -> None:
    evidence = shown(tmp_path, day=None)
    assert checked(tmp_path, [evidence], [said(evidence, MFA)]).freshness == "undated"


def test_no_sentence_calls_soc_certified(tmp_path: Path) -> None:
    text = "We are SOC 2 certified.\nLogs are kept for 400 days.\n"
    (tmp_path / "notice.md").write_text(text, encoding="utf-8")
    item = document("notice.md", text, "notice", day=TODAY)
    (passage, *_) = split(item, count_tokens=lambda words: len(words.split()))
    evidence = Evidence("S1", passage, item, 1.0)
    ask = question("Are you SOC 2 certified?")
    answer = checked(tmp_path, [evidence], [said(evidence, "We are SOC 2 certified.")], ask=ask)
    assert answer.abstained
    assert any("attestation report" in warning for warning in answer.warnings)


def test_warnings_carry_no_address_of_a_person(tmp_path: Path) -> None:
    evidence = shown(tmp_path)
    draft = Draft("yes", (said(evidence, MFA),), 0.8, warnings=("exempt: ana.lima@example.com",))
    assert Gate(tmp_path, SCOPE).check(draft, question(), [evidence]).warnings == ("exempt: …",)


def test_needs_input_keeps_what_is_missing(tmp_path: Path) -> None:
    answer = Gate(tmp_path, SCOPE).check(
        Draft("needs_input", (), 0.2, missing="the insurance certificate"), question(), []
    )
    assert (answer.abstained, answer.missing) == (True, "the insurance certificate")
