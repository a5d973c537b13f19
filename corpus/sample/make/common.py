"""Helpers that keep the output of every writer the same from run to run."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import xlsxwriter
from docx import Document
from docx.document import Document as Docx
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

EVIDENCE = Path(__file__).resolve().parent.parent / "evidence"
COMPANY = "Larkfield Ledger, Inc."
STAMP = datetime(2026, 7, 2, 9, 0, 0)
ZIP_DATE = (2026, 7, 2, 9, 0, 0)

Cell = str | int | float
Row = Sequence[Cell]


def target(path: str) -> Path:
    """The place of an evidence file, its folder made."""
    place = EVIDENCE / path
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def write_text(path: str, text: str, encoding: str = "utf-8") -> None:
    """Write text with line feeds on every platform."""
    target(path).write_bytes(text.encode(encoding))


def write_json(path: str, value: Any) -> None:
    """Write indented JSON."""
    write_text(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def csv_text(rows: Iterable[Row], delimiter: str = ",") -> str:
    """Rows as CSV text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def write_zip(path: str, members: dict[str, bytes]) -> None:
    """Write an archive whose members carry one fixed time."""
    with zipfile.ZipFile(target(path), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, ZIP_DATE), content, zipfile.ZIP_DEFLATED)


def workbook(path: str, title: str) -> xlsxwriter.Workbook:
    """A new workbook with fixed properties."""
    book = xlsxwriter.Workbook(str(target(path)))
    book.set_properties({"title": title, "author": "Larkfield Ledger", "created": STAMP})
    return book


def new_docx(title: str, header: str) -> Docx:
    """A new Word file with a page header and fixed properties."""
    document = Document()
    props = document.core_properties
    props.title, props.author, props.last_modified_by = (
        title,
        "Larkfield Ledger",
        "Larkfield Ledger",
    )
    props.created = props.modified = STAMP
    document.sections[0].header.paragraphs[0].text = header
    document.add_heading(title, 0)
    return document


def docx_table(document: Docx, rows: Sequence[Row]) -> None:
    """Append a table whose first row is the head."""
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = str(value)


def save_docx(document: Docx, path: str) -> None:
    """Save with fixed member times."""
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as made:
        write_zip(path, {name: made.read(name) for name in made.namelist()})


def write_pdf(path: str, title: str, blocks: Sequence[str | Sequence[Row]]) -> None:
    """Write a text PDF; '# ' starts a heading, a list of rows becomes a table."""
    template = SimpleDocTemplate(str(target(path)), title=title, author=COMPANY, invariant=1)
    styles = getSampleStyleSheet()
    flow: list[Flowable] = [Paragraph(title, styles["Title"])]
    for block in blocks:
        flow += [_pdf_block(block, styles), Spacer(1, 6)]
    template.build(flow)


def _pdf_block(block: str | Sequence[Row], styles: Any) -> Flowable:
    if isinstance(block, str):
        heading = block.startswith("# ")
        return Paragraph(block.removeprefix("# "), styles["Heading2" if heading else "BodyText"])
    cells = [[Paragraph(str(value), styles["BodyText"]) for value in row] for row in block]
    grid = TableStyle(
        [("GRID", (0, 0), (-1, -1), 0.5, "#888888"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    )
    return Table(cells, style=grid)


def write_mail(
    path: str, headers: dict[str, str], body: str, attachment: tuple[str, str] | None = None
) -> None:
    """Write a message, with a text attachment where one is given."""
    message = EmailMessage(policy=SMTP)
    for name, value in headers.items():
        message[name] = value
    message.set_content(body)
    if attachment:
        message.add_attachment(attachment[1], filename=attachment[0])
        message.set_boundary("larkfield-sample-boundary")
    target(path).write_bytes(message.as_bytes())
