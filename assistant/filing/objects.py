"""Files by their SHA-256: written whole or not at all, never changed, never served by name."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from ingest.errors import LimitExceeded
from ingest.limits import MIB

_CHUNK = MIB
_READ_ONLY = 0o444


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that was written but not kept yet."""

    file: Path
    sha256: str
    size: int


class Objects:
    """The folder of objects of one workspace."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def staged(self, content: BinaryIO, *, most: int) -> Iterator[Staged]:
        """The content in a file of its own, to be looked at; gone afterwards unless kept.

        Raises `LimitExceeded` where it is longer than `most` bytes.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".new-", dir=self._folder)
        file = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                digest, size = _copy(content, out, most)
                out.flush()
                os.fsync(out.fileno())
            yield Staged(file, digest, size)
        finally:
            file.unlink(missing_ok=True)

    def keep(self, staged: Staged) -> Path:
        """Keep a staged file under its hash; the same bytes are kept once."""
        place = self.place(staged.sha256)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            staged.file.chmod(_READ_ONLY)
            staged.file.replace(place)
        return place

    def place(self, digest: str) -> Path:
        """Where the object with this hash lies, or would lie."""
        return self._folder / digest[:2] / digest


def _copy(content: BinaryIO, out: BinaryIO, most: int) -> tuple[str, int]:
    state, size = sha256(), 0
    while chunk := content.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise LimitExceeded(f"larger than the {most // MIB} MiB that one file may have")
        state.update(chunk)
        out.write(chunk)
    return state.hexdigest(), size
