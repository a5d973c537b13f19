"""An evidence item as it lies in the folder now, its bytes proven to be those that were read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import WorkspaceError
from assistant.export.places import named
from assistant.viewing.model import Unseen
from ingest.errors import IngestError
from ingest.limits import MIB
from ingest.model import Document, Failure
from ingest.parsers import parser_for, recognise
from ingest.source import Source
from ingest.walk import base_of

if TYPE_CHECKING:
    from assistant.workspace import Workspace

_HELD = 64 * MIB
"""Size up to which the very bytes that were hashed are shown; larger files are opened again."""


@dataclass(frozen=True, slots=True)
class Original:
    """A file or member whose SHA-256 is the stored one; `module` names the parser that reads it."""

    sha256: str
    module: str
    source: Source


def original(workspace: Workspace, document: Document) -> Original | Unseen:
    """The item's bytes, or why they cannot be shown. Raises nothing for what lies in the folder."""
    name = named(document.path, document.member)
    try:
        source = _file(workspace, document)
        if source is None:
            return Unseen(f"{name} is no longer in the evidence folder, so it cannot be shown.")
        if document.member is not None:
            source = _inside(source, document.member, depth=1)
            if source is None:
                return Unseen(
                    f"{named(document.path, None)} was changed since it was read and no longer "
                    f"holds {document.member}. Read the evidence again."
                )
        if _digest(source) != document.sha256:
            return Unseen(
                f"{name} was changed since it was read, so the quote cannot be shown in it. "
                "Read the evidence again."
            )
        return Original(document.sha256, recognise(source).module, source)
    except WorkspaceError as problem:
        return Unseen(f"The evidence cannot be opened: {problem}.")
    except (IngestError, OSError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else problem
        return Unseen(f"{name} cannot be opened: {reason}.")


def _file(workspace: Workspace, document: Document) -> Source | None:
    base = base_of(workspace.evidence)
    file = base / document.path
    if not file.is_file() or not file.resolve().is_relative_to(base.resolve()):
        return None
    if file.stat().st_size > _HELD:
        return Source(document.path, file=file)
    return Source(document.path, content=file.read_bytes())


def _inside(source: Source, member: str, *, depth: int) -> Source | None:
    """The member of an archive or mail by the name that the ingest gave it."""
    parser = parser_for(source)
    if not hasattr(parser, "members"):
        return None
    for inner in parser.members(source, depth=depth):
        if isinstance(inner, Failure):
            continue
        if inner.name == member:
            return Source(inner.name, content=inner.read())
        if member.startswith(f"{inner.name}!"):
            found = _inside(inner, member[len(inner.name) + 1 :], depth=depth + 1)
            if found is not None:
                return found
    return None


def _digest(source: Source) -> str:
    if source.content is not None:
        return hashlib.sha256(source.content).hexdigest()
    assert source.file is not None
    with source.file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
