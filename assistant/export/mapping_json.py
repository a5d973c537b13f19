"""`mapping.json`: one run as `corpus/contracts/mapping.schema.json` describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from assistant.export.citations import citation_json
from assistant.model import Finding, Gap, Link, MappingRun, RunInfo
from ingest.model import Document, Failure

SCHEMA = "mapping/1"


def dump(run: MappingRun, *, candidates: int = 0) -> str:
    """The run as indented JSON text; see `to_json`."""
    return json.dumps(to_json(run, candidates=candidates), indent=2, ensure_ascii=False)


def to_json(run: MappingRun, *, candidates: int = 0) -> dict[str, object]:
    """The run as values that `json.dumps` takes; same run, same result.

    Keys without a value are left out. Links are sorted by evidence path, then claimed before
    candidates, then confidence, best first. `candidates` adds that many of the best-ranked
    criteria of each item that are not claimed.
    """
    return {
        "schema": SCHEMA,
        "run": _run(run.run),
        "evidence": [_evidence(run, document) for document in _ordered(run.documents)],
        "links": [_link(link) for link in _sorted_links(run, candidates)],
        "criteria": [_finding(finding) for finding in run.findings],
        "skipped": [_skipped(failure) for failure in _sorted_failures(run.skipped)],
    }


def _ordered(documents: Iterable[Document]) -> list[Document]:
    return sorted(documents, key=lambda d: (d.path, d.member or "", d.id))


def _sorted_links(run: MappingRun, candidates: int) -> list[Link]:
    place = {d.id: i for i, d in enumerate(_ordered(run.documents))}
    ranked = [
        Link(document_id, criterion, confidence, False, "both", "", ())
        for document_id, others in run.others.items()
        for criterion, confidence in others[:candidates]
    ]
    return sorted(
        [*run.links.links, *ranked],
        key=lambda link: (
            place.get(link.document_id, len(place)),
            not link.accepted,
            -link.confidence,
            link.criterion,
        ),
    )


def _sorted_failures(failures: Iterable[Failure]) -> list[Failure]:
    return sorted(failures, key=lambda f: (f.path, f.member or "", f.reason))


def _run(info: RunInfo) -> dict[str, object]:
    scope = info.scope
    return _set(
        id=info.id,
        started_at=_moment(info.started_at),
        finished_at=_moment(info.finished_at),
        engine=info.engine,
        embedder=info.embedder,
        prompts=dict(sorted(info.prompts)),
        framework=info.framework,
        scope={
            "categories": list(scope.categories),
            "report_type": scope.report_type,
            "as_of": _day(scope.as_of),
            "period_start": _day(scope.period_start),
            "period_end": _day(scope.period_end),
            "assumed": scope.assumed,
        },
    )


def _evidence(run: MappingRun, document: Document) -> dict[str, object]:
    graded = run.grades.get(document.id)
    return _set(
        id=document.id,
        path=_slashed(document.path),
        member=document.member,
        sha256=document.sha256,
        media_type=document.media_type,
        kind=document.kind,
        title=document.title,
        passages=run.passages.get(document.id, 0),
        warnings=[str(note) for note in run.notes.get(document.id, ())],
        grade=graded.grade if graded else None,
        dates={
            "effective": _day(document.dates.effective),
            "captured": _day(document.dates.captured),
            "ingested": _moment(document.dates.ingested) if document.dates.ingested else None,
        },
    )


def _link(link: Link) -> dict[str, object]:
    return _set(
        evidence=link.document_id,
        criterion=link.criterion,
        confidence=round(link.confidence, 4),
        accepted=link.accepted,
        aspect=link.aspect,
        rationale=_rationale(link) or None,
        citations=[citation_json(c) for c in link.citations],
    )


def _rationale(link: Link) -> str:
    """The contract has no own place for a person's decision: it stands before the tool's words."""
    if not link.decided:
        return link.rationale
    said = link.decided[:1].upper() + link.decided[1:]
    return f"{said}{'' if said.endswith('.') else '.'} {link.rationale}".rstrip()


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "id": finding.criterion,
        "status": finding.status,
        "design": finding.design,
        "operation": finding.operation,
        "reasons": list(finding.reasons),
        "gaps": [_gap(gap) for gap in finding.gaps],
    }


def _gap(gap: Gap) -> dict[str, object]:
    return _set(
        kind=gap.kind,
        severity=gap.severity,
        detail=gap.detail,
        remediation=gap.remediation,
        owner=gap.owner or None,
        citations=[citation_json(c) for c in gap.citations],
    )


def _skipped(failure: Failure) -> dict[str, object]:
    return _set(path=_slashed(failure.path), member=failure.member, reason=failure.reason)


def _set(**values: Any) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def _slashed(path: str) -> str:
    return path.replace("\\", "/")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: datetime) -> str:
    return moment.isoformat()
