"""Whether what an answer rests on still stands: its sources as they were, its review date not passed.

Between a match and its reuse, and behind `evidary library stale`. Works from hashes alone; nothing
is read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.answers import LibraryAnswer

StaleKind = Literal["source_changed", "source_gone", "review_due", "no_sources"]
IN_USE = frozenset({"approved", "imported"})
"""States of an answer that may be suggested; the others are history."""


@dataclass(frozen=True, slots=True)
class StaleReason:
    """One reason why an answer may not be reused as it is. `path` is the source's, if any."""

    kind: StaleKind
    detail: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Stale:
    """An answer that no longer stands; `answer.sent_in` names who was told so."""

    answer: LibraryAnswer
    reasons: tuple[StaleReason, ...]


def stale(
    library: Iterable[LibraryAnswer], files: Mapping[str, str], today: date
) -> tuple[Stale, ...]:
    """The answers in use that no longer stand, in their order; `files` is sha256 by path."""
    found = ((a, stale_reasons(a, files, today)) for a in library if a.status in IN_USE)
    return tuple(Stale(answer, reasons) for answer, reasons in found if reasons)


def stale_reasons(
    answer: LibraryAnswer, files: Mapping[str, str], today: date
) -> tuple[StaleReason, ...]:
    """Why this answer does not stand today; empty where it does. The review day itself still counts."""
    reasons = [r for path, sha256 in answer.sources if (r := _source(path, sha256, files))]
    if answer.review_on < today:
        reasons.append(StaleReason("review_due", f"its review was due on {answer.review_on}"))
    if not answer.sources:
        reasons.append(StaleReason("no_sources", "no source in the evidence is kept with it"))
    return tuple(reasons)


def _source(path: str, sha256: str, files: Mapping[str, str]) -> StaleReason | None:
    now = files.get(path)
    if now == sha256:
        return None
    if now is not None:
        return StaleReason("source_changed", f"{path} changed after the approval", path)
    moved = sorted(p for p, s in files.items() if s == sha256)
    if moved:
        detail = f"{path} is gone; {moved[0]} holds the same bytes"
    else:
        detail = f"{path} is gone from the evidence"
    return StaleReason("source_gone", detail, path)
