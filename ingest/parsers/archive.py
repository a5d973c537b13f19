"""Archives: their members one by one, in order of name, each under a hard bound while it unpacks.

Nothing is written to disk under a member's name, and no size an archive declares is trusted.
`intake` reads the members with their own parsers and comes back here for archives in archives.
"""

from __future__ import annotations

import gzip
import lzma
import re
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, BinaryIO

from ingest.errors import IngestError, LimitExceeded, UnreadableFile
from ingest.limits import MIB, Limits
from ingest.model import Failure
from ingest.parsers.package import directory
from ingest.source import Source

SUFFIXES = (".zip", ".tar", ".gz", ".tgz")

BOMB_FLOOR = MIB
"""Unpacked size from which the ratio of unpacked to packed is judged; below it nothing can hurt."""

_DAMAGE = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
_CHUNK = 256 * 1024
_ENCRYPTED = 0x1
_GZIP = b"\x1f\x8b"


@dataclass(slots=True)
class Budget:
    """What may still be unpacked, over an archive and all archives inside it."""

    members: int
    bytes: int

    @classmethod
    def of(cls, limits: Limits) -> Budget:
        """The whole budget that the limits give."""
        return cls(limits.archive_members, limits.archive_bytes)


def members(
    source: Source, *, depth: int = 1, budget: Budget | None = None
) -> Iterator[Source | Failure]:
    """The files in an archive, by name; a member that is unsafe, locked or too large is a `Failure`.

    `depth` is 1 for an archive on disk and one more for each archive around it. Pass one `budget`
    down to bound nested archives together. Raises `UnreadableFile` where the file is no archive,
    and `LimitExceeded` where the whole of it is too deep, too dense or too large.
    """
    limits = source.limits
    if depth > limits.archive_depth:
        raise LimitExceeded(
            f"archives are nested more than {limits.archive_depth} deep; unpack the inner one"
        )
    if source.size == 0:
        raise UnreadableFile("the file is empty")
    budget = budget or Budget.of(limits)
    head = source.head(4)
    if head.startswith(b"PK"):
        yield from _zip_members(source, budget)
        return
    with source.open() as stream, tempfile.SpooledTemporaryFile(max_size=64 * MIB) as plain:
        if not head.startswith(_GZIP):
            yield from _tar_members(stream, source, budget)
            return
        _unpack(stream, plain, source, budget)
        yield from _unpacked_members(plain, source, budget)


def unsafe(name: str) -> str | None:
    """Why a member's name must not be used as a path; None where it is a plain relative path."""
    if "\\" in name:
        return "backslash in the name"
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "absolute path"
    if ".." in PurePosixPath(name).parts:
        return "leads out of the archive"
    if not name.isprintable():
        return "control characters in the name"
    return None


def _clutter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not parts or "__MACOSX" in parts or parts[-1] in (".DS_Store", "Thumbs.db")


def _zip_members(source: Source, budget: Budget) -> Iterator[Source | Failure]:
    with source.open() as stream, directory(source, stream) as archive:
        seen: set[str] = set()
        for info in sorted(archive.infolist(), key=lambda i: i.filename):
            if info.is_dir() or _clutter(info.filename):
                continue
            name = info.filename
            packed = min(info.compress_size, source.size)
            refusal = _refusal(name, seen, budget) or _zip_refusal(info)
            if refusal:
                yield Failure(source.name, refusal, name)
                continue
            yield _opened_member(source, name, packed, budget, archive, info)


def _zip_refusal(info: zipfile.ZipInfo) -> str | None:
    mode = info.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "unsafe path: a link or a device, which is not followed"
    if info.flag_bits & _ENCRYPTED:
        return "locked with a password; supply it unlocked"
    return None


def _opened_member(
    source: Source,
    name: str,
    packed: int,
    budget: Budget,
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
) -> Source | Failure:
    try:
        with archive.open(info) as stream:
            content = _read(stream, packed, source.limits, budget)
    except IngestError as refusal:
        return Failure(source.name, str(refusal), name)
    except NotImplementedError:
        return Failure(source.name, "packed by a method that is not read; pack it anew", name)
    except _DAMAGE as damage:
        return Failure(source.name, f"damaged in the archive: {damage}", name)
    return Source(name=name, content=content, limits=source.limits)


