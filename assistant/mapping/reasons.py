"""Why a criterion was ranked where it was, in a sentence that a colleague would say."""

from __future__ import annotations

import numpy as np

from assistant.mapping.features import Features
from assistant.mapping.item import Item
from assistant.mapping.library import Library
from ingest.model import EvidenceKind

_SHOWS: dict[EvidenceKind, str] = {
    "policy": "a policy, so design only",
    "procedure": "a procedure, so design only",
    "diagram": "a diagram, so design only",
    "notice": "a notice, so design only",
    "contract": "a contract, so design only",
    "other": "of no clear kind, so design at most",
    "config": "a setting, so how it stood when it was taken",
    "screenshot": "a screenshot, so how it stood when it was taken",
    "log": "a log, so what happened",
    "report": "a report, so what was found",
    "ticket": "a ticket, so one time it was done",
    "record": "a record, so that it was done",
    "minutes": "minutes, so what was discussed and decided",
    "sample": "a sample, so the cases it shows",
    "population": "a list of all cases, so what to draw samples from",
}
_QUOTABLE_CHARS = 70
_MOST_WORDS = 3
_CLOSE = -9.0
"""Nearness of a text (see `features`) from which it is worth naming; cosine of about 0.4."""


def reason_for(
    place: int,
    item: Item,
    features: Features,
    library: Library,
    own_texts: tuple[str, ...],
) -> str:
    """One sentence: what the item shares with the criterion at `place`, and what its kind can show.

    `own_texts` are the catalogue's texts, which are the library's first.
    """
    shared = _shared_words(place, features, library)
    nearest, nearness = _nearest(place, features, library, own_texts)
    shows = _SHOWS[item.kind]
    if library.criteria[place] in item.claims:
        return f"Names {library.criteria[place]} itself{_about(shared)}; {shows}."
    if nearness < _CLOSE and not shared:
        return f'Little in it speaks to this; nearest is "{nearest}".'
    if not shared:
        return f'Close in meaning to "{nearest}"; {shows}.'
    return f'Speaks{_about(shared)} (matches "{nearest}"); {shows}.'


def _about(words: list[str]) -> str:
    if not words:
        return ""
    head, last = words[:-1], words[-1]
    return f" about {', '.join(head)} and {last}" if head else f" about {last}"


def _shared_words(place: int, features: Features, library: Library) -> list[str]:
    """The item's own words that count most for the criterion; a pair stands for its parts."""
    counts = features.words * library.prototypes[place]
    terms = list(library.terms.vocabulary)
    said: list[str] = []
    used: set[str] = set()
    for column in np.argsort(-counts, kind="stable")[: 4 * _MOST_WORDS].tolist():
        parts = set(terms[column].split("_"))
        if counts[column] <= 0 or len(said) == _MOST_WORDS:
            break
        if not parts & used:
            said.append(features.written[terms[column]])
            used |= parts
    return said


def _nearest(
    place: int, features: Features, library: Library, own_texts: tuple[str, ...]
) -> tuple[str, float]:
    """The criterion's nearest catalogue text that is short enough to be named."""
    rows = [row for row in library.own_rows[place].tolist() if row >= 0]
    short = [row for row in rows if len(own_texts[row]) <= _QUOTABLE_CHARS] or rows
    best = max(short, key=lambda row: (float(features.texts[row]), -row))
    return own_texts[best], float(features.texts[best])
