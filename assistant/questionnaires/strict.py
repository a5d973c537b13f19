"""Workbooks saved as "Strict Open XML": read under the usual names, which are all that `openpyxl` knows."""

from __future__ import annotations

import zipfile
from io import BytesIO

from ingest.parsers.package import directory
from ingest.source import Source

_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMES = (
    (b"spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)


def as_transitional(source: Source) -> Source:
    """The same workbook with the usual names in memory where it is a strict one; else `source`.

    The caller has checked the package.
    """
    with source.open() as stream, directory(source, stream) as package:
        if _STRICT not in package.read("xl/workbook.xml"):
            return source
        made = BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
            for name in package.namelist():
                copy.writestr(name, _renamed(name, package.read(name)))
    return Source(source.name, content=made.getvalue(), limits=source.limits)


def _renamed(name: str, data: bytes) -> bytes:
    if not name.endswith((".xml", ".rels")):
        return data
    for strict, usual in _NAMES:
        data = data.replace(_STRICT + strict, usual)
    return data
