"""Files in, documents and failures out: the one place where a bad file is caught.

A file is read by its parser, its tables understood, its kind and dates judged, its faults noted.
Members of archives and e-mails become documents of their own. Costly files go to worker processes,
so that a crash in a native library costs one file and not the run.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path, PurePosixPath
from types import ModuleType

from ingest.columns import understand
from ingest.dates import dates_of
from ingest.errors import IngestError
from ingest.kinds import kind_of
from ingest.limits import MIB, Limits
from ingest.model import Document, Failure, Note, Parsed
from ingest.parsers import PARSERS, Format, misnamed, parser_for, recognise
from ingest.quality import notes_of
from ingest.source import Source
from ingest.walk import FoundFile, base_of

log = logging.getLogger(__name__)

_HEAVY = frozenset(suffix for row in PARSERS if row.heavy for suffix in row.suffixes)
_IMAGES = frozenset(suffix for row in PARSERS if row.module == "image" for suffix in row.suffixes)

# Rough seconds of work, to tell whether starting workers pays (0.5 s of CPU each).
_SECONDS_PER_IMAGE = 5.0
_SECONDS_PER_HEAVY_FILE = 0.15
_SECONDS_PER_MIB = 0.4
_WORTH_A_POOL = 4.0
_BIG = 8 * MIB


@dataclass(frozen=True, slots=True)
class FileRead:
    """All that came of one file: its documents (members are documents too) and what failed."""

    path: str
    sha256: str
    documents: tuple[Document, ...]
    failures: tuple[Failure, ...]


def read(
    root: Path, files: Sequence[FoundFile], *, workers: int, limits: Limits, now: datetime
) -> Iterator[FileRead]:
    """Read files found under `root`, yielding each as soon as it is done, in no promised order.

    With more than one worker and enough costly files, those are read by that many processes, which
    are started afresh (`spawn`): the calling program's main module must be safe to import. No
    exception of a single file leaves this function.
    """
    base = base_of(root)
    costly = [file for file in files if is_costly(file)]
    if workers < 2 or sum(map(_seconds, costly)) < _WORTH_A_POOL:
        costly = []
    apart = {file.path for file in costly}
    yield from _in_processes(base, costly, workers=workers, limits=limits, now=now)
    for file in files:
        if file.path not in apart:
            yield read_file(base, file, limits=limits, now=now)


def is_costly(file: FoundFile) -> bool:
    """Whether a file is worth another process: page images, office files, archives, big tables."""
    return PurePosixPath(file.path).suffix.lower() in _HEAVY or file.size > _BIG


def _seconds(file: FoundFile) -> float:
    if PurePosixPath(file.path).suffix.lower() in _IMAGES:
        return _SECONDS_PER_IMAGE
    return _SECONDS_PER_HEAVY_FILE + _SECONDS_PER_MIB * file.size / MIB


# --- processes -----------------------------------------------------------------------------------


def _in_processes(
    base: Path, files: Sequence[FoundFile], *, workers: int, limits: Limits, now: datetime
) -> Iterator[FileRead]:
    """Read files in a pool; should it break, go on one file at a time to name the culprit."""
    if not files:
        return
    waiting = {file.path: file for file in files}
    with ProcessPoolExecutor(min(workers, len(files)), mp_context=get_context("spawn")) as pool:
        futures: list[Future[FileRead]] = [
            pool.submit(read_file, base, file, limits=limits, now=now) for file in files
        ]
        for future in as_completed(futures):
            try:
                done = future.result()
            except BrokenProcessPool:
                break
            del waiting[done.path]
            yield done
    for file in waiting.values():
        yield _alone(base, file, limits=limits, now=now)


def _alone(base: Path, file: FoundFile, *, limits: Limits, now: datetime) -> FileRead:
    """Read one file in a process of its own, whose death is this file's failure."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(read_file, base, file, limits=limits, now=now).result()
        except BrokenProcessPool:
            log.warning("the process reading %r was killed", file.path)
            reason = "reading it crashed or ran out of memory; try a smaller or repaired copy"
            return FileRead(file.path, file.sha256, (), (Failure(file.path, reason),))


# --- one file ------------------------------------------------------------------------------------


def read_file(base: Path, file: FoundFile, *, limits: Limits, now: datetime) -> FileRead:
    """Read one file in this process. Never raises for what is in the file."""
    source = Source(file.path, file=base / file.path, limits=limits)
    reader = _Reader(file, limits=limits, now=now)
    reader.take(source, digest=file.sha256, member=None, depth=0)
    return FileRead(file.path, file.sha256, tuple(reader.documents), tuple(reader.failures))


