"""Spreadsheets: every sheet row by row, as `openpyxl` gives the values that the file has cached."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from ingest.errors import UnreadableFile, UnsupportedFormat
from ingest.model import Locator, Note, Parsed, Table
from ingest.parsers.assembly import Assembly
from ingest.parsers.package import check_package, properties
from ingest.parsers.regions import Region, SheetRow, regions
from ingest.parsers.sheet_structure import Structure, structure
from ingest.source import Source

if TYPE_CHECKING:
    from openpyxl import Workbook

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xls")

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LAST_ROW = 1_048_576
_HEADLESS_ROWS = 3
"""Rows from which cells side by side count as a table although no row names the columns."""
_NAMED = 8
"""How many hidden rows or columns a note names before it only counts them."""
_DAMAGE = (
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    ParseError,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
)


def parse(source: Source) -> Parsed:
    """Read a workbook: one block a row, its cells joined with ' | ', placed by sheet and row.

    Rows that name columns are headings. Hidden sheets, rows and columns are read and said so, and
    so are formulas whose value the file does not hold. Of each sheet `limits.table_rows` rows are
    kept and all are counted. Raises `UnreadableFile`, `UnsupportedFormat` and `LimitExceeded`.
    """
    if source.suffix == ".xls":
        raise UnsupportedFormat("Excel's older .xls is not read; save it as .xlsx or .csv")
    check_package(source, part="xl/workbook.xml", what="Excel workbook")
    assembly = Assembly(source.limits)
    tables: list[Table] = []
    notes: list[Note] = []
    with _opened(source) as book:
        for sheet in book.worksheets:
            tables += _read_sheet(sheet, assembly, notes, source)
            notes += _structure_notes(sheet, structure(source, sheet))
    if not assembly.blocks:
        raise UnreadableFile("the workbook holds no values")
    stated = properties(source)
    return Parsed(
        media_type=_MEDIA_TYPE,
        text=assembly.text,
        blocks=tuple(assembly.blocks),
        tables=tuple(tables),
        title=stated.title,
        notes=(*notes, *assembly.cut()),
        created=stated.created,
    )


def part(source: Source, title: str, first: int, last: int) -> tuple[tuple[Region, SheetRow], ...]:
    """The filled rows `first` to `last` of a sheet, each with its region; none for an unknown sheet.

    Raises `UnreadableFile` where the workbook is damaged.
    """
    kept: list[tuple[Region, SheetRow]] = []
    with _opened(source) as book:
        if title not in book.sheetnames:
            return ()
        for region, row in regions(_rows(book[title])):
            if row.number > last:
                break
            if row.number >= first:
                kept.append((region, row))
    return tuple(kept)


@contextmanager
def _opened(source: Source) -> Iterator[Workbook]:
    """The workbook, open for streaming; whatever breaks while it is read is the file's damage."""
    import openpyxl

    with source.open() as stream, warnings.catch_warnings():
        # openpyxl warns of every feature that it would not write back; none of them is read.
        warnings.simplefilter("ignore", UserWarning)
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            yield book
        except _DAMAGE as damage:
            raise UnreadableFile(f"the workbook is damaged: {damage}") from damage


def _read_sheet(
    sheet: Any, assembly: Assembly, notes: list[Note], source: Source
) -> Iterator[Table]:
    """Add the sheet's rows to the text and yield its tables."""
    most = source.limits.table_rows
    kept = 0
    found: list[tuple[Region, list[SheetRow]]] = []
    dropped = last = 0
    for region, row in regions(_rows(sheet)):
        if not found or found[-1][0] is not region:
            found.append((region, []))
        if kept >= most:
            dropped += 1
            continue
        kept += 1
        _add(sheet.title, region, row, assembly, gap="\n" if row.number == last + 1 else "\n\n")
        last = row.number
        if row.number > region.head_row:
            found[-1][1].append(row)
    if dropped:
        detail = f"sheet {sheet.title!r} has {kept + dropped} rows; the first {kept} were read"
        notes.append(Note("truncated", detail, Locator(sheet=sheet.title)))
    tabular = [
        (region, rows)
        for region, rows in found
        if region.width > 1 and region.row_count >= (1 if region.head else _HEADLESS_ROWS)
    ]
    for number, (region, rows) in enumerate(tabular, start=1):
        name = sheet.title if len(tabular) == 1 else f"{sheet.title}, table {number}"
        yield region.table(name, rows)


def _rows(sheet: Any) -> Iterator[SheetRow]:
    """The rows that hold a value. The size a sheet declares is often wrong, so it is not used."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows(min_row=1, max_row=_LAST_ROW, values_only=True)
    for number, values in enumerate(rows, start=1):
        if any(v is not None for v in values):
            row = SheetRow(number, tuple(values))
            if row.filled:
                yield row


def _add(title: str, region: Region, row: SheetRow, assembly: Assembly, gap: str) -> None:
    place = Locator(sheet=title, row_start=row.number, row_end=row.number)
    if row.number == region.head_row:
        assembly.add(row.text, place, "heading", 1, gap=gap)
    elif len(row.filled) > 1 or 0 < region.head_row < row.number:
        assembly.add(row.text, place, "row", gap=gap)
    else:
        assembly.add(row.text, place, gap=gap)


def _structure_notes(sheet: Any, found: Structure) -> Iterator[Note]:
    place = Locator(sheet=sheet.title)
    if sheet.sheet_state != "visible":
        yield Note("hidden_content", f"sheet {sheet.title!r} is hidden; it was read", place)
    for what, names in (("row", found.hidden_rows), ("column", found.hidden_columns)):
        if names:
            detail = f"sheet {sheet.title!r} has {_named(what, names)} hidden; it was read"
            yield Note("hidden_content", detail, place)
    if found.uncalculated:
        detail = (
            f"sheet {sheet.title!r} has {found.uncalculated} formulas without a value; "
            "open it in Excel and save it once"
        )
        yield Note("truncated", detail, place)


def _named(what: str, names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return f"{what} {names[0]}"
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{what}s {', '.join(names[:_NAMED])}{more}"
