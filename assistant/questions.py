"""The nouns of questionnaires: the file as understood, its questions, and the places of answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Format = Literal["xlsx", "csv", "docx", "pdf", "md", "asciidoc", "json", "yaml"]
SlotRole = Literal["answer", "comment", "evidence"]
FieldType = Literal["question", "claim", "group", "text", "choice", "yes_no", "date", "number"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in the original file that is ours to fill.

    A workbook's slot has `sheet` and `cell`; a CSV's `row` and `column` (from 1); a DOCX's `table`,
    `row`, `column` (from 0) or `paragraph`; a JSON or YAML file's `path`, a JSON pointer.
    """

    role: SlotRole
    sheet: str | None = None
    cell: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None
    path: str | None = None
    choices: tuple[str, ...] = ()
    """The only values that the file accepts here (a list validation); empty where any text goes."""
    mark: str | None = None
    """Set where one of several columns is to be marked: the option that a mark here means."""
    max_characters: int | None = None

    @property
    def location(self) -> dict[str, str | int]:
        """Where it is, as `answers[].location` of contracts/answers.schema.json says it."""
        names = ("sheet", "cell", "table", "row", "column", "paragraph", "path")
        return {n: getattr(self, n) for n in names if getattr(self, n) is not None}


@dataclass(frozen=True, slots=True)
class Question:
    """One question as the customer asks it.

    `id` is the questionnaire's own where it has one, else its place in the file; unique in the file.
    `options` is the answer vocabulary in the customer's own words, whatever it was found in.
    """

    id: str
    text: str
    section: str = ""
    parent: str | None = None
    """Id of the question that this one follows up ("If yes, …")."""
    context: str = ""
    """What stands beside the question and explains it: a control's text, guidance, a hint."""
    options: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    hidden: bool = False
    answered: str = ""
    """What already stands in the answer's place; never overwritten unless asked."""
    remark: str = ""
    """What already stands in the comment's place."""
    field_type: FieldType = "question"
    max_words: int | None = None

    def slot(self, role: SlotRole) -> Slot | None:
        """The first place of this role, if the file has one."""
        return next((s for s in self.slots if s.role == role), None)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """How one questions table was understood: sheet or table name, head row, columns by letter.

    Several answer columns mean "mark one of these".
    """

    sheet: str
    head_row: int | None
    question: str
    id: str | None = None
    section: str | None = None
    answer: tuple[str, ...] = ()
    comment: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionnaireFile:
    """A customer's file as it was handed in: kept by its sha256, its name only as data."""

    sha256: str
    name: str
    suffix: str
    """Of the kept file, by what its content is; with the dot."""
    size: int
    added_by: str
    """The person's id."""
    added_at: datetime
    questions: int = 0
    """That want an answer, as understood last; 0 where nothing was understood yet."""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire as it was understood.

    `layout` is a digest of the file's shape (sheet names and head rows, not its content): a
    correction of the columns is remembered under it.
    """

    name: str
    format: Format
    sha256: str
    questions: tuple[Question, ...]
    maps: tuple[ColumnMap, ...] = ()
    layout: str = ""
    notes: tuple[str, ...] = field(default=())
    """What a person should know: sheets without questions, formulas left alone, hidden rows."""
