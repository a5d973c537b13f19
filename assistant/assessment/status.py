"""The status of a criterion, first match in the order of section 10, and what led to it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.assessment.design import in_place
from assistant.assessment.support import Support
from assistant.model import Design, Gap, Operation, Scope, Status

OPEN = ("critical", "high", "medium")


def status_of(
    scope: Scope,
    supports: Sequence[Support],
    design: Design,
    operation: Operation,
    gaps: Sequence[Gap],
) -> tuple[Status, str]:
    """The status and the words of the rule that fired.

    `not_relevant`, `carved_out` and `not_exercised` need a person or a population and are never
    given here.
    """
    if operation == "failed":
        return "not_met_indicated", "a key control failed and no compensating control was accepted"
    if design == "not_assessed":
        return "insufficient", "no counted item supports design"
    if operation == "no_evidence":
        return "insufficient", "no counted item shows operation in the period"
    if design == "partly_designed":
        return "partial", "the control is at work but stated nowhere that counts"
    if operation == "elevated":
        return "partial", "deviations are elevated"
    if not in_place(supports):
        return "partial", "designed, but nothing counted shows it in place near the date"
    still_open = sorted({gap.kind for gap in gaps if gap.severity in OPEN})
    if still_open:
        return "partial", f"designed, with open gaps: {', '.join(still_open)}"
    if scope.report_type == "type2":
        return "met_indicated", "designed, and no deviation found in evidence reviewed"
    return "met_indicated", "designed, and in place near the date"


def reasons_for(supports: Sequence[Support], rule: str) -> tuple[str, ...]:
    """The rule first, then each item with its id, grade and what it proves."""
    return (f"section 10: {rule}", *(_line(s) for s in supports))


def _line(support: Support) -> str:
    proves = [
        word for word, there in (("design", support.design), ("operation", support.works)) if there
    ]
    counts = f"supports {' and '.join(proves)} (3.1)" if proves else "is not counted (3.1, 3.2)"
    return (
        f"{support.item.document.id} {support.name}: grade {support.grade.grade},"
        f" {support.item.kind}, {support.fresh} (6.1), {counts}"
    )
