"""The annex as a workbook of its own: one filtered sheet, one row a quote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from datetime import datetime
from pathlib import Path

from assistant.answers import Answer
from assistant.export.workbook import safe
from assistant.questionnaires.write.annex import HEADS, rows
from assistant.questionnaires.write.letters import legal
from assistant.questions import Questionnaire

_LINE, _TALLEST_ROW = 13.0, 200.0
"""Points of one line of text, and of the tallest row."""
_MADE = datetime(2000, 1, 1)
"""The date in the file's properties; a fixed one, so that the same answers give the same bytes."""


def write(questionnaire: Questionnaire, answers: Mapping[str, Answer], path: Path) -> None:
    """Write the sheet. Every text is written as text, whatever it begins with."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": f"Annex to {questionnaire.name}", "created": _MADE})
        base = {"font_name": "Calibri", "font_size": 10, "valign": "top", "text_wrap": True}
        plain, head = book.add_format(base), book.add_format(base | {"bold": True})
        sheet = book.add_worksheet("Annex")
        for at, (name, width) in enumerate(HEADS):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, name, head)
        last = 0
        for last, row in enumerate(rows(questionnaire, answers), start=1):
            values = astuple(row)
            sheet.set_row(last, _height(values))
            for at, value in enumerate(values):
                if isinstance(value, float):
                    sheet.write_number(last, at, value, plain)
                elif value:
                    sheet.write_string(last, at, safe(legal(value)), plain)
                else:
                    sheet.write_blank(last, at, None, plain)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(last, 1), len(HEADS) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)


def _height(values: tuple[object, ...]) -> float:
    """The height that shows a row's wrapped text, in points; not every program sizes rows itself."""
    widths = (width for _, width in HEADS)
    lines = max(
        sum(1 + len(line) // max(1, width - 1) for line in str(value or "").split("\n"))
        for value, width in zip(values, widths, strict=True)
    )
    return min(_TALLEST_ROW, 3 + _LINE * lines)
