"""What a workbook lets into its cells, what it hides, and what its formulas hold."""

from __future__ import annotations

import re
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from assistant.questionnaires.read import read_questionnaire
from tests.questionnaires.sheets import book, by_id, choices, ids, places, read, texts

ASKED = [
    ["ID", "Question", "Answer", "Comments"],
    ["1", "Is there an incident plan?"],
    ["2", "Is it tested each year?"],
]
LISTED = [["Yes"], ["No"], ["In part"]]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        pytest.param('"Yes, No,N/A"', ("Yes", "No", "N/A"), id="inline"),
        pytest.param("$H$1:$H$2", ("Open", "Done"), id="range on the sheet"),
        pytest.param("Lists!$A$1:$A$3", ("Yes", "No", "In part"), id="range on another sheet"),
        pytest.param("'My lists'!A1:A3", ("Yes", "No", "In part"), id="sheet with a space"),
        pytest.param("YesNo", ("Yes", "No"), id="defined name"),
        pytest.param('INDIRECT("YesNo")', ("Yes", "No"), id="name as text"),
        pytest.param("OFFSET(Lists!$A$1,0,0,2,1)", (), id="worked out only in Excel"),
    ],
)
def test_choices(tmp_path: Path, formula: str, expected: tuple[str, ...]) -> None:
    def finish(made: Any) -> None:
        choices(made["Asked"], "C2:C100", formula)
        made["Asked"]["H1"], made["Asked"]["H2"] = "Open", "Done"
        made.defined_names["YesNo"] = DefinedName("YesNo", attr_text="Lists!$A$1:$A$2")

    found = read(tmp_path, {"Asked": ASKED, "Lists": LISTED, "My lists": LISTED}, finish)
    question = by_id(found, "2")
    assert question.options == expected
    assert question.slots[0].choices == expected
    assert any("cannot be looked up" in note for note in found.notes) == (not expected)


def test_a_name_of_one_sheet_only(tmp_path: Path) -> None:
    def finish(made: Any) -> None:
        choices(made["Asked"], "C2:C3", "Own")
        made["Asked"].defined_names["Own"] = DefinedName("Own", attr_text="Lists!$A$2:$A$3")

    found = read(tmp_path, {"Asked": ASKED, "Lists": LISTED}, finish)
    assert by_id(found, "1").options == ("No", "In part")


def test_choices_that_only_newer_excel_writes(tmp_path: Path) -> None:
    """A list on another sheet as Excel 2010 writes it, in the sheet's extensions."""
    path = tmp_path / "new.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Asked")
        for at, row in enumerate(ASKED):
            sheet.write_row(at, 0, row)
        lists = made.add_worksheet("Lists")
        lists.write_column(0, 0, ["Yes", "No", "Unknown"])
    _extend(path, "Lists!$A$1:$A$3", "C2:C3")
    assert by_id(read_questionnaire(path), "1").slots[0].choices == ("Yes", "No", "Unknown")


def _extend(path: Path, formula: str, cells: str) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    ext = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        '<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
        '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>'
        f"{formula}</xm:f></x14:formula1><xm:sqref>{cells}</xm:sqref></x14:dataValidation>"
        "</x14:dataValidations></ext></extLst></worksheet>"
    )
    parts[name] = parts[name].replace(b"</worksheet>", ext.encode())
    with zipfile.ZipFile(path, "w") as package:
        for part, data in parts.items():
            package.writestr(part, data)


def test_limits_of_length(tmp_path: Path) -> None:
    rows = [
        ["ID", "Question", "Response (max. 1,000 characters)", "Comments", "Word limit"],
        ["1", "Describe your network."],
        ["2", "Describe your backups (max 50 words)."],
        ["3", "Describe your staff training in 120 words or less."],
        ["4", "Describe your change process.", None, None, 80],
    ]

    def finish(made: Any) -> None:
        rule = DataValidation(type="textLength", operator="lessThan", formula1="251")
        made.active.add_data_validation(rule)
        rule.add("C3")

    found = read(tmp_path, {"Form": rows}, finish)
    assert [q.max_words for q in found.questions] == [None, 50, 120, 80]
    limits = [slot.max_characters for q in found.questions if (slot := q.slot("answer"))]
    assert limits == [1000, 250, 1000, 1000]


@pytest.mark.parametrize(
    ("head", "cell", "question", "expected"),
    [
        pytest.param("Answer (Yes / No / NA)", None, "Is it so?", ("Yes", "No", "NA"), id="head"),
        pytest.param("Yes/No/N/A", None, "Is it so?", ("Yes", "No", "N/A"), id="head is a list"),
        pytest.param("Answer", "Yes / No", "Is it so?", ("Yes", "No"), id="left in the cell"),
        pytest.param("Answer", "☐ Yes ☐ No", "Is it so?", ("Yes", "No"), id="boxes in the cell"),
        pytest.param("Answer", None, "Is it so? (Y/N)", ("Y", "N"), id="in the question"),
        pytest.param("Answer", "[Select]", "Is it so?", (), id="a placeholder says nothing"),
    ],
)
def test_options_in_words(
    tmp_path: Path, head: str, cell: str | None, question: str, expected: tuple[str, ...]
) -> None:
    found = read(tmp_path, {"Form": [["ID", "Question", head], ["1", question, cell]]})
    assert found.questions[0].options == expected
    assert found.questions[0].answered == ""
    assert found.questions[0].slots[0].choices == ()


