"""`evidary questionnaire inspect`: what was understood of a file, to be checked and corrected."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.answer_options import File, MapOption, write_json
from assistant.cli.options import WorkspaceOption

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.questions import Questionnaire


def inspect_command(
    file: File,
    workspace: WorkspaceOption = None,
    maps: MapOption = None,
    questions: Annotated[bool, typer.Option(help="List every question.")] = True,
    json_file: Annotated[
        str | None,
        typer.Option("--json", metavar="FILE", help="Write all that was understood; - for stdout."),
    ] = None,
) -> None:
    """Show the sections, questions, answer places and vocabularies found in a questionnaire."""
    from assistant.cli.display import console
    from assistant.errors import WorkspaceError
    from assistant.questionnaire_run import open_questionnaire
    from assistant.questionnaires.read import parse_map
    from assistant.workspace import Workspace, last_folder

    corrected = tuple(parse_map(text) for text in maps or ())
    try:
        folder = workspace or last_folder()
    except WorkspaceError:
        folder = None
    if folder is None:
        found = open_questionnaire(file, None, corrected)
    else:
        with Workspace(folder) as opened:
            found = open_questionnaire(file, opened, corrected)
    if json_file:
        write_json(json.dumps(asdict(found), indent=2, ensure_ascii=False), json_file)
    _print(console(error=json_file == "-"), found, questions)


def _print(screen: Console, found: Questionnaire, questions: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    places = sum(q.slot("answer") is not None for q in found.questions)
    screen.print(Text(f"{found.name}: {len(found.questions)} questions", style="bold"))
    screen.print(Text(f"  {places} with a place for the answer; format {found.format}"))
    for columns in found.maps:
        known = {k: v for k, v in asdict(columns).items() if v not in (None, (), "")}
        screen.print(Text("  columns: " + ", ".join(f"{k}={_shown(v)}" for k, v in known.items())))
    for note in found.notes:
        screen.print(Text(f"  ! {note}", style="yellow"))
    if not questions:
        return
    table = Table(box=None, pad_edge=False)
    for name, ratio in (
        ("Id", 1),
        ("Section", 1),
        ("Question", 4),
        ("Options", 1),
        ("Answer in", 1),
    ):
        table.add_column(name, ratio=ratio)
    for q in found.questions:
        slot = q.slot("answer")
        where = " ".join(str(v) for v in slot.location.values()) if slot else "annex only"
        cells = (q.id, q.section, q.text, " / ".join(q.options), where)
        table.add_row(*(Text(c) for c in cells))
    screen.print(table)


def _shown(value: object) -> str:
    return "+".join(value) if isinstance(value, tuple) else str(value)
