"""The nouns of the system description: facts with their proof, open points, sentences, sections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from assistant.model import Citation, Scope

Kind = Literal["soc2-type1", "soc2-type2", "soc3", "soc1"]
Also = Literal[
    "public-summary", "soa", "assertion", "bridge-letter", "cuec-list", "security-overview"
]
Origin = Literal["evidence", "management", "scope"]
FactState = Literal["known", "partly_known", "conflicting", "missing", "not_needed"]
Standing = Literal["cited", "management", "open", "frame"]

VersionOrigin = Literal["drafted", "edited", "imported", "merged", "approved"]

KINDS: tuple[Kind, ...] = ("soc2-type1", "soc2-type2", "soc3", "soc1")
ALSO: tuple[Also, ...] = (
    "public-summary",
    "soa",
    "assertion",
    "bridge-letter",
    "cuec-list",
    "security-overview",
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a fact is made of, how it is found, and how it is asked for."""

    name: str
    ask: str
    owner: str
    worth: int
    all: tuple[str, ...] = ()
    cased: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    under: str = ""
    kinds: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    most: int = 3
    gatherer: str = ""
    """The gatherer that finds it; empty where statements do."""
    conflict: str = ""
    code: bool = False
    """Whether it may stand in a drawing, such as an organization chart."""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class FactValue:
    """One value of a fact: its words, what proves them or who said them, and from when they are.

    `text` of a value from evidence is its quote without marks of its format; `cells` are its pieces
    where it is a row of a table.
    """

    key: str
    part: str
    text: str
    origin: Origin
    citations: tuple[Citation, ...] = ()
    day: date | None = None
    """The date that the evidence speaks for, or the day of the statement."""
    said_by: str = ""
    """Of a management statement: the person and role that made it."""
    cells: tuple[str, ...] = ()
    source: str = ""
    """Title of the document."""
    under: str = ""
    """The nearest heading, where the words lean on it."""
    public: bool = False
    """Whether the evidence is meant for everybody."""
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something that a person has to say: NEEDS INPUT with its key, ordered by worth."""

    key: str
    part: str
    criterion: str
    question: str
    why: str
    owner: str
    worth: int
    citations: tuple[Citation, ...] = ()

    @property
    def id(self) -> str:
        """What the CLI and the page name it by."""
        return f"{self.key}.{self.part}" if self.part else self.key


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as far as it is known."""

    key: str
    criterion: str
    component: str
    ask: str
    state: FactState
    values: tuple[FactValue, ...]
    open: tuple[OpenPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Two sources that disagree on a fact: both are shown, nobody picks silently (DR-06)."""

    key: str
    detail: str
    citations: tuple[Citation, ...]
    topic: str
    """Its id in `conflict_topics.yaml`."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a workspace for one scope."""

    scope: Scope
    facts: tuple[Fact, ...]
    mismatches: tuple[Mismatch, ...]
    placeholders: tuple[OpenPoint, ...]
    """Unfilled places in the evidence, each an open point."""

    def get(self, key: str) -> Fact:
        """The fact with this key. Raises `KeyError` for another."""
        for fact in self.facts:
            if fact.key == key:
                return fact
        raise KeyError(key)

    @property
    def open(self) -> tuple[OpenPoint, ...]:
        """All open points, those worth most first."""
        points = [p for f in self.facts for p in f.open] + list(self.placeholders)
        return tuple(sorted(points, key=lambda p: (-p.worth, p.criterion, p.id)))


@dataclass(frozen=True, slots=True)
class Statement:
    """What management said to an open point. Appended; the newest holds, an empty text withdraws."""

    key: str
    part: str
    text: str
    said_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SetAside:
    """An open point that a person closed without an answer, for one kind of description.

    Appended; the newest of a point holds, an empty reason takes it back.
    """

    kind: str
    point: str
    """The point's id."""
    question: str
    why: str
    """Why the point was open then."""
    reason: str
    person: str
    at: datetime

    def closes(self, point: OpenPoint) -> bool:
        """Is it this point? One that is open for another cause, such as a new conflict, is not."""
        return (self.point, self.question, self.why) == (point.id, point.question, point.why)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a draft and what it stands on.

    `cited`: on citations, re-found. `management`: on a named person's word. `open`: it says what is
    missing, as NEEDS INPUT. `frame`: says nothing of the company (a heading's lead-in in our words).
    """

    text: str
    standing: Standing
    citations: tuple[Citation, ...] = ()
    facts: tuple[str, ...] = ()
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together; `items` where each is an entry of a list."""

    sentences: tuple[Sentence, ...]
    items: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. Each row stands on the sentence of the same index in `proofs`."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    proofs: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Subsection:
    """A titled part of a section."""

    title: str
    blocks: tuple[Paragraph | Grid, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a draft. `id` is `DC1` to `DC9`, or a name of the variant's own."""

    id: str
    title: str
    parts: tuple[Subsection, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence and every row of a table, in order."""
        found: list[Sentence] = []
        for part in self.parts:
            for block in part.blocks:
                found.extend(block.sentences if isinstance(block, Paragraph) else block.proofs)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one section: what was drafted, edited, imported, merged or approved, by whom.

    An `approved` version holds the words of the version before it, and a person's name.
    """

    number: int
    kind: str
    section: Section
    origin: VersionOrigin
    person: str
    """Empty for a draft."""
    at: datetime
    run: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One of the completeness checks, or one of ours, and what it found."""

    id: str
    check: str
    severity: str
    passed: bool
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """A draft: management's description, unaudited, until a person approves it."""

    kind: Kind | Also
    title: str
    company: str
    scope: Scope
    sections: tuple[Section, ...]
    open: tuple[OpenPoint, ...]
    mismatches: tuple[Mismatch, ...]
    checks: tuple[CheckResult, ...]
    made_at: datetime
    run: str
    engine: str
    refused: tuple[str, ...] = ()
    """What a leak check kept out, and why: never the words themselves."""
    prompts: tuple[tuple[str, str], ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    """What the facts leave open and a person set aside with a reason."""
