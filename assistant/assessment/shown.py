"""What an item shows: words, columns, visible days; the ground that the checks E1 to E10 stand on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

import yaml

from assistant import resources
from assistant.errors import CorpusError
from ingest.model import Document

READ_AT_MOST = 60_000
"""Characters of an item that are looked at for words; what an item is stands near its head."""

_HEAD = 300
Seen = Literal["shown", "missing", "unknown"]

_DAY = re.compile(
    r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b|\b\d{8}T?\d{0,6}Z?\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?[ /-](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,4}\b"
    r"|\b1[5-9]\d{8}(?:\d{3})?\b|\b20\d{2}[ -]?q[1-4]\b|\bq[1-4][ -]?20\d{2}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Detector:
    """How one fact is looked for; `corpus/rules/attributes.yaml`."""

    id: str
    words: tuple[re.Pattern[str], ...]
    columns: frozenset[str]
    shows: str | None
    firm: bool
    phrases: tuple[str, ...]


@cache
def detectors() -> dict[str, Detector]:
    """All detectors by id. Raises `CorpusError` where one says nothing to look for."""
    raw = yaml.safe_load(resources.corpus("rules", "attributes.yaml").read_text(encoding="utf-8"))
    found = {}
    for entry in raw["detectors"]:
        detector = Detector(
            id=entry["id"],
            words=tuple(re.compile(w, re.IGNORECASE) for w in entry.get("words", ())),
            columns=frozenset(entry.get("columns", ())),
            shows=entry.get("shows"),
            firm=entry.get("firm", False),
            phrases=tuple(entry["phrases"]),
        )
        if not (detector.words or detector.columns or detector.shows):
            raise CorpusError(f"the detector {detector.id!r} has nothing to look for")
        found[detector.id] = detector
    return found


@cache
def detectors_of(phrase: str) -> tuple[Detector, ...]:
    """The detectors that answer for a `must_show` phrase; none where it has no own."""
    return tuple(d for d in detectors().values() if phrase in d.phrases)


class Shown:
    """One item's words and columns, read once and asked many times."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text[:READ_AT_MOST]
        self.columns = frozenset(c.role for t in document.tables for c in t.columns if c.role)
        self.rows = sum(t.row_count for t in document.tables)
        self._held: dict[str, bool] = {}

    @cached_property
    def day_visible(self) -> bool:
        """Does the content itself, not only a file's properties, show a day?"""
        days = (self.document.dates.effective, self.document.dates.captured)
        years = {str(day.year) for day in days if day}
        return any(year in self.text for year in years) or _DAY.search(self.text) is not None

    def has(self, detector_id: str) -> bool:
        """Is the fact of this detector shown?"""
        return self._holds(detectors()[detector_id])

    def attribute(self, phrase: str) -> Seen:
        """Is what a `must_show` phrase asks for shown, missing, or not to be told from words?"""
        asked = detectors_of(phrase)
        if not asked:
            return "shown" if self._own_words(phrase) else "unknown"
        lacking = [d for d in asked if not self._holds(d)]
        if not lacking:
            return "shown"
        return "missing" if any(d.firm for d in lacking) else "unknown"

    def attributes(self, phrases: Iterable[str]) -> tuple[tuple[str, Seen], ...]:
        """Each phrase with what is seen of it."""
        return tuple((phrase, self.attribute(phrase)) for phrase in phrases)

    def named_like(self, name: str) -> float:
        """Share of a name's words that stand in the item's path, title or first lines."""
        head = f"{self.document.path} {self.document.title} {self.text[:_HEAD]}".lower()
        words = [w for w in re.findall(r"[a-z]+", name.lower()) if len(w) > 3]
        return sum(_stem(word) in head for word in words) / len(words) if words else 0.0

    def _holds(self, detector: Detector) -> bool:
        if detector.id not in self._held:
            self._held[detector.id] = self._look(detector)
        return self._held[detector.id]

    def _look(self, detector: Detector) -> bool:
        if detector.columns & self.columns:
            return True
        if detector.shows == "date" and self.day_visible:
            return True
        if detector.shows == "rows" and self.rows:
            return True
        return any(word.search(self.text) for word in detector.words)

    def _own_words(self, phrase: str) -> bool:
        lowered = self._lowered
        words = [w for w in re.findall(r"[a-z]+", phrase.lower()) if len(w) > 3]
        return bool(words) and all(_stem(word) in lowered for word in words)

    @cached_property
    def _lowered(self) -> str:
        return self.text.lower()


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ing", "ies", "ed", "es", "s", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
