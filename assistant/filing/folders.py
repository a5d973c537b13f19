"""Folders of the server: snapshots of them in the tree, brought up to date when somebody asks."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from assistant.errors import UsageError
from assistant.filing.file import Cabinet
from assistant.filing.model import Connected, Filed, Offered, Synced
from assistant.filing.names import cleaned
from assistant.progress import Progress, silent
from ingest.limits import Limits
from ingest.walk import scan

_ROOTS = "EVIDARY_CONNECT_ROOTS"


def connect_roots() -> tuple[Path, ...]:
    """Under which folders of the server one may be connected: those of `EVIDARY_CONNECT_ROOTS`
    (separated as in PATH), else the home directory of the server's user and its working directory.

    Read from the environment alone: nobody widens it from a page.
    """
    named = os.environ.get(_ROOTS)
    if named is None:
        return (Path.home().resolve(), Path.cwd().resolve())
    return tuple(Path(p).expanduser().resolve() for p in named.split(os.pathsep) if p.strip())


def allowed(text: str, *, roots: Sequence[Path], house: Path) -> Path:
    """The folder that a person named, with links followed.

    Raises `UsageError` where it is no folder, lies under none of the roots, or touches the folder
    in which the application keeps its own data.
    """
    given = Path(text.strip()).expanduser()
    if not text.strip() or not given.is_absolute():
        raise UsageError("give the folder's whole path on the server, such as /srv/evidence")
    folder = given.resolve()
    house = house.resolve()
    if not any(folder.is_relative_to(root) for root in roots):
        # The same words whether or not it exists: the page must not tell what lies on the server.
        names = ", ".join(map(str, roots)) or "none"
        raise UsageError(f"only folders under these may be connected: {names}")
    if folder.is_relative_to(house) or house.is_relative_to(folder):
        raise UsageError("that folder holds the application's own data; connect another")
    if not folder.is_dir():
        raise UsageError("there is no such folder on the server")
    return folder


def new_connection(folder: Path, cabinet: Cabinet) -> Connected:
    """A folder that was not synchronised yet, with a place of its own in the tree."""
    prefix = cabinet.tree.free_folder(cleaned(folder.name) or "folder")
    return Connected(connection_id(folder), str(folder), prefix, {})


def connection_id(folder: Path) -> str:
    """The id of the connection to a folder: one folder is connected once."""
    return hashlib.sha256(str(folder).encode()).hexdigest()[:12]


def synchronise(
    connected: Connected,
    cabinet: Cabinet,
    *,
    limits: Limits,
    now: datetime,
    progress: Progress = silent,
) -> Connected:
    """Bring the copies up to date: new files come, changed ones are replaced, gone ones leave.

    Damaged files come too, so that they stand among the skipped ones; programs do not. Objects are
    never deleted. A stop in the middle loses nothing: the next call goes on. Raises
    `UsageError` where the folder is gone, and removes nothing then.
    """
    root = Path(connected.source)
    if not root.is_dir():
        raise UsageError(f"the folder {connected.source} is no longer there; nothing was changed")
    progress("Looking for files", 0, 1)
    found = scan(root, limits=limits)
    tree = cabinet.tree
    files = dict(connected.files)
    new: list[str] = []
    changed: list[str] = []
    refused = [(f.path, f.reason) for f in found.failures]
    held = set(tree.files())
    for done, file in enumerate(found.files):
        progress("Copying files", done, len(found.files))
        path, digest = files.get(file.path, ("", ""))
        if digest == file.sha256 and path in held:
            continue
        with (root / file.path).open("rb") as content:
            one = Offered(file.path, content)
            wanted = path if path in held else cleaned(f"{connected.prefix}/{file.path}")
            became = cabinet.keep_one(wanted, one, tree, replace=path in held, unreadable=True)
        if isinstance(became, Filed):
            (changed if file.path in files else new).append(file.path)
            files[file.path] = (became.path, became.sha256)
        else:
            refused.append((file.path, became.reason))
    progress("Copying files", len(found.files), len(found.files))
    gone = sorted(set(files) - {f.path for f in found.files})
    for name in gone:
        path, _ = files.pop(name)
        if path in set(tree.files()):
            tree.remove(path)
    last = Synced(
        now,
        new=tuple(new),
        changed=tuple(changed),
        gone=tuple(gone),
        refused=tuple(refused),
        unchanged=len(files) - len(new) - len(changed),
    )
    return replace(connected, files=files, last=last)
