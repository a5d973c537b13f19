"""One file on its way to a parser: a name, and its bytes or the place to stream them from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from ingest.limits import Limits


@dataclass(frozen=True, slots=True)
class Source:
    """What a parser gets: exactly one of `file` (on disk) and `content` (a member, in memory)."""

    name: str
    file: Path | None = None
    content: bytes | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def suffix(self) -> str:
        """The name's last suffix in lower case, with its dot; empty where there is none."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """The name without folders and last suffix."""
        return PurePosixPath(self.name).stem

    @property
    def size(self) -> int:
        """Size in bytes."""
        if self.content is not None:
            return len(self.content)
        assert self.file is not None
        return self.file.stat().st_size

    def read(self) -> bytes:
        """All bytes. The caller has checked `size` against its limit."""
        if self.content is not None:
            return self.content
        assert self.file is not None
        return self.file.read_bytes()

    def head(self, count: int = 65_536) -> bytes:
        """The first `count` bytes."""
        with self.open() as stream:
            return stream.read(count)

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """A binary stream over the content, closed afterwards."""
        if self.content is not None:
            yield BytesIO(self.content)
            return
        assert self.file is not None
        with self.file.open("rb") as stream:
            yield stream
