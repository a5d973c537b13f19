"""Zip directories, of archives and of Office files: what they declare is bounded before use."""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from ingest.errors import LimitExceeded, UnreadableFile
from ingest.limits import MIB
from ingest.source import Source

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
"""How the older Office formats and password-protected newer ones begin."""

_CORE = "docProps/core.xml"
_TEMPLATE_DAY = date(2013, 12, 23)
"""The day in the properties of python-docx's template: says nothing of a file made from it."""
_JUDGED_FROM = 16 * MIB
_ENTRY_BYTES = 1024
_TAIL = 22 + 65_535 + 76


@dataclass(frozen=True, slots=True)
class Properties:
    """What an Office file says of itself; None where it says nothing."""

    title: str | None = None
    created: date | None = None


def properties(source: Source) -> Properties:
    """The title and date of creation (else of the last change) in an Office file's properties.

    Read here because both Office libraries make up the present moment where a file gives no date.
    """
    from lxml import etree

    with source.open() as stream, directory(source, stream) as archive:
        if _CORE not in archive.namelist():
            return Properties()
        try:
            safe = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(archive.read(_CORE), safe)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, OSError, EOFError, RuntimeError):
            return Properties()
    said = {etree.QName(e).localname: (e.text or "").strip() for e in root.iterchildren("{*}*")}
    days = (_day(said.get(name, "")) for name in ("created", "modified"))
    return Properties(said.get("title") or None, next((d for d in days if d), None))


def _day(moment: str) -> date | None:
    try:
        day = date.fromisoformat(moment[:10])
    except ValueError:
        return None
    return None if day == _TEMPLATE_DAY else day


def directory(source: Source, stream: BinaryIO) -> zipfile.ZipFile:
    """The zip file in `stream`, its directory bounded before it is read into memory.

    Raises `UnreadableFile` where it is no zip or damaged, `LimitExceeded` for a huge directory.
    """
    if _directory_bytes(source, stream) > _ENTRY_BYTES * source.limits.archive_members:
        raise LimitExceeded(
            f"the archive lists far more than {source.limits.archive_members} members; unpack it"
        )
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as damage:
        raise UnreadableFile(f"the archive is damaged or no zip: {damage}") from damage


def check_package(source: Source, *, part: str, what: str) -> None:
    """See that an Office file may be opened: a zip that holds `part` and unpacks within bounds.

    `zipfile` unpacks no member beyond the size it declares, so the declared sizes can be judged.
    Raises `UnreadableFile` or `LimitExceeded`; `what` names the format to the owner.
    """
    head = source.head(8)
    if not head:
        raise UnreadableFile("the file is empty")
    if head.startswith(OLE2):
        raise UnreadableFile(
            f"locked with a password or saved in an older format; supply an unlocked {what}"
        )
    if not head.startswith(b"PK"):
        raise UnreadableFile(f"named {source.suffix} but it holds no {what}")
    with source.open() as stream, directory(source, stream) as archive:
        _check_sizes(source, archive)
        if part not in archive.namelist():
            raise UnreadableFile(f"named {source.suffix} but it holds no {what}: no {part} in it")
        _check_entities(archive)


def _check_sizes(source: Source, archive: zipfile.ZipFile) -> None:
    limits = source.limits
    sizes = [info.file_size for info in archive.infolist()]
    total = sum(sizes)
    if len(sizes) > limits.archive_members:
        raise LimitExceeded(f"the file has {len(sizes)} parts, more than {limits.archive_members}")
    if total > limits.archive_bytes:
        raise LimitExceeded(
            f"the file unpacks to {total // MIB} MiB, more than {limits.archive_bytes // MIB}"
        )
    if total > _JUDGED_FROM and total > limits.archive_ratio * source.size:
        raise LimitExceeded(
            f"the file unpacks to more than {limits.archive_ratio} times its size, as a bomb does"
        )


def _check_entities(archive: zipfile.ZipFile) -> None:
    """No Office program writes a document type; one in there is an entity bomb or an intrusion."""
    for info in archive.infolist():
        if not info.filename.endswith((".xml", ".rels")):
            continue
        try:
            with archive.open(info) as part:
                head = part.read(1024)
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as damage:
            raise UnreadableFile(f"the file is damaged in {info.filename}: {damage}") from damage
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise UnreadableFile(
                f"{info.filename} declares XML entities, which no Office program writes"
            )


def _directory_bytes(source: Source, stream: BinaryIO) -> int:
    """The size of the directory as the archive's end record (or its 64 bit twin) declares it."""
    stream.seek(max(0, source.size - _TAIL))
    tail = stream.read(_TAIL)
    stream.seek(0)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 16:
        return 0
    (size,) = struct.unpack_from("<L", tail, end + 12)
    wide = tail.rfind(b"PK\x06\x06", 0, end)
    if size == 0xFFFFFFFF and wide >= 0 and len(tail) >= wide + 48:
        (size,) = struct.unpack_from("<Q", tail, wide + 40)
    return int(size)
