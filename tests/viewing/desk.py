"""A workspace over a folder of a few files, read by the ingest alone, and what lies under marks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from PIL import Image

from assistant.model import Citation
from assistant.settings import Settings
from assistant.verify import cite
from assistant.viewing import Picture, View, view_of
from assistant.workspace import Workspace
from ingest.intake import read_file
from ingest.limits import Limits
from ingest.model import Document
from ingest.walk import FoundFile, scan

NOW = datetime(2026, 7, 15, tzinfo=UTC)


class Desk:
    """Files are laid in the folder with `lay`, then cited and looked at."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace = workspace
        self.folder = folder

    def lay(self, name: str, content: bytes | str) -> Document:
        """Write a file, read it, and give its (first) document."""
        return self.lay_all(name, content)[0]

    def lay_all(self, name: str, content: bytes | str) -> tuple[Document, ...]:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        self.workspace.remember_evidence(self.folder)
        (found,) = (f for f in scan(self.folder, limits=Limits()).files if f.path == name)
        return self._read(found)

    def _read(self, found: FoundFile) -> tuple[Document, ...]:
        read = read_file(self.folder, found, limits=Limits(), now=NOW)
        assert not read.failures, read.failures
        self.workspace.store.evidence.put_file(
            found.path, found.sha256, found.size, [(d, ()) for d in read.documents], ()
        )
        return read.documents

    def see(self, document: Document, quote: str, *, nth: int = 0) -> View:
        return view_of(self.workspace, citing(document, quote, nth=nth))

    def picture(self, document: Document, quote: str, *, nth: int = 0) -> Picture:
        view = self.see(document, quote, nth=nth)
        assert isinstance(view, Picture), view
        return view


def citing(document: Document, quote: str, *, nth: int = 0) -> Citation:
    """The citation of the nth time that the quote stands in the text."""
    at = -1
    for _ in range(nth + 1):
        at = document.text.index(quote, at + 1)
    return cite(document, at, at + len(quote))


@contextmanager
def opened(folder: Path) -> Iterator[Desk]:
    evidence = folder / "evidence"
    evidence.mkdir()
    with Workspace(folder / "ws", settings=Settings(embedder="static", workers=1)) as workspace:
        yield Desk(workspace, evidence)


def red_outside(picture: Picture, pad: float = 2) -> int:
    """Red pixels that no mark covers, marks widened by `pad` pixels."""
    red = _red(picture)
    for mark in picture.marks:
        red[
            max(0, int(mark.top - pad)) : int(mark.bottom + pad) + 1,
            max(0, int(mark.left - pad)) : int(mark.right + pad) + 1,
        ] = False
    return int(red.sum())


def black_inside(picture: Picture, pad: float = 2) -> int:
    """Dark pixels of other words inside marks that are narrowed by `pad` pixels."""
    pixels = _pixels(picture)
    dark = pixels.max(axis=2) < 90
    return sum(
        int(
            dark[
                int(m.top + pad) : int(m.bottom - pad) + 1,
                int(m.left + pad) : int(m.right - pad) + 1,
            ].sum()
        )
        for m in picture.marks
    )


def red_count(picture: Picture) -> int:
    return int(_red(picture).sum())


def _red(picture: Picture) -> np.ndarray:
    pixels = _pixels(picture).astype(int)
    return (pixels[:, :, 0] - pixels[:, :, 1] > 60) & (pixels[:, :, 0] - pixels[:, :, 2] > 60)


def _pixels(picture: Picture) -> np.ndarray:
    image = Image.open(io.BytesIO(picture.png)).convert("RGB")
    assert image.size == (picture.width, picture.height)
    return np.asarray(image)
