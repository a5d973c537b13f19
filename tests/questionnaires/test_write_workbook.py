"""Answers into workbooks: the answers arrive, and nothing else in the file changes."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import QuestionnaireError
from assistant.questionnaires.write.report import Entry, Outcome
from assistant.questionnaires.write.workbook import fill_workbook
from assistant.questions import Slot
from tests.questionnaires.awkward import BOOKS, Book
from tests.questionnaires.awkward.packages import changed
from tests.questionnaires.roundtrip import assert_only_cells_changed, cells_of, part, texts

CHECKER = Path(__file__).parents[3] / "shared/eval/check_roundtrip.py"
TEXT = "Yes – <b>„all“</b> & more\n=1+2 日本語 \U0001f512 "
SHEET1 = "xl/worksheets/sheet1.xml"
ALL = [pytest.param(book, id=name) for name, book in BOOKS.items()]


def entry(sheet: str, cell: str, text: str = TEXT) -> Entry:
    return Entry(f"{sheet}!{cell}", Slot("answer", sheet=sheet, cell=cell), text, "text")


def filled(data: bytes, *entries: Entry, overwrite: bool = False) -> Outcome:
    return fill_workbook(data, "form.xlsx", entries, overwrite=overwrite)


def fill_book(book: Book) -> Outcome:
    return filled(
        book.path.read_bytes(),
        *(entry(s, c, f"{TEXT}{at}") for at, (s, c) in enumerate(book.places)),
    )


def opened(data: bytes) -> Any:
    with warnings.catch_warnings():
        # openpyxl warns of the extensions that it would not write back; it only reads here.
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(BytesIO(data))


@pytest.mark.parametrize("book", [b for b in BOOKS.values() if b.make], ids=lambda b: b.name)
def test_the_shipped_book_is_the_one_that_is_made(book: Book) -> None:
    assert book.make is not None
    with zipfile.ZipFile(book.path) as shipped, zipfile.ZipFile(BytesIO(book.make())) as made:
        assert {n: shipped.read(n) for n in shipped.namelist()} == {
            n: made.read(n) for n in made.namelist()
        }


@pytest.mark.parametrize("book", ALL)
def test_only_the_answers_cells_change(book: Book) -> None:
    done = fill_book(book)
    assert done.skipped == ()
    assert [(w.location["sheet"], w.location["cell"]) for w in done.written] == list(book.landing)
    cells: dict[str, list[str]] = {}
    for sheet, cell in book.landing:
        cells.setdefault(sheet, []).append(cell)
    assert_only_cells_changed(book.path.read_bytes(), done.data, cells)


@pytest.mark.parametrize("book", ALL)
def test_each_answer_is_read_back(book: Book) -> None:
    done = fill_book(book)
    found = [texts(done.data, sheet)[cell] for sheet, cell in book.landing]
    assert found == [f"{TEXT}{at}" for at in range(len(book.landing))]


@pytest.mark.parametrize("book", [b for b in ALL if "strict" not in str(b.id)])
def test_openpyxl_reads_each_answer_and_no_formula(book: Book) -> None:
    read = opened(fill_book(book).data)
    for at, (sheet, cell) in enumerate(book.landing):
        assert read[sheet][cell].value == f"{TEXT}{at}"
        assert read[sheet][cell].data_type == "s"


# The checker names cells by their `r`, so it cannot compare a sheet whose cells have none.
@pytest.mark.skipif(not CHECKER.exists(), reason="the shared checker is not here")
@pytest.mark.parametrize("book", [b for b in ALL if b.id != "no_references.xlsx"])
def test_the_independent_checker_finds_no_problem(book: Book, tmp_path: Path) -> None:
    done = fill_book(book)
    out, answers = tmp_path / f"filled{book.path.suffix}", tmp_path / "answers.json"
    out.write_bytes(done.data)
    answers.write_text(json.dumps({"answers": [{"location": w.location} for w in done.written]}))
    told = subprocess.run(
        [sys.executable, str(CHECKER), str(book.path), str(out), str(answers)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(told.stdout)["problems"] == []
    assert told.returncode == 0


_LEGAL = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\r\ufffe\uffff"), max_size=80
).filter(lambda t: not any(ord(c) < 32 and c not in "\t\n" for c in t) and "_x" not in t)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=_LEGAL.filter(lambda t: t != ""))
def test_any_legal_text_is_read_back_the_same(text: str) -> None:
    done = filled(BOOKS["table.xlsx"].path.read_bytes(), entry("Security", "C3", text))
    assert opened(done.data)["Security"]["C3"].value == text


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        pytest.param("a\x07b\x00c", "abc", id="control characters are dropped"),
        pytest.param("a\r\nb\rc", "a\nb\nc", id="line breaks become one kind"),
        pytest.param("a\ud800b\uffff", "ab", id="half a pair and a non-character are dropped"),
        pytest.param("_x0041_", "_x005F_x0041_", id="what looks like an escape is escaped"),
    ],
)
def test_what_a_cell_cannot_hold(given_text: str, kept: str) -> None:
    done = filled(BOOKS["table.xlsx"].path.read_bytes(), entry("Security", "C3", given_text))
    assert texts(done.data, "Security")["C3"] == kept


def test_a_new_cell_takes_the_style_of_its_row_or_column() -> None:
    before = BOOKS["sparse.xlsx"].path.read_bytes()
    done = filled(before, entry("Security", "C9"), entry("Security", "H7"))
    sheet = part(done.data, SHEET1)
    cells = cells_of(sheet)
    assert cells[9, 3].get("s") == sheet.find("{*}cols/{*}col[@min='3']").get("style")
    assert cells[7, 8].get("s") == sheet.find("{*}sheetData/{*}row[@r='7']").get("s")


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        pytest.param(("Security", "B2"), "holds 'Do you encrypt", id="a cell with text"),
        pytest.param(("Security", "C6"), "a formula is never replaced", id="a formula"),
        pytest.param(("Nowhere", "C2"), "no sheet 'Nowhere'", id="no such sheet"),
    ],
)
def test_what_is_there_is_kept_and_said(place: tuple[str, str], reason: str) -> None:
    before = BOOKS["names_and_formulas.xlsx"].path.read_bytes()
    done = filled(before, entry(*place))
    assert reason in done.skipped[0].reason
    assert done.written == ()
    assert done.data == before


def test_overwrite_replaces_text_but_no_formula() -> None:
    before = BOOKS["names_and_formulas.xlsx"].path.read_bytes()
    done = filled(before, entry("Security", "B2"), entry("Security", "C6"), overwrite=True)
    assert [w.location["cell"] for w in done.written] == ["B2"]
    assert [s.location["cell"] for s in done.skipped] == ["C6"]
    assert_only_cells_changed(before, done.data, {"Security": ["B2"]})


def test_two_answers_for_one_cell_are_not_mixed() -> None:
    book = BOOKS["merged.xlsx"]
    done = filled(book.path.read_bytes(), entry("Form", "B4", "one"), entry("Form", "E4", "two"))
    assert texts(done.data, "Form")["B4"] == "one"
    assert "same cell" in done.skipped[0].reason


def test_a_prompt_such_as_select_one_gives_way() -> None:
    before = changed(
        BOOKS["table.xlsx"].path.read_bytes(),
        {"xl/sharedStrings.xml": lambda p: p.replace(b"Comments", b"- Please select an option -")},
    )
    assert filled(before, entry("Security", "D1")).skipped == ()


def test_values_that_wait_for_a_recalculation_are_told() -> None:
    done = fill_book(BOOKS["names_and_formulas.xlsx"])
    assert "recalculates" in done.notes[0]
    assert fill_book(BOOKS["table.xlsx"]).notes == ()


_ENTITIES = b'<!DOCTYPE a [<!ENTITY x "boom">]><worksheet'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "password", id="encrypted"),
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"PK\x03\x04 and no more", "damaged", id="cut off"),
        pytest.param(
            changed(BOOKS["table.xlsx"].path.read_bytes(), {}, {"_xmlsignatures/sig1.xml": b"<a/>"}),
            "digitally signed",
            id="signed",
        ),
        pytest.param(
            changed(
                BOOKS["table.xlsx"].path.read_bytes(),
                {SHEET1: lambda p: p.replace(b"<worksheet", _ENTITIES)},
            ),
            "entities",
            id="entities",
        ),
        pytest.param(
            changed(
                BOOKS["table.xlsx"].path.read_bytes(),
                {SHEET1: lambda p: b"<!--" + b" " * 2000 + b"-->" + _ENTITIES + p.split(b"<worksheet")[1]},
            ),
            "document type",
            id="entities behind a long comment",
        ),
        pytest.param(
            changed(BOOKS["table.xlsx"].path.read_bytes(), {SHEET1: lambda p: p[:-40]}),
            "is damaged",
            id="sheet cut off",
        ),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_filled_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(QuestionnaireError, match=message):
        filled(data, entry("Security", "C3"))
