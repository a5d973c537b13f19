"""All checks over one draft, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import yaml

from assistant import resources
from assistant.description import CheckResult, Facts, Section
from assistant.descriptions.checks import likeness, values, wholeness, words

_DC = tuple(f"DC{n}" for n in range(1, 10))


def check_draft(
    kind: str,
    sections: Sequence[Section],
    facts: Facts,
    *,
    vendors: Sequence[str] = (),
    others: Iterable[str] = (),
    targets: Mapping[str, tuple[int, int]] | None = None,
) -> tuple[CheckResult, ...]:
    """The ten checks of `description_criteria.yaml` (those of SOC 2 only for SOC 2), then our own:
    OWN-1 every sentence accounted for, OWN-2 no opinion, OWN-3 no test results, OWN-4 terms used one
    way, OWN-5 quantities agree, OWN-6 sources agree, OWN-7 wording is its own, OWN-8 length.

    `vendors` are the names in vendor registers; `others` texts that the draft is compared with
    (another workspace's description, a prompt's own text).
    """
    soc2 = kind.startswith("soc2")
    results = list(_of_the_file(sections, facts, vendors)) if soc2 else []
    common = (
        ("CK-08", list(words.found_words("marketing", sections))),
        ("CK-10", list(words.found_words("secrets", sections))),
    )
    if not soc2:
        results += [_result(i, found) for i, found in common]
    share = likeness.share_of(sections, others)
    alike = [f"{share:.0%} of its wording stands in another text"] if share > likeness.MOST else []
    return (
        *results,
        _own(
            "OWN-1",
            "Every sentence is cited, said by a named person, open, or our frame",
            "high",
            wholeness.unaccounted(sections),
        ),
        _own(
            "OWN-2",
            "No opinion: nothing is called compliant, certified or effective",
            "high",
            words.found_words("opinion", sections),
        ),
        _own("OWN-3", "No test results", "high", words.found_words("test_results", sections)),
        _own("OWN-4", "Terms are used one way throughout", "low", words.mixed_terms(sections)),
        _own("OWN-5", "Quantities agree across sections", "high", values.disagreeing(sections)),
        _own(
            "OWN-6",
            "Sources agree on what is described",
            "high",
            [f"{m.key}: {m.detail}" for m in facts.mismatches],
        ),
        _own("OWN-7", "The wording is the company's own", "low", alike),
        _own(
            "OWN-8",
            "Sections are neither thin nor padded",
            "low",
            wholeness.off_length(sections, targets or {}),
        ),
    )


def _of_the_file(
    sections: Sequence[Section], facts: Facts, vendors: Sequence[str]
) -> Iterable[CheckResult]:
    scope = facts.scope
    wanted = _DC if scope.report_type == "type2" else _DC[:-1]
    has_changes = any(s.id == "DC9" for s in sections)
    wrong_dc9 = (
        ["DC9 is missing"]
        if scope.report_type == "type2" and not has_changes
        else ["DC9 stands in a Type I description"]
        if scope.report_type == "type1" and has_changes
        else []
    )
    found = {
        "CK-01": wholeness.without_text(sections, wanted),
        "CK-02": wholeness.uncovered(sections, scope),
        "CK-03": wholeness.unlisted_providers(facts, vendors),
        "CK-04": wholeness.unkept_commitments(facts),
        "CK-05": wholeness.without_criterion(facts),
        "CK-06": values.outside(sections, scope),
        "CK-07": wholeness.nil_against_register(facts),
        "CK-08": words.found_words("marketing", sections),
        "CK-09": wrong_dc9,
        "CK-10": words.found_words("secrets", sections),
    }
    for identifier, findings in found.items():
        yield _result(identifier, list(findings))


def _result(identifier: str, findings: Sequence[str]) -> CheckResult:
    named = _file_checks()[identifier]
    return CheckResult(
        identifier, named["check"], named["severity"], not findings, tuple(dict.fromkeys(findings))
    )


def _own(identifier: str, check: str, severity: str, findings: Iterable[str]) -> CheckResult:
    found = tuple(dict.fromkeys(findings))
    return CheckResult(identifier, check, severity, not found, found)


@cache
def _file_checks() -> dict[str, dict[str, Any]]:
    path = resources.corpus("rules", "description_criteria.yaml")
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {c["id"]: c for c in raw["completeness_checks"]}
