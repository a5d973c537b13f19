"""A customer's security questionnaire: two sheets of questions, an instruction sheet, our places in it.

The customer, Brightwater Cooperative, is invented. What the tool should answer stands in `truth.yaml`.
"""

from pathlib import Path

import xlsxwriter

from corpus.sample.make.common import STAMP

QUESTIONNAIRES = Path(__file__).resolve().parent.parent / "questionnaires"
HEAD = ("Ref", "Question", "Response", "Comments", "Supporting evidence", "Analyst rating")
CHOICES = ["Yes", "No", "Partially", "Not applicable"]

SECURITY: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Access control",
        (
            ("AC-1", "Is multi-factor authentication required for all staff?"),
            ("AC-2", "How soon after the last working day is a leaver's access removed?"),
            ("AC-3", "Do you review user access to production at least every quarter?"),
            ("AC-4", "Do you have a documented access control policy?"),
        ),
    ),
    (
        "Change and vulnerability management",
        (
            ("CV-1", "Is every production change reviewed by a second engineer before merge?"),
            ("CV-2", "How often are hosts and public endpoints scanned for vulnerabilities?"),
            ("CV-3", "Within how many days are critical vulnerabilities fixed?"),
            ("CV-4", "Has an independent firm performed a penetration test in the last 12 months?"),
        ),
    ),
    (
        "Logging and incidents",
        (
            ("LI-1", "For how long are logs kept?"),
            (
                "LI-2",
                "Within what time are customers told about an incident that touches their data?",
            ),
            ("LI-3", "Do you have an incident response plan?"),
        ),
    ),
    (
        "Continuity",
        (
            ("BC-1", "In which cloud region does production run, and where are backups kept?"),
            ("BC-2", "Was a restore of the production database tested in the last 12 months?"),
            ("BC-3", "What is the recovery time objective of the service?"),
            ("BC-4", "What availability do you commit to per calendar month?"),
        ),
    ),
    (
        "Assurance",
        (
            ("AS-1", "Do you carry cyber liability insurance, and what is the coverage limit?"),
            ("AS-2", "Do you run a public bug bounty program?"),
            ("AS-3", "Are you PCI DSS certified as a Level 1 service provider?"),
        ),
    ),
)
DATA: tuple[tuple[str, str], ...] = (
    ("DP-1", "Is customer data encrypted at rest?"),
    ("DP-2", "Which TLS version protects data in transit?"),
    ("DP-3", "Within how many days after termination is customer data deleted?"),
    ("DP-4", "Do you use customer data to train artificial intelligence models?"),
    ("DP-5", "Do you have a data processing agreement with customers?"),
)


def build() -> None:
    """Write the workbook with fixed properties, so that the bytes stay the same."""
    QUESTIONNAIRES.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(QUESTIONNAIRES / "brightwater-security-questionnaire.xlsx"))
    book.set_properties({"title": "Vendor security questionnaire", "created": STAMP})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "white"}),
        "band": book.add_format({"bold": True, "bg_color": "#D9E2EC"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top", "border": 1}),
    }
    _instructions(book, formats)
    _security(book, formats)
    _data(book, formats)
    book.close()


def _instructions(book: xlsxwriter.Workbook, formats: dict[str, object]) -> None:
    sheet = book.add_worksheet("Instructions")
    sheet.write(0, 0, "Brightwater Cooperative - vendor security questionnaire", formats["title"])
    sheet.write(2, 0, "Choose one response a row and explain it in at most 60 words.")
    sheet.write(3, 0, "The analyst rating is filled in by Brightwater.")
    sheet.set_column(0, 0, 90)


def _security(book: xlsxwriter.Workbook, formats: dict[str, object]) -> None:
    sheet = book.add_worksheet("Security")
    sheet.merge_range(0, 0, 0, 5, "Security", formats["title"])
    _heads(sheet, 2, formats)
    row = 3
    for section, questions in SECURITY:
        sheet.merge_range(row, 0, row, 5, section, formats["band"])
        row += 1
        for reference, question in questions:
            _question(sheet, row, reference, question, formats)
            row += 1
    sheet.data_validation(3, 2, row - 1, 2, {"validate": "list", "source": CHOICES})
    sheet.conditional_format(
        3,
        2,
        row - 1,
        2,
        {"type": "cell", "criteria": "==", "value": '"No"', "format": formats["band"]},
    )
    sheet.freeze_panes(3, 2)


def _data(book: xlsxwriter.Workbook, formats: dict[str, object]) -> None:
    sheet = book.add_worksheet("Data protection")
    _heads(sheet, 0, formats)
    for row, (reference, question) in enumerate(DATA, 1):
        _question(sheet, row, reference, question, formats)
    sheet.data_validation(1, 2, len(DATA), 2, {"validate": "list", "source": CHOICES})


def _heads(sheet: xlsxwriter.worksheet.Worksheet, row: int, formats: dict[str, object]) -> None:
    for column, (name, width) in enumerate(zip(HEAD, (8, 60, 16, 60, 44, 14), strict=True)):
        sheet.write(row, column, name, formats["head"])
        sheet.set_column(column, column, width)


def _question(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    reference: str,
    question: str,
    formats: dict[str, object],
) -> None:
    sheet.write(row, 0, reference, formats["wrap"])
    sheet.write(row, 1, question, formats["wrap"])
    for column in (2, 3, 4, 5):
        sheet.write_blank(row, column, None, formats["wrap"])
