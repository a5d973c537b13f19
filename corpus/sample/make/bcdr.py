"""Backup jobs and the continuity plan whose template was never filled in."""

from datetime import date, timedelta

from corpus.sample.make.common import csv_text, docx_table, new_docx, save_docx, write_text


def build() -> None:
    """Write the continuity evidence."""
    _jobs()
    _plan()


def _jobs() -> None:
    rows: list[tuple[str, ...]] = []
    for i in range(181):
        day = date(2026, 1, 1) + timedelta(days=i)
        failed = day == date(2026, 4, 10)
        rows.append(
            (
                f"bkp-{7000 + i}",
                "prod-ledger",
                "RDS",
                str(day),
                "FAILED" if failed else "COMPLETED",
                f"{18 + i % 7}",
                "us-west-2",
                "vault lock time-out" if failed else "",
            )
        )
        if failed:
            rows.append(
                (
                    f"bkp-{7000 + i}r",
                    "prod-ledger",
                    "RDS",
                    str(day + timedelta(days=1)),
                    "COMPLETED",
                    "21",
                    "us-west-2",
                    "rerun, ticket OPS-1140",
                )
            )
    head = [
        (
            "# AWS Backup, account larkfield-production, plan prod-daily; job report exported 2026-07-01 08:00 UTC",
        ),
        (f"# Filter: all jobs started from 2026-01-01 to 2026-06-30; rows: {len(rows)}",),
        ("job_id", "resource", "type", "started", "state", "minutes", "copied_to", "note"),
    ]
    write_text("bcdr/backup-jobs-2026H1.csv", csv_text([*head, *rows]))


def _plan() -> None:
    document = new_docx(
        "Business Continuity and Disaster Recovery Plan",
        "{{company_name}} - Business Continuity - Confidential",
    )
    document.add_paragraph(
        "Version 1.0. Approved by Desmond Okoye-Hale, Chief Technology Officer, on 2026-03-30. Next review 2027-03-30."
    )
    document.add_heading("1. Scope", 1)
    document.add_paragraph(
        "This plan covers the services that {{company_name}} offers to customers and the office work behind them."
    )
    document.add_heading("2. Roles", 1)
    document.add_paragraph(
        "The Chief Technology Officer declares a disaster. The Director of Platform Engineering leads the recovery."
    )
    document.add_paragraph("If the office cannot be used, staff move to [insert alternate site].")
    document.add_heading("3. Recovery targets", 1)
    docx_table(
        document,
        [
            ("Service", "Recovery time objective", "Recovery point objective"),
            ("Larkfield Close", "<enter RTO here>", "<enter RPO here>"),
            ("Larkfield API", "<enter RTO here>", "<enter RPO here>"),
        ],
    )
    document.add_heading("4. Recovery steps", 1)
    for step in (
        "Name a recovery lead and open a call.",
        "Rebuild the network and containers from infrastructure code.",
        "Restore the database from the newest backup copy.",
        "Run the smoke tests and tell customers on the status page.",
    ):
        document.add_paragraph(step, style="List Number")
    document.add_heading("5. Contact list", 1)
    document.add_paragraph("TODO: add phone numbers of the recovery team.")
    save_docx(document, "bcdr/business-continuity-plan.docx")
