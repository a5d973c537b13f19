"""Options that several commands share, declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Evidence = Annotated[
    Path, typer.Argument(metavar="EVIDENCE", help="A folder of evidence, or one file.")
]
WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        metavar="DIR",
        help="Where the index and results are kept. Default: one under ./.evidary for each folder.",
    ),
]
EngineOption = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="offline|provider:model",
        help="Who judges: the offline engine, or a chat model such as openai:gpt-5.",
    ),
]
EmbedderOption = Annotated[
    str | None,
    typer.Option(
        "--embedder",
        metavar="minilm|static|provider:model",
        help="What makes the vectors; static is for very large folders.",
    ),
]
