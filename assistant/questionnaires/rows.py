"""From the rows of a table to questions: sections, ids, parents, options, limits and places.

Called by `understanding` for every table whose columns are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from assistant.questionnaires.asking import follows
from assistant.questionnaires.columns import Columns
from assistant.questionnaires.grid import Grid, Place
from assistant.questionnaires.heads import (
    head_options,
    is_placeholder,
    listed_options,
    understand_head,
)
from assistant.questionnaires.kinds import Row, rows_of
from assistant.questionnaires.limits import bare_limit, stated_limit
from assistant.questionnaires.numbering import begins, is_letter, parent_of
from assistant.questionnaires.tables import Area, head_text
from assistant.questions import Question, Slot, SlotRole

_BOX_REACH = 3
"""Columns beyond the sheet's text in which a box for an answer may begin."""
_EMPTY_BOXES = "☐□○◯◻_-–—.[]() "


@dataclass(frozen=True, slots=True)
class Found:
    """A question with its sheet and the place that stands for an id where it has none."""

    question: Question
    sheet: str
    place: str
    formula: bool = False
    """Whether its answer's place holds a formula and was left alone."""


@dataclass(frozen=True, slots=True)
class _Section:
    """A section, its own number if it has one, and whether a question was numbered below that."""

    text: str
    code: str = ""
    entered: bool = False

    def before(self, code: str) -> _Section:
        """The section that a question of this id stands in: B.2 no longer stands in B.1."""
        if not self.code or not code:
            return self
        if begins(self.code, code):
            return replace(self, entered=True)
        return _Section("") if self.entered else self


def read_rows(grid: Grid, area: Area, columns: Columns, *, fallback: str) -> tuple[Found, ...]:
    """The questions of one table, in order; `fallback` is the section of those under no other."""
    section = _Section(area.title)
    stated = [""] * len(columns.sections)
    found: list[Found] = []
    codes: list[str] = []
    for row in rows_of(grid, area, columns):
        if row.kind == "place" and found:
            found[-1] = _placed(grid, columns, row, found[-1])
        elif row.kind == "section":
            section, stated = _Section(row.text, row.code), [""] * len(stated)
        elif row.kind == "question":
            _carry(stated, [grid.shown(row.number, c) for c in columns.sections])
            code = _full_code(row.code, codes)
            section = section.before(code)
            place = grid.address(row.number, row.column)
            question = replace(
                _question(grid, area, columns, row),
                id=code,
                section=" / ".join(dict.fromkeys(filter(None, stated))) or section.text or fallback,
                parent=_parent(grid, columns, row, code, codes, found),
            )
            if code:
                codes.append(code)
            found.append(Found(question, grid.name, place, _holds_formula(grid, columns, row)))
    return tuple(found)


def _placed(grid: Grid, columns: Columns, row: Row, asked: Found) -> Found:
    """The question with its place beside the words `Answer:` below it."""
    head = understand_head(row.text)
    role = cast(SlotRole, head.role if head else "answer")
    column = columns.answer or row.column + 1
    kept = tuple(slot for slot in asked.question.slots if slot.role != role)
    text = _written(grid, row.number, column)
    question = replace(asked.question, slots=(*kept, grid.slot(role, row.number, column)))
    if role == "answer":
        question = replace(question, answered=text)
    elif role == "comment":
        question = replace(question, remark=text)
    return replace(asked, question=question)


def _question(grid: Grid, area: Area, columns: Columns, row: Row) -> Question:
    at = row.number
    explained = [
        _above(grid, area, at, c) if c in columns.carried else grid.shown(at, c)
        for c in columns.context
    ]
    context = "\n".join(dict.fromkeys(t for t in explained if t and t != row.text))
    hidden = grid.hidden or at in grid.hidden_rows or columns.question in grid.hidden_columns
    heads = " ".join(head_text(grid, area, c) for c in columns.ours if area.head)
    return Question(
        id=row.code,
        text=row.text,
        context=context,
        options=_options(grid, area, columns, row),
        slots=_slots(grid, area, columns, row, " ".join((row.text, context))),
        hidden=hidden,
        answered=_answered(grid, columns, at),
        remark=_written(grid, at, columns.comment),
        max_words=_limit(grid, area, columns, at, (row.text, context, heads)),
    )


def _above(grid: Grid, area: Area, row: int, column: int) -> str:
    """The nearest text at or above the row: the question that finer ones stand under."""
    rows = (grid.shown(r, column) for r in range(row, area.first - 1, -1))
    return next((text for text in rows if text), "")


def _carry(stated: list[str], cells: Sequence[str]) -> None:
    """Sections and subsections are often written once only; a new section ends its subsections."""
    for at, text in enumerate(cells):
        if text:
            if text != stated[at]:
                stated[at + 1 :] = [""] * (len(stated) - at - 1)
            stated[at] = text


def _full_code(code: str, codes: Sequence[str]) -> str:
    """An id that counts below the question before, `(b)` after 3.1, with that one's in front: 3.1.b."""
    if not is_letter(code) or code.isdigit():
        return code
    last = next((c for c in reversed(codes) if any(one.isdigit() for one in c)), "")
    base = next((c for c in reversed(codes) if not _is_lettered(c, codes)), "") if last else ""
    return f"{base}.{code.strip('().')}" if base else code.strip("().")


