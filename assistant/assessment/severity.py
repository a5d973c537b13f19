"""How severe a gap is; `assessment_rules.md`, section 9. Confidence plays no part in it."""

from __future__ import annotations

import re

from assistant.model import SEVERITIES, GapKind, ReportType, Severity

_BASE: dict[GapKind, Severity] = {
    "no_control_found": "high",
    "no_control_confirmed": "critical",
    "design_weak": "medium",
    "no_operating_evidence": "high",
    "stale": "medium",
    "incomplete_period": "medium",
    "population_missing": "high",
    "deviation": "medium",
    "attribute_missing": "medium",
    "conflict": "high",
    "out_of_scope_evidence": "low",
    "not_exercised": "low",
    "description_mismatch": "high",
}
_RAISED = re.compile(
    r"\b(?:leavers?|terminat\w*|off-?board\w*|deprovision\w*|removal of access|access removal"
    r"|access reviews?|privileged user|change (?:approval|management)|pull request"
    r"|vulnerabilit\w*|vendor reviews?|vendor soc|restore test|recovery (?:test|or failover)"
    r"|failover test|recovery exercise)\b",
    re.IGNORECASE,
)
"""Access removal and review, change approval, vulnerability deadlines, vendor review, recovery tests."""


def severity(
    kind: GapKind, *, report_type: ReportType, exception_prone: bool, concerns: str
) -> Severity:
    """The severity of a gap of this kind that concerns `concerns` (what is missing or wrong).

    Raised one step, to high at most, where the criterion is prone to exceptions and the gap
    concerns one of the subjects of section 9.
    """
    if kind == "no_operating_evidence" and report_type == "type1":
        return "low"
    if kind == "stale" and exception_prone:
        return "high"
    base = _BASE[kind]
    if exception_prone and _RAISED.search(concerns) and base in ("low", "medium"):
        return SEVERITIES[SEVERITIES.index(base) + 1]
    return base
