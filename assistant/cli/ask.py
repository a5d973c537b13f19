"""`evidary ask`: one question, answered from the evidence with proof, or not at all."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.answer_options import (
    AsOfOption,
    Audience,
    AudienceOption,
    EvidenceOption,
    JsonOption,
    ProductOption,
    make_options,
    workspace_folder,
    write_json,
)
from assistant.cli.options import EmbedderOption, EngineOption, WorkspaceOption


def ask_command(
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.")],
    workspace: WorkspaceOption = None,
    evidence: EvidenceOption = None,
    follow: Annotated[
        str | None,
        typer.Option(
            metavar="SESSION", help="A name; later questions under it may lean on earlier."
        ),
    ] = None,
    audience: AudienceOption = Audience.internal,
    product: ProductOption = "",
    as_of: AsOfOption = None,
    engine: EngineOption = None,
    embedder: EmbedderOption = None,
    json_file: JsonOption = None,
) -> None:
    """Answer a question from the indexed evidence, each sentence cited, or say what is missing."""
    from assistant.answer_run import ask
    from assistant.cli.answers import print_answer
    from assistant.cli.display import console, progress_bars
    from assistant.clock import Clock
    from assistant.export.answers_json import dump
    from assistant.indexing import ingest_evidence
    from assistant.settings import load_settings
    from assistant.workspace import Workspace

    clock = Clock()
    options = make_options(as_of, audience, product, clock.today())
    folder = workspace_folder(workspace, evidence)
    settings = load_settings(folder, engine=engine, embedder=embedder)
    with Workspace(folder, settings=settings, clock=clock) as opened, progress_bars() as progress:
        if evidence is not None:
            ingest_evidence(opened, evidence, progress=progress)
        run = ask(opened, question, options, session=follow)
    if json_file:
        write_json(dump(run), json_file)
    print_answer(console(error=json_file == "-"), run.answers[0])
