"""How long work reports where it stands; the CLI and the pages draw it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called as work goes on, from the thread that does the work."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """`done` of `total` of the named stage; the same total until the stage ends."""
        ...


def silent(stage: str, done: int, total: int) -> None:
    """Report nothing."""
