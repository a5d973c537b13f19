"""One criterion with all that was found for it, and how a gap of it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.assessment.conflicts import Conflict
from assistant.assessment.deviations import Deviating
from assistant.assessment.severity import severity
from assistant.assessment.support import Support
from assistant.model import (
    Citation,
    Criterion,
    ExpectedEvidence,
    Gap,
    GapKind,
    Operation,
    Scope,
    Severity,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """One criterion in its scope, with what was found for it."""

    criterion: Criterion
    scope: Scope
    supports: tuple[Support, ...]
    conflicts: tuple[Conflict, ...]
    described: tuple[Conflict, ...]
    """Where the system description says otherwise than the evidence or an answer."""
    deviations: tuple[Deviating, ...]
    operation: Operation
    """The worst class of deviations that may be concluded from."""
    owners: Mapping[str, str]


def make_gap(
    subject: Subject,
    kind: GapKind,
    detail: str,
    step: str,
    wanted: Sequence[ExpectedEvidence],
    *,
    citations: tuple[Citation, ...] = (),
    level: Severity | None = None,
    concerns: str | None = None,
    about: str = "",
) -> Gap:
    """A gap of this subject: severity by section 9 unless `level` sets it, owner by the evidence
    `wanted`, remediation from the catalogue with the next concrete step, `about` as in `Gap`."""
    criterion = subject.criterion
    return Gap(
        kind=kind,
        severity=level
        or severity(
            kind,
            report_type=subject.scope.report_type,
            exception_prone=criterion.exception_prone,
            concerns=names(wanted) if concerns is None else concerns,
        ),
        detail=detail,
        remediation=f"{criterion.remediation} Next: {step}.",
        owner=owner(subject, wanted),
        citations=citations,
        about=about,
    )


def cited_files(topic: str, citations: Iterable[Citation]) -> str:
    """A topic with the files cited for it: what a gap of several files is about."""
    names = {
        c.path if c.locator.member is None else f"{c.path}!{c.locator.member}" for c in citations
    }
    return " ".join([topic, *sorted(names)])


def owner(subject: Subject, wanted: Sequence[ExpectedEvidence]) -> str:
    """The team that usually has the evidence wanted."""
    asked = tuple(wanted) or subject.criterion.evidence
    return subject.owners[asked[0].owners[0]]


def names(wanted: Iterable[ExpectedEvidence]) -> str:
    """The names of evidence, in a row."""
    return "; ".join(e.name for e in wanted)


def example(wanted: Sequence[ExpectedEvidence]) -> str:
    """The first of them with what it must show."""
    if not wanted:
        return "evidence of the control"
    return f"{wanted[0].name!r} showing {listed(wanted[0].must_show)}"


def listed(names: Sequence[str]) -> str:
    """Words in a row, with commas."""
    return ", ".join(names)
