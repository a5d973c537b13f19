"""The files of an evidence folder: found in a fixed order, measured and hashed.

What the operating system and editors leave behind is passed over in silence; everything else that
cannot be evidence is said.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path, PurePosixPath

from ingest.errors import IngestError, LimitExceeded, UnreadableFile
from ingest.limits import Limits
from ingest.model import Failure
from ingest.parsers import PARSERS

_LITTER = frozenset(
    {"__macosx", "thumbs.db", "desktop.ini", "__pycache__", "node_modules", "$recycle.bin"}
)

# Pipelines, code owners and dependency rules live under names with a dot and are evidence.
_KEPT = (".github", ".gitlab", ".circleci", ".azure-pipelines", ".buildkite", ".pre-commit-config")

_STREAMED = frozenset(suffix for row in PARSERS if row.streamed for suffix in row.suffixes) | {
    ".jsonl",
    ".ndjson",
}


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file: its path from the evidence folder with forward slashes, bytes, and SHA-256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Scan:
    """All files of a folder that may be read, and those that may not, both by path."""

    files: tuple[FoundFile, ...]
    failures: tuple[Failure, ...]


def scan(root: Path, *, limits: Limits) -> Scan:
    """Find and hash every file under `root`, which may also be a single file.

    Links that stay inside the folder are followed when they name a file; a link to a folder is
    not, as that folder is read where it stands. Raises `UnreadableFile` if `root` does not exist.
    """
    if not root.exists():
        raise UnreadableFile(f"no such file or folder: {str(root)!r}")
    files: list[FoundFile] = []
    failures: list[Failure] = []
    for path, name in _entries(root):
        try:
            found = _examine(path, name, root=root, limits=limits)
        except IngestError as problem:
            failures.append(Failure(name, str(problem)))
        except OSError as problem:
            failures.append(Failure(name, f"cannot be opened: {problem.strerror or problem}"))
        else:
            files.extend([found] if found else [])
    return Scan(
        tuple(sorted(files, key=lambda f: f.path)), tuple(sorted(failures, key=lambda f: f.path))
    )


def base_of(root: Path) -> Path:
    """The folder that found paths are relative to: `root`, or the folder that holds the file."""
    return root if root.is_dir() else root.parent


def _entries(root: Path) -> Iterator[tuple[Path, str]]:
    """Every path below `root` that is not a plain folder, with its name; unlistable folders too."""
    if not root.is_dir():
        yield root, root.name
        return
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            yield folder, _name(folder, root)
            continue
        for entry in entries:
            path = Path(entry.path)
            if is_litter(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(path)
            else:
                yield path, _name(path, root)


def is_litter(name: str) -> bool:
    """Whether a file or folder of this name is left behind by a system and never evidence."""
    if name.startswith("."):
        return not name.startswith(_KEPT)
    return name.startswith("~$") or name.lower() in _LITTER


def _name(path: Path, root: Path) -> str:
    # A name that is not valid UTF-8 must not break the store or the report later.
    relative = path.relative_to(root).as_posix()
    return relative.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _examine(path: Path, name: str, *, root: Path, limits: Limits) -> FoundFile | None:
    if path.is_symlink() and not _link_to_file(path, base_of(root)):
        return None
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise UnreadableFile("the folder cannot be listed")
    if not stat.S_ISREG(mode):
        raise UnreadableFile("not a regular file (a pipe, socket or device)")
    if "\ufffd" in name:
        raise UnreadableFile("the file's name is not valid UTF-8; rename it")
    size = path.stat().st_size
    _check_size(size, name, limits)
    with path.open("rb") as stream:
        return FoundFile(name, size, file_digest(stream, "sha256").hexdigest())


def _link_to_file(path: Path, base: Path) -> bool:
    """Whether a link names a file inside the folder. Raises for links that lead astray."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError) as problem:  # the second is a link to itself, until Python 3.13
        raise UnreadableFile("the symbolic link leads nowhere or back to itself") from problem
    if not target.is_relative_to(base.resolve()):
        raise UnreadableFile("the symbolic link leads out of the evidence folder; not followed")
    if target.is_dir() and path.parent.resolve().is_relative_to(target):
        raise UnreadableFile("the symbolic link leads back to a folder it stands in; not followed")
    return target.is_file()


def _check_size(size: int, name: str, limits: Limits) -> None:
    streamed = PurePosixPath(name).suffix.lower() in _STREAMED
    most = limits.streamed_bytes if streamed else limits.file_bytes
    if size > most:
        raise LimitExceeded(f"{size:,} bytes, more than the {most:,} that are read of such a file")
