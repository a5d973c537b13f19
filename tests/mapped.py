"""The sample company read or mapped once for all tests: its papers alone, or all of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from assistant.indexing import ingest_evidence
from assistant.mapping_run import map_evidence
from assistant.scope import make_scope
from assistant.scope_kept import KeptScope, keep_scope
from assistant.settings import Settings
from assistant.workspace import Workspace

SAMPLE = Path(__file__).resolve().parent.parent / "corpus" / "sample" / "evidence"
SCOPE = make_scope(categories="security,availability", period="2026-01-01..2026-06-30")
SETTINGS = Settings(embedder="static", workers=1)
_SLOW = {".png", ".jpg", ".jpeg", ".pdf"}
HOSTILE = "notes/hostile.md"
EVIL = (
    "<script>alert(1)</script> **bold** [link](https://evil.example) :bomb: is required for access"
)


def make_template(folder: Path) -> None:
    """A workspace folder with `evidence/` beside what mapping it made."""
    for file in sorted(SAMPLE.rglob("*")):
        if file.is_file() and file.suffix.lower() not in _SLOW:
            to = folder / "evidence" / file.relative_to(SAMPLE)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, to)
    hostile = folder / "evidence" / HOSTILE
    hostile.parent.mkdir()
    hostile.write_text(f"# Access control policy\n\nApproved 2026-02-01.\n\n{EVIL}.\n")
    with Workspace(folder, settings=SETTINGS) as workspace:
        keep_scope(workspace, KeptScope(SCOPE))
        map_evidence(workspace, folder / "evidence", SCOPE)


def make_read(folder: Path) -> None:
    """A workspace that has read the whole sample company, pictures and scans included, and mapped
    nothing: OCR is slow, and is done once for all tests."""
    with Workspace(folder, settings=Settings()) as workspace:
        ingest_evidence(workspace, SAMPLE)


def copied(template: Path, folder: Path) -> Path:
    """The same workspace at another place, on its own."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    with Workspace(folder, settings=SETTINGS) as workspace:
        workspace.remember_evidence(folder / "evidence")
    return folder
