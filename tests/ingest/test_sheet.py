import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from ingest.errors import UnreadableFile, UnsupportedFormat
from ingest.limits import Limits
from ingest.model import Parsed
from ingest.parsers.sheet import parse
from ingest.source import Source

HEAD = ["User", "Role", "Last login"]
ROWS = [["anna", "admin", datetime(2026, 3, 1, 9, 30)], ["li", "reader", 7.5]]


def saved(make: Callable[[Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Users"
    make(sheet)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def read(make: Callable[[Worksheet], None], limits: Limits | None = None) -> Parsed:
    return parse(Source("users.xlsx", content=saved(make), limits=limits or Limits()))


def filled(sheet: Worksheet) -> None:
    sheet.append(["Access review, Q1"])
    sheet.append([])
    for row in (HEAD, *ROWS):
        sheet.append(row)


def hiding(sheet: Worksheet) -> None:
    filled(sheet)
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["B"].hidden = True
    assert sheet.parent is not None
    other = sheet.parent.create_sheet("Backstage")
    other["A1"] = "hidden words"
    other.sheet_state = "hidden"


def two_tables(sheet: Worksheet) -> None:
    filled(sheet)
    sheet.append([])
    sheet.append(["Ticket", "Closed"])
    for n in range(5):
        sheet.append([f"T-{n}", n])


def parted(sheet: Worksheet) -> None:
    filled(sheet)
    sheet.append([])
    sheet.append(["zoe", "reader", 3.0])


def merged(sheet: Worksheet) -> None:
    for row in (HEAD, ["anna", "admin", "x"], [None, "reader", "y"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")


def texts(parsed: Parsed) -> list[str]:
    return [parsed.text[b.start : b.end] for b in parsed.blocks]


def test_rows_are_blocks_with_their_place() -> None:
    parsed = read(filled)
    assert [(parsed.text[b.start : b.end], b.role, b.locator.row_start) for b in parsed.blocks] == [
        ("Access review, Q1", "text", 1),
        ("User | Role | Last login", "heading", 3),
        ("anna | admin | 2026-03-01 09:30:00", "row", 4),
        ("li | reader | 7.5", "row", 5),
    ]


def test_every_block_names_its_sheet() -> None:
    assert {b.locator.sheet for b in read(filled).blocks} == {"Users"}


def test_table_has_head_and_data_rows() -> None:
    (table,) = read(filled).tables
    assert [c.name for c in table.columns] == HEAD
    assert table.rows[1] == ("li", "reader", "7.5")
    assert (table.row_count, table.row_numbers) == (2, (4, 5))


def test_hidden_parts_are_read_and_named() -> None:
    parsed = read(hiding)
    assert "li | reader | 7.5" in texts(parsed)
    assert "hidden words" in texts(parsed)
    assert [str(n) for n in parsed.notes] == [
        "hidden_content: sheet 'Users' has row 5 hidden; it was read",
        "hidden_content: sheet 'Users' has column B hidden; it was read",
        "hidden_content: sheet 'Backstage' is hidden; it was read",
    ]


def test_tables_parted_by_a_blank_row_are_two() -> None:
    tables = read(two_tables).tables
    assert [(t.name, [c.name for c in t.columns], t.row_count) for t in tables] == [
        ("Users, table 1", HEAD, 2),
        ("Users, table 2", ["Ticket", "Closed"], 5),
    ]


def test_blank_row_inside_a_table_does_not_end_it() -> None:
    (table,) = read(parted).tables
    assert (table.row_count, table.row_numbers) == (3, (4, 5, 7))


def test_merged_value_belongs_to_the_top_left_cell() -> None:
    (table,) = read(merged).tables
    assert [row[0] for row in table.rows] == ["anna", ""]


def test_rows_beyond_the_limit_are_counted_and_said() -> None:
    parsed = read(filled, replace(Limits(), table_rows=3))
    assert len(parsed.blocks) == 3
    assert parsed.tables[0].row_count == 2
    assert [str(n) for n in parsed.notes] == [
        "truncated: sheet 'Users' has 4 rows; the first 3 were read"
    ]


def test_cached_value_of_a_formula_is_read() -> None:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        book.add_worksheet("S").write_formula("A1", "=1+1", value=2)
    parsed = parse(Source("s.xlsx", content=packed.getvalue()))
    assert (parsed.text, parsed.notes) == ("2", ())


def test_formula_without_a_value_is_said() -> None:
    def formula(sheet: Worksheet) -> None:
        filled(sheet)
        sheet["D4"] = "=SUM(1,2)"

    (note,) = read(formula).notes
    assert "1 formulas without a value" in str(note)


def test_rows_can_be_found_as_openpyxl_reads_them() -> None:
    book = openpyxl.load_workbook(io.BytesIO(saved(hiding)), data_only=True, read_only=True)
    seen = [
        " ".join(str(v) for v in row if v is not None)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
    ]
    assert all(text.replace(" | ", " ") in seen for text in texts(read(hiding)))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "holds no Excel workbook"),
        (saved(filled)[:2000], "damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "password"),
        (saved(lambda sheet: None), "no values"),
    ],
    ids=["empty", "text", "cut short", "locked", "no values"],
)
def test_what_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        parse(Source("users.xlsx", content=content))


def test_older_format_is_refused_with_a_hint() -> None:
    with pytest.raises(UnsupportedFormat, match=r"\.xlsx"):
        parse(Source("users.xls", content=b"\xd0\xcf\x11\xe0"))
