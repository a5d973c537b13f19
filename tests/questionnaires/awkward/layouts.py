"""Books whose awkwardness a spreadsheet program makes: layouts, rules, drawings, macros."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from PIL import Image

QUESTIONS = (
    "Do you encrypt backups?",
    "Is access reviewed every quarter?",
    "Are leavers removed within one day?",
    "Do you test the recovery plan?",
    "Is there a policy for passwords?",
)
_MADE = datetime(2024, 1, 1)


def book(fill: Callable[[Any], None]) -> bytes:
    """A workbook that `fill` fills, the same bytes every time."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        made.set_properties({"created": _MADE, "author": "A customer"})
        fill(made)
    return target.getvalue()


def questions(made: Any, name: str = "Security", *, count: int = 4) -> Any:
    """A sheet of questions in B, answers in C, comments in D; ids in A."""
    bold = made.add_format({"bold": True, "bg_color": "#DDDDDD", "border": 1})
    boxed = made.add_format({"border": 1, "text_wrap": True, "font_color": "#114488"})
    sheet = made.add_worksheet(name)
    sheet.write_row(0, 0, ["ID", "Question", "Answer", "Comments"], bold)
    sheet.set_column(1, 1, 50)
    for at, text in enumerate(QUESTIONS[:count], start=1):
        sheet.write(at, 0, f"S-{at}")
        sheet.write(at, 1, text, boxed)
        if at % 2:
            sheet.write_blank(at, 2, None, boxed)
    return sheet


def merged() -> bytes:
    def fill(made: Any) -> None:
        box = made.add_format({"border": 1})
        sheet = made.add_worksheet("Form")
        sheet.merge_range("A1:F1", "Supplier form", box)
        sheet.merge_range("A3:F3", QUESTIONS[0], box)
        sheet.merge_range("B4:F4", "", box)
        sheet.merge_range("A5:F5", QUESTIONS[1], box)
        sheet.merge_range("B6:F7", "", box)
        sheet.write("A9", QUESTIONS[2])

    return book(fill)


def many_sheets() -> bytes:
    def fill(made: Any) -> None:
        made.add_worksheet("Read me").write("A1", "Answer all sheets.")
        access = made.add_worksheet("Access control")
        access.write_row(1, 0, ["No.", "Question", "Response"])
        access.write_row(2, 0, [1, QUESTIONS[1]])
        odd = made.add_worksheet("It's 'quoted' & <odd>")
        odd.write_row(0, 0, ["Ref", "Area", "Control", "Requirement", "Vendor response"])
        odd.write_row(1, 0, ["X1", "Passwords", "Policy", QUESTIONS[4]])
        backups = made.add_worksheet("Backups")
        backups.write_row(0, 0, ["Question", "Answer"])
        backups.write_row(1, 0, [QUESTIONS[0]])

    return book(fill)


def validations() -> bytes:
    def fill(made: Any) -> None:
        sheet = questions(made, count=5)
        lists = made.add_worksheet("Lists")
        lists.write_column(0, 0, ["Implemented", "Partially implemented", "Not implemented"])
        lists.hide()
        made.define_name("Options", "=Lists!$A$1:$A$3")
        sheet.data_validation("C2", {"validate": "list", "source": ["Yes", "No", "N/A"]})
        sheet.data_validation("C3", {"validate": "list", "source": "=Lists!$A$1:$A$3"})
        sheet.data_validation("C4", {"validate": "list", "source": "=Options"})
        sheet.data_validation("C5", {"validate": "custom", "value": "=LEN(C5)<200"})
        sheet.data_validation(
            "C6",
            {
                "validate": "length",
                "criteria": "<=",
                "value": 250,
                "input_title": "Length",
                "input_message": "At most 250 characters",
            },
        )

    return book(fill)


