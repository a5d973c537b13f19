"""The tree of evidence that ingest reads: links to objects under cleaned names."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath

from assistant.errors import UsageError
from assistant.filing.model import How
from assistant.filing.names import folded, numbered

_UNDER_WAY = ".new-"
"""Files being put in place; ingest passes over names with a dot."""


class Tree:
    """One look at the tree, kept up to date by its own changes. Make a new one for each batch."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        for path, is_folder in _walk(root):
            (self._folders if is_folder else self._files)[folded(path)] = path

    def files(self) -> tuple[str, ...]:
        """Paths of all files, in order."""
        return tuple(sorted(self._files.values()))

    def path(self, name: str) -> Path:
        """The file at a path of the tree. Raises `UsageError` where it holds none by that name."""
        if self._files.get(folded(name)) != name:
            raise UsageError(f"there is no evidence file {name!r}; it may have been removed")
        return self._root / name

    def put(
        self, wanted: str, content: Path, digest: str, *, replace: bool = False
    ) -> tuple[str, How]:
        """Link an object under a cleaned name, or near it where another file has the name.

        With `replace` that other file gives way. Names that differ in case alone are the same.
        """
        path = self._spelled(wanted)
        for number in range(1, 100_000):
            candidate = path if number == 1 else numbered(path, number)
            if folded(candidate) in self._folders:
                continue
            known = self._files.get(folded(candidate))
            if known is None and self._link(candidate, content):
                return candidate, "new" if number == 1 else "beside"
            known = known or candidate  # somebody else put it there just now
            if self._holds(known, digest):
                return known, "same"
            if replace and number == 1:
                self.swap(known, content)
                return known, "replaced"
        raise UsageError(f"too many files are named like {wanted!r}")

    def swap(self, path: str, content: Path) -> None:
        """Put another object in a file's place, in one step."""
        target = self._root / path
        aside = target.with_name(f"{_UNDER_WAY}{sha256(path.encode()).hexdigest()[:16]}")
        aside.unlink(missing_ok=True)
        _link_or_copy(content, aside)
        aside.replace(target)

    def remove(self, path: str) -> None:
        """Take a file out of the tree, and folders that it leaves empty. Raises `UsageError` where
        it holds none by that name."""
        file = self.path(path)
        file.unlink(missing_ok=True)
        del self._files[folded(path)]
        for parent in PurePosixPath(path).parents:
            if str(parent) == "." or any((self._root / parent).iterdir()):
                break
            (self._root / parent).rmdir()
            self._folders.pop(folded(str(parent)), None)

    def free_folder(self, name: str) -> str:
        """A name for a new folder at the top that nothing has yet."""
        candidate, number = name, 2
        while folded(candidate) in self._folders or folded(candidate) in self._files:
            candidate, number = f"{name} ({number})", number + 1
        return candidate

    def state(self) -> str:
        """Changes whenever a file comes, goes or is replaced."""
        digest = sha256()
        for path in self.files():
            found = (self._root / path).stat()
            digest.update(f"{path}\n{found.st_size}\n{found.st_mtime_ns}\n".encode())
        return digest.hexdigest()[:16]

    def _spelled(self, wanted: str) -> str:
        """The path with its folders as they are spelled already; one that is a file gets a number."""
        *folders, name = PurePosixPath(wanted).parts
        at = ""
        for folder in folders:
            inner = f"{at}{folder}"
            number = 2
            while folded(inner) in self._files:
                inner, number = f"{at}{folder} ({number})", number + 1
            at = f"{self._folders.get(folded(inner), inner)}/"
        return f"{at}{name}"

    def _holds(self, path: str, digest: str) -> bool:
        with (self._root / path).open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest() == digest

    def _link(self, path: str, content: Path) -> bool:
        """Put a new file there; False where there is one since the tree was looked at."""
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _link_or_copy(content, target)
            new = True
        except FileExistsError:
            new = False
        self._files[folded(path)] = path
        for parent in PurePosixPath(path).parents:
            if str(parent) != ".":
                self._folders[folded(str(parent))] = str(parent)
        return new


def _walk(root: Path) -> Iterator[tuple[str, bool]]:
    """All paths below `root` with whether they are folders; nothing where there is no such folder."""
    for at, folders, files in os.walk(root):
        base = Path(at).relative_to(root)
        yield from (((base / f).as_posix(), True) for f in folders)
        yield from (((base / f).as_posix(), False) for f in files if not f.startswith(_UNDER_WAY))


def _link_or_copy(content: Path, target: Path) -> None:
    """A hard link, or a copy where the file system has none. Never over an existing file."""
    try:
        os.link(content, target)
    except FileExistsError:
        raise
    except OSError:
        with content.open("rb") as read, target.open("xb") as write:
            shutil.copyfileobj(read, write)
        target.chmod(0o444)
