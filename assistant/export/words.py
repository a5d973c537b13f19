"""The words, marks and order in which reports show statuses, grades and names."""

from __future__ import annotations

from assistant.assessment.indication import TITLE
from assistant.model import CATEGORIES, Design, Operation, Scope, Severity, Status

NOT_AN_OPINION = TITLE

STATUS_ORDER: tuple[Status, ...] = (
    "met_indicated",
    "carved_out",
    "not_exercised",
    "partial",
    "insufficient",
    "not_met_indicated",
    "not_relevant",
    "out_of_scope",
)
STATUS: dict[Status, str] = {
    "met_indicated": "Met, as indicated",
    "partial": "Partial",
    "insufficient": "Insufficient",
    "not_exercised": "Not exercised",
    "not_met_indicated": "Not met, as indicated",
    "carved_out": "Carved out",
    "not_relevant": "Not relevant",
    "out_of_scope": "Out of scope",
}
MARK: dict[Status, str] = {
    "met_indicated": "●",
    "partial": "◐",
    "insufficient": "○",
    "not_exercised": "◌",
    "not_met_indicated": "✕",
    "carved_out": "▣",
    "not_relevant": "–",
    "out_of_scope": "·",
}
"""One sign a status, so that no meaning hangs on colour alone."""
MEANING: dict[Status, str] = {
    "met_indicated": "designed, and nothing against it found in the evidence reviewed",
    "partial": "designed, with an open gap or without proof that it is in place",
    "insufficient": "too little acceptable evidence to say",
    "not_exercised": "designed, with no occurrence to test",
    "not_met_indicated": "evidence shows that a key control failed or is absent",
    "carved_out": "met by a subservice organization",
    "not_relevant": "set aside by a person with a reason",
    "out_of_scope": "its category was not chosen",
}
DESIGN: dict[Design, str] = {
    "designed": "Designed",
    "partly_designed": "Partly designed",
    "not_designed": "Not designed",
    "not_assessed": "Not assessed",
}
OPERATION: dict[Operation, str] = {
    "none": "No deviation found",
    "isolated": "Isolated deviation",
    "elevated": "Elevated deviations",
    "failed": "Failed",
    "not_exercised": "Not exercised",
    "no_evidence": "No evidence",
    "not_assessed": "Not assessed",
}
SEVERITY: dict[Severity, str] = {
    "critical": "Critical",
    "high": "High",
    "medium": "Medium",
    "low": "Low",
}


def plain(name: str) -> str:
    """An identifier as words: `no_control_found` as `No control found`."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def scope_line(scope: Scope) -> str:
    """Report type, date or period and categories, in one line."""
    if scope.report_type == "type2":
        when = f"Type II, {scope.period_start} to {scope.period_end}"
    else:
        when = f"Type I, as of {scope.as_of}" + (" (assumed)" if scope.assumed else "")
    return f"{when}; {', '.join(plain(c) for c in CATEGORIES if c in scope.categories)}"
