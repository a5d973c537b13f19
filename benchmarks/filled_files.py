"""Questionnaires filled from the command line and compared with their originals, part by part.

Used by `benchmarks.evaluate_answers`. Every workbook and document of the labelled sets and the
awkward workbooks of our own tests; what stands in an answer's place is overwritten, so that filled
questionnaires are written to as well.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

AWKWARD = Path("tests/questionnaires/awkward")
KINDS = frozenset({".xlsx", ".xlsm", ".docx"})
UNCHECKED = "the checker itself fails on this file"
NO_QUESTIONS = "it asks nothing"
"""Stands for the cause where the reader finds no questions, as in a report."""


@dataclass(frozen=True, slots=True)
class Filled:
    """One file: how many questions, parts kept to the byte, what the checker holds against it."""

    file: str
    questions: int
    parts: int
    same_parts: int
    changed_parts: int
    changed_cells: int
    problems: tuple[str, ...]
    refused: str = ""
    """Why no filled file was written; empty where one was."""


def originals(data: Path) -> list[Path]:
    """The files to fill: others' native ones first, then our awkward ones."""
    native = (p for p in data.glob("questionnaires/*/native/**/*") if p.suffix.lower() in KINDS)
    own = (p for p in AWKWARD.glob("*") if p.suffix.lower() in KINDS)
    return [*sorted(native), *sorted(own)]


def fill_all(files: Iterable[Path], workspace: Path, out: Path, checker: Path) -> Iterator[Filled]:
    """Draft, export and compare one file after the other; `workspace` has its evidence already."""
    out.mkdir(parents=True, exist_ok=True)
    for file in files:
        yield _filled(file, workspace, out, checker)


def _filled(file: Path, workspace: Path, out: Path, checker: Path) -> Filled:
    target, answers = out / file.name, out / f"{file.name}.json"
    target.unlink(missing_ok=True)
    options = ("--yes", "--as-of", "2026-06-30", "--json", str(answers))
    drafted = _evidary("draft", file, workspace, *options)
    if drafted.returncode:
        return _refused(file, drafted)
    if not json.loads(answers.read_text(encoding="utf-8"))["answers"]:
        return Filled(file.name, 0, 0, 0, 0, 0, (), NO_QUESTIONS)
    where = ("--out", str(target), "--json", str(answers), "--overwrite")
    exported = _evidary("export", file, workspace, *where)
    if exported.returncode:
        return _refused(file, exported)
    done = subprocess.run(
        [sys.executable, str(checker), str(file), str(target), str(answers)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{checker.name} failed on {file}: {done.stderr}")
    if not done.stdout.strip():
        said = done.stderr.strip().splitlines()[-1:] or ["no output"]
        return Filled(file.name, 0, 0, 0, 0, 0, (), f"{UNCHECKED}: {said[0][-200:]}")
    found = json.loads(done.stdout)
    return Filled(
        file.name,
        len(json.loads(answers.read_text(encoding="utf-8"))["answers"]),
        found["parts"],
        found["same_bytes"],
        len(found["changed"]),
        found["cells_changed"],
        tuple(found["problems"]),
    )


def _evidary(
    command: str, file: Path, workspace: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    line = ["assistant.cli", "questionnaire", command, str(file), "--workspace", str(workspace)]
    return subprocess.run(
        [sys.executable, "-m", *line, *options], capture_output=True, text=True, check=False
    )


def _refused(file: Path, done: subprocess.CompletedProcess[str]) -> Filled:
    said = " ".join((done.stderr or done.stdout).split())
    return Filled(file.name, 0, 0, 0, 0, 0, (), re.sub(r"^error:\s*", "", said, flags=re.I)[-300:])


def roundtrip_missed(rows: Sequence[Filled]) -> list[str]:
    """Every problem; a file not filled for another cause than that it asks nothing; none written."""
    missed = [f"roundtrip {r.file}: {problem}" for r in rows for problem in r.problems]
    missed += [
        f"roundtrip {r.file}: not filled: {r.refused}"
        for r in rows
        if r.refused and r.refused != NO_QUESTIONS and not r.refused.startswith(UNCHECKED)
    ]
    untouched = [r.file for r in rows if not r.refused and not r.changed_parts]
    return missed + [f"roundtrip {name}: nothing was written" for name in untouched]


def print_filled(rows: Sequence[Filled], seconds: float) -> None:
    """One line a file."""
    print(
        f"\n{'filled file':<46} {'asked':>5} {'parts':>6} {'same':>5} {'cells':>5} {'problems':>8}"
    )
    for r in rows:
        print(
            f"{r.file[:46]:<46} {r.questions:>5} {r.parts:>6} {r.same_parts:>5} "
            f"{r.changed_cells:>5} {len(r.problems):>8}"
            + (f"  not filled: {r.refused[:90]}" if r.refused else "")
        )
    written = sum(not r.refused for r in rows)
    problems = sum(len(r.problems) for r in rows)
    print(f"{written} of {len(rows)} files filled, {problems} problems, {seconds:.0f} s")
