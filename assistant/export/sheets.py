"""What stands on each sheet of the workbook: heads, widths and rows of plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.export import words
from assistant.export.places import place_words
from assistant.export.view import CriterionView, Quote, RunView, cited

MOST_QUOTES = 5
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head and its width in characters."""

    head: str
    width: int


MATRIX = (
    Column("Series", 8),
    Column("Criterion", 10),
    Column("Title", 30),
    Column("Status", 17),
    Column("Design", 15),
    Column("Operation", 17),
    Column("Items that count", 9),
    Column("Items linked", 9),
    Column("Open gaps", 9),
    Column("Design quotes", 60),
    Column("Operating quotes", 60),
    Column("What led to the status", 60),
)
GAPS = (
    Column("Criterion", 10),
    Column("Title", 30),
    Column("Kind", 22),
    Column("Severity", 10),
    Column("Detail", 70),
    Column("Remediation", 70),
    Column("Owner", 24),
    Column("Quotes", 60),
)
EVIDENCE = (
    Column("Id", 18),
    Column("Path", 44),
    Column("SHA-256", 66),
    Column("Kind", 12),
    Column("Title", 34),
    Column("Effective", 12),
    Column("Captured", 12),
    Column("Ingested", 20),
    Column("Grade", 8),
    Column("Why", 60),
    Column("Criteria", 24),
    Column("Warnings", 60),
)
LINKS = (
    Column("Evidence", 44),
    Column("Evidence id", 18),
    Column("Criterion", 10),
    Column("Confidence", 11),
    Column("Aspect", 10),
    Column("Quote", 80),
    Column("Place", 34),
    Column("Reason", 50),
    Column("Claimed", 9),
    Column("Decided by a person", 50),
)
SKIPPED = (Column("File", 60), Column("Reason", 90))


def matrix_row(view: CriterionView) -> Sequence[Cell]:
    """One criterion: state, counts, quotes on both sides."""
    finding = view.finding
    return (
        view.criterion.series,
        view.criterion.id,
        view.criterion.title,
        words.STATUS[finding.status],
        words.DESIGN[finding.design],
        words.OPERATION[finding.operation],
        view.counted,
        view.linked,
        len(finding.gaps),
        _quotes(view.design),
        _quotes(view.operating),
        "\n".join(finding.reasons),
    )


def _quotes(quotes: Sequence[Quote]) -> str:
    shown = [f"“{q.text}” - {q.where} (grade {q.grade})" for q in quotes[:MOST_QUOTES]]
    if len(quotes) > MOST_QUOTES:
        shown.append(f"and {len(quotes) - MOST_QUOTES} more on the sheet Links")
    return "\n".join(shown)


def gap_rows(view: RunView) -> Iterable[Sequence[Cell]]:
    """One row a gap, the most severe first."""
    for criterion, gap in view.gaps:
        yield (
            criterion.id,
            criterion.title,
            words.plain(gap.kind),
            words.SEVERITY[gap.severity],
            gap.detail,
            gap.remediation,
            gap.owner,
            "\n".join(f"“{quote}” - {where}" for quote, where in cited(gap)),
        )


def evidence_rows(view: RunView) -> Iterable[Sequence[Cell]]:
    """One row an evidence item."""
    for item in view.evidence:
        dates = item.document.dates
        yield (
            item.document.id,
            item.name,
            item.document.sha256,
            item.document.kind,
            item.document.title,
            str(dates.effective or ""),
            str(dates.captured or ""),
            f"{dates.ingested:%Y-%m-%d %H:%M}" if dates.ingested else "",
            item.grade,
            "\n".join(item.reasons),
            ", ".join(item.criteria),
            "\n".join(item.warnings),
        )


def link_rows(view: RunView) -> Iterable[Sequence[Cell]]:
    """One row a quote of a link."""
    names = {item.document.id: item.name for item in view.evidence}
    links = sorted(
        view.run.links.links,
        key=lambda link: (names.get(link.document_id, ""), -link.confidence, link.criterion),
    )
    for link in links:
        for citation in link.citations:
            yield (
                names.get(link.document_id, citation.path),
                link.document_id,
                link.criterion,
                round(link.confidence, 2),
                link.aspect,
                citation.quote,
                place_words(citation.locator),
                link.rationale,
                "yes" if link.accepted else "no",
                link.decided,
            )


def summary_rows(view: RunView) -> Iterable[tuple[str, Cell]]:
    """Labels and values of the first sheet."""
    run, found = view.run, view.run.indication
    yield "Scope", words.scope_line(run.run.scope)
    if found is None:
        yield "Indication", "none is shown while a flagged item waits for a person"
    else:
        yield "Indication", words.plain(found.name).replace(" leaning", "-leaning")
        yield "Reading", found.reading
        yield "Rule that fired", f"{found.rule} of 4; assessment_rules.md, section 11"
        yield "Criteria in scope (S)", found.in_scope
        yield "Not met, as indicated (NM)", f"{len(found.not_met)}: {', '.join(found.not_met)}"
        yield "Insufficient (IN)", f"{len(found.insufficient)}: {', '.join(found.insufficient)}"
        if found.if_supplied:
            name = words.plain(found.if_supplied).replace(" leaning", "-leaning")
            yield "If all insufficient were supplied and clean", name
    for status, count in view.counts:
        yield f"Criteria: {words.STATUS[status]}", count
    yield "Evidence items", len(run.documents)
    yield "Files skipped", len(run.skipped)
    yield "Not examined", "\n".join(run.unexamined)
    yield "Framework", run.run.framework
    yield "Engine and embedder", f"{run.run.engine}; {run.run.embedder}"
    yield "Run", f"{run.run.id}, {run.run.started_at:%Y-%m-%d %H:%M} UTC"
