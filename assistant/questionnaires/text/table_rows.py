"""Rows of an understood table as drafts: the question, its options, what stands in its places."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.questionnaires.text.blocks import Cell, Draft, Row, Table
from assistant.questionnaires.text.boxes import options_in
from assistant.questionnaires.text.ids import cell_id, split_id
from assistant.questionnaires.text.table_heads import Columns
from assistant.questionnaires.text.wording import asks, field_type_of, is_blank, label_of, one_line
from assistant.questions import FieldType, SlotRole


def drafts_of(table: Table, body: Sequence[tuple[Columns, str, int, Row]]) -> list[Draft]:
    """The rows as drafts; each comes with its columns, section and number from 0."""
    drafts: list[Draft] = []
    before = -1
    for columns, section, number, row in body:
        if columns.question >= len(row) or row[columns.question].key == before:
            continue
        before = row[columns.question].key
        made = _draft(columns, row, f"{table.place}r{number + 1}")
        if made is not None:
            made.section = made.section or section
            drafts.append(made)
    return drafts


def _draft(columns: Columns, row: Row, place: str) -> Draft | None:
    said = options_in(row[columns.question].text)
    split = split_id(one_line(said.rest or row[columns.question].text))
    own = cell_id(row[columns.id].text) if columns.id is not None and columns.id < len(row) else ""
    text = split.text if split.id and own in ("", split.id) else one_line(said.rest or "")
    if not text or is_blank(text):
        return None
    answer = columns.column("answer")
    if columns.described is not None:
        text = f"{text}: {one_line(text_at(row, columns.described))}"
    made = Draft(
        text=_asked(text, columns, answer),
        place=place,
        id=own or split.id,
        options=said.names or columns.options,
        in_table=True,
        placed=True,
    )
    if columns.section is not None and columns.section != columns.question:
        made.section = one_line(text_at(row, columns.section))
    made.context = [one_line(t) for c in columns.context if (t := text_at(row, c)).strip()]
    _fill(made, columns, row)
    made.kind = _kind(made, columns)
    return made


def _asked(text: str, columns: Columns, answer: int | None) -> str:
    """What is asked of a listed thing, where the head says it: "Customer data: Involved?"."""
    head = columns.heads[answer] if columns.items and answer is not None else ""
    return f"{text}: {head}" if head.endswith("?") and not asks(text) else text


def _kind(made: Draft, columns: Columns) -> FieldType:
    """A label that asks nothing stays a field even where boxes stand beside it."""
    plain = field_type_of(made.text)
    if columns.described is not None:
        return "question" if asks(made.text) else "claim"
    if columns.items and plain in ("text", "number", "date", "claim"):
        return "text" if plain == "claim" else plain
    return field_type_of(made.text, made.options)


def _fill(made: Draft, columns: Columns, row: Row) -> None:
    for role, column in columns.filled:
        if column < len(row) and row[column].key != row[columns.question].key:
            fill_cell(made, role, row[column])
    for column, meaning in columns.marks:
        if column < len(row) and (spot := row[column].spot) is not None:
            made.take(spot.slot("answer", mark=meaning))
        if column < len(row) and not is_blank(row[column].text) and row[column].text.strip():
            made.answered = made.answered or _marked(row[column].text, meaning)
    if columns.marks:
        made.options = tuple(meaning for _, meaning in columns.marks)


def _marked(text: str, meaning: str) -> str:
    found = options_in(text)
    return meaning if found.ticked or text.strip().casefold() in ("x", "✓", "✔") else ""


def fill_cell(made: Draft, role: SlotRole, cell: Cell) -> None:
    """Make the cell the draft's place of that role, with what stands in it already."""
    text = cell.text.strip()
    label = label_of(text)
    text = label.rest if label else text
    found = options_in(text)
    if role == "answer":
        made.options = cell.choices or found.names or made.options
        made.answered = ", ".join(found.ticked) or (
            "" if found.names or is_blank(text) else one_line(text)
        )
    elif role == "comment":
        made.remark = "" if is_blank(text) or found.names else one_line(text)
    if cell.spot is not None:
        made.take(cell.spot.slot(role, choices=cell.choices if role == "answer" else ()))


def text_at(row: Row, column: int) -> str:
    """The cell's text; empty where the row is shorter."""
    return row[column].text if column < len(row) else ""


def is_open(cell: Cell) -> bool:
    """Whether the cell still waits for an answer: blank, or options and nothing else."""
    return is_blank(cell.text) or bool(cell.choices) or len(options_in(cell.text).names) > 0
