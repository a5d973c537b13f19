"""The description of the sample company, held against what was planted in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.description import Description, Facts
from assistant.description_run import describe
from assistant.descriptions.checks.wholeness import accounted
from assistant.descriptions.files.markdown import description_markdown
from assistant.descriptions.files.structured import description_json
from assistant.descriptions.files.word import write_docx
from assistant.errors import UsageError
from assistant.model import Scope
from assistant.scope import make_scope
from assistant.verify import check_citations
from assistant.workspace import Workspace
from tests.descriptions.conftest import TRUTH

ALL = (
    "soc2-type2 soc3 soc1 public-summary soa assertion bridge-letter cuec-list security-overview"
).split()


def test_there_are_nine_sections(drafted: Description) -> None:
    assert [s.id for s in drafted.sections] == [f"DC{n}" for n in range(1, 10)]
    assert all(s.sentences for s in drafted.sections)


def test_every_sentence_is_accounted_for(drafted: Description) -> None:
    sentences = [s for section in drafted.sections for s in section.sentences]
    assert len(sentences) > 100
    assert [s.text for s in sentences if not accounted(s)] == []


def test_every_citation_is_found_again(drafted: Description, company: Workspace) -> None:
    heads = company.store.evidence.document_heads()
    documents = {d.id: d for d in company.store.evidence.documents([h.id for h in heads])}
    cited = [c for x in drafted.sections for s in x.sentences for c in s.citations]
    refused = [
        reason
        for c in cited
        for reason in check_citations([c], documents[c.document_id], root=company.evidence)[1]
    ]
    assert len(cited) > 100
    assert refused == []


@pytest.mark.parametrize("planted", TRUTH["missing_facts"], ids=lambda p: p["key"])
def test_a_missing_fact_is_asked_for_and_not_invented(
    facts: Facts, planted: dict[str, Any]
) -> None:
    key, part = planted.get("of", planted["key"]), planted["key"]
    fact = facts.get(key)
    assert key in {p.key for p in facts.open}
    if part != key:
        assert part in {p.part for p in fact.open}
        assert not [v for v in fact.values if v.part == part]
    else:
        assert fact.values == ()


@pytest.mark.parametrize("known", TRUTH["known_facts"], ids=lambda k: f"{k['key']}-{k['value']}")
def test_a_known_fact_is_gathered_from_its_file(facts: Facts, known: dict[str, Any]) -> None:
    values = facts.get(known["key"]).values
    assert known["file"] in {c.path for v in values for c in v.citations}


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("org_legal_name", "Larkfield Ledger, Inc."),
        ("services_in_scope", "Larkfield Close"),
        ("services_in_scope", "Larkfield API"),
        ("hosting_provider", "Amazon Web Services"),
        ("headcount_band", "46 employees and 3 contractors"),
        ("incidents_in_scope", "INC-2026-003"),
        ("incidents_in_scope", "INC-2026-007"),
        ("significant_changes", "ECS on Fargate"),
        ("significant_changes", "Parchment Analytics"),
    ],
)
def test_a_known_fact_has_its_words(facts: Facts, key: str, words: str) -> None:
    assert any(words in v.text for v in facts.get(key).values)


@pytest.mark.parametrize("planted", TRUTH["mismatches"], ids=lambda p: p["key"])
def test_a_planted_mismatch_is_found_with_both_sides(
    drafted: Description, planted: dict[str, Any]
) -> None:
    mismatch = next(m for m in drafted.mismatches if m.key == planted["key"])
    assert {c.path for c in mismatch.citations} == {s["file"] for s in planted["sources"]}
    shown = description_json(drafted)["mismatches"]
    assert "description_mismatch" in {m["gap"] for m in shown}


@pytest.mark.parametrize("kind", ["soc3", "public-summary"])
def test_a_public_text_holds_no_restricted_fact(
    company: Workspace, scope: Scope, tmp_path: Path, kind: str
) -> None:
    draft = describe(company, scope, kind)
    write_docx(draft, tmp_path / "draft.docx")
    told = description_markdown(draft) + str(description_json(draft))
    assert "99.9 %" in told
    assert [f["text"] for f in TRUTH["restricted_facts"] if f["text"] in told] == []
    private = {v["file"] for v in TRUTH["restricted_facts"]}
    assert [f for f in private if f in told] == []


@pytest.mark.parametrize("kind", ALL)
def test_every_kind_is_drafted_and_accounted_for(
    company: Workspace, scope: Scope, kind: str
) -> None:
    draft = describe(company, scope, kind)
    assert draft.sections
    own = next(c for c in draft.checks if c.id == "OWN-1")
    assert own.passed
    assert {"OWN-2", "OWN-3", "CK-08", "CK-10"} <= {c.id for c in draft.checks if c.passed}


def test_type_1_has_no_section_of_changes(company: Workspace) -> None:
    draft = describe(company, make_scope(as_of="2026-06-30"), "soc2-type1")
    assert [s.id for s in draft.sections] == [f"DC{n}" for n in range(1, 9)]
    assert next(c for c in draft.checks if c.id == "CK-09").passed


def test_soc_1_names_neither_criteria_nor_description_criteria(
    company: Workspace, scope: Scope
) -> None:
    draft = describe(company, scope, "soc1")
    told = " ".join(s.text for x in draft.sections for s in x.sentences)
    assert "CO-1" in told
    assert "CC6" not in told
    assert "DC 1" not in told


def test_one_section_can_be_drafted_alone(company: Workspace, scope: Scope) -> None:
    draft = describe(company, scope, "soc2-type2", only="dc 3")
    assert [s.id for s in draft.sections] == ["DC3"]


def test_an_unknown_section_is_said(company: Workspace, scope: Scope) -> None:
    with pytest.raises(UsageError, match="no section 'DC12'"):
        describe(company, scope, "soc2-type2", only="DC12")


def test_a_kind_that_does_not_fit_the_scope_is_refused(company: Workspace, scope: Scope) -> None:
    with pytest.raises(UsageError, match="one date"):
        describe(company, scope, "soc2-type1")


def test_the_same_facts_give_the_same_draft(
    company: Workspace, scope: Scope, drafted: Description
) -> None:
    assert describe(company, scope, "soc2-type2").sections == drafted.sections
