"""Options that the commands about answers share, and the workspace that these name."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.answer_run import AnswerOptions


class Audience(StrEnum):
    """Who will read the answers."""

    public = "public"
    nda = "nda"
    internal = "internal"


File = Annotated[
    Path, typer.Argument(metavar="FILE", help="The customer's questionnaire, in its own format.")
]
EvidenceOption = Annotated[
    Path | None,
    typer.Option(
        "--evidence", "-e", metavar="DIR", help="Evidence to read first. Default: as read last."
    ),
]
AudienceOption = Annotated[
    Audience,
    typer.Option(help="Who reads the answers; they rest on what this audience may see."),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="Day that freshness is judged for. Default: today."),
]
ProductOption = Annotated[
    str, typer.Option(metavar="NAME", help="The product asked about, for the answer library.")
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="COLUMNS",
        help="Correct what was understood: sheet=Security,head=3,question=B,answer=C,comment=E.",
    ),
]
JsonOption = Annotated[
    str | None, typer.Option("--json", metavar="FILE", help="Write answers.json; - for stdout.")
]


def workspace_folder(workspace: Path | None, evidence: Path | None) -> Path:
    """The workspace given, else that of the evidence given, else the one used last."""
    from assistant.workspace import default_folder, last_folder

    if workspace is not None:
        return workspace
    return default_folder(evidence) if evidence is not None else last_folder()


def make_options(as_of: str | None, audience: Audience, product: str, today: date) -> AnswerOptions:
    """The options of an answering run. Raises `ScopeError` for an unusable day."""
    from assistant.answer_run import AnswerOptions
    from assistant.scope import make_scope

    scope = make_scope(as_of=as_of, today=None if as_of else today)
    return AnswerOptions(scope, audience.value, product)


def write_json(text: str, target: str) -> None:
    """Write to a file, its folder made, or to standard output."""
    if target == "-":
        typer.echo(text)
        return
    path = Path(target)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