class _Reader:
    """Collects the documents and failures of one file while walking down into its members."""

    def __init__(self, file: FoundFile, *, limits: Limits, now: datetime) -> None:
        self.documents: list[Document] = []
        self.failures: list[Failure] = []
        self._path = file.path
        self._limits = limits
        self._now = now
        self._budget: object | None = None

    def take(self, source: Source, *, digest: str, member: str | None, depth: int) -> None:
        """Read a file or member, and its members in turn. What goes wrong becomes a failure."""
        try:
            self._take(source, digest=digest, member=member, depth=depth)
        except IngestError as problem:
            self._fail(str(problem), member)
        except OSError as problem:
            self._fail(f"cannot be read: {problem.strerror or problem}", member)
        except Exception as bug:  # one file must not cost the run; logged whole
            log.exception("reading %r (member %r) failed", self._path, member)
            hint = "this is a defect of the reader; the file may also be damaged"
            self._fail(f"{type(bug).__name__} while reading it: {hint}", member)

    def _take(self, source: Source, *, digest: str, member: str | None, depth: int) -> None:
        chosen = recognise(source)
        parser = parser_for(source)
        if hasattr(parser, "parse"):
            parsed = parser.parse(source)
            self.documents.append(
                self._document(source, parsed, digest=digest, member=member, chosen=chosen)
            )
        if hasattr(parser, "members"):
            self._take_members(parser, source, member=member, depth=depth + 1)

    def _take_members(
        self, parser: ModuleType, source: Source, *, member: str | None, depth: int
    ) -> None:
        for inner in self._members(parser, source, depth=depth):
            if isinstance(inner, Failure):
                self._fail(inner.reason, _nested(member, inner.member or inner.path))
                continue
            name = _nested(member, inner.name)
            digest = sha256(inner.read()).hexdigest()
            self.take(inner, digest=digest, member=name, depth=depth)

    def _members(
        self, parser: ModuleType, source: Source, *, depth: int
    ) -> Iterator[Source | Failure]:
        """What is inside; all archives of one file draw on one budget of unpacked bytes."""
        found: Iterator[Source | Failure]
        if hasattr(parser, "Budget"):
            self._budget = self._budget or parser.Budget.of(self._limits)
            found = parser.members(source, depth=depth, budget=self._budget)
        else:
            found = parser.members(source, depth=depth)
        return found

    def _fail(self, reason: str, member: str | None) -> None:
        self.failures.append(Failure(self._path, reason, member))

    def _document(
        self, source: Source, parsed: Parsed, *, digest: str, member: str | None, chosen: Format
    ) -> Document:
        parsed = replace(parsed, tables=tuple(map(understand, parsed.tables)))
        name = self._path if member is None else f"{self._path}!{member}"
        kind = kind_of(parsed, name)
        dates = dates_of(parsed, kind, name)
        notes = (*_name_notes(source, chosen), *parsed.notes, *notes_of(parsed, kind, dates))
        return Document(
            id=document_id(digest, self._path, member),
            path=self._path,
            sha256=digest,
            media_type=parsed.media_type,
            kind=kind,
            title=parsed.title or PurePosixPath(source.name).stem,
            text=parsed.text,
            blocks=parsed.blocks,
            member=member,
            tables=parsed.tables,
            dates=replace(dates, ingested=self._now),
            notes=tuple(_of_member(note, member) for note in notes),
            words=parsed.words,
            pages=parsed.pages,
        )


def document_id(digest: str, path: str, member: str | None) -> str:
    """Sixteen hexadecimal digits from a document's bytes, path and member."""
    return sha256(f"{digest}\n{path}\n{member or ''}".encode()).hexdigest()[:16]


def _nested(outer: str | None, inner: str) -> str:
    return inner if outer is None else f"{outer}!{inner}"


def _name_notes(source: Source, chosen: Format) -> tuple[Note, ...]:
    if not misnamed(source, chosen):
        return ()
    return (Note("wrong_suffix", f"named {source.suffix}, but read as the {chosen.module} it is"),)


def _of_member(note: Note, member: str | None) -> Note:
    if member is None or note.locator is None:
        return note
    return replace(note, locator=replace(note.locator, member=member))
