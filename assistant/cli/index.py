"""`evidary index`: the derived indexes."""

from __future__ import annotations

import typer

from assistant.cli.options import EmbedderOption, WorkspaceOption

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The vector and word indexes, derived from the store.",
)


@app.callback()
def _group() -> None:
    """Make `rebuild` a command of its own name even while it is the only one."""


@app.command("rebuild")
def rebuild_command(workspace: WorkspaceOption = None, embedder: EmbedderOption = None) -> None:
    """Make both indexes anew from the store, with the embedder now set."""
    from assistant.cli.display import console, progress_bars
    from assistant.indexing import rebuild_index
    from assistant.settings import load_settings
    from assistant.workspace import Workspace, last_folder

    folder = workspace or last_folder()
    settings = load_settings(folder, embedder=embedder)
    with Workspace(folder, settings=settings) as opened, progress_bars() as progress:
        count = rebuild_index(opened, progress=progress)
        made_by = opened.indexed_by
    console().print(f"{count} passages indexed with {made_by}")
