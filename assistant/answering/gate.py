"""The gate for answers: a draft goes in, a proven answer or an honest "needs input" comes out.

Nothing an engine says is kept around it. Each sentence must cite evidence that the engine was
shown, its quotes must be re-found in the original file, and its details must agree with them;
then the verdict must be one that the kinds, dates and labels of what is cited allow
(`assessment_rules.md`, sections 3.1, 6.1 and 14).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answering.sensitivity import most_sensitive
from assistant.answering.watch import CHECKING, Unwatched, Watch
from assistant.answers import Answer, Ask, Draft, Freshness, Sentence, Verdict
from assistant.assessment.freshness import SETTINGS, STATEMENTS, evidence_day, freshness
from assistant.assessment.support import RECORDS
from assistant.claims.check import verify_sentence
from assistant.model import Citation, Evidence, Scope
from assistant.verify import check_citations
from ingest.model import Document, EvidenceKind

SHOWS_PRACTICE: frozenset[EvidenceKind] = RECORDS | SETTINGS | {"population", "other"}
"""Kinds that show more than an intention; `other` (a README, a statement) is weak and judged by words."""
IN_FORCE: frozenset[EvidenceKind] = STATEMENTS | {"contract", "other"}
"""Kinds whose words hold until replaced: outdated, they are named as such; a setting, a record or a
list of long ago shows nothing of today."""
LEAST = 0.02
"""A draft that its own engine expects to be right less than once in fifty is no answer."""
_OLD = 0.6
"""What is left of the confidence where something cited is outdated."""
DESIGN_ONLY = "design only: rests on policies; no operating record found"
_FORBIDDEN = re.compile(
    r"\bSOC ?[123]\b[^.\n]{0,60}\b(?:certifi(?:ed|cate|cation)|compliant|passed)\b"
    r"|\b(?:certified|compliant|passed)\b[^.\n]{0,40}\bSOC ?[123]\b|\boperated effectively\b",
    re.IGNORECASE,
)
_ASKS_CERTIFIED = re.compile(
    r"\bSOC ?[123]\b[^.?\n]{0,60}\bcertif|\bcertif\w+[^.?\n]{0,40}\bSOC ?[123]\b", re.I
)
_ATTESTATION = "a SOC examination ends in a CPA firm's attestation report; there is no certificate"
_MARKER = re.compile(r"^(?:[-*+•▪–]|\(?(?:[a-zA-Z]|[ivx]{1,5}|\d{1,2})[.)])\s+(?:\[[ xX]\]\s+)?")
"""What a list puts before an item; the quote keeps it, the answer reads better without."""
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_WORST: tuple[Freshness, ...] = ("fresh", "due", "undated", "stale")


@dataclass(frozen=True, slots=True)
class Gate:
    """What drafts are held against: the original files, and the day that dates are judged for."""

    root: Path
    scope: Scope

    def check(
        self, draft: Draft, ask: Ask, shown: Sequence[Evidence], watch: Watch | None = None
    ) -> Answer:
        """The answer that the draft's proven part allows; never more than the draft said.

        `watch` is told each sentence as it is proven, once it is certain that there is an answer.
        """
        if draft.verdict == "needs_input":
            return self._needs_input(ask, draft.missing, draft.warnings)
        told = watch if watch is not None and draft.confidence >= LEAST else Unwatched()
        kept, refused = self._proven(draft.sentences, ask, shown, told)
        warnings = (*draft.warnings, *refused)
        if not kept:
            return self._needs_input(ask, _unproven(draft.missing, refused), warnings)
        documents = _cited(kept, shown)
        if draft.confidence < LEAST:
            nearest = f"the nearest words are in {documents[0].name}, but hardly answer"
            return self._needs_input(ask, draft.missing, (*warnings, nearest))
        fresh = {d.id: self.freshness_of(d) for d in documents}
        old = [d for d in documents if fresh[d.id] == "stale"]
        all_old = len(old) == len(documents)
        if not any(self._counts(d) for d in documents):
            names = ", ".join(f"{d.name} ({_day(d)})" for d in old)
            missing = f"only outdated evidence was found: {names}. {draft.missing}".strip()
            return self._needs_input(ask, missing, warnings, "stale")
        verdict, limits = _allowed(draft.verdict, ask, documents, all_old=all_old)
        outdated = tuple(
            f"{d.name} is outdated, it speaks for {_day(d)}: have it confirmed" for d in old
        )
        text, citations = marked(kept)
        return Answer(
            id=ask.id,
            question=ask.text,
            verdict=verdict,
            text=text,
            abstained=False,
            confidence=draft.confidence * (_OLD if old else 1.0),
            citations=citations,
            section=ask.section,
            source="evidence",
            status="needs_review" if warnings or limits or old else "draft",
            warnings=_unique((*warnings, *limits, *outdated, *_about_certificates(ask))),
            sensitivity=most_sensitive(documents),
            freshness=max(fresh.values(), key=_WORST.index),
        )

    def _needs_input(
        self, ask: Ask, missing: str, warnings: Sequence[str], state: Freshness = "undated"
    ) -> Answer:
        return Answer(
            id=ask.id,
            question=ask.text,
            verdict="needs_input",
            text="",
            abstained=True,
            confidence=0.0,
            citations=(),
            section=ask.section,
            missing=missing or "evidence that states this",
            status="needs_review",
            warnings=_unique((*warnings, *_about_certificates(ask))),
            freshness=state,
        )

    def _proven(
        self, sentences: Sequence[Sentence], ask: Ask, shown: Sequence[Evidence], watch: Watch
    ) -> tuple[tuple[Sentence, ...], tuple[str, ...]]:
        kept: list[Sentence] = []
        refused: list[str] = []
        told = 0
        for number, sentence in enumerate(sentences):
            watch.stage(CHECKING, number, len(sentences))
            citations, reasons = self._citations(sentence.citations, shown)
            if citations:
                reason = refusal(sentence.text, [c.quote for c in citations], ask.text)
            else:
                reason = _first(reasons) or "it cites nothing"
            if reason is None:
                kept.append(replace(sentence, citations=citations))
            else:
                refused.append(f"left out {_short(sentence.text)!r}: {reason}")
            if any(self._counts(d) for d in _cited(kept, shown)):
                for proven in kept[told:]:
                    watch.said(replace(proven, text=_MARKER.sub("", proven.text.strip())))
                told = len(kept)
        watch.stage(CHECKING, len(sentences), len(sentences))
        return tuple(kept), tuple(refused)

    def _counts(self, document: Document) -> bool:
        """Whether an answer may rest on it alone: it is not outdated, or its words hold until replaced."""
        return document.kind in IN_FORCE or self.freshness_of(document) != "stale"

    def _citations(
        self, citations: Iterable[Citation], shown: Sequence[Evidence]
    ) -> tuple[tuple[Citation, ...], tuple[str, ...]]:
        kept: list[Citation] = []
        reasons: list[str] = []
        for citation in citations:
            document = _showing(citation, shown)
            if document is None:
                reasons.append(f"cites {citation.path!r}, where it was not shown those words")
                continue
            good, bad = check_citations([citation], document, root=self.root)
            kept.extend(good)
            reasons.extend(bad)
        return tuple(dict.fromkeys(kept)), tuple(reasons)

    def freshness_of(self, document: Document) -> Freshness:
        """How current the document is on the day that dates are judged for."""
        state = freshness(document.kind, document.dates, self.scope, questionnaire=True)
        match state:
            case "fresh" | "due" | "stale":
                return state
            case "future":
                return "fresh"  # newer than the day asked for: current for a questionnaire
            case "unknown":
                return "undated"


def marked(sentences: Sequence[Sentence]) -> tuple[str, tuple[Citation, ...]]:
    """The sentences as one text, each ending in its marks, and the citations that these count."""
    numbers: dict[Citation, int] = {}
    parts = []
    for sentence in sentences:
        for citation in sentence.citations:
            numbers.setdefault(citation, len(numbers) + 1)
        marks = "".join(f" [{n}]" for n in sorted({numbers[c] for c in sentence.citations}))
        parts.append(f"{_MARKER.sub('', sentence.text.strip())}{marks}")
    return " ".join(parts), tuple(numbers)


def overclaims(text: str) -> str | None:
    """Why no answer may say this of SOC, whoever says it; None where nothing is wrong."""
    return "says of SOC what only a CPA firm's report can say" if _FORBIDDEN.search(text) else None


def refusal(text: str, quotes: Sequence[str], question: str) -> str | None:
    """Why a sentence may not stand on these quotes; None where they bear it out."""
    if reason := overclaims(text):
        return reason
    support = verify_sentence(text, quotes, question=question)
    if support.label == "supported":
        return None
    return _first(support.reasons) or f"the cited words are {support.label} on it"


def _allowed(
    verdict: Verdict, ask: Ask, documents: Sequence[Document], *, all_old: bool
) -> tuple[Verdict, tuple[str, ...]]:
    """What a yes may rest on: no plain yes from a policy alone, nor from outdated words alone."""
    if verdict not in ("yes", "yes_with_limits"):
        return verdict, ()
    written_only = not any(d.kind in SHOWS_PRACTICE for d in documents)
    if ask.basis == "practice" and written_only:
        return "yes_with_limits", (DESIGN_ONLY,)
    return ("yes_with_limits" if all_old else verdict), ()


def _showing(citation: Citation, shown: Sequence[Evidence]) -> Document | None:
    """The document cited, if the engine was shown a passage that holds the words."""
    quote = citation.quote
    for evidence in shown:
        same = evidence.document.id == citation.document_id
        if same and (quote in evidence.passage.text or evidence.passage.text in quote):
            return evidence.document
    return None


def _cited(sentences: Iterable[Sentence], shown: Sequence[Evidence]) -> tuple[Document, ...]:
    known = {e.document.id: e.document for e in shown}
    ids = dict.fromkeys(c.document_id for s in sentences for c in s.citations)
    return tuple(known[i] for i in ids)


def _unproven(missing: str, refused: Sequence[str]) -> str:
    reasons = "; ".join(refused)
    return " ".join(p for p in (f"no sentence could be proven ({reasons}).", missing) if p)


def _about_certificates(ask: Ask) -> tuple[str, ...]:
    return (_ATTESTATION,) if _ASKS_CERTIFIED.search(ask.text) else ()


def _day(document: Document) -> str:
    day = evidence_day(document.kind, document.dates)
    return day.isoformat() if day else "undated"


def _first(reasons: Sequence[str]) -> str | None:
    return reasons[0] if reasons else None


def _unique(lines: Iterable[str]) -> tuple[str, ...]:
    """Each line once, without the addresses of persons: a warning needs none of them."""
    return tuple(dict.fromkeys(_ADDRESS.sub("…", line) for line in lines))


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "…"
