"""What each row of a table is: a question, the name of a section, or words on how to answer.

`rows` turns them into questions. Kept apart since this is where questionnaires differ most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.questionnaires.asking import asks, instructs, names_field, names_part, word_count
from assistant.questionnaires.columns import Columns
from assistant.questionnaires.grid import Grid
from assistant.questionnaires.heads import understand_head
from assistant.questionnaires.numbering import begins, unglued
from assistant.questionnaires.tables import Area

_LABELS = 3
"""So many names in a row are fields of a form, not parts of the questionnaire."""

Kind = Literal["question", "section", "instruction", "place"]
"""A place is a row that only says where the answer to the question above goes: `Answer:`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row with text in the question's place: its number, the column it begins in, kind and text.

    A section's `code` is the id in front of it or in its row, if any.
    """

    number: int
    column: int
    kind: Kind
    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Raw:
    """A row before it is judged. `wide`: merged over the answer's place; `lone`: nothing beside it."""

    number: int
    column: int
    text: str
    code: str
    wide: bool
    lone: bool
    ruled: bool
    emphasised: bool
    filled: bool
    whole: str = ""
    """The text with its id, where that was split off."""


@dataclass(frozen=True, slots=True)
class _Habits:
    """What is usual in the table, as shares of its rows (0 to 1)."""

    coded: float
    ruled: float
    asking: float
    emphasised: float


def rows_of(grid: Grid, area: Area, columns: Columns) -> Iterator[Row]:
    """The rows of the table that hold text in the question's place or alone, each with its kind."""
    raws = [r for n in grid.rows(area.first, area.last) if (r := _raw(grid, area, columns, n))]
    raws = _codes_split_off(raws)
    habits = _habits(raws)
    for at, raw in enumerate(raws):
        kind = _kind(raw, raws[at + 1 :], _run_of_names(raws, at), habits)
        if columns.only_coded and not raw.code and kind == "question":
            kind = "section" if names_part(raw.text) else "instruction"
        text = raw.text
        if kind == "section" and raw.code:
            text = raw.whole or f"{raw.code} {text}"
        yield Row(raw.number, raw.column, kind, text, raw.code)


def _raw(grid: Grid, area: Area, columns: Columns, row: int) -> _Raw | None:
    span = grid.span(row, columns.question)
    if span.top != row:
        return None
    column, text = span.left, grid.text(row, span.left)
    code = grid.shown(row, columns.id) if columns.id and columns.id != column else ""
    filled = [c for c in grid.filled(row, area.left, area.right) if c not in columns.ours]
    if not text:
        text, column = _stray(grid, columns, row, filled)
        code = ""
    if not text:
        return None
    cover = grid.span(row, column)
    first_ours = min((c for c in columns.ours if c > columns.question), default=0)
    ours = [grid.span(row, c) for c in columns.ours]
    return _Raw(
        number=row,
        column=column,
        text=text,
        code=code,
        wide=bool(first_ours) and cover.left < first_ours <= cover.right,
        lone=len([c for c in filled if c not in columns.sections]) == 1,
        ruled=any((r := grid.rule(s.top, s.left)) and r.choices for s in ours),
        emphasised=(row, column) in grid.emphasised or cover.right > cover.left + 2,
        filled=any(grid.text(s.top, s.left) for s in ours if s.top == row and s.left != column),
    )


def _stray(grid: Grid, columns: Columns, row: int, filled: Sequence[int]) -> tuple[str, int]:
    """The text of a row that has none in the question's place: its only one, if it is no mere id."""
    alone = [c for c in filled if c not in columns.context or c in columns.carried]
    if len(alone) != 1:
        return "", 0
    text = grid.text(row, alone[0])
    return ("", 0) if text.isdigit() else (text, alone[0])


def _codes_split_off(raws: Sequence[_Raw]) -> list[_Raw]:
    """Ids in front of the questions go to where ids belong, if most questions without one have it."""
    open_ = [raw for raw in raws if not raw.code and not raw.wide and not _is_place(raw)]
    glued = [raw for raw in open_ if unglued(raw.text)[0]]
    if len(glued) < 0.5 * len(open_) or len(glued) < 2:
        return list(raws)
    return [_split(raw) if not raw.code else raw for raw in raws]


def _split(raw: _Raw) -> _Raw:
    code, text = unglued(raw.text)
    return replace(raw, code=code, text=text, whole=raw.text) if code else raw


def _habits(raws: Sequence[_Raw]) -> _Habits:
    raws = [raw for raw in raws if not _is_place(raw)]
    count = len(raws) or 1
    return _Habits(
        coded=sum(bool(raw.code) for raw in raws) / count,
        ruled=sum(raw.ruled for raw in raws) / count,
        asking=sum(asks(raw.text) for raw in raws) / count,
        emphasised=sum(raw.emphasised for raw in raws) / count,
    )


def _kind(raw: _Raw, later: Sequence[_Raw], run: int, habits: _Habits) -> Kind:
    if _is_place(raw):
        return "place"
    other: Kind = "section" if names_part(raw.text) else "instruction"
    if raw.wide:
        return other if not asks(raw.text) else "instruction"
    if asks(raw.text):
        return "question"
    tells = 0.4 <= habits.ruled < 1
    if raw.filled or (tells and raw.ruled):
        return "question"
    if instructs(raw.text) and not raw.code:
        return "instruction"
    if tells:
        return other
    if raw.code:
        return "section" if _heads_section(raw, later, habits) else "question"
    return other if _stands_apart(raw, run, habits) else "question"


def _is_place(raw: _Raw) -> bool:
    head = understand_head(raw.text) if raw.text.rstrip().endswith(":") and not raw.code else None
    return (
        head is not None and head.role in ("answer", "comment", "evidence") and head.strength == 3
    )


def _heads_section(raw: _Raw, later: Sequence[_Raw], habits: _Habits) -> bool:
    """A numbered row that others are numbered below, and that reads or looks like a name."""
    following = next((one.code for one in later if one.code), "")
    words = word_count(raw.text)
    if not names_part(raw.text) or words > 12:
        return False
    if begins(raw.code, following):
        return raw.emphasised or words <= 6 or habits.asking > 0.5
    return raw.emphasised and habits.emphasised < 0.5 and habits.asking > 0.5


def _stands_apart(raw: _Raw, run: int, habits: _Habits) -> bool:
    """A row without id that does not ask, among rows that have ids, ask, or look otherwise."""
    if habits.coded >= 0.5:
        return True
    if names_field(raw.text) and not raw.emphasised:
        return False
    if raw.emphasised and habits.emphasised < 0.5:
        return True
    return raw.lone and habits.asking >= 0.4 and 0 < run < _LABELS and names_part(raw.text)


def _run_of_names(raws: Sequence[_Raw], at: int) -> int:
    """How many rows in a row, this one among them, only name something before one asks again.

    One or two are the name of a part; more are labels of a form. 0 where nothing asks after them.
    """
    first = last = at
    while first > 0 and not asks(raws[first - 1].text) and not _is_place(raws[first - 1]):
        first -= 1
    while last < len(raws) and not asks(raws[last].text):
        last += 1
    return last - first if last < len(raws) else 0
