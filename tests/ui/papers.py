"""A workspace of a test with a few papers to ask, one of them hostile."""

from __future__ import annotations

from assistant.indexing import ingest_evidence
from assistant.scope import make_scope
from assistant.scope_kept import KeptScope, keep_scope
from assistant.workspace import Workspace
from tests.desk.company import ACCESS, LOGGING
from ui.office import office

EVIL = "<script>alert(1)</script> **bold** :fire: $x^2$ [link](http://evil.example)"
HOSTILE = (
    "# Visitor Policy\n\nApproved by: Mira Holt, CISO. Approval date: 2026-02-03.\n\n"
    f"Visitors are escorted by {EVIL} staff in the office at all times.\n"
)


def with_papers(workspace_id: str) -> Workspace:
    """The opened workspace, with evidence and a date to judge it for."""
    workspace = office().workspace(workspace_id)
    folder = workspace.folder / "evidence"
    folder.mkdir(parents=True)
    (folder / "access-policy.md").write_text(ACCESS, encoding="utf-8")
    (folder / "logging-policy.md").write_text(LOGGING, encoding="utf-8")
    (folder / "visitor-policy.md").write_text(HOSTILE, encoding="utf-8")
    keep_scope(workspace, KeptScope(make_scope(as_of="2026-06-30")))
    ingest_evidence(workspace, folder)
    return workspace
