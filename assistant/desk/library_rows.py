"""Answers of the library as the page shows them: what is asked for, what stands beside an answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assistant.answers import LibraryAnswer, LibraryEvent, LibraryStatus, Sensitivity
from assistant.desk.library_changes import Difference, SourceNow, difference

if TYPE_CHECKING:
    from assistant.library.conflicts import LibraryConflict
    from assistant.library.standing import StaleReason


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which answers a person wants to see; an empty part asks for nothing."""

    text: str = ""
    statuses: tuple[LibraryStatus, ...] = ("approved", "imported")
    products: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    sensitivities: tuple[Sensitivity, ...] = ()
    review_until: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One answer of the list, and every reason why it does not stand today."""

    answer: LibraryAnswer
    reasons: tuple[StaleReason, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """One answer whole."""

    answer: LibraryAnswer
    reasons: tuple[StaleReason, ...]
    sources: tuple[SourceNow, ...]
    """For each citation, whether its words still stand."""
    events: tuple[LibraryEvent, ...]
    versions: tuple[LibraryAnswer, ...]
    """All answers to the same question for the same product, the newest version first."""
    hindrance: str
    """Why this person may not approve it; empty where they may."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A conflict with both sides' words, cut where they differ."""

    conflict: LibraryConflict
    other: str
    """The other side's words."""
    difference: Difference


def pair_of(conflict: LibraryConflict) -> Pair:
    """The conflict with both sides' words and what differs in them."""
    other = conflict.other.text if conflict.other else conflict.quote
    return Pair(conflict, other, difference(conflict.answer.text, other))


def matches(answer: LibraryAnswer, wanted: Wanted) -> bool:
    """Whether the answer is among those asked for."""
    words = wanted.text.casefold().split()
    text = f"{answer.question} {answer.text} {answer.origin} {' '.join(answer.sent_in)}".casefold()
    return (
        all(word in text for word in words)
        and (not wanted.statuses or answer.status in wanted.statuses)
        and (not wanted.products or answer.product in wanted.products)
        and (not wanted.owners or answer.owner in wanted.owners)
        and (not wanted.sensitivities or answer.sensitivity in wanted.sensitivities)
        and (wanted.review_until is None or answer.review_on <= wanted.review_until)
    )


def state_of(answer: LibraryAnswer) -> str:
    """What may change of an answer, as JSON for the audit trail."""
    return json.dumps(
        {
            "status": answer.status,
            "version": answer.version,
            "verdict": answer.verdict,
            "text": answer.text,
            "owner": answer.owner,
            "review_on": answer.review_on.isoformat(),
            "sensitivity": answer.sensitivity,
            "product": answer.product,
        }
    )
