"""The population of production changes and one emergency change."""

from corpus.sample.make.common import csv_text, write_mail, write_text

AUTHORS = (
    "wen.aoki",
    "sade.afolabi",
    "ruben.castellane",
    "basil.ostrander",
    "anouk.marlowe",
    "edmund.rusk",
)
TOPICS = (
    "Speed up the balance import",
    "Fix rounding in the variance report",
    "Raise the task memory of the worker",
    "Add an index to journal lines",
    "Update the base image",
    "New column in the sign-off list",
    "Rotate the signing certificate",
    "Tighten the content security policy",
    "Retry failed export mails",
    "Upgrade the web framework",
)


def build() -> None:
    """Write the change evidence."""
    _pull_requests()
    _emergency()


def _pull_requests() -> None:
    rows = [_pull_request(i) for i in range(48)]
    head = [
        (
            "# Source: GitHub, repositories larkfield/close, larkfield/api, larkfield/infrastructure",
        ),
        ("# Query: is:pr is:merged base:main merged:2026-01-01..2026-06-30",),
        (f"# Run: 2026-07-02 11:20 UTC by tomas.lindqvist; rows: {len(rows)}",),
        (
            "number",
            "repository",
            "title",
            "author",
            "approved_by",
            "checks",
            "approved_at",
            "merged_at",
            "ticket",
        ),
    ]
    write_text("changes/merged-pull-requests-2026H1.csv", csv_text([*head, *rows]))


def _pull_request(i: int) -> tuple[str, ...]:
    author, reviewer = AUTHORS[i % 6], AUTHORS[(i * 5 + 1) % 6]
    if i == 29:
        author = reviewer = "marcus.thiele"
    elif reviewer == author:
        reviewer = "marcus.thiele"
    day = f"2026-{1 + i // 8:02}-{2 + (i % 8) * 3:02}"
    repository = ("larkfield/close", "larkfield/api", "larkfield/infrastructure")[i % 3]
    title = TOPICS[i % len(TOPICS)]
    return (
        f"#{812 + i * 3}",
        repository,
        title,
        author,
        reviewer,
        "success",
        f"{day}T09:{10 + i}:00Z",
        f"{day}T10:{10 + i}:00Z",
        f"CLOSE-{2104 + i * 5}",
    )


def _emergency() -> None:
    write_mail(
        "tickets/emergency-change-CLOSE-2236.eml",
        {
            "From": "Marcus Thiele <marcus.thiele@larkfield.example.com>",
            "To": "Platform Engineering <platform@larkfield.example.com>",
            "Cc": "Tomas Lindqvist <tomas.lindqvist@larkfield.example.com>",
            "Date": "Thu, 12 Mar 2026 15:32:00 +0000",
            "Subject": "Emergency change CLOSE-2236: review after deployment",
            "Message-ID": "<close-2236@larkfield.example.com>",
        },
        "Hello all,\n\n"
        "the emergency change CLOSE-2236 of 2026-03-11 raised the connection limit of the ledger database after the move to Fargate.\n"
        "Reason: sign-ins failed for some users because no database connection was free.\n"
        "Author: Wen Aoki. Approved as an emergency by Desmond Okoye-Hale at 2026-03-11 21:04 UTC.\n"
        "Deployed: 2026-03-11 21:17 UTC. Tests in the pipeline succeeded.\n\n"
        "I reviewed the change on 2026-03-12 and found nothing to correct. A normal pull request with an alarm follows.\n\n"
        "Marcus Thiele\nDirector of Platform Engineering\n",
    )
