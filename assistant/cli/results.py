"""A mapping run as a person reads it in a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.catalog.criteria import catalog
from assistant.model import SEVERITIES, Finding, MappingRun
from ingest.model import Failure

if TYPE_CHECKING:
    from rich.console import Console

_COLUMNS = {
    "met_indicated": "met",
    "partial": "partial",
    "insufficient": "insufficient",
    "not_met_indicated": "not met",
}
_SHOWN_GAPS = 8


def print_run(
    screen: Console, run: MappingRun, *, assumed: bool, written: Sequence[Path] = ()
) -> None:
    """Coverage by series, the worst gaps, what was skipped, where the reports are."""
    screen.print("[bold]Readiness indication (not an audit opinion)[/bold]")
    screen.print(_scope_words(run, assumed), markup=False)
    _print_coverage(screen, run)
    _print_indication(screen, run)
    _print_gaps(screen, run)
    print_skipped(screen, run.skipped)
    warned = sum(bool(notes) for notes in run.notes.values())
    screen.print(
        f"{len(run.documents)} evidence items, {sum(k.accepted for k in run.links.links)} links, "
        f"{warned} items with warnings, engine {run.run.engine}"
    )
    for path in written:
        screen.print(f"Report: {path}", soft_wrap=True, markup=False)
    if not written:
        screen.print("Add --report DIR for report.html, readiness.xlsx and mapping.json.")


def print_skipped(screen: Console, skipped: Sequence[Failure]) -> None:
    """Every file that could not be read, with its reason."""
    if skipped:
        screen.print(f"[bold]Skipped[/bold] ({len(skipped)})")
    for failure in skipped:
        name = failure.path if failure.member is None else f"{failure.path}!{failure.member}"
        screen.print(f"  {name}: {failure.reason}", markup=False, soft_wrap=True)


def _scope_words(run: MappingRun, assumed: bool) -> str:
    scope = run.run.scope
    names = ", ".join(scope.categories)
    if scope.report_type == "type2":
        return f"Type II, {scope.period_start} to {scope.period_end}; {names}"
    note = " (assumed: give --as-of or --period)" if assumed else ""
    return f"Type I, as of {scope.as_of}{note}; {names}"


def _print_coverage(screen: Console, run: MappingRun) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("Series", no_wrap=True, max_width=28)
    for head in ("all", *_COLUMNS.values(), "links"):
        table.add_column(head, justify="right", no_wrap=True)
    findings = {f.criterion: f for f in run.findings}
    links = Counter(link.criterion for link in run.links.links if link.accepted)
    outside = []
    for series in catalog().series:
        counts = Counter(_column(findings[c]) for c in series.criteria)
        if counts["out_of_scope"] == len(series.criteria):
            outside.append(series.id)
            continue
        cells = [str(counts[status] or "·") for status in _COLUMNS]
        linked = str(sum(links[c] for c in series.criteria))
        table.add_row(f"{series.id} {series.name}", str(len(series.criteria)), *cells, linked)
    screen.print(table)
    if outside:
        screen.print(f"Out of scope: {', '.join(outside)}")


def _column(finding: Finding) -> str:
    """Statuses that only a person or a later step can give stand with the nearest column."""
    known = (*_COLUMNS, "out_of_scope")
    return finding.status if finding.status in known else "partial"


def _print_indication(screen: Console, run: MappingRun) -> None:
    found = run.indication
    if found is None:
        screen.print("No indication is shown while a flagged item waits for a person.")
        return
    screen.print(
        f"Indication: [bold]{found.name.replace('_', '-')}[/bold] (rule {found.rule}): "
        f"{found.in_scope} criteria in scope, {len(found.not_met)} not met, "
        f"{len(found.insufficient)} insufficient. {found.reading}"
    )


def _print_gaps(screen: Console, run: MappingRun) -> None:
    gaps = [(f.criterion, gap) for f in run.findings for gap in f.gaps]
    gaps.sort(key=lambda pair: -SEVERITIES.index(pair[1].severity))
    counts = Counter(gap.severity for _, gap in gaps)
    words = ", ".join(f"{counts[s]} {s}" for s in reversed(SEVERITIES) if counts[s])
    screen.print(f"[bold]Gaps[/bold] ({len(gaps)}{': ' + words if words else ''})")
    for criterion, gap in gaps[:_SHOWN_GAPS]:
        first, _, _ = gap.detail.partition(". ")
        line = f"  {gap.severity:<8} {criterion:<6} {first.rstrip('.')}"
        screen.print(line, markup=False, no_wrap=True, overflow="ellipsis")
    if len(gaps) > _SHOWN_GAPS:
        screen.print(f"  … and {len(gaps) - _SHOWN_GAPS} more in the reports")
