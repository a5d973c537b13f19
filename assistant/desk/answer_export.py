"""The filled file and its annexes as bytes to hand out; nothing of them stays on the disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.questionnaire_files import file_of
from assistant.questionnaire_run import Exported, export_questionnaire
from assistant.questions import Questionnaire, QuestionnaireFile
from assistant.workspace import Workspace

_KINDS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv",
    ".md": "text/markdown",
}


@dataclass(frozen=True, slots=True)
class Download:
    """A file to hand out."""

    name: str
    data: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Export:
    """The filled file (if the format takes answers) and the annexes, with what was left out."""

    files: tuple[Download, ...]
    left_out: tuple[str, ...]
    final: bool


def exported(
    workspace: Workspace,
    file: QuestionnaireFile,
    asked: Questionnaire,
    *,
    final: bool,
    overwrite: bool,
) -> Export:
    """The answers in a copy of the customer's file; see `export_questionnaire` for what is raised."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / f"answered{file.suffix}"
        done = export_questionnaire(
            workspace, file_of(workspace, file), asked, out, final=final, overwrite=overwrite
        )
        written = [p for p in (done.file, done.annex.workbook, done.annex.markdown) if p]
        stem = Path(file.name).stem.strip(". ") or "questionnaire"
        files = tuple(
            Download(
                f"{stem}-{p.name}",
                p.read_bytes(),
                _KINDS.get(p.suffix, "application/octet-stream"),
            )
            for p in written
        )
    return Export(files, _left_out(done, asked), final)


def _left_out(done: Exported, asked: Questionnaire) -> tuple[str, ...]:
    if done.report is None:
        return (f"{asked.format} files take no answers in place; they are in the annex",)
    skipped = (f"{s.question}: {s.reason}" for s in done.report.skipped)
    return (*skipped, *done.report.notes)
