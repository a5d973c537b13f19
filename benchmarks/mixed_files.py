"""A folder of many small files in mixed formats, made from a seed: what the bench reads.

Invented words about controls, no screenshots (text recognition is measured by `benchmarks.ocr`).
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable
from pathlib import Path

from docx import Document
from reportlab.pdfgen.canvas import Canvas
from xlsxwriter import Workbook

from assistant.catalog.criteria import catalog

_PEOPLE = "ada ben cleo dan eva finn gus hana ivo june kai lena".split()


def make(folder: Path, count: int, *, seed: int = 7) -> None:
    """Write `count` files; the same seed gives the same words."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    texts = [
        [c.title, c.paraphrase, *(p.label for p in c.points_of_focus), *c.phrases]
        for c in catalog().criteria
    ]
    for number in range(count):
        # Policies and notes dominate real folders; office and PDF files are the dear ones.
        write = _FORMATS[number % len(_FORMATS)]
        words = chance.choice(texts)
        write(
            folder / f"{number:05}",
            [s.capitalize() + "." for s in _shuffled(words, chance)],
            chance,
        )


def _shuffled(words: list[str], chance: random.Random) -> list[str]:
    picked = chance.sample(words, k=min(len(words), chance.randint(6, 14)))
    return [f"{w}, item {chance.randint(1, 9999)}" for w in picked]


def _markdown(path: Path, lines: list[str], chance: random.Random) -> None:
    body = "\n\n".join(
        f"## {line[:40]}\n\n{line} Owner: {chance.choice(_PEOPLE)}." for line in lines
    )
    path.with_suffix(".md").write_text(f"# {lines[0]}\n\nApproved on 2026-02-11.\n\n{body}\n")


def _text(path: Path, lines: list[str], chance: random.Random) -> None:
    path.with_suffix(".txt").write_text("\n\n".join(lines) + "\n")


def _html(path: Path, lines: list[str], chance: random.Random) -> None:
    body = "".join(f"<p>{line}</p>\n" for line in lines)
    path.with_suffix(".html").write_text(f"<html><body><h1>{lines[0]}</h1>\n{body}</body></html>")


def _csv(path: Path, lines: list[str], chance: random.Random) -> None:
    with path.with_suffix(".csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["user", "role", "last login", "status", "note"])
        for line in lines:
            user = f"{chance.choice(_PEOPLE)}@example.com"
            writer.writerow([user, "admin", f"2026-03-{chance.randint(1, 28):02}", "ACTIVE", line])


def _json(path: Path, lines: list[str], chance: random.Random) -> None:
    rows = [{"check": line, "status": "PASS", "resource": f"r-{n}"} for n, line in enumerate(lines)]
    path.with_suffix(".json").write_text(json.dumps(rows, indent=1))


def _log(path: Path, lines: list[str], chance: random.Random) -> None:
    rows = (
        f"2026-04-{n % 28 + 1:02}T10:{n % 60:02}:00Z app[12]: {line}"
        for n, line in enumerate(lines)
    )
    path.with_suffix(".log").write_text("\n".join(rows) + "\n")


def _docx(path: Path, lines: list[str], chance: random.Random) -> None:
    document = Document()
    document.add_heading(lines[0], 1)
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path.with_suffix(".docx")))


def _xlsx(path: Path, lines: list[str], chance: random.Random) -> None:
    book = Workbook(path.with_suffix(".xlsx"))
    sheet = book.add_worksheet("Register")
    sheet.write_row(0, 0, ["risk", "owner", "score"])
    for row, line in enumerate(lines, 1):
        sheet.write_row(row, 0, [line, chance.choice(_PEOPLE), chance.randint(1, 25)])
    book.close()


def _pdf(path: Path, lines: list[str], chance: random.Random) -> None:
    canvas = Canvas(str(path.with_suffix(".pdf")), invariant=True)
    for row, line in enumerate(lines):
        canvas.drawString(50, 780 - 24 * row, line[:95])
    canvas.save()


Write = Callable[[Path, list[str], random.Random], None]
_FORMATS: tuple[Write, ...] = (
    _markdown,
    _text,
    _csv,
    _markdown,
    _json,
    _log,
    _html,
    _docx,
    _xlsx,
    _pdf,
)
