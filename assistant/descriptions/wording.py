"""Values as sentences: quoted, never rewritten, so that each can be re-found in its evidence."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.description import FactValue, OpenPoint, Sentence
from assistant.descriptions.sources import titled

_WE = re.compile(
    r"\b(?:we|our|ours|us|you|your|yours|the processor|the controller|each side)\b(?![-\w])"
    r"|^(?!(?-i:IT)\b)(?:it|they|this|these|those|such|he|she|both)\b",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"^([A-Z][\w .&/-]{1,40}): (an? .+)$", re.S)
_ENDS = (".", "!", "?", ".”", "”.")
NEEDS_INPUT = "NEEDS INPUT"
_OF_SCOPE = {
    "categories_in_scope": "The categories examined are {}.",
    "report_type": "The report is of {}.",
    "as_of_date": "It speaks as of {}.",
    "period_start": "The period begins on {}.",
    "period_end": "The period ends on {}.",
}


def wordings_of(value: FactValue) -> tuple[Sentence, ...]:
    """The ways to say a value, the best first; the last one is its own words.

    An entry "Name: a thing that …" is a sentence with "is" where its quote carries that.
    """
    own = sentence_of(value)
    entry = _ENTRY.match(value.text)
    if own.standing != "cited" or entry is None:
        return (own,)
    return (replace(own, text=_ended(f"{entry[1]} is {entry[2]}")), own)


def sentence_of(value: FactValue) -> Sentence:
    """The sentence that says a value.

    Words of the company's own account stand as they are; words in the first or second person, as
    contracts have them, stand in quotation marks with the document's name.
    """
    if value.origin == "scope":
        return Sentence(_OF_SCOPE[value.key].format(value.text), "frame", facts=(value.key,))
    text = _ended(value.text)
    if value.origin == "management":
        return Sentence(text, "management", facts=(value.key,), said_by=value.said_by)
    if value.key == "org_legal_name":
        text = f"The organization is {_ended(value.text)}"
    elif _WE.search(value.text):
        text = f"As stated in {_of(value)}: “{text}”"
    return Sentence(text, "cited", value.citations, (value.key,))


def row_of(value: FactValue, columns: tuple[int, ...]) -> tuple[tuple[str, ...], Sentence]:
    """The cells of a table's row with the sentence that it stands on."""
    cells = value.cells or (value.text,)
    picked = tuple(cells[at] if at < len(cells) else "" for at in columns)
    text = " | ".join(picked)
    if value.origin == "management":
        return picked, Sentence(text, "management", facts=(value.key,), said_by=value.said_by)
    return picked, Sentence(text, "cited", value.citations, (value.key,))


def open_sentence(point: OpenPoint) -> Sentence:
    """NEEDS INPUT with the fact's key, so that gaps can be counted and listed (DR-02)."""
    words = f"{NEEDS_INPUT} {point.id}: {point.question} ({point.owner}; {point.why}.)"
    return Sentence(words.replace("..)", ".)"), "open", point.citations, (point.key,))


def _of(value: FactValue) -> str:
    """The document, and the heading where the words lean on it ("It is …")."""
    name = f"the {titled(value.source)}"
    return f"{name}, under “{value.under}”" if value.under else name


def _ended(text: str) -> str:
    text = text.strip().rstrip(":;,")
    return text if text.endswith(_ENDS) else f"{text}."
