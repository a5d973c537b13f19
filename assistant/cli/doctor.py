"""`evidary doctor`: is everything there, and do store and indexes agree."""

from __future__ import annotations

import typer

from assistant.cli.options import WorkspaceOption


def doctor_command(workspace: WorkspaceOption = None) -> None:
    """Check the installation and, where there is one, the workspace."""
    from rich.table import Table

    from assistant.cli.display import console
    from assistant.errors import WorkspaceError
    from assistant.health import check_installation, check_workspace
    from assistant.settings import load_settings
    from assistant.workspace import Workspace, last_folder

    checks = list(check_installation())
    try:
        folder = workspace or last_folder()
    except WorkspaceError:
        folder = None
    if folder is not None:
        with Workspace(folder) as opened:
            checks += check_workspace(opened)
    table = Table("Check", "State", "Detail")
    for check in checks:
        table.add_row(check.name, "ok" if check.good else "problem", check.detail)
    screen = console()
    screen.print(table)
    for name, value in load_settings(folder).shown().items():
        screen.print(f"{name} = {value}", markup=False)
    if not all(check.good for check in checks):
        raise typer.Exit(2)
