"""`readiness.xlsx`: the run as sheets to filter, print and pass on.

Evidence is hostile: no cell is a formula or a link, whatever its text begins with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.export import sheets, words
from assistant.export.view import RunView, view_of
from assistant.model import MappingRun, Severity, Status

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_LINE, _TALLEST_ROW = 13.0, 240.0
"""Points of one line of text, and of the tallest row: a reader scrolls rather than loses the table."""
LONGEST_CELL = 32_000
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_STATUS_FILL: dict[Status, str] = {
    "met_indicated": "#DDEFE3",
    "carved_out": "#E4E9F2",
    "not_exercised": "#E4E9F2",
    "partial": "#FBF0D0",
    "insufficient": "#F0F0EE",
    "not_met_indicated": "#F7DCD8",
}
_SEVERITY_FILL: dict[Severity, str] = {
    "critical": "#F7DCD8",
    "high": "#FBE5DC",
    "medium": "#FBF0D0",
    "low": "#F0F0EE",
}
_FILL = {words.STATUS[name]: colour for name, colour in _STATUS_FILL.items()} | {
    words.SEVERITY[name]: colour for name, colour in _SEVERITY_FILL.items()
}


def write(run: MappingRun, path: Path) -> None:
    """Write the workbook. The same run gives the same bytes."""
    import xlsxwriter

    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    view = view_of(run)
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties(
            {
                "title": words.NOT_AN_OPINION,
                "subject": words.scope_line(run.run.scope),
                "comments": f"Run {run.run.id}",
                "created": run.run.finished_at.replace(tzinfo=None),
            }
        )
        into = _Sheets(book, run)
        into.summary(view)
        into.table("Matrix", sheets.MATRIX, (sheets.matrix_row(c) for c in view.criteria), colour=3)
        into.table("Gaps", sheets.GAPS, sheets.gap_rows(view), colour=3)
        into.table("Evidence", sheets.EVIDENCE, sheets.evidence_rows(view))
        into.table("Links", sheets.LINKS, sheets.link_rows(view))
        into.table("Skipped", sheets.SKIPPED, view.skipped)


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula, also after it is saved as CSV (OWASP)."""
    cut = text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
    return f"'{cut}" if cut.lstrip(" ").startswith(_DANGEROUS) else cut


def _height(row: Sequence[sheets.Cell], widths: Sequence[int]) -> float:
    """The height that shows a row's wrapped text, in points.

    Not every spreadsheet program sizes rows when it opens a file, so the height is written.
    """
    lines = max(
        sum(1 + len(line) // max(1, width - 1) for line in str(value or "").split("\n"))
        for value, width in zip(row, widths, strict=True)
    )
    return min(_TALLEST_ROW, 3 + _LINE * lines)


class _Sheets:
    """The sheets of one workbook, alike in head, print set-up and footer."""

    def __init__(self, book: Workbook, run: MappingRun) -> None:
        self._book = book
        self._scope = words.scope_line(run.run.scope)
        base = {"font_name": "Calibri", "font_size": 10, "valign": "top", "text_wrap": True}
        self._cell = book.add_format(base)
        self._head = book.add_format(
            base
            | {"bold": True, "font_color": "#FFFFFF", "bg_color": "#22384F", "valign": "vcenter"}
        )
        self._title = book.add_format({"font_name": "Calibri", "font_size": 16, "bold": True})
        self._bold = book.add_format(base | {"bold": True})
        self._tinted = {
            word: book.add_format(base | {"bg_color": colour}) for word, colour in _FILL.items()
        }

    def table(
        self,
        name: str,
        columns: Sequence[sheets.Column],
        rows: Iterable[Sequence[sheets.Cell]],
        *,
        colour: int | None = None,
    ) -> None:
        """A filtered table with a frozen head; the cells of column `colour` are tinted."""
        sheet = self._sheet(name)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.head, self._head)
        sheet.set_row(0, 2 * _LINE + 4)
        last = 0
        widths = [column.width for column in columns]
        for last, row in enumerate(rows, start=1):
            sheet.set_row(last, _height(row, widths))
            for at, value in enumerate(row):
                tint = self._tinted.get(str(value)) if at == colour else None
                self._write(sheet, last, at, value, tint or self._cell)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        sheet.repeat_rows(0)

    def summary(self, view: RunView) -> None:
        """What the run says, in one sheet that prints on one page."""
        sheet = self._sheet("Summary")
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, words.NOT_AN_OPINION, self._title)
        sheet.set_row(0, 26)
        for at, (label, value) in enumerate(sheets.summary_rows(view), start=2):
            sheet.set_row(at, _height((label, value), (30, 90)))
            self._write(sheet, at, 0, label, self._bold)
            self._write(sheet, at, 1, value, self._cell)

    def _sheet(self, name: str) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.7)
        sheet.set_header(f"&L&9{words.NOT_AN_OPINION}&R&9{name}")
        sheet.set_footer(f"&L&9{words.NOT_AN_OPINION}&C&9{self._scope}&R&9Page &P of &N")
        sheet.hide_gridlines(2)
        return sheet

    @staticmethod
    def _write(sheet: Any, row: int, at: int, value: sheets.Cell, form: Any) -> None:
        if isinstance(value, int | float):
            sheet.write_number(row, at, value, form)
        else:
            sheet.write_string(row, at, safe(value or ""), form)
