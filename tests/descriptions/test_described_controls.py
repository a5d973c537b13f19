"""Which sentences count as described controls, and what is named beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.description import Description, Facts, Paragraph
from assistant.description_run import facts_of
from assistant.mapping_run import map_evidence
from assistant.scope import make_scope
from assistant.workspace import Workspace
from tests.descriptions.conftest import given

SCOPE = make_scope(as_of="2026-06-30")
HEAD = "Approved by: Mira Holt, CISO. Approval date: 2026-02-03."


def wordings(workspace: Workspace, folder: Path, **files: str) -> set[str]:
    map_evidence(workspace, given(folder / "evidence", **files), SCOPE)
    return {v.cells[2] for v in facts_of(workspace, SCOPE).get("control_list").values}


def policy(*sentences: str) -> str:
    return "\n\n".join(["# Access Control Policy", HEAD, "## Reviews", *sentences]) + "\n"


RULE = "The Head of Security reviews privileged access to production once a quarter."


@pytest.mark.parametrize(
    "no_rule",
    [
        "Privileged access to production was reviewed in March by the Head of Security.",
        "This policy sets out how access to company systems is approved, reviewed and removed.",
        "Privileged access to production reviewed by the Head of Security on 2026-03-31.",
    ],
)
def test_what_happened_once_is_no_control(small: Workspace, tmp_path: Path, no_rule: str) -> None:
    assert wordings(small, tmp_path, access_control_policy=policy(RULE, no_rule)) == {RULE}


def test_an_unfinished_policy_states_no_control(small: Workspace, tmp_path: Path) -> None:
    unfinished = policy(RULE, "Access is removed within [set number] hours by [name of team].")
    assert wordings(small, tmp_path, access_control_policy=unfinished) == set()


def test_most_criteria_of_the_sample_have_a_control_with_evidence_beside_it(facts: Facts) -> None:
    values = facts.get("control_list").values
    assert len({c for v in values for c in v.criteria}) >= 20
    review = next(v for v in values if v.cells[0] == "CC6.3-1")
    assert review.cells[2] == "The Head of Security reviews privileged access once a quarter."
    assert "access/access-review-2026-Q1.xlsx" in review.cells[5]
    assert {c.path for c in review.citations} >= {
        "policies/access-control-policy-v2.4.pdf",
        "access/access-review-2026-Q1.xlsx",
    }
    assert all(not v.cells[5] for v in values if not v.cells[0].endswith("-1"))


def test_rows_of_logs_and_sign_in_names_are_not_quoted_as_evidence(facts: Facts) -> None:
    quotes = [c.quote for v in facts.get("control_list").values for c in v.citations]
    assert not any("sshd" in q or "@" in q or q.startswith("{") for q in quotes)


def test_sentences_read_as_a_companys_own(drafted: Description) -> None:
    texts = [s.text for x in drafted.sections for s in x.sentences if s.standing == "cited"]
    assert "Larkfield API is a REST interface through which customers send ledger balances" in (
        " ".join(texts)
    )
    assert not any("Larkfield Ledger, Inc. states" in t for t in texts)
    assert not any(t.startswith("As stated in") and "“IT " in t for t in texts)
    for section in drafted.sections:
        prose = [
            s.text
            for part in section.parts
            for block in part.blocks
            if isinstance(block, Paragraph)
            for s in block.sentences
        ]
        assert len(prose) == len(set(prose))
