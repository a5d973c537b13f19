"""The library as a table for a spreadsheet; no cell becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from assistant.answers import LibraryAnswer
from assistant.export.places import of_citation
from assistant.export.workbook import safe
from assistant.library.standing import StaleReason
from assistant.questionnaires.write.annex import VERDICTS

Form = Literal["csv", "xlsx"]
Rows = Sequence[tuple[LibraryAnswer, Sequence[StaleReason]]]
HEAD = (
    ("Id", 14), ("Version", 8), ("Status", 12), ("Question", 50), ("Verdict", 16), ("Answer", 60),
    ("Owner", 20), ("Approved on", 12), ("Review by", 12), ("Sensitivity", 12), ("Product", 16),
    ("Sources", 50), ("Sent in", 40), ("Why it does not stand", 50),
)  # fmt: skip


def written(rows: Rows, form: Form) -> bytes:
    """The table's bytes: CSV as UTF-8 with a mark, or a workbook."""
    return _csv(rows) if form == "csv" else _xlsx(rows)


def _csv(rows: Rows) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([name for name, _ in HEAD])
    writer.writerows(_cells(rows))
    return text.getvalue().encode("utf-8-sig")


def _xlsx(rows: Rows) -> bytes:
    import xlsxwriter

    packed = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(packed, options) as book:
        sheet = book.add_worksheet("Library")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for column, (name, width) in enumerate(HEAD):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, bold)
        for number, cells in enumerate(_cells(rows), 1):
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell, wrapped)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(HEAD) - 1)
    return packed.getvalue()


def _cells(rows: Rows) -> Iterator[list[str]]:
    for answer, reasons in rows:
        yield [safe(cell) for cell in _of(answer, reasons)]


def _of(answer: LibraryAnswer, reasons: Iterable[StaleReason]) -> tuple[str, ...]:
    return (
        answer.id,
        str(answer.version),
        "proposed or imported" if answer.status == "imported" else answer.status,
        answer.question,
        VERDICTS[answer.verdict],
        answer.text,
        answer.owner,
        "" if answer.status == "imported" else answer.approved_on.isoformat(),
        answer.review_on.isoformat(),
        answer.sensitivity,
        answer.product,
        "; ".join(f"[{n}] {of_citation(c)}" for n, c in enumerate(answer.citations, 1)),
        "; ".join(answer.sent_in),
        "; ".join(r.detail for r in reasons),
    )
