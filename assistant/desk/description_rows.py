"""What the description page shows: kinds, sections, lines that changed, what is complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.catalog.description import HEADER, description_catalog
from assistant.description import (
    CheckResult,
    Description,
    Fact,
    Facts,
    FactState,
    Grid,
    Section,
    Sentence,
    Standing,
    Version,
)

STATES: tuple[FactState, ...] = ("conflicting", "missing", "partly_known", "known", "not_needed")
STANDINGS: tuple[Standing, ...] = ("cited", "management", "open", "frame")
NAMES: Mapping[str, str] = {
    "soc2-type1": "SOC 2 Type I: description of the system",
    "soc2-type2": "SOC 2 Type II: description of the system",
    "soc3": "SOC 3: outline for general use",
    "soc1": "SOC 1: system and control objectives",
    "public-summary": "Public summary",
    "soa": "ISO 27001: statement of applicability",
    "assertion": "Management's assertion",
    "bridge-letter": "Bridge letter",
    "cuec-list": "Controls that customers run (CUEC list)",
    "security-overview": "Security overview",
}

Became = Literal["kept", "still_cited", "statement", "open", "frame", "removed"]


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section as it stands: its newest version, how its sentences stand, what is to be settled."""

    version: Version
    counts: Mapping[Standing, int]
    unsettled: int
    """Places that a person and a new draft both changed."""
    drafted_at: datetime

    @property
    def id(self) -> str:
        """The section's id."""
        return self.version.section.id

    @property
    def name(self) -> str:
        """What it is called on the page."""
        return section_name(self.version.section)

    @property
    def approved(self) -> bool:
        """Does a person stand by its newest words?"""
        return self.version.origin == "approved"


@dataclass(frozen=True, slots=True)
class LineOutcome:
    """What became of one line of an edit."""

    text: str
    became: Became
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A kept edit: the new version, the lines that are not as before, and how many are."""

    version: Version
    changed: tuple[LineOutcome, ...]
    kept: int


@dataclass(frozen=True, slots=True)
class Standpoint:
    """How one criterion, or one section of another kind, stands."""

    id: str
    title: str
    facts: Mapping[FactState, int]
    open: int
    sentences: Mapping[Standing, int]
    findings: tuple[str, ...]
    """What checks found that name it."""


def section_name(section: Section) -> str:
    """`DC3 Components of the system`; other kinds' sections have a title only."""
    return f"{section.id} {section.title}" if section.id.startswith("DC") else section.title


def standing_counts(section: Section) -> Mapping[Standing, int]:
    """How many sentences and rows stand on what."""
    found = [s.standing for s in section.sentences]
    return {standing: found.count(standing) for standing in STANDINGS}


def outcome(before: Section, after: Section) -> tuple[tuple[LineOutcome, ...], int]:
    """What became of each line between two versions: those not as before, and how many are."""
    old = _said(before)
    left = list(old)
    changed: list[LineOutcome] = []
    kept = 0
    for text, sentence in _said(after):
        if (text, sentence) in left:
            left.remove((text, sentence))
            kept += 1
        else:
            changed.append(LineOutcome(text, _became(sentence), sentence.said_by))
    words = {text for text, _ in _said(after)}
    gone = (LineOutcome(text, "removed") for text, _ in left if text not in words)
    return (*changed, *gone), kept


def by_criterion(
    facts: Facts, description: Description, checks: Sequence[CheckResult]
) -> tuple[Standpoint, ...]:
    """Of a SOC 2 description each of the nine criteria (and the report's own facts), of another
    kind each section."""
    if not description.kind.startswith("soc2"):
        return tuple(
            Standpoint(s.id, s.title, {}, standing_counts(s)["open"], standing_counts(s), ())
            for s in description.sections
        )
    sections = {s.id: s for s in description.sections}
    titles = [(c.id, c.title) for c in description_catalog().criteria]
    found = []
    for identifier, title in [*titles, (HEADER, "About the report")]:
        own = [f for f in facts.facts if f.criterion == identifier]
        section = sections.get(identifier)
        if section is None and identifier != HEADER and not own:
            continue
        found.append(
            Standpoint(
                identifier,
                title,
                _states(own),
                sum(len(f.open) for f in own),
                standing_counts(section) if section else {},
                tuple(dict.fromkeys(_naming(identifier, checks))),
            )
        )
    return tuple(found)


def _states(facts: Sequence[Fact]) -> Mapping[FactState, int]:
    found = [f.state for f in facts]
    return {state: found.count(state) for state in STATES}


def _naming(identifier: str, checks: Sequence[CheckResult]) -> list[str]:
    wanted = identifier.casefold()
    return [
        f"{c.id}: {finding}"
        for c in checks
        for finding in c.findings
        if wanted in finding.casefold().replace(",", " ").replace(":", " ").split()
    ]


def _said(section: Section) -> list[tuple[str, Sentence]]:
    """Each sentence or row with its words; a row's words are its cells."""
    found: list[tuple[str, Sentence]] = []
    for part in section.parts:
        for block in part.blocks:
            if isinstance(block, Grid):
                rows = (" | ".join(c for c in row if c) for row in block.rows)
                found += zip(rows, block.proofs, strict=True)
            else:
                found += [(s.text, s) for s in block.sentences]
    return found


def _became(sentence: Sentence) -> Became:
    became: Mapping[Standing, Became] = {
        "cited": "still_cited",
        "management": "statement",
        "open": "open",
        "frame": "frame",
    }
    return became[sentence.standing]
