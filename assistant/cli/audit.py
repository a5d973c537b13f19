"""`evidary audit`: the audit trail read, exported, verified."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.house import HomeOption, opened, somebody

if TYPE_CHECKING:
    from assistant.house.house import House
    from assistant.house.model import AuditEntry

app = typer.Typer(
    no_args_is_help=True, help="Who did what: read it, export it, verify it.", rich_markup_mode=None
)

Person = Annotated[str | None, typer.Option(metavar="EMAIL", help="Only what this person did.")]
Action = Annotated[str | None, typer.Option(help="Only this action, such as answer.approved.")]
InWorkspace = Annotated[
    str | None,
    typer.Option("--in", metavar="WORKSPACE", help="Only in this workspace (name or id)."),
]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only on this day (UTC).")]


@app.command("verify")
def verify_command(
    anchor: Annotated[
        str,
        typer.Option(
            metavar="NUMBER:DIGEST",
            help="What an earlier verify printed: finds a trail cut off or rewritten since.",
        ),
    ] = "",
    home: HomeOption = None,
) -> None:
    """Say whether the trail is whole, from its first entry to its last. Exit code 1 where not."""
    with opened(home) as house:
        found = house.audit.verify(anchor)
        for problem in found:
            typer.secho(f"entry {problem.number}: {problem.reason}", fg=typer.colors.RED, err=True)
        if found:
            raise typer.Exit(1)
        typer.echo(f"{house.audit.count()} entries, none changed, none missing")
        typer.echo(f"anchor {house.audit.anchor()}")
        typer.echo("Keep the anchor elsewhere; verify against it with --anchor.", err=True)


@app.command("list")
def list_command(
    person: Person = None,
    action: Action = None,
    workspace: InWorkspace = None,
    day: Day = None,
    limit: Annotated[int, typer.Option(min=1, help="Most entries, the newest first.")] = 50,
    home: HomeOption = None,
) -> None:
    """List entries, the newest first."""
    with opened(home) as house:
        names = house.people.names()
        for e in _entries(house, person, action, workspace, day, limit):
            who = names.get(e.person_id, e.person_id) or "Evidary"
            typer.echo(f"{e.number:>6}  {e.at:%Y-%m-%d %H:%M:%S}  {who}  {e.action}  {e.subject}")


@app.command("export")
def export_command(
    out: Annotated[Path, typer.Argument(help="The CSV file to write.")],
    person: Person = None,
    action: Action = None,
    workspace: InWorkspace = None,
    day: Day = None,
    home: HomeOption = None,
) -> None:
    """Write entries to a CSV file, the newest first."""
    from assistant.desk.trail_csv import as_csv

    with opened(home) as house:
        entries = _entries(house, person, action, workspace, day, None)
        out.write_bytes(as_csv(entries, house.people.names()))
        typer.echo(f"{len(entries)} entries in {out}")


def _entries(
    house: House,
    person: str | None,
    action: str | None,
    workspace: str | None,
    day: datetime | None,
    limit: int | None,
) -> tuple[AuditEntry, ...]:
    ids = {w.name: w.id for w in house.workspaces.all()}
    return house.audit.entries(
        person_id=somebody(house, person).id if person else None,
        action=action,
        workspace_id=ids.get(workspace, workspace) if workspace else None,
        day=day.date() if day else None,
        limit=limit,
    )
