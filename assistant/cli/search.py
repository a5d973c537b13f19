"""`evidary search`: passages for some words, with their place."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.options import WorkspaceOption


def search_command(
    words: Annotated[str, typer.Argument(help="What to look for.")],
    workspace: WorkspaceOption = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many passages.")] = 5,
) -> None:
    """Find passages in the indexed evidence, by words and by meaning."""
    from rich.text import Text

    from assistant.cli.display import console
    from assistant.export.places import place_words
    from assistant.retrieval.search import retrieve
    from assistant.workspace import Workspace, last_folder

    with Workspace(workspace or last_folder()) as opened:
        found = retrieve(
            words,
            store=opened.store,
            embedder=opened.embedder,
            vector_index=opened.vector_index,
            lexical_index=opened.lexical_index,
            limit=limit,
        )
    screen = console()
    for number, evidence in enumerate(found, 1):
        passage = evidence.passage
        place = place_words(passage.locator)
        screen.print(Text(f"{number}. {evidence.document.path}, {place}", style="bold"))
        screen.print(Text(passage.text.strip()[:600]))
        screen.print()
    if not found:
        screen.print("Nothing found.")
