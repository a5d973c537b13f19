"""What a public text may not carry: any detail that only inside material knows.

A detail is a name, an identifier, an address or a number with its unit. One that stands in
documents for the house or under a confidentiality agreement and in no public one is refused,
whoever says it: a person's statement too. So are test results, exceptions and settings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering.sensitivity import sensitivity_of
from assistant.description import Grid, Paragraph, Section, Sentence, Subsection
from assistant.descriptions.checks.words import holds
from ingest.model import Document

_DETAIL = re.compile(
    r"\b(?:\d{1,3}\.){3}\d{1,3}(?:/\d+)?\b"  # addresses
    r"|\b[\w.]+@[\w.-]+\w\b|\b[\w-]+(?:\.[\w-]+)+\.[a-z]{2,}\b"  # mail, hosts
    r"|\b[a-z0-9]+(?:[-_][a-z0-9]+){1,5}\b"  # prod-close-service
    r"|\b[A-Z]{2,}-\d[\w-]*\b"  # INC-2026-007
    r"|\b[A-Z][\w'’]+(?: [A-Z][\w'’]+)+\b"  # names of people, customers, vendors, products
    r"|\b[A-Z][a-z]+[A-Z]\w+\b"  # PeopleDesk
    r"|\b\d[\d.,]*\s?(?:%|hours?|minutes?|days?|months?|employees|people)(?!\w)",
)
_COMMON = frozenset(
    "single-sign-on sign-on multi-factor two-factor third-party day-to-day real-time opt-out opt-in e-mail follow-up "
    "sub-processor non-public read-only role-based end-to-end on-call up-to-date start-up back-up set-up week-end "
    "month-end year-end self-service web-based cloud-based".split()
)
_REFUSED = "detail that no public document holds"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the public already knows, and what only the house does."""

    public: str
    inside: str


def known(documents: Sequence[Document]) -> Shown:
    """The words of all public documents, and of all others."""
    public: list[str] = []
    inside: list[str] = []
    for document in documents:
        (public if sensitivity_of(document) == "public" else inside).append(document.text)
    return Shown(_folded("\n".join(public)), _folded("\n".join(inside)))


def without_leaks(
    sections: Sequence[Section], shown: Shown
) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """The sections without sentences that leak, and per refusal where and why, never the words."""
    refused: list[str] = []
    kept = tuple(_section(s, shown, refused) for s in sections)
    return kept, tuple(refused)


def leaks(text: str, shown: Shown) -> Iterator[str]:
    """Why a text may not be made public; nothing where it may."""
    if holds("test_results", text):
        yield "test results or exceptions"
    if holds("secrets", text):
        yield "addresses or keys"
    if any(_leaking(d, shown) for d in _details(text)):
        yield _REFUSED


def _leaking(detail: str, shown: Shown) -> bool:
    return detail in shown.inside and detail not in shown.public


def _details(text: str) -> Iterator[str]:
    for match in _DETAIL.finditer(text):
        found = _folded(match.group(0))
        if found not in _COMMON:
            yield found
        first, _, rest = found.partition(" ")
        if first.isalpha() and " " in rest:
            yield rest  # a sentence's first word is a capital too: "Ask Hidden Harbor"


def _section(section: Section, shown: Shown, refused: list[str]) -> Section:
    parts = []
    for part in section.parts:
        blocks = [b for block in part.blocks if (b := _block(block, section, part, shown, refused))]
        parts.append(Subsection(part.title, tuple(blocks)))
    return replace(section, parts=tuple(parts))


def _block(
    block: Paragraph | Grid,
    section: Section,
    part: Subsection,
    shown: Shown,
    refused: list[str],
) -> Paragraph | Grid | None:
    where = f"{section.title}, {part.title}"
    if isinstance(block, Paragraph):
        kept = tuple(s for s in block.sentences if _may(s, where, shown, refused))
        return replace(block, sentences=kept) if kept else None
    pairs = [
        (row, proof)
        for row, proof in zip(block.rows, block.proofs, strict=True)
        if _may(replace(proof, text="; ".join(row)), where, shown, refused)
    ]
    if not pairs:
        return None
    return replace(block, rows=tuple(r for r, _ in pairs), proofs=tuple(p for _, p in pairs))


def _may(sentence: Sentence, where: str, shown: Shown, refused: list[str]) -> bool:
    if sentence.standing not in ("cited", "management"):
        return True
    why = next(leaks(sentence.text, shown), None)
    if why:
        refused.append(f"{where}: a sentence was kept out, it holds {why}")
    return why is None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
