from __future__ import annotations

import re
from datetime import date

import pytest
import yaml

from assistant import resources
from assistant.assessment import indication
from assistant.assessment.indication import indicate
from assistant.catalog.criteria import catalog
from assistant.model import Finding, Gap, Status
from tests.factories import AS_OF

SECURITY = [c.id for c in catalog().criteria if c.category == "security"]


def _findings(status: dict[str, Status]) -> list[Finding]:
    return [Finding(c, status.get(c, "met_indicated"), "designed", "none", ()) for c in SECURITY]


CASES: dict[str, tuple[dict[str, Status], str, int]] = {
    "14: one not met": ({"CC6.1": "not_met_indicated"}, "qualified_leaning", 3),
    "15: nine not met across four series": (
        dict.fromkeys(
            ["CC3.1", "CC3.2", "CC6.1", "CC6.2", "CC6.3", "CC7.1", "CC7.2", "CC7.3", "CC8.1"],
            "not_met_indicated",
        ),
        "adverse_leaning",
        2,
    ),
    "four series are pervasive by themselves": (
        dict.fromkeys(["CC3.1", "CC6.1", "CC7.1", "CC8.1"], "not_met_indicated"),
        "adverse_leaning",
        2,
    ),
    "16: eleven insufficient": (
        dict.fromkeys(SECURITY[:11], "insufficient"),
        "disclaimer_leaning",
        1,
    ),
    "partial alone": (dict.fromkeys(SECURITY, "partial"), "unqualified_leaning", 4),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_rules_in_their_order(case: tuple[dict[str, Status], str, int]) -> None:
    status, name, rule = case
    found = indicate(_findings(status), AS_OF)
    assert found is not None
    assert (found.name, found.rule, found.in_scope) == (name, rule, 33)


def test_what_would_result_if_all_were_supplied_is_shown_too() -> None:
    found = indicate(_findings(dict.fromkeys(SECURITY[:11], "insufficient")), AS_OF)
    assert found is not None
    assert found.if_supplied == "unqualified_leaning"


def test_a_critical_gap_qualifies() -> None:
    gap = Gap("no_control_confirmed", "critical", "none exists", "build one", "Security")
    findings = [Finding("CC6.1", "partial", "designed", "none", (gap,)), *_findings({})]
    found = indicate(findings, AS_OF)
    assert found is not None
    assert found.rule == 3


def test_an_open_override_shows_no_indication() -> None:
    assert indicate(_findings({}), AS_OF, override_open=True) is None


def test_out_of_scope_criteria_do_not_count() -> None:
    outside = Finding("P1.1", "out_of_scope", "not_assessed", "not_assessed", ())
    found = indicate([*_findings({}), outside], AS_OF)
    assert found is not None
    assert found.in_scope == 33


@pytest.mark.parametrize("status", ["met_indicated", "insufficient", "not_met_indicated"])
def test_the_reading_promises_nothing(status: Status) -> None:
    found = indicate(_findings(dict.fromkeys(SECURITY, status)), date(2026, 6, 30))
    assert found is not None
    assert not re.search(r"\b(?:passed|compliant|certified|opinion)\b", found.reading, re.I)
    assert "2026-06-30" in found.reading


def test_thresholds_are_those_of_the_rules() -> None:
    text = resources.corpus("rules", "assessment_rules.md").read_text(encoding="utf-8")
    block = re.search(r"```yaml\n(opinion_rules:.*?)```", text, re.S)
    assert block is not None
    rules = yaml.safe_load(block.group(1))["opinion_rules"]
    assert (
        rules["pervasive_not_met_share"],
        rules["pervasive_not_met_series"],
        rules["pervasive_insufficient_share"],
    ) == (
        indication.PERVASIVE_NOT_MET_SHARE,
        indication.PERVASIVE_NOT_MET_SERIES,
        indication.PERVASIVE_INSUFFICIENT_SHARE,
    )
