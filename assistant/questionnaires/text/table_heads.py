"""Which columns of a document's table ask and which are answered, by its head row."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.questionnaires.heads import Head, Role, head_options, understand_head
from assistant.questionnaires.text.blocks import Row
from assistant.questionnaires.text.wording import MOST_WORDS_OF_A_BAND, asks, one_line
from assistant.questions import SlotRole

_FILLED: tuple[SlotRole, ...] = ("answer", "comment", "evidence")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is what. `marks` are columns of which one is ticked, with what each means."""

    question: int
    heads: tuple[str, ...] = ()
    id: int | None = None
    section: int | None = None
    context: tuple[int, ...] = ()
    filled: tuple[tuple[SlotRole, int], ...] = ()
    marks: tuple[tuple[int, str], ...] = ()
    options: tuple[str, ...] = ()
    described: int | None = None
    """Where the first column only names a control, the column that says what it demands."""
    items: bool = False
    """True where the first column lists things, not questions: "Field | Response"."""
    sure: bool = True
    """False where the table is only one if its cells, or the document, say so too."""
    exact: bool = False
    """True where the head is the very name of a questions column."""

    def column(self, role: SlotRole) -> int | None:
        """The column of this role."""
        return next((c for r, c in self.filled if r == role), None)


def columns_of(row: Row) -> Columns | None:
    """The columns that a head row names; None where the row is no head of a questions table."""
    heads = heads_of(row)
    if len({c.key for c in row}) < 2 or any(_too_long(c.text) for c in row):
        return None
    asked = [(c, h) for c, h in heads.items() if h.role == "question" and not asks(row[c].text)]
    marks = tuple((c, one_line(row[c].text)) for c, h in heads.items() if h.role == "mark")
    marks = marks if len(marks) > 1 else ()
    filled = _filled(heads, row)
    if not asked:
        return _items(row, heads, filled, marks)
    question, head = max(asked, key=lambda pair: (pair[1].strength, -pair[0]))
    if head.strength == 1 and not (filled or marks):
        return _catalogue(row, heads)
    others = tuple(
        c for c, h in heads.items() if c != question and h.role in ("context", "question")
    )
    return Columns(
        question=question,
        heads=tuple(one_line(c.text) for c in row),
        id=_first(heads, "id"),
        section=_first(heads, "section"),
        context=others,
        filled=filled,
        marks=marks,
        options=_head_options(row, filled),
        sure=head.strength > 1,
        exact=head.strength > 2,
    )


def _catalogue(row: Row, heads: dict[int, Head]) -> Columns | None:
    """The columns of a list of controls to be confirmed: "Control | Description"."""
    described = [c for c, h in heads.items() if h.role in ("question", "context")]
    if len(described) != 2:
        return None
    return Columns(
        question=described[0],
        heads=tuple(one_line(c.text) for c in row),
        id=_first(heads, "id"),
        section=_first(heads, "section"),
        described=described[1],
        sure=False,
    )


def heads_of(row: Row) -> dict[int, Head]:
    """What the cells name, each merged cell once."""
    seen: set[int] = set()
    found: dict[int, Head] = {}
    for column, cell in enumerate(row):
        head = understand_head(cell.text) if cell.key not in seen else None
        seen.add(cell.key)
        if head is not None:
            found[column] = head
    first = one_line(row[0].text).casefold() if row else ""
    marks = [c for c, h in found.items() if h.role == "mark"]
    if first in ("no", "no.", "n") and (len(marks) == 1 or marks[1] > 1):
        # "No." at the left is the number; beside "Yes" it is an answer.
        found[0] = Head("id", 3)
    return found


def _too_long(text: str) -> bool:
    return len(text.split()) > MOST_WORDS_OF_A_BAND or (asks(text) and len(text.split()) > 3)


def _filled(heads: dict[int, Head], row: Row) -> tuple[tuple[SlotRole, int], ...]:
    """The columns to fill: of each role the surest, the respondent's own first."""
    found: list[tuple[SlotRole, int]] = []
    for role in _FILLED:
        ranked = sorted(
            (-h.ours, -h.strength, column) for column, h in heads.items() if h.role == role
        )
        if ranked:
            found.append((role, ranked[0][2]))
    if not any(role == "answer" for role, _ in found):
        short = [c for c, cell in enumerate(row) if c and cell.text.strip().endswith("?")]
        if len(short) == 1:
            found.insert(0, ("answer", short[0]))
    return tuple(found)


def _items(
    row: Row,
    heads: dict[int, Head],
    filled: tuple[tuple[SlotRole, int], ...],
    marks: tuple[tuple[int, str], ...],
) -> Columns | None:
    """The columns of a table that lists things to say something of: "Field | Response"."""
    answer = next((c for role, c in filled if role == "answer"), None)
    if answer is None and not marks:
        return None
    first = answer if answer is not None else marks[0][0]
    named = [c for c in range(first) if c not in heads or heads[c].role in ("section", "context")]
    if not named or not row[named[-1]].text.strip():
        return None
    weak = answer is not None and answer in heads and heads[answer].strength == 1
    return Columns(
        question=named[-1],
        heads=tuple(one_line(c.text) for c in row),
        id=_first(heads, "id"),
        filled=filled,
        marks=marks,
        options=_head_options(row, filled),
        items=True,
        sure=not weak,
    )


def _head_options(row: Row, filled: tuple[tuple[SlotRole, int], ...]) -> tuple[str, ...]:
    answer = next((c for role, c in filled if role == "answer"), None)
    return head_options(row[answer].text) if answer is not None else ()


def _first(heads: dict[int, Head], role: Role) -> int | None:
    return next((c for c, h in heads.items() if h.role == role), None)
