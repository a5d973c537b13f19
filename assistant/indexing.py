"""From an evidence folder to the store and both indexes, doing only what changed.

Unchanged files (by content hash) cost nothing, edited ones are replaced, deleted ones leave. Each
file is stored in one transaction and marked when its passages stand in both indexes, so a killed
run goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import IndexMismatch
from assistant.ports import Vectors
from assistant.progress import Progress, silent
from assistant.store.evidence import KnownFile, searched_text, text_hash
from assistant.workspace import Workspace
from ingest.limits import MIB, Limits
from ingest.model import Failure, Passage
from ingest.walk import FoundFile, Scan, scan

if TYPE_CHECKING:
    from ingest.intake import FileRead

_BATCH = 64
"""Passages embedded and indexed at a time: what a killed run may have to embed again."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one ingest did, by number of files, and everything that could not be read."""

    added: int
    changed: int
    removed: int
    unchanged: int
    skipped: tuple[Failure, ...]


def ingest_evidence(
    workspace: Workspace, evidence: Path, *, progress: Progress = silent
) -> IngestReport:
    """Bring the workspace up to date with the evidence folder.

    Raises `ingest.errors.UnreadableFile` where the folder does not exist; a bad file inside it is
    a row of `skipped`.
    """
    limits = Limits(file_bytes=workspace.settings.max_file_mib * MIB)
    progress("Looking for files", 0, 1)
    found = scan(evidence, limits=limits)
    progress("Looking for files", 1, 1)
    workspace.remember_evidence(evidence)
    known = workspace.store.evidence.files()
    todo = [f for f in found.files if _is_new(f, known)]
    gone = sorted(set(known) - {f.path for f in found.files})
    _forget(workspace, gone)
    _read_all(workspace, evidence, todo, limits, progress)
    index_pending(workspace, progress=progress)
    return _report(workspace, found, known, todo, gone)


def index_pending(workspace: Workspace, *, progress: Progress = silent) -> None:
    """Embed and index the passages of every stored file that is not indexed yet."""
    store = workspace.store
    pending = [path for path, file in store.evidence.files().items() if not file.indexed]
    if not pending:
        return
    ids = store.evidence.passage_ids(pending)
    for start in range(0, len(ids), _BATCH):
        progress("Embedding passages", start, len(ids))
        part = list(store.evidence.passages(ids[start : start + _BATCH]).values())
        workspace.vector_index.upsert([p.id for p in part], embed(workspace, part))
        workspace.lexical_index.upsert(part)
    progress("Embedding passages", len(ids), len(ids))
    store.evidence.mark_indexed(pending)


def embed(workspace: Workspace, passages: Sequence[Passage]) -> Vectors:
    """The passages' vectors, row by row; those embedded before are taken from the store."""
    import numpy as np

    hashes = [text_hash(p) for p in passages]
    known = workspace.store.vectors.get(hashes)
    new = {h: searched_text(p) for h, p in zip(hashes, passages, strict=True) if h not in known}
    if new:
        made = dict(zip(new, workspace.embedder.embed(list(new.values())), strict=True))
        workspace.store.vectors.put(made)
        known |= made
    if not passages:
        return np.zeros((0, 0), dtype=np.float32)
    return np.stack([known[h] for h in hashes])


def rebuild_index(workspace: Workspace, *, progress: Progress = silent) -> int:
    """Make both indexes anew from the store; the number of passages. Nothing is read again.

    Vectors are made again only where another embedder made those in the store.
    """
    from assistant.adapters.embedders import make_embedder

    store = workspace.store
    wanted = make_embedder(workspace.settings.embedder, threads=workspace.settings.workers)
    if workspace.indexed_by != wanted.fingerprint:
        workspace.forget_embedder()
    workspace.vector_index.clear()
    workspace.lexical_index.clear()
    store.evidence.mark_indexed(store.evidence.files(), indexed=False)
    index_pending(workspace, progress=progress)
    return workspace.vector_index.count()


def renew_index(workspace: Workspace, *, progress: Progress = silent) -> None:
    """Make the index anew where another embedder is set than the one that made it; else nothing."""
    try:
        _ = workspace.embedder
    except IndexMismatch:
        rebuild_index(workspace, progress=progress)


def _is_new(file: FoundFile, known: dict[str, KnownFile]) -> bool:
    return file.path not in known or known[file.path].sha256 != file.sha256


def _forget(workspace: Workspace, paths: Sequence[str]) -> None:
    if paths:
        ids = workspace.store.evidence.passage_ids(paths)
        workspace.vector_index.remove(ids)
        workspace.lexical_index.remove(ids)
        workspace.store.evidence.forget_files(paths)


def _read_all(
    workspace: Workspace,
    evidence: Path,
    todo: Sequence[FoundFile],
    limits: Limits,
    progress: Progress,
) -> None:
    if not todo:
        return
    from ingest.intake import read
    from ingest.passages import split

    known = workspace.store.evidence.files()
    sizes = {f.path: f.size for f in todo}
    replaced = [f.path for f in todo if f.path in known]
    _forget(workspace, replaced)
    results = read(
        evidence,
        todo,
        workers=workspace.settings.workers,
        limits=limits,
        now=workspace.clock.now(),
    )
    count = workspace.embedder.count_tokens
    for result in _announced(results, len(todo), progress):
        contents = [(d, split(d, count_tokens=count)) for d in result.documents]
        workspace.store.evidence.put_file(
            result.path, result.sha256, sizes[result.path], contents, result.failures
        )


def _announced(results: Iterable[FileRead], total: int, progress: Progress) -> Iterator[FileRead]:
    progress("Reading files", 0, total)
    for done, result in enumerate(results, 1):
        yield result
        progress("Reading files", done, total)


def _report(
    workspace: Workspace,
    found: Scan,
    known: dict[str, KnownFile],
    todo: Sequence[FoundFile],
    gone: Sequence[str],
) -> IngestReport:
    added = sum(f.path not in known for f in todo)
    stored = (f for file in workspace.store.evidence.files().values() for f in file.failures)
    skipped = sorted({*found.failures, *stored}, key=lambda f: (f.path, f.member or "", f.reason))
    return IngestReport(
        added=added,
        changed=len(todo) - added,
        removed=len(gone),
        unchanged=len(found.files) - len(todo),
        skipped=tuple(skipped),
    )
