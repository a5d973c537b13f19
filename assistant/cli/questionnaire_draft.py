"""`evidary questionnaire draft`: an answer to every question, cited, or "needs input"."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.answer_options import (
    AsOfOption,
    Audience,
    AudienceOption,
    EvidenceOption,
    File,
    JsonOption,
    MapOption,
    ProductOption,
    make_options,
    workspace_folder,
    write_json,
)
from assistant.cli.options import EmbedderOption, EngineOption, WorkspaceOption

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.adapters.pricing import Estimate
    from assistant.answers import AnswerRun


class OnlyState(StrEnum):
    """Answers that may be drafted again by themselves."""

    needs_input = "needs_input"
    needs_review = "needs_review"


def draft_command(
    file: File,
    workspace: WorkspaceOption = None,
    evidence: EvidenceOption = None,
    maps: MapOption = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also write the filled file, marked as draft."),
    ] = None,
    json_file: JsonOption = None,
    only: Annotated[
        OnlyState | None, typer.Option(help="Draft again only the answers in this state.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep what is drafted; go on with the rest.")
    ] = False,
    over_edits: Annotated[
        bool, typer.Option("--over-edits", help="Draft again also what people wrote.")
    ] = False,
    audience: AudienceOption = Audience.internal,
    product: ProductOption = "",
    as_of: AsOfOption = None,
    engine: EngineOption = None,
    embedder: EmbedderOption = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask before a model is called.")
    ] = False,
) -> None:
    """Draft the answers from the answer library and the evidence, and keep them for review."""
    from assistant.answer_run import Due, Only, draft, estimate
    from assistant.cli.display import console, progress_bars
    from assistant.clock import Clock
    from assistant.indexing import ingest_evidence
    from assistant.questionnaire_run import dump_answers, export_questionnaire, open_questionnaire
    from assistant.questionnaires.read import parse_map
    from assistant.settings import load_settings
    from assistant.workspace import Workspace

    clock = Clock()
    options = make_options(as_of, audience, product, clock.today())
    folder = workspace_folder(workspace, evidence)
    settings = load_settings(folder, engine=engine, embedder=embedder)
    screen = console(error=json_file == "-")
    state: Only | None = only.value if only else None
    due: Due = {"resume": resume, "only": state, "over_edits": over_edits}
    with Workspace(folder, settings=settings, clock=clock) as opened:
        asked = open_questionnaire(file, opened, [parse_map(text) for text in maps or ()])
        with progress_bars() as progress:
            if evidence is not None:
                ingest_evidence(opened, evidence, progress=progress)
        if settings.engine != "offline":
            _confirm(estimate(opened, asked, options, **due), yes=yes)
        with progress_bars() as progress:
            run = draft(opened, asked, options, progress=progress, **due)
        if json_file:
            write_json(dump_answers(run, asked), json_file)
        if out is not None:
            export_questionnaire(opened, file, asked, out)
    _end(screen, run)


def _confirm(expected: Estimate | None, *, yes: bool) -> None:
    """Say what a model will be sent, and go on only if a person (or `--yes`) agrees."""
    if expected is None or not expected.calls:
        return
    price = "cost unknown" if expected.cost is None else f"about {expected.cost:.2f}"
    source = f" {expected.currency}, by {expected.priced_by}" if expected.cost is not None else ""
    typer.echo(
        f"{expected.calls} calls, about {expected.tokens_in} tokens in and {expected.tokens_out} out, "
        f"{expected.seconds / 60:.1f} minutes, {price}{source}",
        err=True,
    )
    if expected.too_long:
        typer.echo(
            f"{expected.too_long} prompts do not fit the window and will be refused", err=True
        )
    if not yes:
        typer.confirm("Send them?", abort=True, err=True)


def _end(screen: Console, run: AnswerRun) -> None:
    from assistant.cli.answers import print_run

    print_run(screen, run)
    if run.failed:
        screen.print(f"{len(run.failed)} questions failed; run again with --resume to go on.")
        raise typer.Exit(3)
