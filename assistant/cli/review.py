"""`evidary review link`: a named person decides whether an item supports a criterion."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.house import By, decided
from assistant.cli.options import WorkspaceOption

if TYPE_CHECKING:
    from assistant.desk.criteria import Criteria, Outcome
    from assistant.desk.seat import Seat
    from assistant.model import MappingRun
    from assistant.review.links import Links
    from assistant.review.model import LinkDecision
    from assistant.workspace import Workspace

app = typer.Typer(
    help="Decide what the tool cannot: decisions hold in every later run.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
link = typer.Typer(
    help="Accept, reject, add or withdraw links of evidence to criteria.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(link, name="link")

Item = Annotated[
    str, typer.Argument(metavar="ITEM", help="Its path in the evidence folder, or its id.")
]
Id = Annotated[str, typer.Argument(metavar="CRITERION", help="Such as CC6.1.")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept and shown.")]


class Side(StrEnum):
    """What an item speaks to."""

    design = "design"
    operating = "operating"
    both = "both"


AspectOption = Annotated[
    Side | None, typer.Option("--aspect", help="What it shows; the tool's own word if not given.")
]


@link.command("accept")
def accept_command(
    item: Item,
    criterion: Id,
    by: By,
    reason: Why = "",
    aspect: AspectOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """A proposed link holds."""
    _decide(
        workspace,
        by,
        lambda desk: desk.accept(
            item, criterion, reason=reason, aspect=aspect.value if aspect else None
        ),
    )


@link.command("reject")
def reject_command(
    item: Item, criterion: Id, by: By, reason: Why, workspace: WorkspaceOption = None
) -> None:
    """A link does not hold, for a reason."""
    _decide(workspace, by, lambda desk: desk.reject(item, criterion, reason=reason))


@link.command("add")
def add_command(
    item: Item,
    criterion: Id,
    by: By,
    reason: Why,
    quotes: Annotated[
        list[str],
        typer.Option("--quote", metavar="TEXT", help="Words of the item; may be repeated."),
    ],
    aspect: Annotated[Side, typer.Option("--aspect", help="What it shows.")] = Side.both,
    workspace: WorkspaceOption = None,
) -> None:
    """The item supports the criterion by these words of its own, which are looked up in it."""
    _decide(
        workspace,
        by,
        lambda desk: desk.add(item, criterion, aspect=aspect.value, quotes=quotes, reason=reason),
    )


@link.command("withdraw")
def withdraw_command(
    item: Item, criterion: Id, by: By, reason: Why = "", workspace: WorkspaceOption = None
) -> None:
    """End what was decided on a link; the tool's own word stands again."""
    _decide(workspace, by, lambda desk: desk.withdraw(item, criterion, reason=reason))


@link.command("list")
def list_command(workspace: WorkspaceOption = None) -> None:
    """What holds, what waits to be confirmed on a changed file, and what lost its file."""
    from assistant.review.links import standings

    with _opened(workspace) as opened:
        state = standings(opened)
    groups = (
        ("Hold", state.holding),
        ("To confirm again: the file has changed since", [d for d, _ in state.to_confirm]),
        ("The file is gone", state.gone),
    )
    for title, decisions in groups:
        if decisions:
            typer.secho(f"{title} ({len(decisions)})", bold=True)
        for decision in decisions:
            typer.echo(f"  {_words(decision)}")
    if not any(decisions for _, decisions in groups):
        typer.echo("Nothing was decided on links yet.")


def _opened(workspace: Path | None) -> Workspace:
    from assistant.workspace import Workspace, last_folder

    return Workspace(workspace or last_folder())


def _decide(
    workspace: Path | None, by: str, decide: Callable[[Links | Criteria], LinkDecision | Outcome]
) -> None:
    """Decide, assess again and say what became of the criterion; recorded where there is a house."""
    from assistant.desk.criteria import Criteria, Outcome
    from assistant.review.links import Links

    def at_a_desk(seat: Seat) -> None:
        outcome = decide(Criteria(seat))
        assert isinstance(outcome, Outcome)
        typer.echo(_words(outcome.decision))
        typer.echo(outcome.words)

    def by_name(opened: Workspace) -> None:
        decision = decide(Links(opened, person_id=by, name=by))
        assert not isinstance(decision, Outcome)
        _tell(opened, decision)

    decided(workspace, by, member=at_a_desk, alone=by_name)


def _words(decision: LinkDecision) -> str:
    from assistant.review.standing import in_words

    return f"{decision.path} → {decision.criterion}: {in_words(decision)}"


def _tell(workspace: Workspace, decision: LinkDecision) -> None:
    """Assess again, and say what became of the criterion."""
    from assistant.reassess_run import reassess

    before = workspace.store.judgements.latest_run()
    typer.echo(_words(decision))
    if before is None:
        typer.echo("Nothing is mapped yet; the next `evidary map` applies it.")
        return
    after = reassess(workspace, before.run.scope)
    typer.echo(
        f"{decision.criterion}: {_state(before, decision)} before, {_state(after, decision)} now"
    )


def _state(run: MappingRun, decision: LinkDecision) -> str:
    from assistant.export.words import STATUS

    found = next(f for f in run.findings if f.criterion == decision.criterion)
    return f"{STATUS[found.status]} with {len(found.gaps)} gaps"
