"""Books whose awkwardness lies in the package: namespaces, odd zips, parts of other programs."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from tests.questionnaires.awkward.layouts import book, questions

_SHEET = "xl/worksheets/sheet1.xml"
_STRICT = (
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
     b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
     b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
    (b"http://schemas.openxmlformats.org/drawingml/2006/main",
     b"http://purl.oclc.org/ooxml/drawingml/main"),
)  # fmt: skip

Change = Callable[[bytes], bytes]


def changed(
    data: bytes, changes: Mapping[str, Change], added: Mapping[str, bytes] | None = None
) -> bytes:
    """A package with some parts changed and others added, the same bytes every time."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            body = changes.get(info.filename, lambda part: part)(old.read(info))
            new.writestr(_entry(info.filename), body)
        for name, body in (added or {}).items():
            new.writestr(_entry(name), body)
    return target.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _plain() -> bytes:
    def fill(made: Any) -> None:
        questions(made)

    return book(fill)


def _with_types(part: bytes, *overrides: tuple[str, str]) -> bytes:
    added = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides
    )
    return part.replace(b"</Types>", added.encode() + b"</Types>")


def comments() -> bytes:
    """A classic comment and a threaded one, with the list of persons."""

    def fill(made: Any) -> None:
        sheet = questions(made)
        sheet.write_comment("B2", "Classic comment", {"author": "A customer"})
        sheet.write_comment("C3", "[Threaded comment] Say when.", {"author": "tc={1}"})

    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    rels = "http://schemas.microsoft.com/office/2017/10/relationships"
    thread = (
        f'<?xml version="1.0"?><ThreadedComments xmlns="{space}"><threadedComment ref="C3" '
        'dT="2024-01-01T00:00:00.00" personId="{2}" id="{1}"><text>Say when.</text>'
        "</threadedComment></ThreadedComments>"
    )
    person = (
        f'<?xml version="1.0"?><personList xmlns="{space}"><person displayName="A" id="{{2}}" '
        'userId="A" providerId="None"/></personList>'
    )
    link = (
        f'<Relationship Id="rIdT" Type="{rels}/threadedComment" '
        'Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    return changed(
        book(fill),
        {
            "[Content_Types].xml": lambda part: _with_types(
                part,
                ("/xl/threadedComments/threadedComment1.xml",
                 "application/vnd.ms-excel.threadedcomments+xml"),
                ("/xl/persons/person.xml", "application/vnd.ms-excel.person+xml"),
            ),
            "xl/worksheets/_rels/sheet1.xml.rels": lambda part: part.replace(
                b"</Relationships>", link.encode()
            ),
            "xl/_rels/workbook.xml.rels": lambda part: part.replace(
                b"</Relationships>",
                f'<Relationship Id="rIdP" Type="{rels}/person" Target="persons/person.xml"/>'
                "</Relationships>".encode(),
            ),
        },
        {
            "xl/threadedComments/threadedComment1.xml": thread.encode(),
            "xl/persons/person.xml": person.encode(),
        },
    )  # fmt: skip


