"""`evidary ui`: the web application."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.options import WorkspaceOption


def ui_command(
    workspace: WorkspaceOption = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8501,
) -> None:
    """Open the readiness overview of a workspace in the browser."""
    import os
    import subprocess
    import sys
    from pathlib import Path

    from assistant.errors import UsageError
    from assistant.workspace import last_folder

    app = Path(__file__).resolve().parents[2] / "ui" / "app.py"
    folder = workspace or last_folder()
    if not folder.is_dir():
        raise UsageError(f"no workspace at {folder}")
    command = [sys.executable, "-m", "streamlit", "run", str(app), f"--server.port={port}"]
    options = ["--server.address=127.0.0.1", "--browser.gatherUsageStats=false"]
    environment = os.environ | {"EVIDARY_UI_WORKSPACE": str(folder.resolve())}
    done = subprocess.run([*command, *options], env=environment, check=False)  # noqa: S603 - ours
    raise typer.Exit(done.returncode)