def conditional_formats() -> bytes:
    def fill(made: Any) -> None:
        sheet = questions(made, count=5)
        red = made.add_format({"bg_color": "#FFC7CE"})
        sheet.conditional_format(
            "C2:C6", {"type": "cell", "criteria": "==", "value": '"No"', "format": red}
        )
        sheet.conditional_format("C2:C6", {"type": "blanks", "format": red})
        sheet.conditional_format("D2:D6", {"type": "data_bar", "data_bar_2010": True})
        sheet.conditional_format("E2:E6", {"type": "icon_set", "icon_style": "3_traffic_lights"})
        sheet.conditional_format("A2:A6", {"type": "formula", "criteria": '=$C2=""', "format": red})

    return book(fill)


def drawings() -> bytes:
    def fill(made: Any) -> None:
        sheet = questions(made)
        picture = BytesIO()
        Image.new("RGB", (12, 8), (20, 60, 120)).save(picture, "PNG")
        sheet.insert_image("F2", "logo.png", {"image_data": picture, "description": "Logo"})
        sheet.insert_textbox("F8", "Please answer in English")
        sheet.write_url("A8", "https://example.com/help", string="Help")
        sheet.write_row("H2", [3, 4, 5])
        chart = made.add_chart({"type": "column"})
        chart.add_series({"values": "=Security!$H$2:$J$2"})
        sheet.insert_chart("F12", chart)
        sheet.set_header("&LSupplier&RPage &P")
        sheet.set_paper(9)

    return book(fill)


def table() -> bytes:
    def fill(made: Any) -> None:
        sheet = questions(made)
        heads = [{"header": name} for name in ("ID", "Question", "Answer", "Comments")]
        sheet.add_table(
            "A1:D5", {"name": "Answers", "columns": heads, "style": "Table Style Light 9"}
        )

    return book(fill)


def macros() -> bytes:
    def fill(made: Any) -> None:
        questions(made)
        made.add_vba_project(BytesIO(bytes(range(256)) * 3), True)

    return book(fill)


def x_columns() -> bytes:
    def fill(made: Any) -> None:
        sheet = made.add_worksheet("Security")
        sheet.write_row(0, 0, ["ID", "Question", "Yes", "No", "N/A", "Remarks"])
        for at, text in enumerate(QUESTIONS[:3], start=1):
            sheet.write_row(at, 0, [f"X{at}", text])
            sheet.data_validation(at, 2, at, 4, {"validate": "list", "source": ["X"]})

    return book(fill)


def hidden() -> bytes:
    def fill(made: Any) -> None:
        sheet = questions(made)
        sheet.set_row(3, None, None, {"hidden": True, "level": 1})
        sheet.set_column(5, 6, None, None, {"hidden": True})
        sheet.autofilter("A1:D5")
        sheet.freeze_panes(1, 2)
        sheet.set_selection("B3")
        questions(made, "Secret").hide()
        made.add_worksheet("Deep").very_hidden()

    return book(fill)


def other_scripts() -> bytes:
    def fill(made: Any) -> None:
        japanese = made.add_worksheet("質問票")
        japanese.write_row(0, 0, ["番号", "質問", "回答"])
        japanese.write_row(1, 0, ["1", "バックアップは暗号化されていますか。"])
        arabic = made.add_worksheet("أسئلة")
        arabic.right_to_left()
        arabic.write_row(0, 0, ["رقم", "سؤال", "جواب"])
        arabic.write_row(2, 0, ["١", "هل تتم مراجعة الوصول؟"])

    return book(fill)


def rich_text() -> bytes:
    def fill(made: Any) -> None:
        sheet = questions(made)
        bold = made.add_format({"bold": True})
        red = made.add_format({"font_color": "red", "italic": True})
        sheet.write_rich_string("B2", "Do you ", bold, "encrypt", " all ", red, "backups", "?")
        sheet.write_string("B3", "  spaces before\nand a second line  ")
        sheet.write_string("E2", "_x0041_ is no letter")

    return book(fill)
