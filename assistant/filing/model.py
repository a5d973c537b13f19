"""The nouns of filing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Literal

How = Literal["new", "same", "replaced", "beside"]
"""`same`: there with these bytes already; `beside`: another file has the name, so a number was added."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A file as somebody hands it over. Neither its name nor its content is to be trusted."""

    name: str
    content: BinaryIO


@dataclass(frozen=True, slots=True)
class Filed:
    """A file in the tree: `path` is relative to it, with forward slashes."""

    path: str
    sha256: str
    how: How
    note: str = ""
    """Why it will stand among the skipped files, where nothing here reads its format."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not kept, and why, in words its owner can act on."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Filing:
    """What became of a batch."""

    filed: tuple[Filed, ...]
    refused: tuple[Refused, ...]
    passed_over: int = 0
    """What systems and editors leave behind (`Thumbs.db`, `.DS_Store`)."""

    def count(self, *hows: How) -> int:
        """How many files were filed so."""
        return sum(f.how in hows for f in self.filed)


@dataclass(frozen=True, slots=True)
class Synced:
    """What one synchronisation found, by the names in the source folder."""

    at: datetime
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    unchanged: int = 0

    @property
    def found_any(self) -> bool:
        """Did the tree change by it?"""
        return bool(self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Connected:
    """A folder of the server whose files are copied into the tree when somebody asks for it."""

    id: str
    source: str
    """Where it lies on the server."""
    prefix: str
    """The folder of the tree that holds the copies; empty where they stand under their own names, as
    those of a workspace that the command line had made."""
    files: dict[str, tuple[str, str]]
    """By name in the source: path in the tree, and sha256."""
    last: Synced | None = None

    @property
    def place(self) -> str:
        """Where its copies stand, for people."""
        return self.prefix or "evidence"
