"""The acceptability checks E1 to E10 of `assessment_rules.md`, section 3.2, one function each.

Each says pass, fail, unknown or not applicable, and why. Unknown is never pass: what cannot be
told from the item itself stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from assistant.assessment.freshness import STATEMENTS, freshness
from assistant.assessment.shown import Seen, Shown
from assistant.model import Check, Criterion, Link, Scope
from ingest.model import Document, EvidenceKind, Note, WarningKind
from ingest.written_dates import find_dates

WRITTEN: frozenset[EvidenceKind] = STATEMENTS | {"contract", "minutes"}
"""Kinds that speak for the organization as a whole, not for one system."""
BY_HAND: frozenset[EvidenceKind] = frozenset({"record", "report", "ticket", "sample", "minutes"})
LISTS: frozenset[EvidenceKind] = frozenset({"population", "report", "log"})
TWO_PERSONS: frozenset[EvidenceKind] = frozenset({"ticket", "record", "sample"})
MOSTLY_PLACEHOLDERS = 12
READABLE = 0.8
"""Mean confidence of recognised words below which an image counts as not surely readable."""

_STATED_COUNT = re.compile(
    r"\b(?:row count|(?:total|number of) (?:rows|records|users|items|entries)|record_?count"
    r'|"count")"?\s*[:=|]?\s*(\d{1,9})\b',
    re.IGNORECASE,
)
_NEXT_REVIEW = re.compile(
    r"\b(?:next review(?: date| due)?|review due|due for review|valid until|review by)\b",
    re.IGNORECASE,
)
_NEAR = 40
"""Characters behind those words in which their date is looked for."""
_NAME = r"[\s|:*]{1,8}([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,3})"
_DID = re.compile(r"\b(?i:performed|prepared|requested|created|authored|merged)[ _](?i:by)" + _NAME)
_APPROVED = re.compile(r"\b(?i:approved|reviewed|checked)[ _](?i:by)" + _NAME)


@dataclass(frozen=True, slots=True)
class Judged:
    """One check's answer and its reason. `only_overdue`: failed for its review date alone."""

    check: Check
    reason: str = ""
    only_overdue: bool = False


@dataclass(frozen=True)
class Item:
    """One evidence item with all that judging it needs."""

    document: Document
    notes: tuple[Note, ...]
    links: tuple[Link, ...]
    """Its accepted links."""
    scope: Scope
    criteria: tuple[Criterion, ...] = field(default=())
    """The criteria that its links name."""

    @property
    def kind(self) -> EvidenceKind:
        """What it is as evidence."""
        return self.document.kind

    @cached_property
    def shown(self) -> Shown:
        """What can be seen in it."""
        return Shown(self.document)

    def noted(self, *kinds: WarningKind) -> tuple[Note, ...]:
        """Its warnings of these kinds."""
        return tuple(n for n in self.notes if n.kind in kinds)


PASS = Judged("pass")
NOT_APPLICABLE = Judged("not_applicable")


def e1_source(item: Item) -> Judged:
    """The source system is identifiable; what people write needs none."""
    if item.kind in WRITTEN:
        return NOT_APPLICABLE
    if item.shown.has("source") or (item.kind in BY_HAND and item.shown.has("maker")):
        return PASS
    return Judged("unknown", "no source system, address or maker is named in it")


def e2_dated(item: Item) -> Judged:
    """A date of creation or capture is visible inside the item."""
    dates = item.document.dates
    if item.noted("undated"):
        return Judged("fail", "no date is visible in it")
    if not item.shown.day_visible:
        return Judged("fail", "no date is visible in its content")
    if dates.effective is None and dates.captured is None:
        return Judged("unknown", "dates stand in it, but none says what it speaks for")
    return PASS


def e3_fresh(item: Item) -> Judged:
    """The date is near enough for the claim; section 6.1."""
    state = freshness(item.kind, item.document.dates, item.scope)
    reference = item.scope.reference
    match state:
        case "fresh":
            return PASS
        case "due":
            return Judged("pass", f"last approval is over a year before {reference}; review is due")
        case "stale":
            return Judged("fail", f"too old for a claim about {reference}")
        case "future":
            return Judged("fail", f"dated after {reference}")
        case "unknown":
            return Judged("unknown", "without a date its age cannot be told")


def e4_in_scope(item: Item) -> Judged:
    """It concerns production. Without a list of systems only the environment can be judged."""
    for note in item.noted("other_environment"):
        return Judged("fail", f"not the production environment ({note.detail})")
    if item.kind in WRITTEN:
        return PASS
    if e1_source(item).check == "pass":
        return PASS
    return Judged("unknown", "what system it concerns is not stated")


def e5_two_persons(item: Item) -> Judged:
    """Who did it and who approved it are shown, and are not one person."""
    if item.kind not in TWO_PERSONS:
        return NOT_APPLICABLE
    text = item.shown.text
    did, approved = set(_DID.findall(text)), set(_APPROVED.findall(text))
    if did and did == approved:
        return Judged("fail", f"{min(did)} both did and approved it")
    parties = (item.shown.has("performer"), item.shown.has("second-person"))
    if all(parties):
        return PASS
    if any(parties):
        lacking = "who approved it" if parties[0] else "who did it"
        return Judged("unknown", f"{lacking} is not shown")
    return Judged("fail", "neither who did it nor who approved it is shown")


