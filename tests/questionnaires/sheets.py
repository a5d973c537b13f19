"""Makes small questionnaires in workbooks: rows in, a file out, and what was read as plain tuples."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from assistant.questionnaires.read import read_questionnaire
from assistant.questions import Question, Questionnaire

Rows = Sequence[Sequence[object]]
BOLD = Font(bold=True)
GREY = PatternFill("solid", fgColor="DDDDDD")


def book(
    path: Path, sheets: Mapping[str, Rows], finish: Callable[[Any], None] | None = None
) -> Path:
    """A workbook with these rows; `finish` gets it before it is saved."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if finish:
        finish(made)
    made.save(path)
    return path


def read(path: Path, sheets: Mapping[str, Rows], finish: Any = None) -> Questionnaire:
    return read_questionnaire(book(path / "questionnaire.xlsx", sheets, finish))


def choices(sheet: Any, cells: str, formula: str) -> None:
    rule = DataValidation(type="list", formula1=formula, allow_blank=True)
    sheet.add_data_validation(rule)
    rule.add(cells)


def texts(found: Questionnaire) -> list[str]:
    return [q.text for q in found.questions]


def ids(found: Questionnaire) -> list[str]:
    return [q.id for q in found.questions]


def sections(found: Questionnaire) -> list[str]:
    return [q.section for q in found.questions]


def parents(found: Questionnaire) -> list[str | None]:
    return [q.parent for q in found.questions]


def places(question: Question) -> dict[str, str]:
    """The cells to fill by role, a marked column by its mark."""
    return {s.mark or s.role: f"{s.cell}" for s in question.slots}


def by_id(found: Questionnaire, code: str) -> Question:
    return next(q for q in found.questions if q.id == code)
