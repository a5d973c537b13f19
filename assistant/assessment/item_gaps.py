"""What is wrong with single items: refused, not counted, lacking something, or too old."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.assessment import quotes
from assistant.assessment.freshness import STATEMENTS
from assistant.assessment.subject import Subject, listed, make_gap, names
from assistant.assessment.support import RECORDS, Support
from assistant.model import Gap, GapKind, Severity

_MOST_CITATIONS = 5
_CITED_NOTES = frozenset({"placeholder", "stub", "other_environment"})


def gaps_of_item(subject: Subject, support: Support) -> Iterator[Gap]:
    """What is wrong with one item where a criterion could use it; nothing for one superseded."""
    if support.item.noted("superseded"):
        return
    if support.grade.grade == "X":
        yield from _refused(subject, support)
        return
    if not support.counted:
        yield _not_counted(subject, support)
    elif support.missing and not _replaced(subject, support):
        yield _lacking(subject, support)
    overdue = any("review was due" in reason for reason in support.grade.reasons)
    # A newer policy or setting stands in for an old one; a newer record is another occurrence.
    renewed = support.item.kind not in RECORDS and _replaced(subject, support)
    if overdue or (support.fresh == "stale" and not renewed):
        yield _stale(subject, support)


def _refused(subject: Subject, support: Support) -> Iterator[Gap]:
    if support.item.noted("stub", "placeholder"):
        yield _item_gap(
            subject,
            support,
            "design_weak",
            f"{support.name} counts for nothing: {_reasons(support, 'E9', 'E10')}.",
            f"write {support.name} out and have it approved",
        )
    else:
        yield _item_gap(
            subject,
            support,
            "out_of_scope_evidence",
            f"{support.name} is not counted: {_reasons(support, 'E4', 'E8', 'E10')}.",
            "give the same evidence for the production system, whole and legible",
        )


def _not_counted(subject: Subject, support: Support) -> Gap:
    kind: GapKind = "design_weak" if support.item.noted("placeholder") else "attribute_missing"
    replaced = _replaced(subject, support)
    also = " Other evidence carries this point." if replaced else ""
    return _item_gap(
        subject,
        support,
        kind,
        f"{support.name} is not counted yet (grade C): {_reasons(support)}.{also}",
        f"complete {support.name} at its source and give it again with what is named here",
        level="low" if replaced else None,
    )


def _lacking(subject: Subject, support: Support) -> Gap:
    return _item_gap(
        subject,
        support,
        "attribute_missing",
        f"{support.name} does not show {listed(support.missing)}.",
        f"give {support.name} again with {listed(support.missing)} visible",
    )


def _stale(subject: Subject, support: Support) -> Gap:
    if support.fresh == "stale":
        detail = f"{support.name} is too old for a claim about {subject.scope.reference} (E3)."
        step = "repeat the activity, or give the newer version; what is past is not re-dated"
    else:
        detail = f"{support.name} is past its own review date: {_reasons(support, 'E9')}."
        step = f"review {support.name}, approve it again and set the next review date"
    return _item_gap(subject, support, "stale", detail, step)


def _replaced(subject: Subject, support: Support) -> bool:
    """Does another counted, current item of the same kind carry the same for this criterion?"""
    return any(
        other is not support
        and other.item.kind == support.item.kind
        and other.counted
        and not other.missing
        and other.fresh in ("fresh", "due")
        for other in subject.supports
    )


def _item_gap(
    subject: Subject,
    support: Support,
    kind: GapKind,
    detail: str,
    step: str,
    *,
    level: Severity | None = None,
) -> Gap:
    alike = [e for e in subject.criterion.evidence if e.kind == support.item.kind]
    item = support.item
    shown = [quotes.of_note(item.document, n) for n in item.notes if n.kind in _CITED_NOTES]
    cited = tuple(dict.fromkeys(c for c in shown if c))[:_MOST_CITATIONS]
    return make_gap(
        subject,
        kind,
        detail,
        step,
        alike or subject.criterion.evidence,
        citations=cited or support.link.citations[:1],
        level=level,
        concerns="" if item.kind in STATEMENTS else f"{item.document.title} {names(alike)}",
        about=support.name,
    )


def _reasons(support: Support, *checks: str) -> str:
    """The reasons of the checks named; of all that did not pass but E3, which is a gap of its own."""
    return "; ".join(
        reason
        for reason in support.grade.reasons
        if (reason.split(" ", 1)[0] in checks if checks else " pass: " not in reason)
        and (bool(checks) or not reason.startswith("E3 fail"))
    )
