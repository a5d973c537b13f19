"""The nouns of reading: a document, its blocks, its passages, and what went wrong.

Everything is frozen. A parser makes a `Parsed`; `intake` completes it to a `Document`; `passages`
cuts the document into `Passage` values that are exact slices of its text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

EvidenceKind = Literal[
    "policy",
    "procedure",
    "config",
    "log",
    "screenshot",
    "population",
    "sample",
    "ticket",
    "record",
    "report",
    "contract",
    "minutes",
    "diagram",
    "notice",
    "other",
]
"""What an item is as evidence; `corpus/frameworks/tsc_2017.yaml`, `enums.evidence_kind`, and other."""

BlockRole = Literal["heading", "text", "item", "row", "code", "caption"]
"""What a block is in its document: a row is one table or log line, an item one list entry."""

WarningKind = Literal[
    "placeholder",
    "stub",
    "unknown_criterion",
    "unapproved",
    "undated",
    "duplicate",
    "superseded",
    "low_ocr_confidence",
    "hidden_content",
    "instruction_in_evidence",
    "truncated",
    "ocr",
    "tracked_changes",
    "other_environment",
    "wrong_suffix",
]
"""The kinds a warning's line begins with; `contracts/mapping.schema.json`, and our own last five."""

ColumnRole = Literal[
    "id",
    "user",
    "date",
    "end_date",
    "status",
    "approver",
    "reviewer",
    "role",
    "system",
    "decision",
    "severity",
    "owner",
    "event",
    "mfa",
    "address",
]
"""What a table's column holds, as far as its name and values tell."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom: pixels of the image, or points of the page from its top left corner."""


@dataclass(frozen=True, slots=True)
class Locator:
    """Where something stands in its file: enough to open the file at the place.

    Lines, pages and rows count from 1. `member` is the path inside an archive or an e-mail.
    """

    page: int | None = None
    line_start: int | None = None
    line_end: int | None = None
    section: str | None = None
    sheet: str | None = None
    row_start: int | None = None
    row_end: int | None = None
    member: str | None = None
    bbox: Box | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A run `text[start:end]` of a document that stands at one place: a paragraph, a row, a line.

    Blocks are in order, do not overlap and need not cover the text (separators lie between them).
    `level` is a heading's depth, from 1; 0 for every other role.
    """

    start: int
    end: int
    locator: Locator
    role: BlockRole = "text"
    level: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word of an image or a scanned page, with its box and confidence (0 to 1)."""

    start: int
    end: int
    box: Box
    confidence: float
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its head and the role it was understood to have, if any."""

    name: str
    role: ColumnRole | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a document.

    `rows` holds the data rows as text cells, at most `MAX_TABLE_ROWS` of them; `row_count` counts
    all data rows of the source. `first_row` is the source row (or line) of the first data row, and
    `row_numbers` gives the source row of each kept row.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    row_count: int
    row_numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """One thing a reader of the item should know, with the place and words that show it.

    `str(note)` is the warning line of the report: kind, colon, what and where.
    """

    kind: WarningKind
    detail: str
    locator: Locator | None = None
    quote: str | None = None

    def __str__(self) -> str:
        return f"{self.kind}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Dates:
    """Three dates kept apart: what the item speaks for, when it was made, when we read it.

    `effective` and `captured` are found in the content; a file's modification time is neither.
    `effective_from` is the first day of the span where the item covers one (logs, populations).
    """

    effective: date | None = None
    captured: date | None = None
    ingested: datetime | None = None
    effective_from: date | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a parser made of one file: text, blocks and tables, before dates and kinds are judged."""

    media_type: str
    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    title: str | None = None
    notes: tuple[Note, ...] = ()
    words: tuple[Word, ...] = ()
    pages: int | None = None
    created: date | None = None
    """A date of creation that the file states in its own content (a mail's Date, a PDF's or office
    file's properties). Never the file system's."""


@dataclass(frozen=True, slots=True)
class Document:
    """One evidence item: a file, or one member of an archive or e-mail.

    `id` is derived from the bytes, the path and the member, so the same file read again keeps it.
    `path` is relative to the evidence folder, with forward slashes.
    """

    id: str
    path: str
    sha256: str
    media_type: str
    kind: EvidenceKind
    title: str
    text: str
    blocks: tuple[Block, ...]
    member: str | None = None
    tables: tuple[Table, ...] = ()
    dates: Dates = field(default_factory=Dates)
    notes: tuple[Note, ...] = ()
    words: tuple[Word, ...] = ()
    pages: int | None = None

    @property
    def name(self) -> str:
        """The path a person reads: the file, and the member behind an exclamation mark."""
        return self.path if self.member is None else f"{self.path}!{self.member}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that is searched and cited: `text == document.text[start:end]`.

    Never cut inside a word. `heading` is the heading path it stands under: searched, never quoted.
    """

    id: str
    document_id: str
    ordinal: int
    start: int
    end: int
    text: str
    heading: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why, in words its owner can act on."""

    path: str
    reason: str
    member: str | None = None
