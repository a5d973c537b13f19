"""The vendor register."""

from typing import Any

from corpus.sample.make.common import workbook

HEAD = (
    "Vendor",
    "Service",
    "Tier",
    "Data handled",
    "Owner",
    "Report",
    "Report period end",
    "Last review",
    "Next review",
    "Months since review",
)
ROWS = (
    (
        "Amazon Web Services",
        "Hosting and backup",
        "Critical",
        "Customer data",
        "Marcus Thiele",
        "SOC 2 Type II",
        "2026-03-31",
        "2026-05-19",
        "2027-05-31",
        1,
    ),
    (
        "Postbell Mail",
        "Notification e-mails",
        "Critical",
        "Names, e-mail addresses",
        "Callum Reyes-Burke",
        "SOC 2 Type II",
        "2023-12-31",
        "2024-03-06",
        "2025-03-06",
        27,
    ),
    (
        "Okta",
        "Identity provider",
        "Critical",
        "Staff accounts",
        "Tomas Lindqvist",
        "SOC 2 Type II",
        "2026-01-31",
        "2026-04-22",
        "2027-04-22",
        2,
    ),
    (
        "GitHub",
        "Source code and pipelines",
        "High",
        "Source code",
        "Marcus Thiele",
        "SOC 2 Type II",
        "2025-09-30",
        "2026-01-28",
        "2027-01-28",
        5,
    ),
    (
        "Parchment Analytics",
        "Usage reports",
        "Medium",
        "Usage counts",
        "Freya Aldous",
        "none",
        "",
        "2026-04-27",
        "2027-04-27",
        2,
    ),
    (
        "PeopleDesk",
        "HR system",
        "High",
        "Staff records",
        "Halina Brzoza",
        "SOC 2 Type II",
        "2025-12-31",
        "2026-03-17",
        "2027-03-17",
        3,
    ),
)


def build() -> None:
    """Write the register."""
    book = workbook("vendors/vendor-register-2026.xlsx", "Vendor register")
    sheet, bold = book.add_worksheet("Register"), book.add_format({"bold": True, "border": 1})
    sheet.merge_range(
        "A1:J1",
        "Vendor register - owner: Priya Vellore - source: purchase ledger and single sign-on list - run 2026-06-30 - 6 vendors",
        bold,
    )
    sheet.write_row("A3", HEAD, bold)
    for i, row in enumerate(ROWS):
        _row(sheet, i + 3, row)
    sheet.write("A11", "Vendors with a review older than twelve months")
    sheet.write_formula("B11", '=COUNTIF(J4:J9,">12")', value=1)
    sheet.set_column("A:J", 20)
    _rules(book.add_worksheet("Rules"))
    book.close()


def _row(sheet: Any, index: int, row: tuple[str | int, ...]) -> None:
    sheet.write_row(index, 0, row[:-1])
    sheet.write_formula(
        index, 9, f'=DATEDIF(DATEVALUE(H{index + 1}),DATE(2026,6,30),"m")', value=row[-1]
    )


def _rules(sheet: Any) -> None:
    sheet.write_column(
        "A1",
        [
            "Critical and high vendors are reviewed once a year against their SOC report, including exceptions and customer duties.",
            "Medium vendors answer a short questionnaire before they are used and every two years.",
            "A vendor that leaves has its access removed and confirms deletion of our data.",
            "Rules approved by Priya Vellore on 2026-01-30.",
        ],
    )