def e6_complete(item: Item) -> Judged:
    """A list shows its query, its run date and its row count.

    Agreement with another source belongs to population testing and is not judged here.
    """
    if item.kind not in LISTS or (item.kind == "report" and not item.shown.rows):
        return NOT_APPLICABLE
    if item.kind == "log":
        return _log_span(item)
    lacking = [
        name
        for name, there in (
            ("the query or filter", _selection_shown(item)),
            ("the run date", item.shown.day_visible),
            ("the row count", item.shown.has("rows")),
        )
        if not there
    ]
    if lacking:
        return Judged("fail", f"it does not show {', '.join(lacking)}")
    return _counts_agree(item)


def _selection_shown(item: Item) -> bool:
    """A list needs its query; of a report it is enough to say what it covers."""
    return item.shown.has("query") or (item.kind == "report" and item.shown.has("coverage"))


def _log_span(item: Item) -> Judged:
    dates = item.document.dates
    if dates.effective_from and dates.effective:
        return PASS
    return Judged("unknown", "its first and last time could not be told")


def _counts_agree(item: Item) -> Judged:
    stated = {int(n) for n in _STATED_COUNT.findall(item.shown.text)}
    read = {table.row_count for table in item.document.tables}
    if stated and read and not stated & read:
        return Judged("unknown", f"it states a count of {min(stated)}, {max(read)} rows were read")
    return PASS


def e7_attributes(item: Item) -> Judged:
    """What the catalogue wants to see in such an item is there, for one of its criteria at least."""
    answers = [seen for criterion in item.criteria if (seen := wanted(item, criterion))]
    if not answers:
        return NOT_APPLICABLE
    best = min(answers, key=_lack)
    missing = [phrase for phrase, seen in best if seen == "missing"]
    unknown = [phrase for phrase, seen in best if seen == "unknown"]
    if missing:
        return Judged("fail", f"it does not show {', '.join(missing)}")
    if unknown:
        return Judged("unknown", f"not recognised in it: {', '.join(unknown)}")
    return PASS


Attributes = tuple[tuple[str, Seen], ...]


def wanted(item: Item, criterion: Criterion) -> Attributes:
    """What the nearest evidence expected for a criterion must show, and what is seen of it.

    Nearest is the expected item of the same kind that lacks least; empty where none is expected.
    """
    alike = [e for e in criterion.evidence if e.kind == item.kind]
    seen = [item.shown.attributes(e.must_show) for e in alike]
    return min(seen, key=_lack) if seen else ()


def _lack(seen: Sequence[tuple[str, Seen]]) -> tuple[int, float]:
    answers = [answer for _, answer in seen]
    return answers.count("missing"), answers.count("unknown") / max(1, len(answers))


def e8_readable(item: Item) -> Judged:
    """A picture or scan is readable and whole, as far as the reading itself can tell."""
    document = item.document
    pictured = document.media_type.startswith("image/") or document.media_type == "application/pdf"
    if not (pictured or item.kind == "screenshot"):
        return NOT_APPLICABLE
    if not document.text.strip():
        return Judged("fail", "no text could be read in it")
    if item.noted("low_ocr_confidence"):
        return Judged("unknown", "words in it were read with low confidence")
    if document.words and _mean_confidence(document) < READABLE:
        return Judged("unknown", "words in it were read with low confidence")
    if item.noted("truncated"):
        return Judged("unknown", "it was not read to its end")
    return PASS


def _mean_confidence(document: Document) -> float:
    return sum(w.confidence for w in document.words) / len(document.words)


def e9_approved(item: Item) -> Judged:
    """A policy or procedure is approved and current; nothing holds leftover template text."""
    if placeholders := item.noted("placeholder"):
        return Judged("fail", f"template text is left in {_places(len(placeholders))}")
    if item.noted("superseded"):
        return Judged("fail", "a newer version supersedes it")
    if item.kind not in ("policy", "procedure"):
        return NOT_APPLICABLE
    if item.noted("unapproved") or not item.shown.has("approval-mark"):
        return Judged("fail", "no approval is shown")
    overdue = next_review(item)
    if overdue and overdue < item.scope.reference:
        return Judged("fail", f"its review was due on {overdue}", only_overdue=True)
    return PASS


def _places(count: int) -> str:
    return "one place" if count == 1 else f"{count} places"


def next_review(item: Item) -> date | None:
    """The day the item itself says it is to be reviewed next, where it says one."""
    named = _NEXT_REVIEW.search(item.shown.text)
    if not named:
        return None
    near = find_dates(item.shown.text[named.end() : named.end() + _NEAR])
    return near[0].last if near else None


def e10_supports(item: Item) -> Judged:
    """The text supports a statement: a link with a quote that was found again."""
    if item.noted("stub"):
        return Judged("fail", "it is a stub and says nothing")
    if len(item.noted("placeholder")) >= MOSTLY_PLACEHOLDERS:
        return Judged("fail", "it is a template that was not filled in")
    if any(link.citations for link in item.links):
        return PASS
    return Judged("unknown", "no statement in it was tied to a criterion")


CHECKS: tuple[tuple[str, Callable[[Item], Judged]], ...] = (
    ("E1", e1_source),
    ("E2", e2_dated),
    ("E3", e3_fresh),
    ("E4", e4_in_scope),
    ("E5", e5_two_persons),
    ("E6", e6_complete),
    ("E7", e7_attributes),
    ("E8", e8_readable),
    ("E9", e9_approved),
    ("E10", e10_supports),
)
