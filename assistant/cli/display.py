"""Drawing progress and results in a terminal. Only `cli/` writes to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.progress import Progress

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import TaskID


def console(*, error: bool = False) -> Console:
    """A console on standard output, or on standard error."""
    from rich.console import Console

    return Console(stderr=error, highlight=False)


@contextmanager
def progress_bars() -> Iterator[Progress]:
    """Bars with counts and time left on standard error; plain lines where it is no terminal."""
    screen = console(error=True)
    if not screen.is_terminal:
        yield _stages(screen)
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description:<22}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=screen) as bars:
        tasks: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show


def _stages(screen: Console) -> Progress:
    """One line when a stage has ended: what a log of a CI run wants."""

    def show(stage: str, done: int, total: int) -> None:
        if done == total:
            screen.print(f"{stage}: {done} of {total}")

    return show
