"""Exports of the identity provider and the quarterly access reviews."""

from typing import Any

from corpus.sample.make.common import csv_text, workbook, write_json, write_text
from corpus.sample.make.people import LEAVERS, staff

EXEMPT = ("imogen.tarrant", "callum.reyes-burke", "freya.aldous")


def build() -> None:
    """Write the access evidence."""
    _users()
    _mfa_policy()
    _staging()
    _review_q1()
    _review_q2()


def _users() -> None:
    active = [
        _user(
            p.name, p.login, "ACTIVE", "", f"2026-0{6 + i % 2}-{1 + i % 2:02}T08:{10 + i % 50}:00Z"
        )
        for i, p in enumerate(staff())
    ]
    left = [_leaver(name, disabled) for name, _, _, disabled in LEAVERS]
    services = [
        _user("Service Deploy", "svc-deploy@larkfield.example.com", "ACTIVE", "", ""),
        _user("Service Backup", "svc-backup@larkfield.example.com", "ACTIVE", "", ""),
    ]
    users = sorted(active + left + services, key=lambda user: str(user["login"]))
    write_json(
        "access/idp-users-export.json",
        {
            "source": "Okta, organization larkfield, production",
            "query": "all users, any status",
            "exportedAt": "2026-07-02T10:05:00Z",
            "exportedBy": "tomas.lindqvist@larkfield.example.com",
            "count": len(users),
            "users": users,
        },
    )


def _leaver(name: str, disabled: str) -> dict[str, Any]:
    login = name.lower().replace(" ", ".") + "@larkfield.example.com"
    if disabled:
        return _user(name, login, "DEPROVISIONED", disabled, "")
    return _user(name, login, "ACTIVE", "", "2026-02-12T16:20:00Z")


def _user(name: str, login: str, status: str, changed: str, seen: str) -> dict[str, Any]:
    return {
        "displayName": name,
        "login": login,
        "status": status,
        "deactivatedAt": changed or None,
        "lastLogin": seen or None,
    }


def _mfa_policy() -> None:
    write_json(
        "access/idp-mfa-policy.json",
        {
            "source": "Okta, organization larkfield, production",
            "exportedAt": "2026-06-24T13:40:00Z",
            "policy": {
                "name": "Authentication policy for all applications",
                "status": "ACTIVE",
                "lastUpdated": "2025-11-04T09:00:00Z",
            },
            "rules": [
                {
                    "priority": 1,
                    "name": "Exemption",
                    "groups": ["mfa-exempt"],
                    "multiFactorRequired": False,
                    "members": [f"{name}@larkfield.example.com" for name in EXEMPT],
                    "memberCount": len(EXEMPT),
                    "approvedBy": None,
                    "expires": None,
                },
                {
                    "priority": 2,
                    "name": "Everyone",
                    "groups": ["Everyone"],
                    "multiFactorRequired": True,
                    "factors": ["security key", "authenticator app"],
                    "sessionHours": 12,
                },
            ],
            "passwordPolicy": {"minLength": 14, "lockoutAttempts": 8, "history": 12},
        },
    )


def _staging() -> None:
    head = (
        "account",
        "environment",
        "user",
        "arn",
        "password_enabled",
        "mfa_active",
        "access_key_1_active",
        "access_key_1_last_rotated",
        "report_date",
    )
    names = ("ci-staging", "test-runner", "wen.aoki", "ruben.castellane", "load-test", "demo-admin")
    rows = [
        (
            "larkfield-staging",
            "staging",
            name,
            f"arn:aws:iam::000000000017:user/{name}",
            "true",
            str(i % 2 == 0).lower(),
            "true",
            f"2025-{3 + i:02}-11",
            "2026-06-23",
        )
        for i, name in enumerate(names)
    ]
    write_text("access/iam-credential-report-staging.csv", csv_text([head, *rows]))


