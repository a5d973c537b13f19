"""`evidary tasks`: who closes which gap until when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import WorkspaceOption

if TYPE_CHECKING:
    from assistant.desk.gap_rows import GapRow
    from assistant.review.model import Task
    from assistant.review.tasks import TaskBook
    from assistant.workspace import Workspace

app = typer.Typer(
    help="Work on gaps: who does what until when. A gap itself ends only by evidence.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Gap = Annotated[
    str, typer.Argument(metavar="GAP", help="Its key as `evidary tasks list` shows it.")
]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")]
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

    wanted = Wanted(
        criteria=(criterion,) if criterion else (),
        text=text,
        due="overdue" if overdue else "any",
    )
    with _opened(workspace) as opened:
        rows = matching(_rows(opened), wanted)
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
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="Who is asked to do it.")],
    due: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Until when.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Ask somebody to close a gap."""

    def change(book: TaskBook, task: Task) -> Task:
        after = book.assign(task.id, to, by)
        return book.set_due(task.id, due.date(), by) if due else after

    _changed(workspace, gap, by, change)


@app.command("comment")
def comment_command(
    gap: Gap,
    by: By,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help="What is said.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Say something about the work on a gap."""
    _changed(workspace, gap, by, lambda book, task: book.comment(task.id, text, by))


@app.command("close")
def close_command(gap: Gap, by: By, reason: Why, workspace: WorkspaceOption = None) -> None:
    """Nothing more will be done about a gap, for a reason."""
    _changed(workspace, gap, by, lambda book, task: book.close(task.id, reason, by))


@app.command("reopen")
def reopen_command(gap: Gap, by: By, reason: Why, workspace: WorkspaceOption = None) -> None:
    """It is not done after all, for a reason."""
    _changed(workspace, gap, by, lambda book, task: book.reopen(task.id, reason, by))


@contextmanager
def _opened(workspace: Path | None) -> Iterator[Workspace]:
    from assistant.workspace import Workspace, last_folder

    with Workspace(workspace or last_folder()) as opened:
        yield opened


def _book(workspace: Workspace) -> TaskBook:
    from assistant.review.tasks import TaskBook

    return TaskBook(workspace.store.tasks, workspace.clock)


def _rows(workspace: Workspace) -> tuple[GapRow, ...]:
    from assistant.desk.gap_rows import rows_of
    from assistant.export.view import view_of

    run = workspace.store.judgements.latest_run()
    gaps = view_of(run).gaps if run else ()
    return rows_of(gaps, _book(workspace).all(), {}, workspace.clock.today())


def _changed(
    workspace: Path | None, gap: str, by: str, change: Callable[[TaskBook, Task], Task]
) -> None:
    from assistant.errors import UsageError

    with _opened(workspace) as opened:
        row = next((r for r in _rows(opened) if r.key == gap), None)
        if row is None:
            raise UsageError(f"there is no gap {gap}; `evidary tasks list` shows their keys")
        book = _book(opened)
        change(book, row.task or book.open(row.key, row.criterion, row.title, by))
        after = next(r for r in _rows(opened) if r.key == gap)
    typer.echo(_line(after))


def _line(row: GapRow) -> str:
    work = [
        row.state,
        f"assigned to {row.assignee_name}" if row.assignee_name else "",
        row.due_words,
    ]
    severity = row.severity or "gone"
    return f"{row.key}  [{severity}] {row.title} ({', '.join(filter(None, work))})"
