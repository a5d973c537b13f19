"""Files that somebody hands over: checked by content, kept by hash, linked into the tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath

from assistant.filing.model import Filed, Filing, Offered, Refused
from assistant.filing.names import cleaned
from assistant.filing.objects import Objects
from assistant.filing.tree import Tree
from assistant.progress import Progress, silent
from ingest.errors import IngestError, UnreadableFile, UnsupportedFormat
from ingest.limits import MIB, Limits
from ingest.model import Failure
from ingest.parsers import archive, recognise
from ingest.source import Source
from ingest.walk import is_litter

OBJECTS = "objects"
EVIDENCE = "evidence"
"""Folders of a workspace: the objects, and the tree that is read."""

_PACKED = (".zip", ".tar", ".tgz", ".tar.gz")
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xcf\xfa\xed\xfe")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may be handed over at once."""

    files: int = 5_000
    total_bytes: int = 2048 * MIB
    limits: Limits = field(default_factory=Limits)


class Cabinet:
    """The files of one workspace. Each verb looks at the tree anew."""

    def __init__(self, folder: Path, bounds: Bounds | None = None) -> None:
        self.objects = Objects(folder / OBJECTS)
        self._root = folder / EVIDENCE
        self._bounds = bounds or Bounds()

    @property
    def tree(self) -> Tree:
        """The tree as it stands."""
        return Tree(self._root)

    def file(
        self,
        offered: Sequence[Offered],
        *,
        replace: bool = False,
        unpack: bool = True,
        unreadable: bool = False,
        progress: Progress = silent,
    ) -> Filing:
        """File a batch. What is refused is said and leaves no trace; the rest is filed.

        With `unpack`, archives are unpacked under the limits of `ingest` and their members filed one
        by one; without, they stay whole and ingest reads what is in them. With `replace`, a file
        takes the place of another of its name, else it gets a number. With `unreadable`, what is
        damaged or not what its name says is kept and said among the skipped files. A format that nothing here reads is filed with a note and will stand among the skipped files.
        """
        batch = _Batch(self, replace=replace, unpack=unpack, unreadable=unreadable)
        for done, one in enumerate(offered):
            progress("Filing", done, len(offered))
            batch.take(one)
        progress("Filing", len(offered), len(offered))
        return batch.result()

    @property
    def bounds(self) -> Bounds:
        """What it takes at once."""
        return self._bounds

    def keep_one(
        self, wanted: str, one: Offered, tree: Tree, *, replace: bool, unreadable: bool
    ) -> Filed | Refused:
        """File one file under a cleaned name, or say why not."""
        try:
            with self.objects.staged(one.content, most=self._bounds.limits.file_bytes) as staged:
                source = Source(wanted, file=staged.file, limits=self._bounds.limits)
                note = _checked(source, unreadable=unreadable)
                content = self.objects.keep(staged)
            path, how = tree.put(wanted, content, staged.sha256, replace=replace)
            return Filed(path, staged.sha256, how, note)
        except IngestError as problem:
            return Refused(one.name, str(problem))
        except OSError as problem:
            return Refused(one.name, f"cannot be kept: {problem.strerror or problem}")


class _Batch:
    """Collects what becomes of one batch."""

    def __init__(self, cabinet: Cabinet, *, replace: bool, unpack: bool, unreadable: bool) -> None:
        self._cabinet = cabinet
        self._tree = cabinet.tree
        self._replace = replace
        self._unpacking = unpack
        self._unreadable = unreadable
        self._bounds = cabinet.bounds
        self._filed: list[Filed] = []
        self._refused: list[Refused] = []
        self._passed_over = 0
        self._bytes = self._bounds.total_bytes

    def result(self) -> Filing:
        return Filing(tuple(self._filed), tuple(self._refused), self._passed_over)

    def take(self, one: Offered) -> None:
        wanted = cleaned(one.name)
        if not wanted:
            self._refused.append(Refused(_shown(one.name), "the file has no usable name"))
        elif any(is_litter(part) for part in PurePosixPath(wanted).parts):
            self._passed_over += 1
        elif self._unpacking and wanted.lower().endswith(_PACKED):
            self._unpack(wanted, one)
        else:
            self._keep(wanted, one)

    def _keep(self, wanted: str, one: Offered) -> None:
        if len(self._filed) >= self._bounds.files:
            reason = f"more than {self._bounds.files:,} files at once; hand the rest over by itself"
            self._refused.append(Refused(_shown(one.name), reason))
            return
        size = _size(one)
        if size > self._bytes:
            reason = "more than is taken at once; hand it over by itself"
            self._refused.append(Refused(_shown(one.name), reason))
            return
        became = self._cabinet.keep_one(
            wanted, one, self._tree, replace=self._replace, unreadable=self._unreadable
        )
        if isinstance(became, Filed):
            self._filed.append(became)
            self._bytes -= size
        else:
            self._refused.append(Refused(_shown(became.name), became.reason))

    def _unpack(self, wanted: str, one: Offered) -> None:
        """File the members of an archive under its own name, which most archives of folders hold
        as their top folder already."""
        limits = self._bounds.limits
        try:
            with self._cabinet.objects.staged(one.content, most=limits.archive_bytes) as staged:
                source = Source(wanted, file=staged.file, limits=limits)
                if recognise(source).module != "archive":  # an office file named .zip, say
                    one.content.seek(0)
                    self._keep(wanted, one)
                    return
                for member in archive.members(source):
                    self._take_member(wanted, member)
        except IngestError as problem:
            self._refused.append(Refused(_shown(one.name), str(problem)))

    def _take_member(self, packed: str, member: Source | Failure) -> None:
        if isinstance(member, Failure):
            inner = _shown(member.member or "the archive")
            self._refused.append(Refused(f"{packed}: {inner}", member.reason))
            return
        name = cleaned(member.name)
        if any(is_litter(part) for part in PurePosixPath(name).parts):
            self._passed_over += 1
        elif name:
            top = _stem(packed)
            inside = name if name.startswith(f"{PurePosixPath(top).name}/") else f"{top}/{name}"
            content = BytesIO(member.read())
            self._keep(inside, Offered(f"{packed}: {member.name}", content))


def _stem(name: str) -> str:
    lower = name.lower()
    return next(
        name[: -len(s)] for s in sorted(_PACKED, key=len, reverse=True) if lower.endswith(s)
    )


def _checked(source: Source, *, unreadable: bool) -> str:
    """Why nothing will read the file, empty where something will.

    Raises `UnsupportedFormat` for programs, whatever their name, and unless `unreadable`
    `UnreadableFile` for what is damaged, empty or not what its name says.
    """
    if source.head(8).startswith(_PROGRAMS):
        named = f"named {source.suffix}, but " if source.suffix else ""
        raise UnsupportedFormat(
            f"{named}the content is a program; evidence is an export or a report of what it shows"
        )
    try:
        recognise(source)
    except UnsupportedFormat as problem:
        return str(problem)
    except UnreadableFile as problem:
        if not unreadable:
            raise
        return str(problem)
    return ""


def _size(one: Offered) -> int:
    size = one.content.seek(0, 2)
    one.content.seek(0)
    return size


def _shown(name: str) -> str:
    """A name that may be hostile, for a person to read."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)[:200]
