"""What is written in words: the answer with its verdict, its sources, and whole sentences that fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answers import Answer, Verdict
from assistant.export.places import of_citation
from assistant.questions import Question, Slot
from ingest.sentences import sentences

DRAFT = "[DRAFT – not reviewed] "
NEEDS_INPUT = "Needs input: "
LONGEST_CELL = 32_767
"""Characters that one cell of a workbook holds."""

_SAID: dict[Verdict, str] = {
    "yes": "Yes.",
    "yes_with_limits": "Yes, with limits.",
    "planned": "Planned.",
    "no": "No.",
    "not_applicable": "Not applicable.",
}
_SAYS_SO = re.compile(
    r"(?:yes|no|partly|partially|planned|not applicable|n/a|in progress)\b", re.IGNORECASE
)
_MARKS = re.compile(r"\s*(?:\[\d+\][.\s]*)+")


def unreviewed(answer: Answer) -> bool:
    """Whether nobody approved it: its words carry the mark of a draft."""
    return answer.status != "approved" and answer.verdict != "needs_input"


def sentences_of(answer: Answer, *, verdict: bool) -> tuple[str, ...]:
    """The answer's sentences with their citation marks; the first says the verdict if `verdict`."""
    found: list[str] = []
    for start, end in sentences(answer.text):
        piece = answer.text[start:end]
        leading = _MARKS.match(piece)
        if leading and found:
            found[-1] = f"{found[-1]} {leading[0].strip()}"
            piece = piece[leading.end() :]
        if piece:
            found.append(piece)
    said = _SAID.get(answer.verdict, "")
    if verdict and said and not _SAYS_SO.match(answer.text):
        found[:1] = [f"{said} {found[0]}" if found else said]
    return tuple(found)


def sources(answer: Answer) -> tuple[str, ...]:
    """One line a citation: `[1] policies/access.md, lines 10-12`."""
    return tuple(f"[{at}] {of_citation(c)}" for at, c in enumerate(answer.citations, start=1))


def needed(answer: Answer) -> str:
    """What is missing, said in the place of an answer."""
    return NEEDS_INPUT + (answer.missing or "nothing acceptable was found in the evidence")


def fitted(pieces: Sequence[str], glue: str, fits: Callable[[str], bool]) -> str:
    """As many whole pieces from the first as fit; empty where not even the first does."""
    kept = 0
    while kept < len(pieces) and fits(glue.join(pieces[: kept + 1])):
        kept += 1
    return glue.join(pieces[:kept])


def limits(question: Question, slot: Slot, *, words: bool) -> Callable[[str], bool]:
    """Whether a text may stand in `slot`; the question's limit of words counts if `words`."""
    longest = slot.max_characters
    if slot.sheet is not None:
        longest = min(LONGEST_CELL, longest) if longest is not None else LONGEST_CELL

    def fits(text: str) -> bool:
        if longest is not None and len(text) > longest:
            return False
        return not words or question.max_words is None or len(text.split()) <= question.max_words

    return fits


def limit_words(question: Question, slot: Slot) -> str:
    """The limits of a place, as a reason says them."""
    said = []
    if slot.max_characters is not None:
        said.append(f"{slot.max_characters} characters")
    if question.max_words is not None:
        said.append(f"{question.max_words} words")
    return " and ".join(said) or f"{LONGEST_CELL} characters"
