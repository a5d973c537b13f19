"""What every document becomes before questions are looked for: headings, paragraphs and tables.

Format readers make blocks, `grids` and `flow` turn them into drafts, `finish` into questions.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.questions import FieldType, Slot, SlotRole


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a text stands, if an answer can be written there: a paragraph, or a cell of a table."""

    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None

    def slot(
        self, role: SlotRole, *, choices: tuple[str, ...] = (), mark: str | None = None
    ) -> Slot:
        """The place as one of ours to fill."""
        return Slot(
            role,
            table=self.table,
            row=self.row,
            column=self.column,
            paragraph=self.paragraph,
            choices=choices,
            mark=mark,
        )


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` counts from 1, and 9 is a line that only looks like one."""

    text: str
    level: int
    place: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or list item. `label` is a number that does not stand in its text.

    `place` names it for people and is the question's id where there is no other; `spot` is None in
    files that are not written back. `choices` are those of a drop-down in it.
    """

    text: str
    place: str
    spot: Spot | None = None
    label: str = ""
    depth: int = 0
    item: bool = False
    strong: bool = False
    slanted: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at its place in the grid, from 0. A merged cell stands, with one `key`, in every place
    that it covers; its `spot` is its first.
    """

    text: str
    key: int
    spot: Spot | None = None
    choices: tuple[str, ...] = ()
    strong: bool = False


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as rows of cells; `headed` where the format itself says that the first row is a head."""

    rows: tuple[Row, ...]
    place: str
    headed: bool = False


Block = Heading | Paragraph | Table


@dataclass(slots=True)
class Draft:
    """A question while its document is being read; what follows it may still add to it."""

    text: str
    place: str
    id: str = ""
    section: str = ""
    depth: int = 0
    parent: Draft | None = None
    context: list[str] = field(default_factory=list)
    options: tuple[str, ...] = ()
    slots: list[Slot] = field(default_factory=list)
    answered: str = ""
    remark: str = ""
    kind: FieldType | None = None
    sure: bool = True
    """False where only the words of a plain paragraph say that this is a question."""
    listed: bool = False
    """True for list items, numbered paragraphs and headings."""
    placed: bool = False
    """Whether a place for the answer was met: a label, a line to write on, boxes."""
    in_table: bool = False

    def take(self, slot: Slot | None) -> None:
        """Add a place unless one of its role is known, several marks of one role apart."""
        if slot is None:
            return
        same = [s for s in self.slots if s.role == slot.role]
        if not same or (slot.mark and all(s.mark for s in same)):
            self.slots.append(slot)
