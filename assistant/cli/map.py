"""`evidary map`: a folder of evidence to the criteria, with reports."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import EmbedderOption, EngineOption, Evidence, WorkspaceOption

if TYPE_CHECKING:
    from assistant.model import MappingRun


class Bar(StrEnum):
    """A severity from which a run counts as failed."""

    low = "low"
    medium = "medium"
    high = "high"
    critical = "critical"


def map_command(
    evidence: Evidence,
    workspace: WorkspaceOption = None,
    categories: Annotated[
        str,
        typer.Option(
            metavar="LIST",
            help="Categories in scope, by commas: security (always), availability, "
            "processing_integrity, confidentiality, privacy; or all.",
        ),
    ] = "security",
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Type I: the date, as 2026-06-30.")
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(metavar="START..END", help="Type II: the period, as 2026-01-01..2026-06-30."),
    ] = None,
    json_file: Annotated[
        str | None, typer.Option("--json", metavar="FILE", help="Write mapping.json; - for stdout.")
    ] = None,
    candidates: Annotated[
        int, typer.Option(min=0, max=61, help="Also list the N best-ranked criteria per item.")
    ] = 0,
    report: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write mapping.json, readiness.xlsx and report.html."),
    ] = None,
    engine: EngineOption = None,
    embedder: EmbedderOption = None,
    fail_on: Annotated[
        Bar | None, typer.Option(help="Exit with 1 if a gap of this severity or above is found.")
    ] = None,
) -> None:
    """Map evidence to the 61 criteria; say what supports each, where, and what is missing."""
    from assistant.cli.display import console, progress_bars
    from assistant.cli.results import print_run
    from assistant.clock import Clock
    from assistant.mapping_run import map_evidence
    from assistant.scope import make_scope
    from assistant.settings import load_settings
    from assistant.workspace import Workspace, default_folder

    clock = Clock()
    scope = make_scope(categories=categories, as_of=as_of, period=period, today=clock.today())
    folder = workspace or default_folder(evidence)
    settings = load_settings(folder, engine=engine, embedder=embedder)
    with Workspace(folder, settings=settings, clock=clock) as opened, progress_bars() as progress:
        run = map_evidence(opened, evidence, scope, progress=progress)
    if json_file:
        _write_json(run, json_file, candidates)
    written = _write_reports(run, report, candidates) if report else ()
    screen = console(error=json_file == "-")
    print_run(screen, run, assumed=not (as_of or period), written=written)
    if fail_on and _meets_bar(run, fail_on.value):
        raise typer.Exit(1)


def _write_json(run: MappingRun, target: str, candidates: int) -> None:
    from assistant.export.mapping_json import dump

    text = dump(run, candidates=candidates)
    if target == "-":
        typer.echo(text)
    else:
        path = Path(target)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")


def _write_reports(run: MappingRun, folder: Path, candidates: int) -> tuple[Path, ...]:
    from assistant.export import html, workbook

    folder.mkdir(parents=True, exist_ok=True)
    paths = tuple(folder / name for name in ("report.html", "readiness.xlsx", "mapping.json"))
    html.write(run, paths[0])
    workbook.write(run, paths[1])
    _write_json(run, str(paths[2]), candidates)
    return paths


def _meets_bar(run: MappingRun, bar: str) -> bool:
    from assistant.model import SEVERITIES

    least = [*SEVERITIES].index(bar)  # type: ignore[arg-type] # Bar holds the same words
    return any(SEVERITIES.index(g.severity) >= least for f in run.findings for g in f.gaps)
