"""`evidary describe`: the system description and what is made of the same facts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import describe_people
from assistant.cli.answer_options import EvidenceOption, JsonOption, workspace_folder, write_json
from assistant.cli.describe_inputs import (
    KindOption,
    compared_texts,
    drafted_kind,
    folder_of,
    scope_of_draft,
)
from assistant.cli.options import EmbedderOption, EngineOption, WorkspaceOption

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.description import Description
    from assistant.model import Scope
    from assistant.workspace import Workspace

app = typer.Typer(
    help="Draft the system description, cited; what is missing is asked for, never invented.",
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def describe_command(
    context: typer.Context,
    workspace: WorkspaceOption = None,
    evidence: EvidenceOption = None,
    kind: KindOption = None,
    section: Annotated[
        str | None, typer.Option(metavar="ID", help="Only this section, such as DC3.")
    ] = None,
    categories: Annotated[str, typer.Option(metavar="LIST", help="As for `map`.")] = "",
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="Type I: the date.")] = None,
    period: Annotated[
        str | None, typer.Option(metavar="START..END", help="Type II: the period.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write .docx, .md, .pdf (by LibreOffice) or .json."),
    ] = None,
    json_file: JsonOption = None,
    facts: Annotated[
        bool, typer.Option("--facts", help="Show the facts and the open questions, draft nothing.")
    ] = False,
    unlike: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="A text that the draft must not be alike, such as another description.",
        ),
    ] = None,
    engine: EngineOption = None,
    embedder: EmbedderOption = None,
) -> None:
    """Gather the facts, draft, check, and say what is open. Needs a mapped workspace."""
    if context.invoked_subcommand is not None:
        context.obj = (workspace, kind)
        return
    from assistant.cli.display import console, progress_bars
    from assistant.indexing import ingest_evidence
    from assistant.settings import load_settings
    from assistant.workspace import Workspace

    folder = workspace_folder(workspace, evidence)
    settings = load_settings(folder, engine=engine, embedder=embedder)
    screen = console(error=json_file == "-")
    with Workspace(folder, settings=settings) as opened:
        with progress_bars() as progress:
            if evidence is not None:
                ingest_evidence(opened, evidence, progress=progress)
        scope = scope_of_draft(opened, categories, as_of, period, kind.value if kind else "")
        if facts:
            _facts(screen, opened, scope, json_file)
        else:
            wanted = kind.value if kind else f"soc2-{scope.report_type}"
            _draft(screen, opened, scope, wanted, section, compared_texts(unlike), out, json_file)


def _facts(screen: Console, opened: Workspace, scope: Scope, json_file: str | None) -> None:
    from assistant.cli.descriptions import print_facts
    from assistant.description_run import facts_of
    from assistant.descriptions.files.structured import facts_json

    gathered = facts_of(opened, scope, said=opened.store.descriptions.statements())
    if json_file:
        write_json(json.dumps(facts_json(gathered), indent=2, ensure_ascii=False), json_file)
    print_facts(screen, gathered)


def _draft(
    screen: Console,
    opened: Workspace,
    scope: Scope,
    kind: str,
    section: str | None,
    others: tuple[str, ...],
    out: Path | None,
    json_file: str | None,
) -> None:
    """Draft, keep the versions, write what was asked for, say what is open."""
    from assistant.cli.descriptions import print_description
    from assistant.cli.display import progress_bars
    from assistant.description_kept import as_kept
    from assistant.description_run import describe
    from assistant.description_versions import is_approved, redraft
    from assistant.descriptions.files.structured import description_json

    said = opened.store.descriptions.statements()
    with progress_bars() as progress:
        drafted = describe(
            opened, scope, kind, only=section, said=said, others=others, progress=progress
        )
    merges = redraft(opened, drafted)
    kept = as_kept(opened, drafted)
    if json_file:
        write_json(json.dumps(description_json(kept), indent=2, ensure_ascii=False), json_file)
    if out:
        _write(kept, out, approved=is_approved(opened, kept))
    print_description(screen, kept, merges)


app.command("answer")(describe_people.answer_command)
app.command("import")(describe_people.import_command)
app.command("approve")(describe_people.approve_command)
app.command("set-aside")(describe_people.set_aside_command)


@app.command("compare")
def compare_command(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT.docx", help="Where to write.")],
    kind: KindOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Write a Word file with tracked changes between the last draft and the words kept now."""
    from assistant.description_versions import current
    from assistant.descriptions.files.word_changes import write_changes
    from assistant.workspace import Workspace, last_folder

    with Workspace(folder_of(context, workspace) or last_folder()) as opened:
        wanted = kind.value if kind else drafted_kind(opened)
        pairs = []
        for identifier, newest in current(opened, wanted).items():
            history = opened.store.descriptions.versions(wanted, identifier)
            base = next((v for v in reversed(history) if v.origin == "drafted"), newest)
            pairs.append((base, newest))
        changed = write_changes(pairs, out)
    typer.echo(f"{out}: {changed} changes")


def _write(description: Description, out: Path, *, approved: bool) -> None:
    from assistant.descriptions.files.write import write_description

    write_description(description, out, approved=approved)
    typer.echo(f"Written: {out}", err=True)
