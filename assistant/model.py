"""The nouns of judging: criteria, scope, evidence, links, gaps, findings, runs.

Frozen values. A `Proposal` is what an engine says; a `Checked` is a proposal whose every citation
was re-found by `assistant.verify`. Only checked values are stored, shown or exported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, get_args

from ingest.model import Document, EvidenceKind, Failure, Locator, Note, Passage

Category = Literal["security", "availability", "processing_integrity", "confidentiality", "privacy"]
ReportType = Literal["type1", "type2"]
Aspect = Literal["design", "operating", "both"]
Grade = Literal["A", "B", "C", "X"]
Check = Literal["pass", "fail", "unknown", "not_applicable"]
Severity = Literal["low", "medium", "high", "critical"]
Status = Literal[
    "met_indicated",
    "partial",
    "insufficient",
    "not_exercised",
    "not_met_indicated",
    "carved_out",
    "not_relevant",
    "out_of_scope",
]
Design = Literal["designed", "partly_designed", "not_designed", "not_assessed"]
Operation = Literal[
    "none", "isolated", "elevated", "failed", "not_exercised", "no_evidence", "not_assessed"
]
GapKind = Literal[
    "no_control_found",
    "no_control_confirmed",
    "design_weak",
    "no_operating_evidence",
    "stale",
    "incomplete_period",
    "population_missing",
    "deviation",
    "attribute_missing",
    "conflict",
    "out_of_scope_evidence",
    "not_exercised",
    "description_mismatch",
]

CATEGORIES: tuple[Category, ...] = get_args(Category)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The least grave first."""


@dataclass(frozen=True, slots=True)
class PointOfFocus:
    """An aid to judgment, never a requirement; the index is ours, the issuer has no numbers."""

    index: int
    label: str
    scope: str


@dataclass(frozen=True, slots=True)
class ExpectedEvidence:
    """An item that usually supports a criterion, and what must be visible in it."""

    id: str
    name: str
    kind: EvidenceKind
    supports: tuple[Literal["design", "operating"], ...]
    frequency: str
    owners: tuple[str, ...]
    must_show: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the 61 criteria, in our own words."""

    id: str
    title: str
    category: Category
    series: str
    paraphrase: str
    points_of_focus: tuple[PointOfFocus, ...]
    evidence: tuple[ExpectedEvidence, ...]
    phrases: tuple[str, ...]
    common_gaps: tuple[str, ...]
    remediation: str
    exception_prone: bool
    related: tuple[str, ...]

    @property
    def query(self) -> str:
        """What evidence for this criterion is searched with."""
        return f"{self.title}. {self.paraphrase}"


@dataclass(frozen=True, slots=True)
class Scope:
    """What is examined: categories, and a Type I date or a Type II period.

    Security is always included; `assessment_rules.md`, section 2.
    """

    categories: tuple[Category, ...]
    report_type: ReportType
    as_of: date | None = None
    period_start: date | None = None
    period_end: date | None = None
    assumed: bool = False
    """True where nobody gave a date or period and today was taken; every report says so."""

    @property
    def reference(self) -> date:
        """The day freshness is judged against: the period's end, or the as-of date (6.1)."""
        day = self.period_end if self.report_type == "type2" else self.as_of
        assert day is not None  # scope.make_scope lets no other through
        return day


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage as an engine is shown it: a short handle, the passage, its score."""

    handle: str
    passage: Passage
    document: Document
    score: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A criterion an item may support, as the ranker sees it, with the passages that say so.

    `accepted` is the ranker's own opinion; an engine may follow it or judge again.
    """

    criterion: Criterion
    confidence: float
    accepted: bool
    reason: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote and where it stands. `path` is the file's, relative to the evidence folder."""

    document_id: str
    path: str
    quote: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class Link:
    """An evidence item said to support a criterion.

    `confidence` is calibrated: of the links said with 0.8, four in five should hold. `accepted` is
    the tool's claim; a link that is not accepted is a ranked candidate only.
    """

    document_id: str
    criterion: str
    confidence: float
    accepted: bool
    aspect: Aspect
    rationale: str
    citations: tuple[Citation, ...]
    decided: str = ""
    """A person's decision in words, "rejected by Ada Moss on 2026-07-01: reason"; empty for none."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the verifier refused, and why."""

    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class Judged:
    """All that was said of one document: its checked links, and how the other criteria ranked."""

    links: tuple[Link, ...]
    others: tuple[tuple[str, float], ...]
    """Criterion ids with confidence, best first: candidates only, nothing is claimed."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedLinks:
    """Links whose every citation was re-found in its source. Made only by `assistant.verify`."""

    links: tuple[Link, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class GradedItem:
    """One evidence item judged by the checks E1 to E10; `assessment_rules.md`, section 3.2."""

    document_id: str
    grade: Grade
    checks: tuple[tuple[str, Check], ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing or wrong for a criterion, what to do about it and who does it."""

    kind: GapKind
    severity: Severity
    detail: str
    remediation: str
    owner: str
    citations: tuple[Citation, ...] = ()
    about: str = ""
    """The item or topic it concerns, the same in every run; empty for the whole criterion."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion's state: status, design, operation, gaps; sections 4, 5, 8 to 10."""

    criterion: str
    status: Status
    design: Design
    operation: Operation
    gaps: tuple[Gap, ...]
    reasons: tuple[str, ...] = ()
    """Which evidence ids, grades and rules led to the status (section 10)."""


@dataclass(frozen=True, slots=True)
class Indication:
    """The readiness indication (not an audit opinion) with all that led to it; section 11."""

    name: Literal[
        "disclaimer_leaning", "adverse_leaning", "qualified_leaning", "unqualified_leaning"
    ]
    rule: int
    in_scope: int
    not_met: tuple[str, ...]
    insufficient: tuple[str, ...]
    reading: str
    if_supplied: str = ""
    """The indication's name if all that is insufficient were supplied and clean; rule 3."""


@dataclass(frozen=True, slots=True)
class RunInfo:
    """Enough to explain a result a year later: who judged, by which rules, when."""

    id: str
    started_at: datetime
    finished_at: datetime
    engine: str
    embedder: str
    framework: str
    scope: Scope
    prompts: tuple[tuple[str, str], ...] = ()
    settings_digest: str = ""
    corpus_digest: str = ""


@dataclass(frozen=True, slots=True)
class MappingRun:
    """All that one mapping run found, ready for any export."""

    run: RunInfo
    documents: tuple[Document, ...]
    passages: dict[str, int]
    """Number of passages by document id."""
    grades: dict[str, GradedItem]
    notes: dict[str, tuple[Note, ...]]
    """All warnings by document id: those of reading and those of judging."""
    links: CheckedLinks
    others: dict[str, tuple[tuple[str, float], ...]]
    """By document id: criteria that were ranked but are not claimed, with confidence, best first."""
    findings: tuple[Finding, ...]
    indication: Indication | None
    skipped: tuple[Failure, ...]
    unexamined: tuple[str, ...] = field(default=())
    """What was not looked at; section 11, rule 6."""
