"""Design and operation of one criterion from its counted items; sections 3.1, 4 and 8.

Whether samples and populations cover the period is not judged here.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.assessment.support import RECORDS, Support, once_is_enough
from assistant.model import Design, Operation, Scope


def design_of(supports: Sequence[Support]) -> Design:
    """`designed` by a counted statement or setting, `partly_designed` by records alone.

    With nothing counted it stays `not_assessed`: nothing found is no proof of a bad design.
    """
    if any(s.design for s in supports):
        return "designed"
    if any(s.counted and s.item.kind in RECORDS and s.fresh != "future" for s in supports):
        return "partly_designed"
    return "not_assessed"


def operation_of(supports: Sequence[Support], scope: Scope, deviations: Operation) -> Operation:
    """The class of deviations for Type II, `no_evidence` without a counted item of operation."""
    if scope.report_type == "type1":
        return "not_assessed"
    if not any(s.works for s in supports):
        return "no_evidence"
    return deviations


def in_place(supports: Sequence[Support]) -> bool:
    """Is the control shown to exist, by a setting or a walkthrough of one occurrence?"""
    return any(s.works for s in supports)


def one_day_only(supports: Sequence[Support]) -> bool:
    """Does all counted proof of operation speak for a single day, where one is not enough?

    One image proves one day and one ticket its own occurrence (section 3.1); a whole period needs
    more, unless the control runs once a year.
    """
    working = [s for s in supports if s.works]
    if not working or any(once_is_enough(s) for s in working):
        return False
    return len(frozenset[object]().union(*(s.days for s in working))) < 2


def classify(tested: int, deviating: int) -> Operation:
    """The class of a number of deviations among the occurrences tested; section 8."""
    if deviating == 0:
        return "none"
    if tested < 20:
        return "elevated" if deviating == 1 else "failed"
    rate = deviating / tested
    if rate > 0.10:
        return "failed"
    # A rate up to 5 percent is isolated only with a known cause, no harm and a fix: ask a person.
    return "elevated"
