"""The verdict that the chosen sentences allow; assessment_rules.md, section 14."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.asked import Asked, asked, coverage, spaced
from assistant.answering.choose import Chosen
from assistant.answering.judge import Said
from assistant.answers import Ask, Verdict
from ingest.model import EvidenceKind

PROMISES: frozenset[EvidenceKind] = frozenset({"policy", "procedure", "contract", "notice"})
"""Kinds that say what shall be done, never that it was done."""
_ABOUT = 0.5


def verdict_of(ask: Ask, parts: Sequence[Asked], chosen: Chosen) -> Verdict:
    """What may be said: a plan is never a yes, a policy alone is a yes with limits to "do you do"."""
    if ask.form == "narrative":
        return "narrative"
    first, part = chosen.said[0], parts[0]
    if first.planned:
        return "planned"
    if part.condition and first.denied and _speaks_of(part.condition, first):
        return "not_applicable"
    if first.denied and not part.negative and _denies(part, first):
        return "no"
    if chosen.unanswered or design_only(ask, chosen.said):
        return "yes_with_limits"
    return "yes"


def design_only(ask: Ask, said: Sequence[Said]) -> bool:
    """Whether practice is asked for and only documents that promise it were found."""
    return ask.basis == "practice" and all(s.shown.document.kind in PROMISES for s in said)


def _speaks_of(condition: str, said: Said) -> bool:
    return coverage(asked(condition).terms, spaced(said.text)) >= _ABOUT


def _denies(part: Asked, said: Said) -> bool:
    return said.features.covered >= _ABOUT
