"""What somebody sees of an answer while it is made: stages with counts, then proven sentences."""

from __future__ import annotations

from typing import Protocol

from assistant.answers import Sentence

SEARCHING = "Searching the evidence"
ENGINE = "Drafting from the passages found"
CHECKING = "Checking quotes in the original files"


class Watch(Protocol):
    """Called from the thread that answers. To stop the work, raise from either."""

    def stage(self, name: str, done: int, total: int) -> None:
        """`done` of `total` of the named stage."""
        ...

    def said(self, sentence: Sentence) -> None:
        """One sentence of the answer, proven; it stands in the answer as it is."""
        ...


class Unwatched:
    """Nobody looks."""

    def stage(self, name: str, done: int, total: int) -> None:
        """Nothing."""

    def said(self, sentence: Sentence) -> None:
        """Nothing."""
