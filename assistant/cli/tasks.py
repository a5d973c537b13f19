"""`evidary tasks`: who closes which gap until when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from assistant.cli.house import decided, somebody
from assistant.cli.options import WorkspaceOption

if TYPE_CHECKING:
    from assistant.desk.gap_rows import GapRow
    from assistant.desk.seat import Seat
    from assistant.desk.tasks import Tasks
    from assistant.review.model import Task
    from assistant.review.tasks import TaskBook
    from assistant.workspace import Workspace

    Work: TypeAlias = "Tasks | _Alone"

app = typer.Typer(
    help="Work on gaps: who does what until when. A gap itself ends only by evidence.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Gap = Annotated[
    str, typer.Argument(metavar="GAP", help="Its key as `evidary tasks list` shows it.")
]
Who = Callable[[str], str]
"""From what was typed for a person to the id that is kept."""
By = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="NAME|EMAIL",
        help="Who says so; in a workspace of the house the e-mail address of a member.",
    ),
]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept and shown.")]


@app.command("list")
def list_command(
    text: Annotated[str, typer.Option("--text", help="Words that must occur.")] = "",
    criterion: Annotated[str | None, typer.Option(help="Only this one, such as CC6.1.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is late.")] = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write a table instead.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """The gaps of the newest run beside the work on them; then tasks whose gap is gone."""
    from assistant.desk.gap_rows import Wanted, as_csv, matching
    from assistant.workspace import last_folder

    wanted = Wanted(
        criteria=(criterion,) if criterion else (),
        text=text,
        due="overdue" if overdue else "any",
    )
    folder = workspace or last_folder()
    names = _names(folder)
    with _opened(folder) as opened:
        rows = matching(_rows(opened, names), wanted)
    if csv is not None:
        csv.write_bytes(as_csv(rows))
        typer.echo(f"{len(rows)} gaps in {csv}")
        return
    for row in rows:
        typer.echo(_line(row))
    typer.echo(f"{len(rows)} gaps")


@app.command("assign")
def assign_command(
    gap: Gap,
    by: By,
    to: Annotated[str, typer.Option("--to", metavar="NAME|EMAIL", help="Who is asked to do it.")],
    due: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Until when.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Ask somebody to close a gap."""

    def change(work: Work, who: Who) -> None:
        work.assign([gap], who(to))
        if due:
            work.set_due([gap], due.date())

    _changed(workspace, gap, by, change)


@app.command("comment")
def comment_command(
    gap: Gap,
    by: By,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="What is said.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Say something about the work on a gap."""
    _changed(workspace, gap, by, lambda work, _: work.comment(gap, text))


@app.command("close")
def close_command(gap: Gap, by: By, reason: Why, workspace: WorkspaceOption = None) -> None:
    """Nothing more will be done about a gap, for a reason."""
    _changed(workspace, gap, by, lambda work, _: work.close(gap, reason))


@app.command("reopen")
def reopen_command(gap: Gap, by: By, reason: Why, workspace: WorkspaceOption = None) -> None:
    """It is not done after all, for a reason."""
    _changed(workspace, gap, by, lambda work, _: work.reopen(gap, reason))


@contextmanager
def _opened(folder: Path) -> Iterator[Workspace]:
    from assistant.workspace import Workspace

    with Workspace(folder) as opened:
        yield opened


def _names(folder: Path) -> dict[str, str]:
    """The people of the house by id; none where the workspace belongs to none."""
    from assistant.desk.belonging import office_of

    with office_of(folder) as belonging:
        return dict(belonging[0].house.people.names()) if belonging else {}


def _book(workspace: Workspace) -> TaskBook:
    from assistant.review.tasks import TaskBook

    return TaskBook(workspace.store.tasks, workspace.clock)


def _rows(workspace: Workspace, names: Mapping[str, str] | None = None) -> tuple[GapRow, ...]:
    from assistant.desk.gap_rows import rows_of
    from assistant.export.view import view_of

    run = workspace.store.judgements.latest_run()
    gaps = view_of(run).gaps if run else ()
    return rows_of(gaps, _book(workspace).all(), names or {}, workspace.clock.today())


def _changed(
    workspace: Path | None, gap: str, by: str, change: Callable[[Work, Who], object]
) -> None:
    """Change the work on a gap and say how it stands; recorded where there is a house."""
    from assistant.desk.tasks import Tasks

    def at_a_desk(seat: Seat) -> GapRow:
        desk = Tasks(seat)
        _known(desk.rows(), gap)
        change(desk, lambda email: somebody(seat.house, email).id)
        return _known(desk.rows(), gap)

    def by_name(opened: Workspace) -> GapRow:
        _known(_rows(opened), gap)
        change(_Alone(opened, by), lambda name: name)
        return _known(_rows(opened), gap)

    typer.echo(_line(decided(workspace, by, member=at_a_desk, alone=by_name)))


def _known(rows: Iterable[GapRow], gap: str) -> GapRow:
    from assistant.errors import UsageError

    for row in rows:
        if row.key == gap:
            return row
    raise UsageError(f"there is no gap {gap}; `evidary tasks list` shows their keys")


class _Alone:
    """Work on the gaps of a workspace without a house, in the name that was given."""

    def __init__(self, workspace: Workspace, by: str) -> None:
        self._workspace = workspace
        self._book = _book(workspace)
        self._by = by

    def assign(self, keys: Iterable[str], person_id: str) -> None:
        for key in keys:
            self._book.assign(self._task(key).id, person_id, self._by)

    def set_due(self, keys: Iterable[str], day: date | None) -> None:
        for key in keys:
            self._book.set_due(self._task(key).id, day, self._by)

    def comment(self, key: str, text: str) -> None:
        self._book.comment(self._task(key).id, text, self._by)

    def close(self, key: str, reason: str) -> None:
        self._book.close(self._task(key).id, reason, self._by)

    def reopen(self, key: str, reason: str) -> None:
        self._book.reopen(self._task(key).id, reason, self._by)

    def _task(self, key: str) -> Task:
        row = _known(_rows(self._workspace), key)
        return row.task or self._book.open(row.key, row.criterion, row.title, self._by)


def _line(row: GapRow) -> str:
    work = [
        row.state,
        f"assigned to {row.assignee_name}" if row.assignee_name else "",
        row.due_words,
    ]
    severity = row.severity or "gone"
    return f"{row.key}  [{severity}] {row.title} ({', '.join(filter(None, work))})"
