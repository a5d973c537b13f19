"""Risk register, asset list and the scanned board minutes."""

import random
import time
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from corpus.sample.make.common import csv_text, target, workbook, write_text

SERIF = "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"
MINUTES = """LARKFIELD LEDGER, INC.
Minutes of the meeting of the Board of Directors

Date: 22 April 2026, 10:00 to 11:40, Portland office
Present: Imogen Tarrant (chair), Beatrix Holloway,
Anselm Rourke (independent director)
In attendance: Priya Vellore, Joanna Creed (minutes)

1. Minutes of the last meeting
The minutes were approved without change.

2. Security and risk report
Priya Vellore presented the security report for the first
quarter of 2026: results of the risk assessment, open
findings of the vulnerability scans, the outage of 19
February and the incident INC-2026-007 of 11 April.
The board asked for two-tenant test data by the end of May.

3. Move to Fargate
Marcus Thiele's written report on the move of 8 March 2026
was noted. The risk of the move had been assessed on
2 March 2026 and no open item remains.

4. Decisions
The board approved the risk treatment plan for 2026.
The board approved a budget for a penetration test.

Signed: Imogen Tarrant, chair          22 April 2026
"""
RISKS = (
    (
        "R-01",
        "A leaver keeps access to production",
        3,
        4,
        "Access removal within 24 hours, quarterly review",
        "Tomas Lindqvist",
        "2026-09-30",
        "open",
    ),
    (
        "R-02",
        "Data of one tenant is shown to another",
        2,
        5,
        "Tenant number in every key, two-tenant tests",
        "Desmond Okoye-Hale",
        "2026-06-30",
        "closed",
    ),
    (
        "R-03",
        "Loss of region us-east-1",
        1,
        5,
        "Backup copies in us-west-2, failover exercise",
        "Marcus Thiele",
        "2026-10-31",
        "open",
    ),
    (
        "R-04",
        "Mail provider is breached",
        2,
        3,
        "Yearly vendor review, short mail content",
        "Priya Vellore",
        "2026-08-31",
        "open",
    ),
    (
        "R-05",
        "Fraud: an engineer sells customer data",
        1,
        5,
        "Two-person change, alert on bulk export",
        "Priya Vellore",
        "2026-09-30",
        "open",
    ),
    (
        "R-06",
        "Fraud: false vendor invoice is paid",
        2,
        2,
        "Two approvals above 5,000 US dollars",
        "Joanna Creed",
        "2026-07-31",
        "open",
    ),
    (
        "R-07",
        "Change: move to Fargate opens new paths (assessed 2026-03-02)",
        2,
        4,
        "Security group review before the move",
        "Marcus Thiele",
        "2026-03-06",
        "closed",
    ),
)


def build() -> None:
    """Write the governance evidence."""
    _risks()
    _assets()
    _minutes()


def _risks() -> None:
    book = workbook("governance/risk-assessment-2026.xlsx", "Risk assessment 2026")
    bold = book.add_format({"bold": True})
    about = book.add_worksheet("About")
    about.write_column(
        "A1",
        [
            "Risk assessment 2026, Larkfield Ledger, Inc.",
            "Workshop held 2026-02-17, 09:00 to 12:00",
            "Participants: Imogen Tarrant, Desmond Okoye-Hale, Priya Vellore, Joanna Creed, Marcus Thiele",
            "Scope: Larkfield Close, Larkfield API, corporate systems and critical vendors",
            "Scale: likelihood 1 to 5, impact 1 to 5; a score of 10 or more needs a treatment",
            "Approved by Imogen Tarrant, Chief Executive Officer, 2026-02-26; register last updated 2026-06-15",
        ],
    )
    _risk_sheet(book.add_worksheet("Register"), bold)
    book.close()


def _risk_sheet(sheet: Any, bold: Any) -> None:
    sheet.write_row(
        "A1",
        ["ID", "Risk", "Likelihood", "Impact", "Score", "Treatment", "Owner", "Due", "Status"],
        bold,
    )
    for i, (rid, risk, likely, impact, *rest) in enumerate(RISKS):
        sheet.write_row(i + 1, 0, [rid, risk, likely, impact])
        sheet.write_formula(i + 1, 4, f"=C{i + 2}*D{i + 2}", value=likely * impact)
        sheet.write_row(i + 1, 5, rest)
    sheet.write(len(RISKS) + 2, 0, "Highest score")
    sheet.write_formula(
        len(RISKS) + 2, 4, f"=MAX(E2:E{len(RISKS) + 1})", value=max(r[2] * r[3] for r in RISKS)
    )
    sheet.set_column("B:B", 46)


def _assets() -> None:
    rows = [
        (
            "Asset inventory; source: AWS Config, GitHub, SentryLeaf; last reconciled 2026-06-26 by Tomas Lindqvist; rows: 10",
        ),
        ("Asset", "Type", "Owner", "Location", "Classification", "Environment"),
        (
            "prod-ledger",
            "RDS PostgreSQL",
            "Platform Engineering",
            "us-east-1",
            "Confidential",
            "production",
        ),
        (
            "prod-exports",
            "S3 bucket",
            "Platform Engineering",
            "us-east-1",
            "Confidential",
            "production",
        ),
        (
            "prod-vault-copy",
            "AWS Backup vault",
            "Platform Engineering",
            "us-west-2",
            "Confidential",
            "production",
        ),
        ("close-web", "ECS service", "Platform Engineering", "us-east-1", "Internal", "production"),
        (
            "close-worker",
            "ECS service",
            "Platform Engineering",
            "us-east-1",
            "Internal",
            "production",
        ),
        (
            "larkfield-api",
            "ECS service",
            "Platform Engineering",
            "us-east-1",
            "Internal",
            "production",
        ),
        (
            "larkfield/close",
            "GitHub repository",
            "Product Engineering",
            "GitHub",
            "Confidential",
            "all",
        ),
        ("prod secrets", "Secrets Manager", "Security", "us-east-1", "Restricted", "production"),
        ("51 laptops", "Endpoint", "IT", "Portland and remote", "Internal", "corporate"),
        ("Okta organization", "Software as a service", "IT", "Okta", "Restricted", "corporate"),
    ]
    write_text("governance/asset-inventory-2026-06.csv", csv_text(rows))


def _minutes() -> None:
    page = Image.new("L", (1240, 1754), 250)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(SERIF, 31)
    for i, line in enumerate(MINUTES.splitlines()):
        draw.text((150, 150 + i * 45), line, fill=35, font=font)
    page = page.rotate(0.4, fillcolor=250, resample=Image.Resampling.BICUBIC).filter(
        ImageFilter.GaussianBlur(0.6)
    )
    _speckle(page)
    when = time.struct_time((2026, 4, 24, 8, 30, 0, 4, 114, 0))
    page.save(
        target("governance/board-minutes-2026-04-22-scan.pdf"),
        resolution=150,
        quality=45,
        creationDate=when,
        modDate=when,
        title="Scan_0424",
        producer="",
    )


def _speckle(page: Image.Image) -> None:
    dice = random.Random(20260422)
    for _ in range(350):
        page.putpixel(
            (dice.randrange(page.width), dice.randrange(page.height)), dice.randrange(120, 200)
        )
