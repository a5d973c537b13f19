"""`evidary questionnaire approve` and `reject`: a named person decides on drafted answers."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.answer_options import File
from assistant.cli.options import WorkspaceOption

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.answers import Answer, Decision

By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")]
Ids = Annotated[
    list[str] | None, typer.Option("--id", metavar="ID", help="A question's id; may be repeated.")
]


def approve_command(
    file: File,
    by: By,
    ids: Ids = None,
    above: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="All drafts without a warning from this confidence up."),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Approve answers by id, or all unwarned drafts above a confidence; they enter the library."""
    _decide(file, workspace, ids, above, "approve", by, "")


def reject_command(
    file: File,
    by: By,
    ids: Annotated[list[str], typer.Option("--id", metavar="ID", help="A question's id.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Reject answers with a reason; they wait for a new draft."""
    _decide(file, workspace, ids, None, "reject", by, reason)


class Stated(StrEnum):
    """What a person may state."""

    yes = "yes"
    yes_with_limits = "yes_with_limits"
    planned = "planned"
    no = "no"
    not_applicable = "not_applicable"
    narrative = "narrative"


def answer_command(
    file: File,
    by: By,
    identifier: Annotated[str, typer.Option("--id", metavar="ID", help="The question's id.")],
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="The answer's words.")],
    verdict: Annotated[Stated, typer.Option(help="The answer's value.")] = Stated.narrative,
    workspace: WorkspaceOption = None,
) -> None:
    """State an answer yourself where no evidence gives one; it is marked so and waits for approval."""
    from assistant.questionnaire_run import open_questionnaire, state
    from assistant.workspace import Workspace, last_folder

    with Workspace(workspace or last_folder()) as opened:
        asked = open_questionnaire(file, opened)
        made = state(opened, asked, identifier, verdict=verdict.value, text=text, person=by)
    typer.echo(f"{identifier}: {made.warnings[0]}")


def _decide(
    file: Path,
    workspace: Path | None,
    ids: list[str] | None,
    above: float | None,
    decision: Decision,
    by: str,
    reason: str,
) -> None:
    from assistant.errors import UsageError
    from assistant.questionnaire_run import decide, open_questionnaire
    from assistant.workspace import Workspace, last_folder

    if not ids and above is None:
        raise UsageError("name the answers with --id, or give --above CONFIDENCE")
    with Workspace(workspace or last_folder()) as opened:
        asked = open_questionnaire(file, opened)
        current = opened.store.answers.current(asked.sha256)
        chosen = [*(ids or ()), *(i for i, a in current.items() if _clear(a, above))]
        decided = decide(opened, asked, chosen, decision=decision, reviewer=by, reason=reason)
    typer.echo(f"{len(decided)} {'approved' if decision == 'approve' else 'rejected'} by {by}")


def _clear(answer: Answer, above: float | None) -> bool:
    """May it be approved in bulk: a draft that nothing is said against."""
    if above is None or answer.abstained or answer.status != "draft":
        return False
    return answer.confidence >= above and not answer.warnings
