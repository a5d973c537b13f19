"""Questions about SOC itself, answered from the shipped guide and kept apart from the evidence.

The guide (`corpus/guide/soc_guide.md`, our own words) has one heading per topic. It answers only what
does not ask about the company: "what is a qualified opinion", never "do you have a SOC 2 report".
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from assistant import resources
from assistant.answers import Answer
from assistant.mapping.words import terms
from assistant.ports import Embedder

NOT_EVIDENCE = "general information from the SOC guide, not about the company's evidence"
_ABOUT_COMPANY = re.compile(
    r"\b(?:you|your|yours|we|our|ours|us|my|the (?:company|organi[sz]ation|vendor|supplier|provider|service))\b",
    re.IGNORECASE,
)
_ABOUT_SOC = re.compile(
    r"\bsoc(?:[ -]?[123])?\b|\b(?:attestation|aicpa|cpa firm|trust services? criteria|tsc|points? of focus"
    r"|common criteria|type (?:i|ii|1|2)\b|(?:un)?qualified|(?:un)?modified opinion|adverse opinion"
    r"|disclaimer|clean (?:report|opinion)|service auditor|user entit(?:y|ies)|cuecs?|csocs?|bridge letter"
    r"|gap letter|carve-?out|inclusive method|subservice|readiness assessment|management(?:'s)? assertion"
    r"|populations? and samples?|icfr|ssae|isae|observation (?:window|period)|system description|deviations?|compensating control)\b",
    re.IGNORECASE,
)
_NEAR = 0.6
"""Least sum of similarity and shared words; below it the guide has no such topic."""
_HEADING_WORDS, _BODY_WORDS = 0.6, 0.3
"""What the question's own words weigh where they stand in the heading and in the text."""
_FIRST_WORDS = 60
_PAST = re.compile(r"\bwhen (?:was|were|did|is|are|will)\b|\bwhich of\b", re.IGNORECASE)
"""Asks for an event, which a guide cannot know."""
_ALSO = (
    (re.compile(r"\bsoc[ -]?1\b", re.IGNORECASE), "soc socone"),
    (re.compile(r"\bsoc[ -]?2\b", re.IGNORECASE), "soc soctwo"),
    (re.compile(r"\bsoc[ -]?3\b", re.IGNORECASE), "soc socthree"),
    (re.compile(r"\b(?:perform|conduct|carry out|issue)s?\b", re.IGNORECASE), "carry"),
    (re.compile(r"\btype (?:II|2)\b", re.IGNORECASE), "typetwo"),
    (re.compile(r"\btype (?:I|1)\b", re.IGNORECASE), "typeone"),
    (re.compile(r"\bcuecs?\b", re.IGNORECASE), "complementary user entity controls"),
    (re.compile(r"\bcsocs?\b", re.IGNORECASE), "complementary subservice organization controls"),
)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of the guide: its heading and its text as Markdown."""

    heading: str
    text: str


@cache
def topics() -> tuple[Topic, ...]:
    """All topics in the guide's order."""
    text = resources.corpus("guide", "soc_guide.md").read_text(encoding="utf-8")
    _, *parts = _HEADING.split(text)
    return tuple(
        Topic(heading.strip(), body.strip())
        for heading, body in zip(parts[::2], parts[1::2], strict=True)
    )


def asks_about_soc(question: str) -> bool:
    """Does the question concern SOC in general and not the company?"""
    general = not _ABOUT_COMPANY.search(question) and not _PAST.search(question)
    return general and bool(_ABOUT_SOC.search(question))


def find_topic(question: str, embedder: Embedder) -> Topic | None:
    """The topic that answers a question about SOC itself; None where the guide has none."""
    if not asks_about_soc(question):
        return None
    known = topics()
    vectors = embedder.embed([question, *(_searched(t) for t in known)])
    near = vectors[1:] @ vectors[0]
    scores = [float(n) + _shared(question, t) for n, t in zip(near, known, strict=True)]
    best = max(range(len(known)), key=lambda i: scores[i])
    return known[best] if scores[best] >= _NEAR else None


def _shared(question: str, topic: Topic) -> float:
    """The share of the question's words, rare ones first, that the topic holds."""
    rarity = _rarity()
    # A word that the guide never uses weighs most: it is what the guide does not speak of.
    unknown = math.log(len(topics()))
    asked = {w: rarity.get(w, unknown) for w in _words(question)}
    total = sum(asked.values()) or 1.0
    heading, body = _words(topic.heading), _words(topic.text)
    held = sum(
        weight * (_HEADING_WORDS * (w in heading) + _BODY_WORDS * (w in body))
        for w, weight in asked.items()
    )
    return held / total


@cache
def _rarity() -> dict[str, float]:
    """How few topics hold a word: log of all topics by those that do."""
    held = Counter(w for t in topics() for w in _words(f"{t.heading} {t.text}"))
    return {w: math.log(len(topics()) / n) for w, n in held.items()}


def _words(text: str) -> frozenset[str]:
    """Stems, with the numerals of `Type I` and `SOC 2` and short names kept as the guide's full words."""
    for short, full in _ALSO:
        text = short.sub(full, text)
    return frozenset(w for w in terms(text).counts if "_" not in w)


def as_answer(question: str, topic: Topic) -> Answer:
    """The topic as an answer that says where it comes from and cites no evidence."""
    return Answer(
        id="guide",
        question=question,
        verdict="narrative",
        text=topic.text,
        abstained=False,
        confidence=1.0,
        citations=(),
        section=topic.heading,
        source="none",
        warnings=(f"{NOT_EVIDENCE}: {topic.heading!r}",),
        sensitivity="public",
        freshness="fresh",
    )


def _searched(topic: Topic) -> str:
    return f"{topic.heading}. {' '.join(topic.text.split()[:_FIRST_WORDS])}"
