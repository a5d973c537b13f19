"""`evidary library`: kept and imported answers, what became of their sources, and who decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import library_decisions
from assistant.cli.library_options import Fail, Id, Json, Product, Sensitive, State
from assistant.cli.options import WorkspaceOption

if TYPE_CHECKING:
    from assistant.library.conflicts import Search
    from assistant.model import Evidence
    from assistant.workspace import Workspace

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Answers kept for reuse: imported from past questionnaires, or approved.",
)
app.command("import")(library_decisions.import_command)


@app.command("list")
def list_command(
    status: Annotated[State | None, typer.Option(help="Only answers in this state.")] = None,
    product: Product = None,
    sensitivity: Sensitive = None,
    history: Annotated[
        bool, typer.Option("--all", help="Superseded and retired answers too.")
    ] = False,
    workspace: WorkspaceOption = None,
    json_file: Json = None,
) -> None:
    """List the answers in use."""
    from assistant.cli.library_tables import print_answers, write_json
    from assistant.library.standing import IN_USE

    with _opened(workspace) as opened:
        answers = opened.store.library.answers()
    found = [
        a
        for a in answers
        if (a.status == status.value if status else history or a.status in IN_USE)
        and (product is None or a.product.casefold() == product.casefold())
        and (sensitivity is None or a.sensitivity == sensitivity.value)
    ]
    if json_file:
        write_json(found, json_file)
    print_answers(found, error=json_file == "-")


@app.command("show")
def show_command(identifier: Id, workspace: WorkspaceOption = None, json_file: Json = None) -> None:
    """Show one answer whole: words, sources, where it was sent, and what was decided on it."""
    from assistant.cli.library_tables import print_answer, write_json
    from assistant.library.keep import find
    from assistant.library.standing import stale_reasons

    with _opened(workspace) as opened:
        answer = find(opened.store, identifier)
        events = opened.store.library.events(answer.id)
        reasons = stale_reasons(answer, _files(opened, None), opened.clock.today())
    if json_file:
        write_json({"answer": answer, "events": events, "stale": reasons}, json_file)
    print_answer(answer, events, reasons, error=json_file == "-")


app.command("approve")(library_decisions.approve_command)
app.command("retire")(library_decisions.retire_command)


@app.command("stale")
def stale_command(
    evidence: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Compare with this folder as it is now, not as it was last read."
        ),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="Day for reviews. Default: today."),
    ] = None,
    workspace: WorkspaceOption = None,
    json_file: Json = None,
    fail: Fail = False,
) -> None:
    """List answers whose source changed or is gone, whose review is due, or that have no source."""
    from assistant.cli.library_tables import print_stale, write_json
    from assistant.library.standing import stale

    with _opened(workspace) as opened:
        day: date = as_of.date() if as_of else opened.clock.today()
        found = stale(opened.store.library.answers(), _files(opened, evidence), day)
    if json_file:
        write_json(found, json_file)
    print_stale(found, error=json_file == "-")
    _leave(found, fail)


@app.command("conflicts")
def conflicts_command(
    without_evidence: Annotated[
        bool, typer.Option("--without-evidence", help="Do not compare with the indexed evidence.")
    ] = False,
    workspace: WorkspaceOption = None,
    json_file: Json = None,
    fail: Fail = False,
) -> None:
    """List answers that contradict each other, the evidence, or what was sent; and duplicates."""
    from assistant.cli.library_tables import print_conflicts, write_json
    from assistant.library.conflicts import conflicts, duplicates
    from assistant.library.match import Shelf

    with _opened(workspace) as opened:
        library = opened.store.library.answers()
        shelf = Shelf(library, opened.embedder, known=opened.store.vectors)
        search = None if without_evidence else _search(opened)
        found = conflicts(library, shelf, search=search)
        double = duplicates(shelf)
    if json_file:
        write_json({"conflicts": found, "duplicates": double}, json_file)
    print_conflicts(found, double, error=json_file == "-")
    _leave(found, fail)


def _opened(folder: Path | None) -> Workspace:
    from assistant.workspace import Workspace, last_folder

    return Workspace(folder or last_folder())


def _files(opened: Workspace, evidence: Path | None) -> dict[str, str]:
    """The evidence's sha256 by path: as last read, or as the folder is now."""
    if evidence is None:
        return {path: file.sha256 for path, file in opened.store.evidence.files().items()}
    from ingest.limits import MIB, Limits
    from ingest.walk import scan

    limits = Limits(file_bytes=opened.settings.max_file_mib * MIB)
    return {f.path: f.sha256 for f in scan(evidence, limits=limits).files}


def _search(opened: Workspace) -> Search | None:
    """Passages of the indexed evidence; None where nothing is indexed."""
    if not opened.store.evidence.files():
        return None
    from assistant.retrieval.search import retrieve

    def search(words: str) -> tuple[Evidence, ...]:
        return retrieve(
            words,
            store=opened.store,
            embedder=opened.embedder,
            vector_index=opened.vector_index,
            lexical_index=opened.lexical_index,
        )

    return search


def _leave(found: Sequence[object], fail: bool) -> None:
    if fail and found:
        raise typer.Exit(1)
