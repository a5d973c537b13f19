"""Tables of documents as drafts of questions, row by row.

A head row may stand anywhere and come again; without one the cells say what a column holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.questionnaires.text.blocks import Draft, Row, Table
from assistant.questionnaires.text.ids import is_id, split_id
from assistant.questionnaires.text.table_heads import Columns, columns_of
from assistant.questionnaires.text.table_plain import by_cells, cards_of, pairs_of
from assistant.questionnaires.text.table_rows import drafts_of, is_open, text_at
from assistant.questionnaires.text.wording import (
    MOST_WORDS_OF_A_BAND,
    asks,
    is_blank,
    one_line,
    requests,
)

_SHARE = 0.5


@dataclass(slots=True)
class Understood:
    """What was made of one table: its drafts, and its shape for the layout's digest."""

    drafts: list[Draft] = field(default_factory=list)
    heads: tuple[str, ...] = ()
    columns: Columns | None = None


def read_table(table: Table, *, form: bool) -> Understood:
    """The questions of a table; none where it asks nothing.

    `form` says that the document is one to be filled in: then labels with a value beside them are
    fields, and tables of statements are read although their cells are filled already.
    """
    if cards := cards_of(table):
        return Understood(cards, ("cards",))
    found = Understood()
    columns: Columns | None = None
    section = ""
    body: list[tuple[Columns, str, int, Row]] = []
    loose: list[Row] = []
    for number, row in enumerate(table.rows):
        if not any(c.text.strip() for c in row):
            continue
        head = columns_of(row) if _may_be_head(table, number) else None
        if head is not None and columns is not None and not _again(head, columns):
            head = None
        if head is not None:
            columns, found.heads = head, found.heads or head.heads
        elif band := _band(row, columns):
            section = band
        elif columns is None:
            loose.append(row)
        else:
            body.append((columns, section, number, row))
    if columns is None:
        return _headless(table, loose, form)
    body = [(_settled(c, [r for _, _, _, r in body]), s, n, r) for c, s, n, r in body]
    columns = body[-1][0] if body else columns
    if not _holds(columns, [row for _, _, _, row in body], form):
        return found
    found.columns = columns
    found.drafts = drafts_of(table, body)
    return found


def _may_be_head(table: Table, number: int) -> bool:
    return number == 0 or not table.headed


def _again(head: Columns, before: Columns) -> bool:
    """Whether a row under a head is a head again: the same one, or one that surely names questions."""
    return head.heads == before.heads or (head.exact and not head.items)


def _band(row: Row, columns: Columns | None) -> str:
    """The text of a row that only names the section of those below; empty for any other row."""
    filled = {c.key: one_line(c.text) for c in row if not is_blank(c.text)}
    if len(filled) != 1 or len({c.key for c in row}) == len(row) == 1:
        return ""
    key, text = next(iter(filled.items()))
    if asks(text) or requests(text) or len(text.split()) > MOST_WORDS_OF_A_BAND:
        return ""
    covers = sum(c.key == key for c in row)
    if covers == len(row) and len(row) > 1:
        return text
    if columns is None or len(row) < 3:
        return ""
    at = next(i for i, c in enumerate(row) if c.key == key)
    lacks_id = columns.id is not None and at != columns.id
    return text if at != columns.question or covers > 1 or lacks_id else ""


def _settled(columns: Columns, rows: Sequence[Row]) -> Columns:
    """The columns with ids told from questions: "Control | Requirement" may be either."""
    texts = [text_at(row, columns.question) for row in rows]
    if columns.sure or columns.id is not None or not columns.context or columns.described:
        return columns
    if sum(is_id(t) for t in texts) <= _SHARE * len(texts):
        return columns
    return replace(
        columns,
        id=columns.question,
        question=columns.context[0],
        context=columns.context[1:],
    )


def _holds(columns: Columns, rows: Sequence[Row], form: bool) -> bool:
    """Whether the rows bear out what an unsure head promises."""
    bare = not (columns.filled or columns.marks)
    if columns.sure and not bare and (form or not columns.items):
        return True
    if columns.described is not None:
        return _are_controls(columns, rows)
    texts = [row[columns.question].text for row in rows if columns.question < len(row)]
    asking = sum(asks(t) or requests(t) for t in texts)
    answer = columns.column("answer")
    places = [row[answer] for row in rows if answer is not None and answer < len(row)]
    open_ = sum(is_open(c) for c in places)
    enough = bool(texts) and asking >= 0.3 * len(texts)
    return (
        enough
        or (bool(places) and open_ >= _SHARE * len(places))
        or (columns.sure and form and not bare)
        or (form and not columns.items and bool(places))
    )


def _are_controls(columns: Columns, rows: Sequence[Row]) -> bool:
    """Whether the rows of a catalogue are numbered and say something."""
    at = columns.id if columns.id is not None else columns.question
    numbered = sum(
        is_id(text_at(r, at)) or bool(split_id(one_line(text_at(r, at))).id) for r in rows
    )
    return bool(rows) and numbered > 0.7 * len(rows)


def _headless(table: Table, rows: Sequence[Row], form: bool) -> Understood:
    """Tables without an understood head: columns by what their cells hold, or label and value."""
    if len(rows) and (columns := by_cells(rows)):
        numbered = [(columns, "", table.rows.index(row), row) for row in rows]
        return Understood(drafts_of(table, numbered), ("by cells",), columns)
    return Understood(list(pairs_of(table, rows, form)), ("pairs",))
