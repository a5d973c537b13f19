"""`evidary people`: accounts without a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.house import HomeOption, link_of, opened, somebody

app = typer.Typer(
    no_args_is_help=True,
    help="Accounts and roles, where no browser is at hand.",
    rich_markup_mode=None,
)

Email = Annotated[str, typer.Argument(help="The person's e-mail address.")]
Url = Annotated[str, typer.Option("--url", help="Where people reach the application.")]
_HERE = "http://127.0.0.1:8501"


@app.command("list")
def list_command(home: HomeOption = None) -> None:
    """List people, their state, and their role in each workspace."""
    with opened(home) as house:
        people = house.people.all()
        for person in people:
            state = "active" if person.active else "ended"
            steward = ", steward" if person.steward else ""
            typer.echo(f"{person.email}  {person.name}  ({state}{steward})")
            for entry, role in house.workspaces.of_person(person.id):
                typer.echo(f"    {entry.name}: {role}")
        if not people:
            typer.echo("nobody yet; `evidary ui` prints the link for the first account", err=True)


@app.command("add")
def add_command(
    name: Annotated[str, typer.Argument(help="The person's name.")],
    email: Email,
    steward: Annotated[
        bool, typer.Option("--steward", help="May add people and workspaces.")
    ] = False,
    home: HomeOption = None,
    url: Url = _HERE,
) -> None:
    """Add somebody and print their one-time invite link."""
    with opened(home) as house:
        person = house.people.add(name, email, steward=steward)
        typer.echo(link_of(url, *house.signing.link(person.id)))


@app.command("invite")
def invite_command(email: Email, home: HomeOption = None, url: Url = _HERE) -> None:
    """Print a new invite link for somebody who has not set a password yet."""
    _print_link(email, home, url, "invite")


@app.command("reset")
def reset_command(email: Email, home: HomeOption = None, url: Url = _HERE) -> None:
    """Print a link with which somebody sets a new password; it works once, within a day."""
    _print_link(email, home, url, "reset")


def _print_link(email: str, home: HomeOption, url: str, wanted: str) -> None:
    from assistant.errors import UsageError

    with opened(home) as house:
        person = somebody(house, email)
        if house.signing.has_password(person.id) != (wanted == "reset"):
            other = "invite" if wanted == "reset" else "reset"
            raise UsageError(f"for {email} use `evidary people {other}`")
        typer.echo(link_of(url, *house.signing.link(person.id)))


@app.command("end")
def end_command(
    email: Email,
    restore: Annotated[bool, typer.Option("--restore", help="Let them in again.")] = False,
    home: HomeOption = None,
) -> None:
    """End an account and all its sign-ins; what the person did stays in the audit trail."""
    with opened(home) as house:
        person = somebody(house, email)
        done = house.people.restore(person.id) if restore else house.people.end(person.id)
        typer.echo(f"{done.email} is {'active' if done.active else 'ended'}")


@app.command("role")
def role_command(
    email: Email,
    workspace: Annotated[str, typer.Argument(help="The workspace's name or id.")],
    role: Annotated[
        str, typer.Argument(help="reader, contributor, approver, admin; none to take them out.")
    ],
    home: HomeOption = None,
) -> None:
    """Give somebody a role in a workspace, or take them out of it."""
    from typing import cast

    from assistant.errors import UsageError
    from assistant.house.model import Role

    with opened(home) as house:
        person = somebody(house, email)
        found = [w for w in house.workspaces.all() if workspace in (w.id, w.name)]
        if not found:
            raise UsageError(f"there is no workspace {workspace!r}")
        if role == "none":
            house.workspaces.remove(found[0].id, person.id)
        else:
            house.workspaces.set_role(found[0].id, person.id, cast(Role, role))
        typer.echo(f"{person.email}, {found[0].name}: {role}")
