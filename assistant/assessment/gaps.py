"""What is missing or wrong for one criterion, and who does what about it; section 9."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.assessment.design import in_place, one_day_only
from assistant.assessment.item_gaps import gaps_of_item
from assistant.assessment.subject import (
    Subject,
    cited_files,
    example,
    listed,
    make_gap,
    names,
    owner,
)
from assistant.model import SEVERITIES, ExpectedEvidence, Gap


def gaps_of(subject: Subject) -> tuple[Gap, ...]:
    """All gaps of one criterion, the most severe first."""
    found = [
        *_nothing(subject),
        *_no_operation(subject),
        *_weak_design(subject),
        *_one_day(subject),
        *_conflicting(subject),
        *_mismatched(subject),
        *_deviating(subject),
        *(gap for s in subject.supports for gap in gaps_of_item(subject, s)),
    ]
    unique = {(gap.kind, gap.detail): gap for gap in found}
    return tuple(
        sorted(unique.values(), key=lambda g: (-SEVERITIES.index(g.severity), g.kind, g.detail))
    )


def _nothing(subject: Subject) -> Iterator[Gap]:
    if any(s.grade.grade != "X" for s in subject.supports):
        return
    wanted = subject.criterion.evidence
    refused = sorted(s.name for s in subject.supports)
    but = f" {listed(refused)} cannot be counted." if refused else ""
    yield make_gap(
        subject,
        "no_control_found",
        f"No acceptable evidence was found.{but} Usually shown by: {names(wanted)}.",
        f"ask {owner(subject, wanted)} for {example(wanted)}; if no such control exists, confirm it",
        wanted,
    )


def _no_operation(subject: Subject) -> Iterator[Gap]:
    if not any(s.grade.grade != "X" for s in subject.supports) or in_place(subject.supports):
        return
    wanted = _of_operation(subject)
    if subject.scope.report_type == "type1":
        detail = "Nothing counted yet shows the control in place near the date."
    else:
        detail = "Nothing counted shows that the control operated in the period."
    found = listed(sorted({f"{s.name} ({s.item.kind})" for s in subject.supports}))
    yield make_gap(
        subject,
        "no_operating_evidence",
        f"{detail} Found: {found}. Wanted, one or more of: {names(wanted)}.",
        f"ask {owner(subject, wanted)} for {example(wanted)}",
        wanted,
    )


def _of_operation(subject: Subject) -> list[ExpectedEvidence]:
    """What is expected to show operation; a population alone shows no single occurrence."""
    operating = [e for e in subject.criterion.evidence if "operating" in e.supports]
    return [e for e in operating if e.kind != "population"] or operating


def _weak_design(subject: Subject) -> Iterator[Gap]:
    counted = [s for s in subject.supports if s.counted]
    if not counted or any(s.states for s in counted):
        return
    wanted = [e for e in subject.criterion.evidence if "design" in e.supports]
    yield make_gap(
        subject,
        "design_weak",
        "Records show the control at work, but no counted policy, procedure or setting states it."
        f" Usually shown by: {names(wanted)}.",
        f"ask {owner(subject, wanted)} for {example(wanted)}",
        wanted,
    )


def _one_day(subject: Subject) -> Iterator[Gap]:
    if subject.scope.report_type == "type1" or not one_day_only(subject.supports):
        return
    working = sorted(s.name for s in subject.supports if s.works)
    wanted = _of_operation(subject)
    yield make_gap(
        subject,
        "incomplete_period",
        f"Proof of operation speaks for one day only ({listed(working)}); it says nothing about the"
        " rest of the period.",
        f"ask {owner(subject, wanted)} for the same evidence from other parts of the period",
        wanted,
    )


def _conflicting(subject: Subject) -> Iterator[Gap]:
    for conflict in subject.conflicts:
        yield make_gap(
            subject,
            "conflict",
            conflict.detail,
            "decide which side holds, correct the other and keep the approval of the correction",
            subject.criterion.evidence,
            citations=conflict.citations,
            about=cited_files(conflict.topic, conflict.citations),
        )


def _mismatched(subject: Subject) -> Iterator[Gap]:
    for mismatch in subject.described:
        yield make_gap(
            subject,
            "description_mismatch",
            f"The system description cannot say one thing here. {mismatch.detail}",
            "decide what holds, correct the other side, and draft the description again",
            subject.criterion.evidence,
            citations=mismatch.citations,
            about=cited_files(mismatch.topic, mismatch.citations),
        )


def _deviating(subject: Subject) -> Iterator[Gap]:
    wanted = [e for e in subject.criterion.evidence if e.kind == "ticket"]
    for found in subject.deviations:
        yield make_gap(
            subject,
            "deviation",
            found.detail,
            found.step,
            wanted,
            citations=found.citations,
            level="high" if found.operation == "failed" else None,
            concerns=found.concerns,
            about=cited_files(found.concerns, found.citations),
        )
