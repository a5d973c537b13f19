"""`evidary verify`: does a file say what a sentence claims."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def verify_command(
    claim: Annotated[str, typer.Argument(help="The sentence to check, in quotation marks.")],
    cite: Annotated[
        list[Path],
        typer.Option("--cite", metavar="FILE", help="A file that should say so; may be repeated."),
    ],
    question: Annotated[
        str, typer.Option(metavar="TEXT", help="The question that the sentence answers.")
    ] = "",
) -> None:
    """Say whether files support a claim, contradict it or are silent, and why. Exit 1 if unsupported."""
    from rich.text import Text

    from assistant.claim_check import check_against
    from assistant.cli.display import console
    from assistant.export.places import of_citation

    found = check_against(claim, cite, question=question)
    screen = console()
    title = f"{found.support.label.capitalize()} (confidence {found.support.confidence:.2f})"
    screen.print(Text(title, style="bold"))
    for reason in found.support.reasons:
        screen.print(Text(f"  {reason}"))
    for citation in found.citations:
        screen.print(Text(f"  {of_citation(citation)}: “{' '.join(citation.quote.split())}”"))
    for failure in found.unread:
        screen.print(Text(f"  ! {failure.path}: {failure.reason}", style="yellow"))
    if found.support.label != "supported":
        raise typer.Exit(1)
