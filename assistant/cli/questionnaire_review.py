"""`evidary questionnaire approve`, `reject` and `answer`: a named person decides on drafted answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.answer_options import File
from assistant.cli.house import By, content_of, decided
from assistant.cli.options import WorkspaceOption

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.answers import Answer, Decision
    from assistant.desk.answer_review import AnswerReview
    from assistant.desk.seat import Seat
    from assistant.review.answers import Passed
    from assistant.workspace import Workspace

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
    _decide(_Wish(file, "approve", tuple(ids or ()), above), workspace, by)


def reject_command(
    file: File,
    by: By,
    ids: Annotated[list[str], typer.Option("--id", metavar="ID", help="A question's id.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Reject answers with a reason; they wait for a new draft."""
    _decide(_Wish(file, "reject", tuple(ids), reason=reason), workspace, by)


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
    from assistant.desk.answer_rows import named
    from assistant.questionnaire_run import open_questionnaire

    def at_a_desk(seat: Seat) -> Answer:
        review = _review(seat, file)
        (row,) = named(review.rows(), [identifier])
        return review.edit(row, verdict=verdict.value, text=text)

    def by_name(opened: Workspace) -> Answer:
        asked = open_questionnaire(file, opened)
        return state(opened, asked, identifier, verdict=verdict.value, text=text, person=by)

    made = decided(workspace, by, member=at_a_desk, alone=by_name)
    typer.echo(f"{identifier}: {made.warnings[0] if made.warnings else 'every sentence is cited'}")


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be decided on answers: those named, and all drafts above a confidence."""

    file: Path
    decision: Decision
    ids: tuple[str, ...]
    above: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Done:
    """How many answers were decided on, by whom, and what was left out."""

    count: int
    by: str
    passed: tuple[Passed, ...] = ()


def _decide(wish: _Wish, workspace: Path | None, by: str) -> None:
    from assistant.errors import UsageError

    if not wish.ids and wish.above is None:
        raise UsageError("name the answers with --id, or give --above CONFIDENCE")
    done = decided(
        workspace,
        by,
        member=lambda seat: _at_a_desk(seat, wish),
        alone=lambda opened: _by_name(opened, by, wish),
    )
    word = "approved" if wish.decision == "approve" else "rejected"
    typer.echo(f"{done.count} {word} by {done.by}")
    for left in done.passed:
        typer.echo(f"left out {left.id}: {left.reason}")


def _at_a_desk(seat: Seat, wish: _Wish) -> _Done:
    """Decide as the page does: the named answers all or none, then the others that may be."""
    from assistant.desk.answer_rows import named

    seat.need("approve")
    review = _review(seat, wish.file)
    rows = named(review.rows(), wish.ids)
    if rows:
        review.decide(rows, wish.decision, wish.reason)
    if wish.above is None:
        return _Done(len(rows), seat.person.name)
    bulk = review.approve_bulk(review.plan_bulk(wish.above))
    return _Done(len(rows) + len(bulk.approved), seat.person.name, bulk.passed)


def _by_name(opened: Workspace, by: str, wish: _Wish) -> _Done:
    from assistant.decision_run import bulk, decide
    from assistant.questionnaire_run import open_questionnaire

    asked = open_questionnaire(wish.file, opened)
    chosen = list(wish.ids)
    passed: tuple[Passed, ...] = ()
    if wish.above is not None:
        plan = bulk(opened, asked, above=wish.above, reviewer=by)
        chosen, passed = [*chosen, *plan.approve], plan.passed
    done = decide(opened, asked, chosen, decision=wish.decision, reviewer=by, reason=wish.reason)
    return _Done(len(done), by, passed)


def _review(seat: Seat, file: Path) -> AnswerReview:
    """The page's review of this file; one that the workspace does not have yet is taken in first."""
    from assistant.desk.answer_review import AnswerReview
    from assistant.desk.questionnaires import Questionnaires

    taken = Questionnaires(seat).upload(file.name, content_of(file))
    return AnswerReview(seat, taken.sha256)
