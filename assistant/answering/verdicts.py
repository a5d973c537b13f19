"""The verdict that the chosen sentences allow; assessment_rules.md, section 14."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.asked import Asked, asked, coverage, spaced
from assistant.answering.choose import Chosen, is_stated
from assistant.answering.judge import Said, denies
from assistant.answering.lexicon import lexicon
from assistant.answers import Ask, Verdict
from assistant.claims.check import check_claim
from ingest.model import EvidenceKind

PROMISES: frozenset[EvidenceKind] = frozenset({"policy", "procedure", "contract", "notice"})
"""Kinds that say what shall be done, never that it was done."""
_ABOUT = 0.5
_DENIES = 0.6
"""Shares of what is asked that a sentence must speak of to set a condition aside, or to deny."""


def verdict_of(
    ask: Ask, parts: Sequence[Asked], chosen: Chosen, *, disputed: bool = False
) -> Verdict:
    """What may be said: a plan is never a yes, a policy alone is a yes with limits to "do you do".

    `disputed` says that another file states otherwise.
    """
    if ask.form == "narrative":
        return "narrative"
    first, part = chosen.said[0], parts[0]
    if first.planned:
        return "planned"
    if part.condition and first.denied and _speaks_of(part.condition, first):
        return "not_applicable"
    if _says_no(ask, part, first):
        return "no"
    limited = chosen.unanswered or disputed or design_only(ask, chosen.said)
    return "yes_with_limits" if limited else "yes"


def design_only(ask: Ask, said: Sequence[Said]) -> bool:
    """Whether practice is asked for and only documents that promise it were found."""
    return ask.basis == "practice" and all(s.shown.document.kind in PROMISES for s in said)


def _speaks_of(condition: str, said: Said) -> bool:
    return coverage(asked(condition).terms, spaced(said.text)) >= _ABOUT


def _says_no(ask: Ask, part: Asked, said: Said) -> bool:
    """Whether the sentence itself denies what is asked; a policy that forbids something is a policy."""
    if is_stated(ask):
        opposed = said.denied != denies(part.text)
        return opposed and check_claim(part.text, [said.text]).label == "contradicted"
    if not said.denied or part.negative or said.features.covered < _DENIES:
        return False
    return ask.basis != "policy" or lexicon().policy_word.search(said.text) is not None
