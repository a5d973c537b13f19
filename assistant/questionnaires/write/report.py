"""What filling in did: every place written, everything left out, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from assistant.questions import Slot, SlotRole

Content = Literal["option", "mark", "text", "sources"]
"""What was put in a place: one of the customer's options, a mark in a column, words, or sources."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to write: which question it answers, where it goes and what it says."""

    question: str
    slot: Slot
    text: str
    content: Content
    options: tuple[str, ...] = ()
    """The questionnaire's vocabulary, to find an option's box among the others."""
    option: str | None = None
    """For words: the option that they begin with, should the place turn out to have boxes."""


@dataclass(frozen=True, slots=True)
class Written:
    """One place that was written; `location` is where the words really went (a merged cell's own)."""

    question: str
    role: SlotRole
    content: Content
    location: dict[str, str | int]
    text: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was not written, and why; its answer is in the annex."""

    question: str
    reason: str
    location: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FillReport:
    """What `fill` did. `notes` are what a person should know before the file goes out."""

    out: Path
    written: tuple[Written, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...] = ()

    def location(self, question: str) -> dict[str, str | int | list[str]]:
        """All that was written for a question, as `answers[].location` says it; empty for nothing.

        A workbook's places are `sheet` and `cell`, or `cells` where there are several; of other
        formats the first place is given, the answer's own before a comment's.
        """
        places = [w.location for w in self.written if w.question == question]
        if not places:
            return {}
        sheet = places[0].get("sheet")
        cells = [str(p["cell"]) for p in places if p.get("sheet") == sheet and "cell" in p]
        if sheet is None or len(cells) < 2:
            return {**places[0]}
        return {"sheet": sheet, "cells": cells}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one format's writer made of the entries: the new file and what became of each."""

    data: bytes
    written: tuple[Written, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...] = ()