def protected() -> bytes:
    """A protected sheet with unlocked answers, in a workbook whose structure is protected."""

    def fill(made: Any) -> None:
        sheet = questions(made)
        free = made.add_format({"locked": False, "bg_color": "#FFFFCC"})
        for row in range(1, 5):
            sheet.write_blank(row, 2, None, free)
        sheet.protect("secret", {"format_cells": True})

    def lock(part: bytes) -> bytes:
        return part.replace(b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>')

    return changed(book(fill), {"xl/workbook.xml": lock})


def names_and_formulas() -> bytes:
    """Scores that depend on the answers, names, print areas, and the chain of calculation."""

    def fill(made: Any) -> None:
        sheet = questions(made)
        made.define_name("AllAnswers", "=Security!$C$2:$C$5")
        sheet.print_area("A1:D6")
        sheet.repeat_rows(0)
        sheet.write_formula("C6", '=COUNTIF(AllAnswers,"Yes")', None, 0)
        sheet.write_formula("D6", "=C6/4", None, 0)
        sheet.write_array_formula("E2:E5", '{=IF(C2:C5="Yes",1,0)}', None, 0)

    chain = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<calcChain xmlns="http://schemas.'
        'openxmlformats.org/spreadsheetml/2006/main"><c r="C6" i="1"/><c r="D6" i="1"/>'
        '<c r="E2" i="1" a="1"/></calcChain>'
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    rel = (
        '<Relationship Id="rIdC" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/calcChain" Target="calcChain.xml"/></Relationships>'
    )
    return changed(
        book(fill),
        {
            "[Content_Types].xml": lambda part: _with_types(part, ("/xl/calcChain.xml", kind)),
            "xl/_rels/workbook.xml.rels": lambda part: part.replace(
                b"</Relationships>", rel.encode()
            ),
        },
        {"xl/calcChain.xml": chain.encode()},
    )


def prefixed() -> bytes:
    """Every element of the main namespace with a prefix, as some producers write."""

    def prefix(part: bytes) -> bytes:
        named = re.sub(rb"<(/?)(?![?!])(\w+)(?=[\s/>])", rb"<\1x:\2", part)
        return named.replace(b" xmlns=", b" xmlns:x=")

    parts = (_SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml")
    return changed(_plain(), dict.fromkeys(parts, prefix))


def strict() -> bytes:
    """The strict variant of the format: other namespaces for the same names."""

    def renamed(part: bytes) -> bytes:
        for old, new in _STRICT:
            part = part.replace(old, new)
        return part

    with zipfile.ZipFile(BytesIO(_plain())) as archive:
        names = archive.namelist()
    return changed(_plain(), dict.fromkeys(names, renamed))


def no_references() -> bytes:
    """Rows and cells that do not say where they stand: each is one further than the last."""

    def bare(part: bytes) -> bytes:
        return re.sub(rb'(<(?:row|c)) r="\w+"', rb"\1", part)

    return changed(_plain(), {_SHEET: bare})


def sparse() -> bytes:
    """Empty rows with a style, columns with a style, gaps, comments, no stated extent, CDATA."""

    def fill(made: Any) -> None:
        wrapped = made.add_format({"text_wrap": True, "border": 2})
        sheet = questions(made)
        sheet.set_column(2, 2, 30, wrapped)
        sheet.set_row(6, 40, made.add_format({"bg_color": "#EEEEEE"}))
        made.add_worksheet("Empty")

    def gaps(part: bytes) -> bytes:
        bare = re.sub(rb"<dimension[^>]*/>", b"", part)
        bare = re.sub(rb'<row r="4".*?</row>', b"<!-- a row was here: <row r='4'> -->", bare)
        return bare.replace(b"</sheetData>", b"</sheetData >")

    return changed(book(fill), {_SHEET: gaps})


def utf16() -> bytes:
    """A sheet in UTF-16, which the standard allows."""

    def recoded(part: bytes) -> bytes:
        text = part.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
        return b"\xff\xfe" + text.encode("utf-16-le")

    return changed(_plain(), {_SHEET: recoded})


def odd_zip() -> bytes:
    """Stored and deflated entries, dates, attributes, a comment, and parts that nobody knows."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(_plain())) as old, zipfile.ZipFile(target, "w") as new:
        new.comment = b"made by hand"
        for at, info in enumerate(sorted(old.infolist(), key=lambda i: i.filename)):
            entry = zipfile.ZipInfo(info.filename, (1999, 12, 1 + at, 3, 4, 6))
            entry.compress_type = zipfile.ZIP_DEFLATED if at % 2 else zipfile.ZIP_STORED
            entry.external_attr, entry.create_system = 0o600 << 16, 3
            entry.comment = b"part"
            new.writestr(entry, old.read(info))
        for name in ("customXml/item1.xml", "xl/printerSettings/printerSettings1.bin", "odd/ü.bin"):
            new.writestr(_entry(name), b"<a/>" if name.endswith("xml") else bytes(range(256)))
    return target.getvalue()
