"""Options that the commands of `evidary library` share, declared once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


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
Ids = Annotated[list[str], typer.Argument(metavar="ID…", help="Ids of answers.")]
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
Owner = Annotated[
    str,
    typer.Option(
        "--owner",
        "--by",
        metavar="NAME|EMAIL",
        help="Who answers for them; in a workspace of the house the e-mail address of a member.",
    ),
]
