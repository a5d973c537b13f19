"""What an item is as evidence, from its content first."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from ingest.columns import understand
from ingest.intake import read
from ingest.kinds import kind_of
from ingest.limits import Limits
from ingest.model import Block, Column, EvidenceKind, Locator, Parsed, Table
from ingest.walk import scan

SAMPLE = Path(__file__).parents[2] / "corpus/sample"


def item(text: str, media_type: str = "text/markdown") -> Parsed:
    first = text.split("\n", 1)[0]
    head = Block(0, len(first), Locator(line_start=1, line_end=1), "heading", 1)
    return Parsed(media_type, text, (head,))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(
            "# Encryption Policy\nAll staff must encrypt laptops. Keys shall be rotated.",
            "policy",
            id="policy",
        ),
        pytest.param(
            "# Offboarding Procedure\n1. Open the ticket\n2. Disable the account\n3. Wipe\n4. Close",
            "procedure",
            id="procedure",
        ),
        pytest.param("# Board minutes\nPresent: A, B\nAgenda: security", "minutes", id="minutes"),
        pytest.param(
            "# Network diagram\n```mermaid\nflowchart LR\n a --> b\n```", "diagram", id="diagram"
        ),
        pytest.param(
            "# Privacy Notice\nWe collect your personal data. Your rights are",
            "notice",
            id="notice",
        ),
        pytest.param(
            "# Master Services Agreement\nThis Agreement is entered into by the parties.",
            "contract",
            id="contract",
        ),
        pytest.param(
            "# Penetration Test Report\nExecutive summary. Findings by severity.",
            "report",
            id="report",
        ),
        pytest.param(
            "# Restore test May 2026\nPerformed by Wen. Test date 2026-05-20.",
            "record",
            id="record",
        ),
        pytest.param(
            "OPS-1241 Firewall change\nStatus: Done  Assignee: Sade\nApproved. Closing.",
            "ticket",
            id="ticket",
        ),
        pytest.param("# Lunch menu\nMonday: soup\nTuesday: curry", "other", id="menu"),
        pytest.param("The cat sat on the mat.", "other", id="nothing-to-go-by"),
    ],
)
def test_written_items(text: str, kind: EvidenceKind) -> None:
    assert kind_of(item(text), "file.md") == kind


def listing(*heads: str, before: str = "", rows: int = 12) -> Parsed:
    cells = tuple(tuple(f"{head.lower()} {n}" for head in heads) for n in range(rows))
    text = before + "\n".join(" | ".join(row) for row in cells)
    table = understand(Table("t", tuple(map(Column, heads)), cells, rows))
    return Parsed("text/csv", text, (), (table,))


@pytest.mark.parametrize(
    ("parsed", "kind"),
    [
        pytest.param(
            listing(
                "Employee ID", "Name", "Job title", before="Run date,2026-07-02\nRow count,12\n"
            ),
            "population",
            id="joiners",
        ),
        pytest.param(
            listing("Account", "Role", "Decision", "Reviewer", before="Quarterly access review\n"),
            "record",
            id="access-review",
        ),
        pytest.param(
            listing("CHECK_ID", "STATUS", "SEVERITY", "RESOURCE_UID"), "config", id="check-results"
        ),
        pytest.param(listing("CVE", "Severity", "Package"), "report", id="vulnerabilities"),
        pytest.param(
            listing("Sample no", "User", "Attribute A", before="Sample selection\n"),
            "sample",
            id="sample",
        ),
    ],
)
def test_tables(parsed: Parsed, kind: EvidenceKind) -> None:
    assert kind_of(parsed, "export.csv") == kind


def test_an_image_is_a_screenshot() -> None:
    assert kind_of(item("Password policy", "image/png"), "policy.png") == "screenshot"


def test_settings_are_config() -> None:
    text = '{"minLength": 14, "lockoutAttempts": 8}'
    assert kind_of(item(text, "application/json"), "password.json") == "config"


def test_time_stamped_lines_are_a_log() -> None:
    lines = "\n".join(f"2026-01-0{n} 10:00:00 sshd: Accepted publickey" for n in range(1, 9))
    assert kind_of(item(lines, "text/plain"), "notes.txt") == "log"


def test_the_name_alone_does_not_outweigh_the_content() -> None:
    text = "# Master Services Agreement\nThis Agreement is entered into by the parties."
    assert kind_of(item(text), "policies/policy.md") == "contract"


def test_most_of_the_sample_is_told() -> None:
    truth = yaml.safe_load((SAMPLE / "truth.yaml").read_text(encoding="utf-8"))["files"]
    root = SAMPLE / "evidence"
    files = [f for f in scan(root, limits=Limits()).files if not f.path.endswith((".png", ".pdf"))]
    now = datetime(2026, 7, 15, tzinfo=UTC)
    told = [
        document.kind == truth[document.path]["kind"]
        for done in read(root, files, workers=1, limits=Limits(), now=now)
        for document in done.documents
    ]
    assert len(told) >= 40
    assert sum(told) >= 0.95 * len(told)
