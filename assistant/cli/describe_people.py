"""`evidary describe answer`, `import`, `approve`, `set-aside`: what people do with a description."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.describe_inputs import (
    DescriptionKind,
    KindOption,
    drafted_kind,
    folder_of,
    scope_of_draft,
)
from assistant.cli.house import By, content_of, decided
from assistant.cli.options import WorkspaceOption

if TYPE_CHECKING:
    from collections.abc import Collection

    from assistant.description import Facts, SetAside, Statement, Version
    from assistant.desk.description import DescriptionDesk
    from assistant.desk.seat import Seat
    from assistant.workspace import Workspace

Point = Annotated[str, typer.Argument(metavar="KEY", help="The open point, as --facts names it.")]
Changed = dict[str, bool]
"""Whether an edited file changed a section, by the section's id."""


def answer_command(
    context: typer.Context,
    point: Point,
    text: Annotated[str, typer.Argument(help="What is so; empty withdraws the statement.")],
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="'NAME|EMAIL, ROLE'",
            help="Who says so, with a role; in a workspace of the house the e-mail address of a "
            "member.",
        ),
    ],
    workspace: WorkspaceOption = None,
) -> None:
    """Answer an open point: it becomes a statement of the named person, and is marked so."""
    from assistant.description_run import say

    address, _, role = by.partition(",")

    def at_a_desk(seat: Seat) -> Statement:
        return _desk(seat).facts.say(point, text, role=role)

    def by_name(opened: Workspace) -> Statement:
        return say(opened, point, text, said_by=by)

    said = decided(folder_of(context, workspace), address, member=at_a_desk, alone=by_name)
    words = "withdrawn" if not said.text else "kept as a statement of"
    typer.echo(f"{said.key}.{said.part}: {words} {said.said_by}")


def import_command(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.docx", help="The edited Word file.")],
    by: By,
    kind: KindOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Read an edited Word file back; citations stay where the sentence stands."""
    done = decided(
        folder_of(context, workspace),
        by,
        member=lambda seat: _imported_at_a_desk(seat, file, kind),
        alone=lambda opened: _imported_by_name(opened, by, file, kind),
    )
    for identifier, changed in done.items():
        typer.echo(f"{identifier}: {'changed, kept' if changed else 'unchanged'}")


def approve_command(
    context: typer.Context,
    section: Annotated[str, typer.Argument(metavar="ID", help="The section, such as DC3.")],
    by: By,
    kind: KindOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Approve the newest words of a section; nobody approves their own."""
    from assistant.description_versions import approve, current

    def at_a_desk(seat: Seat) -> Version:
        desk = _desk(seat)
        wanted = _offered(desk, kind)
        name = _known(section, current(seat.workspace, wanted))
        return desk.approve(wanted, name, seen=desk.newest(wanted, name).number)

    def by_name(opened: Workspace) -> Version:
        wanted = kind.value if kind else drafted_kind(opened)
        facts = _facts_for(opened, wanted)
        name = _known(section, current(opened, wanted))
        return approve(opened, wanted, name, person=by, facts=facts)

    done = decided(folder_of(context, workspace), by, member=at_a_desk, alone=by_name)
    typer.echo(f"{done.section.id}: approved by {done.person}")


def set_aside_command(
    context: typer.Context,
    point: Point,
    reason: Annotated[str, typer.Argument(help="Why it needs no answer; empty takes it back.")],
    by: By,
    kind: KindOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Close an open point of one kind without an answer; the reason is kept and exported."""
    from assistant.description_open import set_aside

    def at_a_desk(seat: Seat) -> SetAside:
        desk = _desk(seat)
        return desk.close(_offered(desk, kind), point, reason)

    def by_name(opened: Workspace) -> SetAside:
        wanted = kind.value if kind else drafted_kind(opened)
        facts = _facts_for(opened, wanted)
        return set_aside(opened, wanted, point, reason, person=by, facts=facts)

    done = decided(folder_of(context, workspace), by, member=at_a_desk, alone=by_name)
    words = f"set aside by {done.person}; draft again" if done.reason else "open again"
    typer.echo(f"{done.point}: {words}")


def _imported_at_a_desk(seat: Seat, file: Path, kind: DescriptionKind | None) -> Changed:
    from assistant.desk.description_files import DescriptionFiles

    desk = _desk(seat)
    wanted, files = _offered(desk, kind), DescriptionFiles(desk)
    plan = files.plan_import(wanted, file.name, content_of(file))
    files.take_import(wanted, plan)
    return {section.id: section.differs for section in plan.sections}


def _imported_by_name(
    opened: Workspace, by: str, file: Path, kind: DescriptionKind | None
) -> Changed:
    from assistant.description_versions import current, edit
    from assistant.descriptions.files.word_read import read_docx
    from assistant.errors import UsageError

    wanted = kind.value if kind else drafted_kind(opened)
    sections = current(opened, wanted)
    if not sections:
        raise UsageError(f"{wanted} was not drafted yet; run `evidary describe` first")
    titles = {i: v.section.title for i, v in sections.items()}
    done: Changed = {}
    for identifier, lines in read_docx(file, titles).items():
        after = edit(opened, wanted, identifier, lines, person=by, imported=True)
        done[identifier] = after != sections[identifier]
    return done


def _desk(seat: Seat) -> DescriptionDesk:
    from assistant.desk.description import DescriptionDesk

    return DescriptionDesk(seat)


def _offered(desk: DescriptionDesk, kind: DescriptionKind | None) -> str:
    """The kind given, else SOC 2 of the scope's type. Raises `UsageError` where the page has it not."""
    return desk.facts.known_kind(kind.value if kind else f"soc2-{desk.facts.scope.report_type}")


def _known(section: str, sections: Collection[str]) -> str:
    """The section's id as it is kept, however it was typed."""
    return next((i for i in sections if i.upper() == section.upper()), section)


def _facts_for(workspace: Workspace, kind: str) -> Facts:
    """The facts for the scope that a description of this kind is drafted for."""
    from assistant.description_run import facts_of

    scope = scope_of_draft(workspace, "", None, None, kind)
    return facts_of(workspace, scope, said=workspace.store.descriptions.statements())
