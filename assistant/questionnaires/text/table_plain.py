"""Tables without a head row: columns by what their cells hold, label beside value, cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.questionnaires.heads import Role, understand_head
from assistant.questionnaires.text.blocks import Cell, Draft, Row, Table
from assistant.questionnaires.text.ids import cell_id, is_id, split_id
from assistant.questionnaires.text.table_heads import Columns, heads_of
from assistant.questionnaires.text.table_rows import fill_cell, is_open, text_at
from assistant.questionnaires.text.wording import asks, field_type_of, one_line, requests
from assistant.questions import SlotRole

_MOST_WORDS_OF_A_LABEL = 9
_SHARE = 0.5


def by_cells(rows: Sequence[Row]) -> Columns | None:
    """The columns of a table whose rows ask: where they do, ids to the left, answers to the right."""
    width = max(len(row) for row in rows)
    if width < 2:
        return None
    share = [
        sum(asks(text_at(r, c)) or requests(text_at(r, c)) for r in rows) / len(rows)
        for c in range(width)
    ]
    question = max(range(width), key=lambda c: (share[c], -c))
    if share[question] < _SHARE:
        return None
    ids = [
        c for c in range(question) if sum(is_id(text_at(r, c)) for r in rows) > _SHARE * len(rows)
    ]
    right = [
        c
        for c in range(question + 1, width)
        if any(c < len(r) and r[c].key != r[question].key for r in rows)
    ]
    if not right and not ids:
        return None
    roles: tuple[SlotRole, ...] = ("answer", "comment")
    return Columns(
        question=question,
        id=ids[-1] if ids else None,
        filled=tuple(zip(roles, right, strict=False)),
    )


def pairs_of(table: Table, rows: Sequence[Row], form: bool) -> Iterator[Draft]:
    """Label and value beside each other, once or twice in a row."""
    if not rows or any(len(row) % 2 for row in rows) or any(len(row) > 4 for row in rows):
        return
    pairs = [
        (n, row[c], row[c + 1]) for n, row in _numbered(table, rows) for c in range(0, len(row), 2)
    ]
    pairs = [(n, label, value) for n, label, value in pairs if label.text.strip()]
    pairs = [(n, label, value) for n, label, value in pairs if label.key != value.key]
    if not pairs or sum(len(understood) for understood in map(heads_of, rows[:1])) > 1:
        return
    labels = all(_is_label(label.text) for _, label, _ in pairs)
    empty = sum(is_open(value) for _, _, value in pairs) > _SHARE * len(pairs)
    if not labels or not (form or empty):
        return
    for number, label, value in pairs:
        split = split_id(one_line(label.text))
        made = Draft(
            text=split.text.rstrip(" :"),
            place=f"{table.place}r{number + 1}",
            id=split.id,
            in_table=True,
            placed=True,
        )
        fill_cell(made, "answer", value)
        made.kind = field_type_of(made.text)
        yield made


def _numbered(table: Table, rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    wanted = {id(row) for row in rows}
    return ((n, row) for n, row in enumerate(table.rows) if id(row) in wanted)


def _is_label(text: str) -> bool:
    words = text.split()
    return any(c.isalpha() for c in text) and len(words) <= _MOST_WORDS_OF_A_LABEL


def cards_of(table: Table) -> list[Draft]:
    """Questions laid out as cards: "Question | …", "Answer | …" below each other."""
    heads = [understand_head(row[0].text.rstrip(" :")) for row in table.rows if row]
    roles = [h.role if h and h.strength > 1 else None for h in heads]
    beside = all(len({c.key for c in row}) == 2 for row in table.rows)
    if not beside or "question" not in roles or not {"answer", "comment"} & set(roles):
        return []
    asked = [row for row, role in zip(table.rows, roles, strict=True) if role == "question"]
    if not all(len(_value(row).text.split()) > 2 for row in asked):
        return []
    return _dealt(table, roles)


def _value(row: Row) -> Cell:
    return next(c for c in row if c.key != row[0].key)


def _dealt(table: Table, roles: Sequence[Role | None]) -> list[Draft]:
    made: list[Draft] = []
    waiting = ""
    for number, (row, role) in enumerate(zip(table.rows, roles, strict=True)):
        cell = _value(row)
        if role == "id":
            waiting = cell_id(cell.text)
        elif role == "question":
            split = split_id(one_line(cell.text))
            own = waiting or split.id or split_id(one_line(row[0].text) + " x").id
            made.append(
                Draft(split.text, f"{table.place}r{number + 1}", own, in_table=True, placed=True)
            )
            waiting = ""
        elif made and role in ("answer", "comment", "evidence"):
            fill_cell(made[-1], role, cell)
        elif made and role in ("context", "options"):
            made[-1].context.append(one_line(cell.text))
    return made