def test_a_column_of_allowed_answers(tmp_path: Path) -> None:
    rows = [
        ["ID", "Question", "Answer options", "Answer"],
        ["1", "How often are backups made?", "Daily; Weekly; Monthly"],
        ["2", "Are they encrypted?", "Yes/No"],
        ["3", "Where are they kept?", "Free text"],
    ]
    found = read(tmp_path, {"Form": rows})
    assert [q.options for q in found.questions] == [
        ("Daily", "Weekly", "Monthly"),
        ("Yes", "No"),
        (),
    ]
    assert places(found.questions[0]) == {"answer": "D2"}


def test_hidden_rows_columns_and_sheets_are_read_and_said(tmp_path: Path) -> None:
    def finish(made: Any) -> None:
        made["Asked"].row_dimensions[3].hidden = True
        made["More"].sheet_state = "hidden"

    more = [["ID", "Question", "Answer"], ["9", "Is there a hidden question?"]]
    found = read(tmp_path, {"Asked": ASKED, "More": more}, finish)
    assert [(q.id, q.hidden) for q in found.questions] == [("1", False), ("2", True), ("9", True)]
    assert (
        "sheet 'Asked': 1 questions stand in hidden rows or columns; they were read" in found.notes
    )
    assert "sheet 'More' is hidden; its 1 questions were read" in found.notes


def test_questions_and_answers_that_are_formulas(tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Form")
        sheet.write_row(0, 0, ["ID", "Question", "Answer", "Additional Information"])
        for at, text in enumerate(["Is data encrypted?", "Who holds the keys?"], start=1):
            sheet.write(at, 0, f"K-{at}")
            sheet.write_formula(at, 1, f"VLOOKUP(A{at + 1},Texts!A:B,2)", None, text)
        sheet.write_formula(1, 2, 'IF(D2="","No","Yes")', None, "No")
        sheet.write_formula(4, 1, "Texts!B9", None, None)
    _drop_values(path, "Texts!B9")
    found = read_questionnaire(path)
    assert texts(found) == ["Is data encrypted?", "Who holds the keys?"]
    assert places(by_id(found, "K-1")) == {"comment": "D2"}
    assert by_id(found, "K-1").answered == "No"
    assert places(by_id(found, "K-2")) == {"answer": "C3", "comment": "D3"}
    notes = " ".join(found.notes)
    assert "1 rows hold formulas in the answers' places" in notes
    assert "1 formulas without a value (Form!B5)" in notes


def _drop_values(path: Path, formula: str) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    pattern = re.compile(rb"(<f>" + re.escape(formula.encode()) + rb"</f>)<v>[^<]*</v>")
    parts[name] = pattern.sub(rb"\1", parts[name])
    with zipfile.ZipFile(path, "w") as package:
        for part, data in parts.items():
            package.writestr(part, data)


def test_numbers_shown_with_their_decimals_are_ids(tmp_path: Path) -> None:
    rows = [
        ["No.", "Question", "Answer"],
        [1.1, "Is there a policy?"],
        [1.1, "Is it approved?"],
        [2, "Is it read?"],
    ]

    def finish(made: Any) -> None:
        made.active["A2"].number_format = "0.0"
        made.active["A3"].number_format = "0.00"

    assert ids(read(tmp_path, {"Form": rows}, finish)) == ["1.1", "1.10", "2"]


def test_what_stands_in_the_answers_places_is_kept(tmp_path: Path) -> None:
    rows = [
        ["ID", "Question", "Answer", "Comments"],
        ["1", "Is there a policy?", "Yes", "See the handbook."],
        ["2", "Is it approved?", "Please select", "Enter text here"],
    ]
    found = read(tmp_path, {"Form": rows})
    assert [(q.answered, q.remark) for q in found.questions] == [
        ("Yes", "See the handbook."),
        ("", ""),
    ]


def test_ten_thousand_formatted_rows_are_quick(tmp_path: Path) -> None:
    def finish(made: Any) -> None:
        sheet = made["Asked"]
        style = Font(color="FF0000")
        for row in sheet.iter_rows(min_row=4, max_row=12_000, max_col=6):
            for cell in row:
                cell.font = style
        choices(sheet, "C2:C12000", '"Yes,No"')

    path = book(tmp_path / "long.xlsx", {"Asked": ASKED}, finish)
    start = time.perf_counter()
    found = read_questionnaire(path)
    assert ids(found) == ["1", "2"]
    assert time.perf_counter() - start < 15
