"""Files that must be skipped with a reason, and the exact copy of a good one."""

import io

from pypdf import PdfReader, PdfWriter

from corpus.sample.make.common import EVIDENCE, target, write_pdf


def build() -> None:
    """Write one truncated, one empty and one encrypted file, and one copy."""
    _truncated()
    _encrypted()
    target("access/service-accounts.csv").write_bytes(b"")
    original = (EVIDENCE / "bcdr/restore-test-2026-05.md").read_bytes()
    target("bcdr/Copy of restore-test-2026-05.md").write_bytes(original)


def _truncated() -> None:
    name = "bcdr/recovery-runbook.pdf"
    write_pdf(name, "Recovery runbook", ["Steps for the recovery of the ledger database."] * 40)
    whole = target(name).read_bytes()
    target(name).write_bytes(whole[: len(whole) // 4])


def _encrypted() -> None:
    name = "governance/penetration-test-report.pdf"
    if target(name).exists():  # encryption draws random numbers; keep the bytes that are there
        return
    write_pdf(name, "Penetration test report", ["Restricted report. Opened with a password only."])
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(target(name).read_bytes())))
    writer.encrypt("not-in-this-folder", algorithm="AES-256")
    writer.write(target(name))
