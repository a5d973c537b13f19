"""Runs as rows for tables: pure, so that pages stay thin and this can be tested without a browser."""

from __future__ import annotations

from assistant.export import words
from assistant.model import SEVERITIES, MappingRun


def criteria_rows(run: MappingRun) -> list[dict[str, object]]:
    """One row a criterion: status, design, operation, number of links and gaps."""
    links: dict[str, int] = {}
    for link in run.links.links:
        links[link.criterion] = links.get(link.criterion, 0) + 1
    return [
        {
            "criterion": f.criterion,
            "status": words.STATUS[f.status],
            "design": words.DESIGN[f.design],
            "operation": words.OPERATION[f.operation],
            "links": links.get(f.criterion, 0),
            "gaps": len(f.gaps),
        }
        for f in run.findings
    ]


def gap_rows(run: MappingRun) -> list[dict[str, str]]:
    """One row a gap, the most severe first."""
    gaps = [(f.criterion, gap) for f in run.findings for gap in f.gaps]
    gaps.sort(key=lambda pair: (-SEVERITIES.index(pair[1].severity), pair[0]))
    return [
        {
            "severity": gap.severity,
            "criterion": criterion,
            "gap": gap.kind.replace("_", " "),
            "detail": gap.detail,
            "what to do": gap.remediation,
            "owner": gap.owner,
        }
        for criterion, gap in gaps
    ]


def evidence_rows(run: MappingRun) -> list[dict[str, object]]:
    """One row an evidence item: kind, grade, dates, warnings."""
    return [
        {
            "item": d.name,
            "kind": d.kind,
            "grade": run.grades[d.id].grade if d.id in run.grades else "",
            "effective": d.dates.effective,
            "captured": d.dates.captured,
            "passages": run.passages.get(d.id, 0),
            "warnings": "; ".join(map(str, run.notes.get(d.id, ()))),
        }
        for d in run.documents
    ]


def status_counts(run: MappingRun) -> dict[str, int]:
    """Number of criteria by status, in scope only."""
    counts: dict[str, int] = {}
    for finding in run.findings:
        if finding.status != "out_of_scope":
            name = finding.status.replace("_", " ")
            counts[name] = counts.get(name, 0) + 1
    return counts
