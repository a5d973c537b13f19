"""A description as the file that a name's ending asks for."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from assistant.description import Description
from assistant.descriptions.files.markdown import description_markdown
from assistant.descriptions.files.structured import description_json
from assistant.descriptions.files.word import write_docx
from assistant.errors import UsageError

_PATIENCE = 180
"""Seconds after which LibreOffice is taken for stuck."""


def write_description(description: Description, path: Path, *, approved: bool = False) -> None:
    """Write .docx, .md, .json, or .pdf where LibreOffice is installed.

    Raises `UsageError` for another ending, or where no LibreOffice can make a PDF.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    ending = path.suffix.lower()
    if ending == ".docx":
        write_docx(description, path, approved=approved)
    elif ending == ".md":
        path.write_text(description_markdown(description), encoding="utf-8")
    elif ending == ".json":
        text = json.dumps(description_json(description), indent=2, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")
    elif ending == ".pdf":
        _write_pdf(description, path, approved=approved)
    else:
        raise UsageError(f"a description is written as .docx, .pdf, .md or .json, not {ending!r}")


def _write_pdf(description: Description, path: Path, *, approved: bool) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise UsageError(
            "a PDF needs LibreOffice, which is not installed here; write .docx instead"
        )
    with tempfile.TemporaryDirectory() as folder:
        word = Path(folder) / f"{path.stem}.docx"
        write_docx(description, word, approved=approved)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [
            office,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(word),
        ]
        done = subprocess.run(  # noqa: S603 - the program found on this machine, our own arguments
            command, capture_output=True, text=True, check=False, timeout=_PATIENCE
        )
        made = word.with_suffix(".pdf")
        if done.returncode or not made.is_file():
            raise UsageError(f"LibreOffice could not make the PDF: {done.stderr.strip()[:200]}")
        shutil.copyfile(made, path)
