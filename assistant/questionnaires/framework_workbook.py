"""Questionnaires in workbooks that describe a framework for import into CISO Assistant.

Each requirement is a row with its depth, and a cell of questions, one a line; kinds of answers
stand on a sheet of their own. Such a file holds no places for answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.questionnaires.grid import Grid, letter
from assistant.questionnaires.numbering import parent_of
from assistant.questionnaires.understanding import Understood
from assistant.questions import ColumnMap, FieldType, Question

_META, _CONTENT = "_meta", "_content"
_NOTE = (
    "the workbook describes a framework for import and has no places for answers; "
    "answer in the tool that it is made for, or export the answers as a workbook"
)
_KINDS: Mapping[str, FieldType] = {
    "unique_choice": "choice",
    "multiple_choice": "choice",
    "single_choice": "choice",
    "boolean": "yes_no",
    "date": "date",
    "number": "number",
    "text": "text",
}


@dataclass(frozen=True, slots=True)
class _Answers:
    kind: FieldType
    options: tuple[str, ...]


Record = Mapping[str, str]


def read_library(grids: Sequence[Grid]) -> Understood | None:
    """The questions of a framework's workbook, or None where the grids are no such workbook.

    A question's id is its requirement's with `#1`, `#2` behind; a requirement that is to be
    assessed but asks nothing is a question of type group.
    """
    content = _sheets(grids, "framework")
    if not content:
        return None
    answers = {k: v for g in _sheets(grids, "answers") for k, v in _answer_kinds(g).items()}
    questions = [q for grid in content for q in _questions(grid, answers)]
    if not questions:
        return None
    return Understood(_unique(questions), tuple(map(_map, content)), (_NOTE,))


def _sheets(grids: Sequence[Grid], kind: str) -> list[Grid]:
    """The content sheets whose twin says that they are of this kind."""
    by_name = {grid.name: grid for grid in grids}
    return [
        by_name[name]
        for meta in grids
        if meta.name.endswith(_META)
        and (name := meta.name.removesuffix(_META) + _CONTENT) in by_name
        and any(row.get(1) == "type" and row.get(2) == kind for row in meta.cells.values())
    ]


def _records(grid: Grid) -> Iterator[Record]:
    """The rows below the first as texts by the names in it."""
    rows = iter(grid.cells.values())
    names = next(rows, {})
    for row in rows:
        yield {name: row.get(column, "") for column, name in names.items()}


def _answer_kinds(grid: Grid) -> dict[str, _Answers]:
    return {
        record.get("id", ""): _Answers(
            _KINDS.get(record.get("question_type", ""), "question"),
            tuple(one.strip() for one in record.get("question_choices", "").split("\n") if one),
        )
        for record in _records(grid)
    }


def _questions(grid: Grid, answers: Mapping[str, _Answers]) -> Iterator[Question]:
    section = ""
    codes: dict[str, str] = {}
    for record in _records(grid):
        name, code = record.get("name", ""), record.get("ref_id", "")
        if record.get("depth", "") in ("", "1"):
            section = name or record.get("description", "")
        texts = [line.strip() for line in record.get("questions", "").split("\n") if line.strip()]
        above = parent_of(code, frozenset(codes))
        if not texts and record.get("assessable") and (text := record.get("description") or name):
            yield Question(id=code, text=text, section=section, field_type="group")
        kinds = record.get("answer", "").split("\n")
        for at, text in enumerate(texts):
            found = answers.get(kinds[min(at, len(kinds) - 1)].strip(), _Answers("question", ()))
            first = f"{code}#1"
            yield Question(
                id=f"{code}#{at + 1}",
                text=text,
                section=section,
                parent=first if at else (codes[above] if above else None),
                context=record.get("description", ""),
                options=found.options,
                field_type=found.kind,
            )
            codes[code] = first


def _unique(questions: Sequence[Question]) -> tuple[Question, ...]:
    """Requirements without an id of their own, all told apart by their order."""
    taken: dict[str, int] = {}
    done = []
    for question in questions:
        taken[question.id] = taken.get(question.id, 0) + 1
        times = taken[question.id]
        done.append(question if times == 1 else replace(question, id=f"{question.id}.{times}"))
    return tuple(done)


def _map(grid: Grid) -> ColumnMap:
    names = {name: letter(column) for column, name in next(iter(grid.cells.values())).items()}
    return ColumnMap(
        sheet=grid.name,
        head_row=next(iter(grid.cells)),
        question=names.get("questions", ""),
        id=names.get("ref_id"),
        section=names.get("name"),
    )
