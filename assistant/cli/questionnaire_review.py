"""`evidary questionnaire approve` and `reject`: a named person decides on drafted answers."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.answer_options import File
from assistant.cli.options import WorkspaceOption

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.answers import Decision

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
    """Approve answers by id, or all unwarned drafts above a confidence; they enter the library.

    Nobody approves what they wrote; what a bulk approval leaves out is listed with its reason.
    """
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
    """Put your own words in an answer's place; somebody else must approve them.

    Sentences that end in [1], as the draft's do, are held to its sources; others are marked as yours.
    """
    from assistant.decision_run import state
    from assistant.questionnaire_run import open_questionnaire
    from assistant.workspace import Workspace, last_folder

    with Workspace(workspace or last_folder()) as opened:
        asked = open_questionnaire(file, opened)
        made = state(opened, asked, identifier, verdict=verdict.value, text=text, person=by)
    typer.echo(f"{identifier}: {made.warnings[0] if made.warnings else 'every sentence is cited'}")


def _decide(
    file: Path,
    workspace: Path | None,
    ids: list[str] | None,
    above: float | None,
    decision: Decision,
    by: str,
    reason: str,
) -> None:
    from assistant.decision_run import bulk, decide
    from assistant.errors import UsageError
    from assistant.questionnaire_run import open_questionnaire
    from assistant.review.answers import Passed
    from assistant.workspace import Workspace, last_folder

    if not ids and above is None:
        raise UsageError("name the answers with --id, or give --above CONFIDENCE")
    with Workspace(workspace or last_folder()) as opened:
        asked = open_questionnaire(file, opened)
        chosen = list(ids or ())
        passed: tuple[Passed, ...] = ()
        if above is not None:
            plan = bulk(opened, asked, above=above, reviewer=by)
            chosen, passed = [*chosen, *plan.approve], plan.passed
        decided = decide(opened, asked, chosen, decision=decision, reviewer=by, reason=reason)
    typer.echo(f"{len(decided)} {'approved' if decision == 'approve' else 'rejected'} by {by}")
    for left in passed:
        typer.echo(f"left out {left.id}: {left.reason}")