def _is_lettered(code: str, codes: Sequence[str]) -> bool:
    head, dot, tail = code.rpartition(".")
    return bool(dot) and is_letter(tail) and not tail.isdigit() and head in codes


def _parent(
    grid: Grid,
    columns: Columns,
    row: Row,
    code: str,
    codes: Sequence[str],
    found: Sequence[Found],
) -> str | None:
    """The id (or place) of the question above that this one belongs under, if any."""
    if columns.parent is not None and (named := grid.shown(row.number, columns.parent)):
        return named
    if code and (above := parent_of(code, frozenset(codes))):
        return above
    if not follows(row.text) or not found:
        return None
    for before in reversed(found):
        if not follows(before.question.text):
            return before.question.id or before.place
    return None


def _slots(grid: Grid, area: Area, columns: Columns, row: Row, said: str) -> tuple[Slot, ...]:
    at = row.number
    wanted: list[tuple[SlotRole, int | None]] = [
        ("answer", columns.answer),
        ("comment", columns.comment),
        ("evidence", columns.evidence),
    ]
    if not columns.ours and (box := _box_below(grid, row)):
        return (grid.slot("answer", *box),)
    slots = [
        grid.slot("answer", at, column, mark=mark)
        for column, mark in columns.marks
        if _free(grid, at, column)
    ]
    for role, column in wanted:
        if column is not None and _free(grid, at, column):
            head = head_text(grid, area, column) if area.head else ""
            stated = [
                stated_limit(text, "characters")
                for text in (head, said if role == "answer" else "")
            ]
            if role == "answer" and columns.limit is not None:
                limit_head = head_text(grid, area, columns.limit)
                stated.append(bare_limit(limit_head, grid.shown(at, columns.limit), "characters"))
            slot = grid.slot(role, at, column)
            limits = [n for n in (slot.max_characters, *stated) if n is not None]
            slots.append(replace(slot, max_characters=min(limits, default=None)))
    return tuple(slots)


def _box_below(grid: Grid, row: Row) -> Place | None:
    """The empty merged cells right below a question on a form that has no column for answers."""
    below = grid.span(row.number, row.column).bottom + 1
    for column in range(1, max(grid.width, row.column) + _BOX_REACH):
        span = grid.span(below, column)
        if span.right > span.left and span.top == below and not grid.text(below, span.left):
            return below, span.left
    return None


def _free(grid: Grid, row: int, column: int) -> bool:
    """Whether the place is this row's own and holds no formula."""
    span = grid.span(row, column)
    return span.top == row and (span.top, span.left) not in grid.formulas


def _holds_formula(grid: Grid, columns: Columns, row: Row) -> bool:
    places = (grid.span(row.number, c) for c in columns.ours)
    return any((span.top, span.left) in grid.formulas for span in places)


def _written(grid: Grid, row: int, column: int | None) -> str:
    text = grid.shown(row, column) if column is not None else ""
    return "" if is_placeholder(text) else text


def _answered(grid: Grid, columns: Columns, row: int) -> str:
    marked = [m for c, m in columns.marks if grid.shown(row, c).strip(_EMPTY_BOXES)]
    return marked[0] if marked else _written(grid, row, columns.answer)


def _options(grid: Grid, area: Area, columns: Columns, row: Row) -> tuple[str, ...]:
    """The answer's vocabulary, from the strictest place that tells it."""
    if columns.marks:
        return tuple(mark for _, mark in columns.marks)
    at, column = row.number, columns.answer
    if column is not None:
        span = grid.span(at, column)
        if (rule := grid.rule(span.top, span.left)) and rule.choices:
            return rule.choices
    if columns.options is not None:
        head = head_text(grid, area, columns.options)
        if listed := _choices_in(head, grid.shown(at, columns.options)):
            return listed
    if column is not None:
        written = listed_options(grid.shown(at, column))
        if listed := written or (head_options(head_text(grid, area, column)) if area.head else ()):
            return listed
    return head_options(row.text) if row.text.rstrip().endswith((")", "]")) else ()


def _choices_in(head: str, cell: str) -> tuple[str, ...]:
    """A cell of allowed answers; under a head that speaks of types only known answers count."""
    if known := listed_options(cell):
        return known
    if "type" in head.casefold() or "format" in head.casefold():
        return ()
    for mark in ("\n", ";", "|", ",", "/"):
        parts = tuple(part.strip(" -•*☐") for part in cell.split(mark) if part.strip(" -•*☐"))
        if len(parts) > 1:
            return parts if all(len(part.split()) <= 8 for part in parts) else ()
    return ()


def _limit(grid: Grid, area: Area, columns: Columns, row: int, said: Sequence[str]) -> int | None:
    limits = [stated_limit(text, "words") for text in said]
    if columns.limit is not None:
        head = head_text(grid, area, columns.limit)
        limits.append(bare_limit(head, grid.shown(row, columns.limit), "words"))
    return min((n for n in limits if n is not None), default=None)
