"""Columns as a person sees and corrects them: to and from `ColumnMap`, and what was left over."""

from __future__ import annotations

from assistant.errors import QuestionnaireError
from assistant.questionnaires.columns import Columns, only
from assistant.questionnaires.grid import Grid, letter, number
from assistant.questionnaires.tables import Area, column_heads, head_text
from assistant.questions import ColumnMap


def columns_of(chosen: ColumnMap, grid: Grid, area: Area) -> Columns:
    """The columns that a person named, with what the heads of the others explain.

    Raises `QuestionnaireError` for a column beyond the sheet's end.
    """
    named = {name: _number(chosen, name) for name in ("id", "section", "comment", "evidence")}
    question, answers = number(chosen.question), tuple(map(number, chosen.answer))
    if question > max(grid.width, 1):
        raise QuestionnaireError(
            f"column {chosen.question} of {grid.name!r} holds nothing; "
            f"the last column with text is {letter(grid.width)}"
        )
    taken = {question, *answers, *(c for c in named.values() if c is not None)}
    heads = column_heads(grid, area)
    several = len(answers) > 1
    return Columns(
        question=question,
        id=named["id"],
        sections=() if named["section"] is None else (named["section"],),
        answer=answers[0] if answers and not several else None,
        marks=tuple((c, head_text(grid, area, c) or letter(c)) for c in answers) if several else (),
        comment=named["comment"],
        evidence=named["evidence"],
        context=tuple(c for c, h in heads.items() if h.role == "context" and c not in taken),
        options=only(heads, "options", taken),
        limit=only(heads, "limit", taken),
        parent=only(heads, "parent", taken),
    )


def as_map(grid: Grid, area: Area, found: Columns) -> ColumnMap:
    """The same as a person sees it."""
    answers = tuple(c for c, _ in found.marks) or ((found.answer,) if found.answer else ())
    return ColumnMap(
        sheet=grid.name,
        head_row=area.head[-1] if area.head else None,
        question=letter(found.question),
        id=letter(found.id) if found.id else None,
        section=letter(found.sections[0]) if found.sections else None,
        answer=tuple(letter(c) for c in answers),
        comment=letter(found.comment) if found.comment else None,
        evidence=letter(found.evidence) if found.evidence else None,
    )


def spare_answers(grid: Grid, area: Area, found: Columns) -> tuple[str, ...]:
    """The heads of further columns that ask for an answer, of a second product for instance."""
    return tuple(
        head_text(grid, area, c)
        for c, head in column_heads(grid, area).items()
        if head.role == "answer" and head.strength > 1 and c not in (*found.ours, found.question)
    )


def _number(chosen: ColumnMap, name: str) -> int | None:
    letters: str | None = getattr(chosen, name)
    return number(letters) if letters else None
