"""Incident register, response plan, exercise and a notice to customers."""

from corpus.sample.make.common import (
    csv_text,
    docx_table,
    new_docx,
    save_docx,
    write_mail,
    write_pdf,
    write_text,
)


def build() -> None:
    """Write the incident evidence."""
    _register()
    _plan()
    _tabletop()
    _notice()


def _register() -> None:
    rows = [
        (
            "Security and availability incidents. Source: Jira project INC; filter created 2026-01-01 to 2026-06-30; run 2026-07-02 10:40; rows: 2",
        ),
        (
            "Incident",
            "Title",
            "Severity",
            "Detected",
            "Contained",
            "Resolved",
            "Customer data affected",
            "Root cause",
            "Customers notified",
            "Commander",
        ),
        (
            "INC-2026-003",
            "API and web sign-in down for 18 minutes",
            "SEV-2",
            "2026-02-19 14:06 UTC",
            "2026-02-19 14:24 UTC",
            "2026-02-19 18:30 UTC",
            "no",
            "Expired certificate of an internal service",
            "status page 2026-02-19 14:15 UTC",
            "Marcus Thiele",
        ),
        (
            "INC-2026-007",
            "Export notification sent to a user of another tenant",
            "SEV-2",
            "2026-04-11 08:52 UTC",
            "2026-04-11 10:15 UTC",
            "2026-04-12 16:40 UTC",
            "yes, one file name and one e-mail address",
            "Cache key without tenant number",
            "e-mail 2026-04-13 01:50 UTC",
            "Priya Vellore",
        ),
    ]
    write_text("incidents/incident-register-2026H1.csv", csv_text(rows))


def _plan() -> None:
    write_pdf(
        "incidents/incident-response-plan.pdf",
        "Incident Response Plan",
        [
            "Larkfield Ledger, Inc. Version 3.1. Approved by Priya Vellore, Head of Security, on 2026-01-22. Next review 2027-01-22.",
            "# 1. Purpose",
            "This plan says how security and availability incidents are found, judged, contained, solved and learned from.",
            "# 2. Roles",
            "The incident commander leads. The scribe keeps the timeline. The General Counsel decides on notices to customers and authorities.",
            "# 3. Severity",
            [
                ("Level", "Meaning", "First action within"),
                ("SEV-1", "Customer data lost or exposed, or service down for all", "15 minutes"),
                (
                    "SEV-2",
                    "Limited exposure of customer data, or service down for some",
                    "30 minutes",
                ),
                ("SEV-3", "No customer effect", "1 business day"),
            ],
            "Every event is judged for its effect on personal and confidential data, and the judgment is written into the incident ticket.",
            "# 4. Steps",
            "Detect and report, triage, contain, remove the cause, recover, review. Evidence is copied before systems are rebuilt.",
            "# 5. Notices",
            "Customers whose data is touched are told within 72 hours after the company becomes aware of the incident.",
            "# 6. Recovery",
            "Service is restored from the pipeline or from backups; the commander confirms monitoring is quiet for two hours before closing.",
            "# 7. After the incident",
            "A review is held within five business days for SEV-1 and SEV-2. Its actions become tickets with an owner and a date.",
            "# 8. Exercise",
            "The plan is exercised at least once a year.",
        ],
    )


def _tabletop() -> None:
    document = new_docx(
        "Tabletop exercise: stolen deploy token", "Larkfield Ledger, Inc. - Security - Internal"
    )
    document.add_paragraph(
        "Date of the exercise: 2026-05-14, 13:00 to 14:45 UTC. Facilitator: Priya Vellore, Head of Security."
    )
    document.add_heading("Participants", 1)
    document.add_paragraph(
        "Desmond Okoye-Hale, Marcus Thiele, Joanna Creed, Callum Reyes-Burke, Tomas Lindqvist, Wen Aoki."
    )
    document.add_heading("Scenario", 1)
    document.add_paragraph(
        "A deploy token appears in a public paste. An unknown person starts a pipeline run and reads an export bucket."
    )
    document.add_heading("What we saw", 1)
    for line in (
        "The token was revoked eleven minutes after the start.",
        "Nobody knew who may call the cloud provider's support at night.",
    ):
        document.add_paragraph(line, style="List Bullet")
    document.add_heading("Actions", 1)
    docx_table(
        document,
        [
            ("Action", "Owner", "Due", "Status"),
            (
                "Write the support contact into the plan (SEC-418)",
                "Tomas Lindqvist",
                "2026-05-29",
                "done 2026-05-21",
            ),
            (
                "Shorten deploy tokens to one hour (SEC-419)",
                "Sade Afolabi",
                "2026-06-30",
                "done 2026-06-17",
            ),
        ],
    )
    save_docx(document, "incidents/tabletop-exercise-2026-05-14.docx")


def _notice() -> None:
    notice = (
        "Incident notice INC-2026-007\n\nOn 2026-04-11 a notification about an export was sent to a user of another customer.\n"
        "It showed one file name. The file could not be opened without a sign-in.\nWe corrected the fault on 2026-04-12.\n"
        "Contact: security@larkfield.example.com\n"
    )
    write_mail(
        "incidents/customer-notice-INC-2026-007.eml",
        {
            "From": "Joanna Creed <joanna.creed@larkfield.example.com>",
            "To": "privacy@tidewater-joinery.example.org",
            "Date": "Mon, 13 Apr 2026 01:50:00 +0000",
            "Subject": "Notice of a security incident, INC-2026-007",
            "Message-ID": "<inc-2026-007@larkfield.example.com>",
        },
        "Dear customer Tidewater Joinery,\n\n"
        "we inform you under section 4 of our Terms of Service about an incident that touched your data.\n"
        "Details are in the attached notice. This message is sent 41 hours after we became aware.\n\n"
        "Joanna Creed\nGeneral Counsel, Larkfield Ledger, Inc.\n",
        ("notice-INC-2026-007.txt", notice),
    )
