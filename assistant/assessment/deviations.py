"""Deviations that are plain in the rows of lists, and the class they lead to; section 8.

Samples are not drawn and no population is tested here. A list that does not count by its grade is
reported with what it shows, but nothing is concluded from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.assessment.conflicts import removal_limit
from assistant.assessment.design import classify
from assistant.assessment.failed_checks import FailedChecks, failed_checks
from assistant.assessment.grading import COUNTED
from assistant.assessment.leavers import Kept, kept_access
from assistant.assessment.self_approval import SelfApproved, self_approved
from assistant.model import Citation, GradedItem, Link, Operation
from ingest.model import Document, Note

_ORDER: tuple[Operation, ...] = ("none", "isolated", "elevated", "failed")


@dataclass(frozen=True, slots=True)
class Deviating:
    """Deviations of one kind found for a criterion, in words, with the rows that show them."""

    criterion: str
    detail: str
    step: str
    concerns: str
    operation: Operation
    documents: tuple[str, ...]
    citations: tuple[Citation, ...]


def find_deviations(
    documents: Sequence[Document], notes: Mapping[str, Sequence[Note]]
) -> tuple[Deviating, ...]:
    """Leavers who kept access, and work approved by its own maker: plain whatever is linked."""
    limit = removal_limit(documents, notes)
    return (
        *(_of_leavers(kept, limit) for kept in kept_access(documents, notes, limit)),
        *(_of_approvals(found) for found in self_approved(documents, notes)),
    )


def linked_deviations(
    documents: Sequence[Document],
    notes: Mapping[str, Sequence[Note]],
    links: Mapping[str, Sequence[Link]],
) -> tuple[Deviating, ...]:
    """Automated checks that failed, for the criteria that their exports are linked to."""
    return tuple(_of_checks(found) for found in failed_checks(documents, notes, links))


def concluded(deviations: Sequence[Deviating], grades: Mapping[str, GradedItem]) -> Operation:
    """The worst class among deviations whose documents all count."""
    classes = [
        found.operation
        for found in deviations
        if all(grades[document].grade in COUNTED for document in found.documents)
    ]
    return max(classes, key=_ORDER.index, default="none")


def _of_leavers(kept: Kept, limit: int | None) -> Deviating:
    active = f"{kept.active} still active" if kept.active else ""
    late = (
        f"{kept.late} disabled more than {limit} days after the last day, the longest limit"
        " that a policy states"
        if kept.late
        else ""
    )
    what = ", ".join(part for part in (active, late) if part)
    return Deviating(
        criterion="CC6.2",
        detail=f"{kept.deviating} of {kept.looked_up} leavers of {kept.leavers} found in"
        f" {kept.export} kept access: {what}.",
        step="disable open accounts now, find out why they were missed, and record cause and date;"
        " do not back-date anything",
        concerns="access removal",
        operation=classify(kept.looked_up, kept.deviating),
        documents=kept.documents,
        citations=kept.citations,
    )


def _of_approvals(found: SelfApproved) -> Deviating:
    return Deviating(
        criterion=found.criterion,
        detail=f"{found.same} of {found.looked_at} rows of {found.list_name} name the"
        " same person as maker and approver.",
        step="have each of them reviewed by a second person now, and record the cause",
        concerns="change approval",
        operation=classify(found.looked_at, found.same),
        documents=(found.document,),
        citations=found.citations,
    )


def _of_checks(found: FailedChecks) -> Deviating:
    return Deviating(
        criterion=found.criterion,
        detail=f"{found.failed} of {found.results} check results in {found.export} failed.",
        step="correct the settings or record an approved exception, then export the results again",
        concerns="settings",
        # Checks of different settings are no sample of one control, so no rate is concluded.
        operation="elevated",
        documents=(found.document,),
        citations=found.citations,
    )
