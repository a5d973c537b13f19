"""`evidary library import`, `approve` and `retire`: a named person says what the library holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from assistant.cli.house import By, decided
from assistant.cli.library_options import Ids, Json, Owner, Product, ReviewIn, Sensitive
from assistant.cli.options import WorkspaceOption

if TYPE_CHECKING:
    from assistant.answers import LibraryAnswer, Sensitivity
    from assistant.desk.library import LibraryDesk
    from assistant.desk.seat import Seat
    from assistant.library.past import Imported
    from assistant.questions import Questionnaire
    from assistant.workspace import Workspace


class _Terms(TypedDict):
    """What is said of all answers of an import."""

    said_on: date | None
    product: str
    sensitivity: Sensitivity
    review_in_days: int


class _Renewal(TypedDict):
    """What an approval says beside the words; None leaves it as it is."""

    review_in_days: int
    sensitivity: Sensitivity | None
    product: str | None


def import_command(
    questionnaire: Annotated[
        Path, typer.Argument(metavar="FILLED", help="A filled questionnaire: xlsx, docx, csv, …")
    ],
    owner: Owner = "",
    said_on: Annotated[
        datetime | None,
        typer.Option(
            "--date",
            metavar="DATE",
            formats=["%Y-%m-%d"],
            help="The day it was sent. Default: today.",
        ),
    ] = None,
    product: Product = None,
    sensitivity: Sensitive = None,
    review_in: ReviewIn = 365,
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map", help="How a sheet's columns are to be read: sheet=A,head=3,question=B,answer=C"
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    json_file: Json = None,
) -> None:
    """Keep the answers of a past questionnaire as what the house has said, to be approved one by one."""
    from assistant.cli.library_tables import print_imported, write_json
    from assistant.library.past import import_answers

    terms: _Terms = {
        "said_on": said_on.date() if said_on else None,
        "product": product or "",
        "sensitivity": sensitivity.value if sensitivity else "internal",
        "review_in_days": review_in,
    }

    def at_a_desk(seat: Seat) -> Imported:
        asked = _read(seat.workspace, questionnaire, maps or ())
        return _desk(seat).import_questionnaire(asked, **terms)

    def by_name(opened: Workspace) -> Imported:
        asked, today = _read(opened, questionnaire, maps or ()), opened.clock.today()
        return import_answers(opened.store, asked, owner=owner, today=today, **terms)

    done = decided(workspace, owner, member=at_a_desk, alone=by_name)
    if json_file:
        write_json(done, json_file)
    print_imported(done, questionnaire.name, error=json_file == "-")


def approve_command(
    identifiers: Ids,
    owner: Owner,
    product: Product = None,
    sensitivity: Sensitive = None,
    review_in: ReviewIn = 365,
    workspace: WorkspaceOption = None,
) -> None:
    """Approve imported answers, or approve kept ones again: words stay, sources are looked at anew."""
    from assistant.library.keep import approve

    terms: _Renewal = {
        "review_in_days": review_in,
        "sensitivity": sensitivity.value if sensitivity else None,
        "product": product,
    }

    def at_a_desk(seat: Seat) -> None:
        _each(identifiers, lambda i: _desk(seat).approve(i, **terms), _approved)

    def by_name(opened: Workspace) -> None:
        store, today = opened.store, opened.clock.today()
        _each(
            identifiers, lambda i: approve(store, i, owner=owner, today=today, **terms), _approved
        )

    decided(workspace, owner, member=at_a_desk, alone=by_name)


def retire_command(
    identifiers: Ids,
    by: By,
    reason: Annotated[str, typer.Option(help="Why; kept with it.")] = "",
    workspace: WorkspaceOption = None,
) -> None:
    """Take answers out of use; they stay as history."""
    from assistant.library.keep import retire

    def at_a_desk(seat: Seat) -> None:
        _each(identifiers, lambda i: _desk(seat).retire(i, reason), _retired)

    def by_name(opened: Workspace) -> None:
        store, today = opened.store, opened.clock.today()
        _each(identifiers, lambda i: retire(store, i, by=by, today=today, reason=reason), _retired)

    decided(workspace, by, member=at_a_desk, alone=by_name)


def _read(opened: Workspace, file: Path, maps: Sequence[str]) -> Questionnaire:
    """The filled questionnaire, its columns read as given, else as corrected before in this workspace."""
    from assistant.questionnaires.read import layout_of, parse_map, read_questionnaire

    given = [parse_map(text) for text in maps]
    return read_questionnaire(file, maps=given or opened.store.answers.maps_of(layout_of(file)))


def _desk(seat: Seat) -> LibraryDesk:
    from assistant.desk.library import LibraryDesk

    return LibraryDesk(seat)


def _each(
    identifiers: Sequence[str],
    decide: Callable[[str], LibraryAnswer],
    told: Callable[[LibraryAnswer], str],
) -> None:
    """Decide on one after another, and say of each what became of it before the next."""
    from assistant.cli.display import console

    screen = console()
    for identifier in identifiers:
        screen.print(told(decide(identifier)), markup=False, soft_wrap=True)


def _approved(done: LibraryAnswer) -> str:
    note = "" if done.sources else "; it has no sources, so each reuse waits for a person"
    return f"{done.id} approved by {done.owner}, review by {done.review_on}{note}"


def _retired(done: LibraryAnswer) -> str:
    return f"{done.id} retired"
