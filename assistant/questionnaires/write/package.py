"""An Office file as a zip of parts: opened with care, and rewritten so that only named parts change.

Every other entry is copied as the compressed bytes that it is, in its place, with its date, flags
and attributes; so drawings, macros, protection and whatever nobody here knows of stay as they are.
"""

from __future__ import annotations

import copy
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from assistant.errors import QuestionnaireError
from ingest.errors import IngestError
from ingest.parsers.package import OLE2, check_package
from ingest.source import Source

_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError)
_ZIP64 = 1
_UTF8_NAME = 0x800
_MAIN_TYPE = "/officeDocument"
_SIGNED_TYPE = "/digital-signature/origin"


class Package:
    """The parts of an Office file that was found safe to open and free to be changed."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises `QuestionnaireError` where the file is damaged, locked, signed or hostile."""
        if data.startswith(OLE2):
            raise QuestionnaireError(
                f"{name!r} is locked with a password or saved in an older format; "
                "save an unlocked copy as .xlsx or .docx"
            )
        try:
            check_package(
                Source(name, content=data), part="[Content_Types].xml", what="Office file"
            )
        except IngestError as error:
            raise QuestionnaireError(f"{name!r} cannot be filled in: {error}") from error
        self.name = name
        self._data = data
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self._names = {n.lower(): n for n in archive.namelist()}
        self._refuse_signed()

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, whatever the case of its name; None where there is none."""
        found = self._names.get(name.lstrip("/").lower())
        if found is None:
            return None
        try:
            with zipfile.ZipFile(BytesIO(self._data)) as archive:
                return archive.read(found)
        except _DAMAGE as damage:
            raise QuestionnaireError(f"{self.name!r} is damaged in {found}: {damage}") from damage

    def needed(self, name: str) -> bytes:
        """The bytes of a part without which nothing can be written."""
        data = self.part(name)
        if data is None:
            raise QuestionnaireError(f"{self.name!r} has no part {name}; open and save it again")
        return data

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part ('' for the package) points to inside the file: id to (type, part name)."""
        folder, base = posixpath.split(name)
        data = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        if data is None:
            return {}
        found = {}
        for element in tree(data, self.name).iterchildren("{*}Relationship"):
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
                found[element.get("Id", "")] = (element.get("Type", ""), target.lstrip("/"))
        return found

    @property
    def main(self) -> str:
        """The name of the part that is the workbook or the document."""
        for kind, target in self.related("").values():
            if kind.endswith(_MAIN_TYPE):
                return target
        raise QuestionnaireError(f"{self.name!r} names no main part; open and save it again")

    def with_parts(self, parts: Mapping[str, bytes]) -> bytes:
        """The file with these parts changed and everything else as it was, byte for byte."""
        changed = {self._names[name.lower()]: data for name, data in parts.items()}
        target = BytesIO()
        try:
            with zipfile.ZipFile(BytesIO(self._data)) as old, zipfile.ZipFile(target, "w") as new:
                new.comment = old.comment
                ends = _ends(old)
                for info in old.infolist():
                    if info.filename in changed:
                        _add(info, changed[info.filename], new)
                    elif info.filename.isascii() or info.flag_bits & _UTF8_NAME:
                        _copy(self._data[info.header_offset : ends[info.header_offset]], info, new)
                    else:  # a name in an old code page cannot be put in the directory as it was
                        _add(info, old.read(info), new)
        except _DAMAGE as damage:
            raise QuestionnaireError(f"{self.name!r} is damaged: {damage}") from damage
        return target.getvalue()

    def _refuse_signed(self) -> None:
        signed = any(name.startswith("_xmlsignatures/") for name in self._names)
        if signed or any(k.endswith(_SIGNED_TYPE) for k, _ in self.related("").values()):
            raise QuestionnaireError(
                f"{self.name!r} is digitally signed, and any answer would break the signature; "
                "ask for an unsigned copy, or send the annex of answers beside it"
            )


def tree(data: bytes, name: str) -> Any:
    """The root element of a part, read without document types, entities or a network."""
    from lxml import etree

    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, safe)
    except etree.XMLSyntaxError as error:
        raise QuestionnaireError(f"{name!r} is damaged: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise QuestionnaireError(f"{name!r} declares a document type, which no Office program does")
    return root


def _ends(archive: zipfile.ZipFile) -> dict[int, int]:
    """Where each entry's bytes end, its data descriptor included: at the next entry's beginning."""
    starts = sorted(info.header_offset for info in archive.infolist())
    return dict(zip(starts, [*starts[1:], archive.start_dir], strict=True))


def _copy(raw: bytes, info: zipfile.ZipInfo, new: zipfile.ZipFile) -> None:
    """Append an entry's own bytes; only its offset in the directory is new."""
    moved = copy.copy(info)
    moved.extra = _without_zip64(info.extra)
    assert new.fp is not None  # it was opened for writing just now
    moved.header_offset = new.fp.tell()
    new.fp.write(raw)
    new.start_dir = new.fp.tell()
    new.filelist.append(moved)
    new.NameToInfo[moved.filename] = moved


def _add(info: zipfile.ZipInfo, data: bytes, new: zipfile.ZipFile) -> None:
    """Append an entry with new content and the name, date, method and attributes of `info`."""
    made = zipfile.ZipInfo(info.filename, info.date_time)
    made.compress_type, made.internal_attr = info.compress_type, info.internal_attr
    made.create_system, made.create_version = info.create_system, info.create_version
    made.comment, made.extra = info.comment, _without_zip64(info.extra)
    new.writestr(made, data)
    made.external_attr = info.external_attr  # `writestr` puts rights of its own for none


def _without_zip64(extra: bytes) -> bytes:
    """Extra fields without the 64-bit sizes, which `zipfile` writes itself where they are needed."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, size = (int.from_bytes(extra[at + i : at + i + 2], "little") for i in (0, 2))
        if kind != _ZIP64:
            kept += extra[at : at + 4 + size]
        at += 4 + size
    return kept
