"""Why a criterion was ranked where it was, in a sentence that a colleague would say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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
_HARDLY = 0.08
"""Confidence under which shared words are taken for chance."""


class Reasons:
    """Words for rankings with one library, whose first texts are the catalogue's."""

    def __init__(self, library: Library, own_texts: Sequence[str]) -> None:
        self._library = library
        self._texts = tuple(own_texts)
        long = np.array([len(text) > _QUOTABLE_CHARS for text in own_texts])
        self._named = np.where(long[library.own_rows], -1, library.own_rows)

    def of(
        self, item: Item, features: Features, confidence: NDArray[np.float64]
    ) -> tuple[str, ...]:
        """One sentence a criterion: what the item shares with it, and what its kind can show."""
        near = np.where(self._named >= 0, features.texts[self._named], -np.inf)
        nearest = self._named[np.arange(len(near)), near.argmax(axis=1)].tolist()
        return tuple(
            self._sentence(place, self._texts[row], item, features, confidence=sure)
            for place, (row, sure) in enumerate(zip(nearest, confidence.tolist(), strict=True))
        )

    def _sentence(
        self, place: int, nearest: str, item: Item, features: Features, *, confidence: float
    ) -> str:
        shows = _SHOWS[item.kind]
        name = self._library.criteria[place]
        if name in item.claims:
            return f'Names {name} itself (nearest is "{nearest}"); {shows}.'
        if confidence < _HARDLY:
            return f'Little in it speaks to this; nearest is "{nearest}".'
        shared = self._shared_words(place, features)
        if not shared:
            return f'Close in meaning to "{nearest}"; {shows}.'
        return f'Speaks about {_listed(shared)} (matches "{nearest}"); {shows}.'

    def _shared_words(self, place: int, features: Features) -> list[str]:
        """The item's own words that count most for a criterion; a pair stands for its parts."""
        counts = features.words * self._library.prototypes[place]
        said: list[str] = []
        used: set[str] = set()
        for column in np.argsort(-counts, kind="stable")[: 4 * _MOST_WORDS].tolist():
            term = self._library.terms.names[column]
            if counts[column] <= 0 or len(said) == _MOST_WORDS:
                break
            if used.isdisjoint(term.split("_")):
                said.append(features.written[term])
                used.update(term.split("_"))
        return said


def _listed(words: list[str]) -> str:
    *head, last = words
    return f"{', '.join(head)} and {last}" if head else last
