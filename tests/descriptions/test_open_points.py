"""What is missing is asked for: empty evidence, placeholders, statements of management."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.description import Description
from assistant.description_run import describe, facts_of, say
from assistant.errors import UsageError
from assistant.indexing import ingest_evidence
from assistant.scope import make_scope
from assistant.workspace import Workspace
from tests.descriptions.conftest import given

SCOPE = make_scope(as_of="2026-06-30")
TRAPS = Path(__file__).resolve().parents[3] / "shared" / "eval" / "traps" / "evidence"
MENU = "# Lunch\n\nMonday: pumpkin soup with bread. Tuesday: noodles with sesame.\n"
TEMPLATE = """# System overview

[Company Name] offers software to finance teams. Production runs in Amazon Web Services.

## Recovery

The Recovery Time Objective (RTO) is [set the maximum amount of time] after a disaster.
"""


def draft(workspace: Workspace, evidence: Path) -> Description:
    ingest_evidence(workspace, evidence)
    return describe(workspace, SCOPE, "soc2-type1", said=workspace.store.descriptions.statements())


def standings(description: Description) -> set[str]:
    return {s.standing for x in description.sections for s in x.sentences}


def test_no_evidence_gives_questions_and_no_prose(small: Workspace, tmp_path: Path) -> None:
    made = draft(small, given(tmp_path / "evidence", menu=MENU))
    assert standings(made) <= {"open", "frame"}
    assert len(made.open) > 30
    assert "pumpkin" not in str(made.sections)


def test_a_placeholder_is_a_question_and_never_text(small: Workspace, tmp_path: Path) -> None:
    made = draft(small, given(tmp_path / "evidence", overview=TEMPLATE))
    told = " ".join(
        s.text for x in made.sections for s in x.sentences if s.standing in ("cited", "management")
    )
    assert "Amazon Web Services" in told
    assert "[" not in told
    asked = [p for p in made.open if p.key == "placeholder"]
    assert any("[Company Name]" in p.question for p in asked)
    assert any("[set the maximum amount of time]" in p.question for p in asked)
    assert all(p.citations for p in asked)


@pytest.mark.skipif(not TRAPS.is_dir(), reason="labelled data lies beside the project only")
def test_the_real_templates_leave_nothing_in_the_draft(small: Workspace) -> None:
    made = draft(small, TRAPS)
    told = " ".join(
        s.text for x in made.sections for s in x.sentences if s.standing in ("cited", "management")
    )
    marks = ("{{", "[set", "[list", "<insert", "[REPLACE", "TODO", "Coming Soon", "product 1")
    assert [m for m in marks if m.casefold() in told.casefold()] == []
    asked = " ".join(p.question for p in made.open if p.key == "placeholder")
    files = {
        "narratives-control.md",
        "narratives-organizational.md",
        "narratives-security.md",
        "policies-disaster.md",
        "policies-incident.md",
        "procedures-workstation.md",
    }
    assert [f for f in files if f not in asked] == []


def test_a_statement_closes_its_question_and_is_marked(small: Workspace, tmp_path: Path) -> None:
    evidence = given(tmp_path / "evidence", menu=MENU)
    before = draft(small, evidence)
    say(small, "org_background.founding_year", "It was founded in 2014.", said_by="Ada Moss, CEO")
    after = draft(small, evidence)
    said = [s for x in after.sections for s in x.sentences if s.standing == "management"]
    assert [(s.text, s.said_by) for s in said] == [("It was founded in 2014.", "Ada Moss, CEO")]
    gone = {p.id for p in before.open} - {p.id for p in after.open}
    assert gone == {"org_background.founding_year"}


def test_an_empty_statement_withdraws(small: Workspace, tmp_path: Path) -> None:
    evidence = given(tmp_path / "evidence", menu=MENU)
    say(small, "approver", "The chief executive approves it.", said_by="Ada Moss, CEO")
    say(small, "approver", "", said_by="Ada Moss, CEO")
    assert "management" not in standings(draft(small, evidence))


def test_a_statement_needs_a_person_and_a_known_point(small: Workspace) -> None:
    with pytest.raises(UsageError, match="needs a person"):
        say(small, "approver", "Somebody.", said_by=" ")
    with pytest.raises(UsageError, match="no open point 'nothing_here'"):
        say(small, "nothing_here", "Something.", said_by="Ada")


def test_a_question_of_several_kinds_of_documents_is_answered_once(small: Workspace) -> None:
    said = say(small, "incidents_in_scope.threshold", "None of them did.", said_by="Ada, CISO")
    assert (said.key, said.part) == ("incidents_in_scope", "threshold")
    assert small.store.descriptions.statements() == (said,)


def test_questions_come_in_the_order_of_their_worth(small: Workspace, tmp_path: Path) -> None:
    made = draft(small, given(tmp_path / "evidence", menu=MENU))
    worth = [p.worth for p in made.open]
    assert worth == sorted(worth, reverse=True)


def test_a_nil_statement_against_the_register_is_found(small: Workspace, tmp_path: Path) -> None:
    register = (
        "# Incident register\n\n| Incident | Title | Severity | Detected | Resolved |\n|---|---|---|---|---|\n"
        "| INC-1 | Sign-in down | SEV-2 | 2026-02-19 | 2026-02-19 |\n"
    )
    evidence = given(tmp_path / "evidence", incidents__incident_register=register)
    say(
        small, "incident_nil_statement", "No incident met the threshold.", said_by="Priya, Security"
    )
    made = draft(small, evidence)
    assert not next(c for c in made.checks if c.id == "CK-07").passed


def test_marketing_and_opinion_of_a_statement_are_found(small: Workspace, tmp_path: Path) -> None:
    evidence = given(tmp_path / "evidence", menu=MENU)
    say(small, "delivery_model", "Our best-in-class platform is SOC 2 certified.", said_by="Sales")
    made = draft(small, evidence)
    failed = {c.id for c in made.checks if not c.passed}
    assert {"CK-08", "OWN-2"} <= failed


def test_a_leak_in_a_statement_is_kept_out_of_a_public_text(
    small: Workspace, tmp_path: Path
) -> None:
    notice = "# Terms of Service\n\nEffective date: 2026-01-01\n\nWe keep safeguards to protect customer data.\n"
    inside = "# Incident review\n\nThe customer Tidewater Joinery was told on 2026-02-19.\n"
    evidence = given(tmp_path / "evidence", terms_of_service=notice, incident_review=inside)
    ingest_evidence(small, evidence)
    say(small, "customer_types", "Customers include Tidewater Joinery.", said_by="Sales")
    said = small.store.descriptions.statements()
    inner = describe(small, SCOPE, "soc2-type1", said=said)
    public = describe(small, SCOPE, "soc3", said=said)
    assert "Tidewater" in str(inner.sections)
    assert "Tidewater" not in str(public.sections)


def test_facts_name_who_is_asked(small: Workspace, tmp_path: Path) -> None:
    ingest_evidence(small, given(tmp_path / "evidence", menu=MENU))
    facts = facts_of(small, SCOPE)
    assert len(facts.facts) == 57
    assert all(p.owner and p.question for p in facts.open)
