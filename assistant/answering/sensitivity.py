"""Who may read what an answer rests on: public, customers under NDA, or the house alone.

An answer is as sensitive as the most sensitive item it cites; `assessment_rules.md`, section 14. A
document's own label wins; without one its kind decides, on the careful side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.answers import SENSITIVITIES, Sensitivity
from ingest.model import Document, EvidenceKind

_HEAD = 2_000
"""Characters in which a document states its label."""
_LABEL = re.compile(
    r"\b(?:classification|sensitivity|information class|data class|marking|tlp)"
    r"(?: level| label)?[\s*_|\"']{0,6}[:=|][\s*_|\"']{0,6}(?P<label>[A-Za-z:-]+(?: use)?(?: only)?)",
    re.IGNORECASE,
)
_WORDS: dict[Sensitivity, re.Pattern[str]] = {
    "public": re.compile(r"^(?:public|tlp:?(?:clear|white)|clear|white|unrestricted)\b", re.I),
    "nda": re.compile(r"^(?:nda|customer|shared|partner|tlp:?green|green)", re.I),
    "internal": re.compile(
        r"^(?:internal|confidential|restricted|secret|private|sensitive|tlp:?(?:amber|red)|amber|red)",
        re.I,
    ),
}
_OPEN_TO_ALL = re.compile(
    r"\b(?:terms of (?:service|use)|terms and conditions|privacy (?:notice|policy|statement)|cookie"
    r" (?:notice|policy)|security\.txt|subprocessors?|licen[cs]e|status page|trust cent(?:er|re)"
    r"|release notes|changelog|reporting a vulnerability)\b",
    re.IGNORECASE,
)
_UNDER_NDA: frozenset[EvidenceKind] = frozenset(
    {"policy", "procedure", "contract", "diagram", "notice"}
)
"""What is usually shown to a customer who has signed; all that records the house's work stays in."""


def sensitivity_of(document: Document) -> Sensitivity:
    """The label that the document states in its head, else what its kind allows."""
    stated = _stated(document.text[:_HEAD])
    if stated is not None:
        return stated
    if document.kind in {"notice", "contract"} and _OPEN_TO_ALL.search(document.title):
        return "public"
    return "nda" if document.kind in _UNDER_NDA else "internal"


def most_sensitive(documents: Iterable[Document]) -> Sensitivity:
    """The narrowest label of all; `public` of none."""
    ranks = (SENSITIVITIES.index(sensitivity_of(d)) for d in documents)
    return SENSITIVITIES[max(ranks, default=0)]


def allowed(document: Document, audience: Sensitivity) -> bool:
    """May an answer for this audience draw on the document?

    A public answer draws on public sources only. Any other may rest on all that the house has: the
    answer then carries the label of what it cites, for a person to decide on.
    """
    return audience != "public" or sensitivity_of(document) == "public"


def _stated(head: str) -> Sensitivity | None:
    found = [
        label
        for match in _LABEL.finditer(head)
        for label, words in _WORDS.items()
        if words.search(match["label"])
    ]
    return max(found, key=SENSITIVITIES.index, default=None)
