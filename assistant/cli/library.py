"""`evidary library`: kept and imported answers, what became of their sources, and who decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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


class Readers(StrEnum):
    """Who may read an answer."""

    public = "public"
    nda = "nda"
    internal = "internal"


class State(StrEnum):
    """What an answer is."""

    imported = "imported"
    approved = "approved"
    superseded = "superseded"
    retired = "retired"


Id = Annotated[str, typer.Argument(metavar="ID", help="The answer's id, or its beginning.")]
Json = Annotated[
    str | None, typer.Option("--json", metavar="FILE", help="Write JSON; - for stdout.")
]
Product = Annotated[
    str | None, typer.Option(help="The product that the answers speak for. Default: all.")
]
Sensitive = Annotated[Readers | None, typer.Option(help="Who may read the answers.")]
ReviewIn = Annotated[
    int, typer.Option(min=1, max=3650, metavar="DAYS", help="Days until it is due for review.")
]
Fail = Annotated[bool, typer.Option("--fail", help="Exit with 1 if anything is listed.")]


@app.command("import")
def import_command(
    questionnaire: Annotated[
        Path, typer.Argument(metavar="FILLED", help="A filled questionnaire: xlsx, docx, csv, …")
    ],
    owner: Annotated[str, typer.Option(help="Who answers for them.")] = "",
    said_on: Annotated[
        datetime | None,
        typer.Option(
            "--date",
            metavar="DATE",
            formats=["%Y-%m-%d"],
            help="The day it was sent. Default: today.",
        ),
    ] = None,
    product: Product = None,
    sensitivity: Sensitive = None,
    review_in: ReviewIn = 365,
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map", help="How a sheet's columns are to be read: sheet=A,head=3,question=B,answer=C"
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    json_file: Json = None,
) -> None:
    """Keep the answers of a past questionnaire as what the house has said, to be approved one by one."""
    from assistant.cli.library_tables import print_imported, write_json
    from assistant.library.past import import_answers
    from assistant.questionnaires.read import layout_of, parse_map, read_questionnaire

    given = [parse_map(text) for text in maps or ()]
    with _opened(workspace) as opened:
        known = given or opened.store.answers.maps_of(layout_of(questionnaire))
        done = import_answers(
            opened.store,
            read_questionnaire(questionnaire, maps=known),
            owner=owner,
            today=opened.clock.today(),
            said_on=said_on.date() if said_on else None,
            product=product or "",
            sensitivity=sensitivity.value if sensitivity else "internal",
            review_in_days=review_in,
        )
    if json_file:
        write_json(done, json_file)
    print_imported(done, questionnaire.name, error=json_file == "-")


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


@app.command("approve")
def approve_command(
    identifiers: Annotated[list[str], typer.Argument(metavar="ID…", help="Ids of answers.")],
    owner: Annotated[str, typer.Option(help="Who approves them and answers for them.")],
    product: Product = None,
    sensitivity: Sensitive = None,
    review_in: ReviewIn = 365,
    workspace: WorkspaceOption = None,
) -> None:
    """Approve imported answers, or approve kept ones again: words stay, sources are looked at anew."""
    from assistant.cli.display import console
    from assistant.library.keep import approve

    screen = console()
    with _opened(workspace) as opened:
        for identifier in identifiers:
            done = approve(
                opened.store,
                identifier,
                owner=owner,
                today=opened.clock.today(),
                review_in_days=review_in,
                sensitivity=sensitivity.value if sensitivity else None,
                product=product,
            )
            note = "" if done.sources else "; it has no sources, so each reuse waits for a person"
            screen.print(
                f"{done.id} approved by {done.owner}, review by {done.review_on}{note}",
                markup=False,
                soft_wrap=True,
            )


@app.command("retire")
def retire_command(
    identifiers: Annotated[list[str], typer.Argument(metavar="ID…", help="Ids of answers.")],
    by: Annotated[str, typer.Option(help="Who decides it.")],
    reason: Annotated[str, typer.Option(help="Why; kept with it.")] = "",
    workspace: WorkspaceOption = None,
) -> None:
    """Take answers out of use; they stay as history."""
    from assistant.cli.display import console
    from assistant.library.keep import retire

    screen = console()
    with _opened(workspace) as opened:
        for identifier in identifiers:
            done = retire(
                opened.store, identifier, by=by, today=opened.clock.today(), reason=reason
            )
            screen.print(f"{done.id} retired", markup=False)


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