def _unpack(stream: BinaryIO, plain: IO[bytes], source: Source, budget: Budget) -> None:
    """Unpack gzip into `plain`, stopping at the bomb ratio and at the bytes that are left."""
    total = 0
    most = max(BOMB_FLOOR, source.limits.archive_ratio * source.size)
    try:
        with gzip.GzipFile(fileobj=stream) as packed:
            while chunk := packed.read(_CHUNK):
                total += len(chunk)
                if total > most:
                    raise LimitExceeded(_dense(source.limits))
                if total > budget.bytes:
                    raise LimitExceeded("unpacks to more bytes than are allowed; unpack it by hand")
                plain.write(chunk)
    except _DAMAGE as damage:
        raise UnreadableFile(f"the archive is damaged or cut short: {damage}") from damage
    plain.seek(0)


def _unpacked_members(
    plain: IO[bytes], source: Source, budget: Budget
) -> Iterator[Source | Failure]:
    """A packed tar's members, or the one file that was packed by itself."""
    head = plain.read(512)
    plain.seek(0)
    if source.suffix == ".tgz" or source.stem.lower().endswith(".tar") or head[257:262] == b"ustar":
        yield from _tar_members(plain, source, budget)
        return
    content = _read(plain, None, source.limits, budget)
    yield Source(name=source.stem, content=content, limits=source.limits)


def _tar_members(stream: IO[bytes], source: Source, budget: Budget) -> Iterator[Source | Failure]:
    try:
        archive = tarfile.TarFile(fileobj=stream)
    except (tarfile.TarError, *_DAMAGE) as damage:
        raise UnreadableFile(
            f"the archive is damaged, or neither zip, tar nor gzip: {damage}"
        ) from damage
    with archive:
        listed, damage_reason = _listed(archive, budget)
        seen: set[str] = set()
        for info in sorted(listed, key=lambda i: i.name):
            if info.isdir() or _clutter(info.name):
                continue
            refusal = _refusal(info.name, seen, budget)
            if not refusal and not info.isreg():
                refusal = "unsafe path: a link or a device, which is not followed"
            if refusal:
                yield Failure(source.name, refusal, info.name)
                continue
            yield _tar_member(source, archive, info, budget)
    if damage_reason:
        yield Failure(source.name, damage_reason)


def _listed(archive: tarfile.TarFile, budget: Budget) -> tuple[list[tarfile.TarInfo], str | None]:
    """The members up to the first damage or the bound, and what stopped the list if anything did."""
    listed: list[tarfile.TarInfo] = []
    try:
        for info in archive:
            listed.append(info)
            if len(listed) > 2 * budget.members:
                return listed, "holds more members than are read; unpack it by hand"
    except (tarfile.TarError, *_DAMAGE) as damage:
        return listed, f"the archive is damaged or cut short: {damage}"
    return listed, None


def _tar_member(
    source: Source, archive: tarfile.TarFile, info: tarfile.TarInfo, budget: Budget
) -> Source | Failure:
    try:
        stream = archive.extractfile(info)
        assert stream is not None  # only regular files come here
        with stream:
            content = _read(stream, None, source.limits, budget)
    except IngestError as refusal:
        return Failure(source.name, str(refusal), info.name)
    except (tarfile.TarError, *_DAMAGE) as damage:
        return Failure(source.name, f"damaged in the archive: {damage}", info.name)
    return Source(name=info.name, content=content, limits=source.limits)


def _refusal(name: str, seen: set[str], budget: Budget) -> str | None:
    """Why a member is not read at all, judged by its name and by what is left of the budget."""
    if reason := unsafe(name):
        return f"unsafe path: {reason}"
    if name in seen:
        return "the archive holds this name twice; only the first was read"
    seen.add(name)
    if budget.members <= 0:
        return "the archive holds more members than are read; unpack it by hand"
    budget.members -= 1
    return None


def _read(stream: IO[bytes], packed: int | None, limits: Limits, budget: Budget) -> bytes:
    """All of a member, or `LimitExceeded` as soon as it grows past a bound."""
    dense = limits.file_bytes if packed is None else max(BOMB_FLOOR, limits.archive_ratio * packed)
    most = min(limits.file_bytes, budget.bytes, dense)
    content = stream.read(most + 1)
    budget.bytes -= min(len(content), budget.bytes)
    if len(content) <= most:
        return content
    if most == dense and packed is not None:
        raise LimitExceeded(_dense(limits))
    if most == limits.file_bytes:
        raise LimitExceeded(f"larger than the {most // MIB} MiB that are read of one file")
    raise LimitExceeded("the archive unpacks to more bytes than are allowed; unpack it by hand")


def _dense(limits: Limits) -> str:
    return f"unpacks to more than {limits.archive_ratio} times its packed size, as a bomb does"
