"""Answers and questionnaires made by hand, for tests of writing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant.answers import Answer, Verdict
from assistant.model import Citation
from assistant.questions import Format, Question, Questionnaire, Slot, SlotRole
from ingest.model import Locator

CITATIONS = (
    Citation(
        "d1", "policies/backup.md", "Backups are encrypted", Locator(line_start=10, line_end=12)
    ),
    Citation("d2", "evidence.zip", "Restored on 2 May", Locator(row_start=7, member="tests.csv")),
)
TEXT = "Backups are encrypted [1]. Restores are tested every quarter [2]."


def answer(verdict: Verdict = "yes", text: str = TEXT, **given: Any) -> Answer:
    """A cited answer, or one that needs input."""
    if verdict == "needs_input":
        made = Answer("q", "Q?", verdict, "", True, 0.0, (), missing="the restore log; IT has it")
    else:
        made = Answer("q", "Q?", verdict, text, False, 0.75, CITATIONS, source="evidence")
    return replace(made, **given)


def cell(role: SlotRole, where: str, **given: Any) -> Slot:
    """A workbook's place on the sheet Security."""
    return Slot(role, sheet="Security", cell=where, **given)


def question(*slots: Slot, id: str = "q", **given: Any) -> Question:
    """A question with these places."""
    return Question(id, "Do you encrypt backups?", slots=slots, **given)


def questionnaire(*questions: Question, format: Format = "xlsx") -> Questionnaire:
    """A questionnaire of these questions, of a file whose digest nobody knows."""
    return Questionnaire("form", format, "", questions)


def by_id(*pairs: tuple[str, Answer]) -> Mapping[str, Answer]:
    """Answers by question id, each with its own id."""
    return {key: replace(value, id=key) for key, value in pairs}
