"""The readiness indication (not an audit opinion); `assessment_rules.md`, section 11."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from assistant.model import Finding, Indication

Name = Literal["disclaimer_leaning", "adverse_leaning", "qualified_leaning", "unqualified_leaning"]

TITLE = "Readiness indication (not an audit opinion)"
PERVASIVE_NOT_MET_SHARE = 0.25
PERVASIVE_NOT_MET_SERIES = 4
PERVASIVE_INSUFFICIENT_SHARE = 0.30
READINGS: dict[Name, str] = {
    "disclaimer_leaning": "too little acceptable proof for anyone to conclude",
    "adverse_leaning": "problems are serious and widespread",
    "qualified_leaning": 'serious but contained; would read "except for"',
    "unqualified_leaning": "nothing found that would stand in the way; deviations may still be listed",
}


def indicate(
    findings: Sequence[Finding], closing: date, *, override_open: bool = False
) -> Indication | None:
    """What the findings lean to if fieldwork closed on `closing` with this evidence.

    None while a sign of edited or back-dated evidence is open, or where nothing is in scope.
    `if_supplied` names the indication that would result if all that is insufficient were supplied
    and clean; empty where nothing is insufficient.
    """
    scoped = [f for f in findings if f.status not in ("not_relevant", "out_of_scope")]
    if override_open or not scoped:
        return None
    not_met = tuple(f.criterion for f in scoped if f.status == "not_met_indicated")
    insufficient = tuple(f.criterion for f in scoped if f.status == "insufficient")
    supplied = {f.criterion for f in scoped if f.status == "insufficient"}
    critical = _critical(scoped)
    name, rule = _first_rule(len(scoped), not_met, insufficient, bool(critical))
    then, _ = _first_rule(len(scoped), not_met, (), bool(critical - supplied))
    return Indication(
        name=name,
        rule=rule,
        in_scope=len(scoped),
        not_met=not_met,
        insufficient=insufficient,
        reading=f"If fieldwork closed on {closing} with this evidence: {READINGS[name]}.",
        if_supplied=then if insufficient else "",
    )


def _critical(findings: Sequence[Finding]) -> set[str]:
    return {f.criterion for f in findings if any(g.severity == "critical" for g in f.gaps)}


def _first_rule(
    size: int, not_met: Sequence[str], insufficient: Sequence[str], critical: bool
) -> tuple[Name, int]:
    if len(insufficient) / size >= PERVASIVE_INSUFFICIENT_SHARE:
        return "disclaimer_leaning", 1
    series = {criterion.split(".")[0] for criterion in not_met}
    if len(not_met) / size >= PERVASIVE_NOT_MET_SHARE or len(series) >= PERVASIVE_NOT_MET_SERIES:
        return "adverse_leaning", 2
    if not_met or insufficient or critical:
        return "qualified_leaning", 3
    return "unqualified_leaning", 4