REVIEW_HEAD = ("Account", "System", "Role", "Decision", "Reason", "Removed on", "Removal ticket")
Q1 = (
    ("wen.aoki", "AWS production", "PlatformAdmin", "keep", "on-call engineer", "", ""),
    ("sade.afolabi", "AWS production", "PlatformAdmin", "keep", "on-call engineer", "", ""),
    ("ruben.castellane", "AWS production", "ReadOnly", "keep", "support of incidents", "", ""),
    (
        "anouk.marlowe",
        "AWS production",
        "PlatformAdmin",
        "remove",
        "moved to product team",
        "2026-04-07",
        "IT-2290",
    ),
    ("desmond.okoye-hale", "GitHub larkfield", "Owner", "keep", "break-glass owner", "", ""),
    ("marcus.thiele", "GitHub larkfield", "Owner", "keep", "repository administration", "", ""),
    ("tomas.lindqvist", "Okta", "Super admin", "keep", "identity administration", "", ""),
    (
        "delphine.quaife",
        "Okta",
        "Help desk admin",
        "remove",
        "role no longer needed",
        "2026-04-07",
        "IT-2291",
    ),
)
Q2 = (
    ("wen.aoki", "AWS production", "PlatformAdmin", "keep", "on-call engineer", "", ""),
    ("sade.afolabi", "AWS production", "PlatformAdmin", "keep", "on-call engineer", "", ""),
    (
        "bertil.penrose",
        "AWS production",
        "PlatformAdmin",
        "keep",
        "joined the on-call team",
        "",
        "",
    ),
    (
        "ruben.castellane",
        "AWS production",
        "ReadOnly",
        "remove",
        "incident work ended",
        "2026-06-30",
        "IT-2388",
    ),
    ("desmond.okoye-hale", "GitHub larkfield", "Owner", "keep", "break-glass owner", "", ""),
    ("marcus.thiele", "GitHub larkfield", "Owner", "keep", "repository administration", "", ""),
    (
        "cosima.quill",
        "GitHub larkfield",
        "Write",
        "remove",
        "migration finished",
        "2026-06-30",
        "IT-2389",
    ),
    ("tomas.lindqvist", "Okta", "Super admin", "keep", "identity administration", "", ""),
)


def _review_q1() -> None:
    book = workbook("access/access-review-2026-Q1.xlsx", "Access review 2026 Q1")
    _review_sheet(book, "Q1", Q1, "Review date 2026-04-06 for the quarter 2026-01-01 to 2026-03-31")
    book.close()


def _review_q2() -> None:
    book = workbook("access/access-review-2026-Q2.xlsx", "Access review 2026 Q2")
    sheet = _review_sheet(
        book, "Q2", Q2, "Review date 2026-06-29 for the quarter 2026-04-01 to 2026-06-30"
    )
    sheet.set_row(8, None, None, {"hidden": True})
    sheet.set_row(11, None, None, {"hidden": True})
    scratch = book.add_worksheet("Scratch")
    scratch.write_column(
        "A1",
        [
            "Accounts left out of the review",
            "svc-legacy-admin on AWS production, PlatformAdmin, owner unknown",
            "To be looked at in the third quarter",
        ],
    )
    scratch.hide()
    book.close()


def _review_sheet(book: Any, name: str, rows: tuple[tuple[str, ...], ...], dated: str) -> Any:
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True, "border": 1})
    sheet.merge_range(
        "A1:G1", "Quarterly review of privileged access - Larkfield Ledger, Inc.", bold
    )
    sheet.merge_range("A2:G2", dated + "; source: exports of AWS, GitHub and Okta", bold)
    sheet.merge_range(
        "A3:G3", "Reviewer: Priya Vellore, Head of Security; approved by Desmond Okoye-Hale", bold
    )
    sheet.write_row("A5", REVIEW_HEAD, bold)
    for i, row in enumerate(rows):
        sheet.write_row(i + 5, 0, row)
    end, total = len(rows) + 5, len(rows) + 6
    removed = sum(row[3] == "remove" for row in rows)
    sheet.write(total, 0, "Accounts reviewed")
    sheet.write_formula(total, 1, f"=COUNTA(A6:A{end})", value=len(rows))
    sheet.write(total + 1, 0, "Removals")
    sheet.write_formula(total + 1, 1, f'=COUNTIF(D6:D{end},"remove")', value=removed)
    sheet.set_column("A:G", 22)
    return sheet
