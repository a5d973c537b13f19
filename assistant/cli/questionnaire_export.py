"""`evidary questionnaire export`: the customer's own file with the answers, and the annex of proof."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.answer_options import File, JsonOption, MapOption, write_json
from assistant.cli.options import WorkspaceOption


def export_command(
    file: File,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write. Default: the name with -answered."),
    ] = None,
    workspace: WorkspaceOption = None,
    maps: MapOption = None,
    json_file: JsonOption = None,
    final: Annotated[
        bool, typer.Option("--final", help="Without draft marks; every answer must be approved.")
    ] = False,
    overwrite: Annotated[
        bool, typer.Option(help="Also replace what already stands in an answer's place.")
    ] = False,
) -> None:
    """Write the kept answers into a copy of the file; nothing else in it changes."""
    from assistant.cli.display import console
    from assistant.errors import QuestionnaireError
    from assistant.questionnaire_run import dump_answers, export_questionnaire, open_questionnaire
    from assistant.questionnaires.read import parse_map
    from assistant.workspace import Workspace, last_folder

    target = out or file.with_name(f"{file.stem}-answered{file.suffix}")
    with Workspace(workspace or last_folder()) as opened:
        asked = open_questionnaire(file, opened, [parse_map(text) for text in maps or ()])
        done = export_questionnaire(opened, file, asked, target, final=final, overwrite=overwrite)
        run = opened.store.answers.latest_run(asked.sha256)
        if run is None:
            raise QuestionnaireError(f"{asked.name} has no drafted answers")
        if json_file:
            current = tuple(opened.store.answers.current(asked.sha256).values())
            write_json(dump_answers(run, asked, answers=current, report=done.report), json_file)
    screen = console(error=json_file == "-")
    if done.file is None:
        screen.print(f"{asked.format} takes no answers in place; they are in the annex.")
    else:
        screen.print(f"Filled: {done.file}", markup=False, soft_wrap=True)
    for annex in (done.annex.workbook, done.annex.markdown):
        screen.print(f"Annex: {annex}", markup=False, soft_wrap=True)
    if done.report is not None:
        for skipped in done.report.skipped:
            screen.print(f"! {skipped.question}: {skipped.reason}", markup=False, soft_wrap=True)
        for note in done.report.notes:
            screen.print(f"! {note}", markup=False, soft_wrap=True)
