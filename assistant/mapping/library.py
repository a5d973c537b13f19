"""Everything an item is compared with, as arrays: vectors, labels and term weights of our texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.mapping.texts import LabelledText, TextKind
from assistant.mapping.words import terms
from assistant.ports import Embedder, Vectors

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

NOT_ITSELF = frozenset[TextKind]({"exemplar", "crosswalk"})
"""Texts that speak for several criteria; all others are the catalogue's, for one criterion each."""
_PAIRS_ARE_KEPT_FROM = 2
_DAMPING = 0.7
_SHARED_PART = 0.5


@dataclass(frozen=True)
class TermWeights:
    """Weights of terms in texts, sparse: `values[k]` stands at (`rows[k]`, `columns[k]`).

    Each row has unit length. `idf` has one value a term of `vocabulary`.
    """

    vocabulary: Mapping[str, int]
    idf: Floats
    rows: Ints
    columns: Ints
    values: Floats

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The terms by place."""
        return tuple(self.vocabulary)

    def unit(self, counts: Mapping[str, float]) -> Floats:
        """The unit vector of a text's term counts over the vocabulary; zero if none is known."""
        vector = np.zeros(len(self.idf), dtype=np.float32)
        for term, count in counts.items():
            place = self.vocabulary.get(term)
            if place is not None:
                vector[place] = (1.0 + np.log(count)) * self.idf[place]
        return unit(vector)


@dataclass(frozen=True)
class Library:
    """Our labelled texts, of one embedder. Every per-text array has them in one order.

    `labels` has shape (texts, criteria) with shares of 0 to 1; `own_rows` gives, for the criterion
    of each row, the places of its catalogue texts, filled up with -1.
    """

    fingerprint: str
    criteria: tuple[str, ...]
    vectors: Vectors
    labels: Floats
    weights: Floats
    terms: TermWeights
    own_rows: Ints

    @cached_property
    def companions(self) -> Floats:
        """How often criterion j is a label where criterion i is a primary one; zero diagonal."""
        several = self.labels[self._shared]
        firsts = (several >= 1.0).astype(np.float32)
        counts = firsts.T @ np.where(several >= 1.0, 1.0, np.where(several > 0, 0.5, 0.0))
        shares = counts / np.maximum(1.0, firsts.sum(axis=0))[:, None]
        np.fill_diagonal(shares, 0.0)
        return np.asarray(shares, dtype=np.float32)

    @cached_property
    def prototypes(self) -> Floats:
        """The words of each criterion: shape (criteria, terms), unit rows.

        Frequent terms are damped, and part of what all criteria share is taken out.
        """
        size = len(self.terms.idf)
        sums = np.zeros((len(self.criteria), size), dtype=np.float64)
        flat = sums.reshape(-1)
        weights = self.weights[self.terms.rows] * self.terms.values
        shares = self.labels[self.terms.rows]
        for place in range(len(self.criteria)):
            cells = weights * shares[:, place]
            flat[place * size : (place + 1) * size] = np.bincount(
                self.terms.columns, weights=cells, minlength=size
            )
        units = unit(sums**_DAMPING)
        return unit(units - _SHARED_PART * units.mean(axis=0)).astype(np.float32)

    @cached_property
    def closeness(self) -> tuple[float, float]:
        """Mean and deviation of the cosines between our texts: the scale of this embedder."""
        some = self.vectors[:: max(1, len(self.vectors) // 600)]
        cosines = (some @ some.T)[np.triu_indices(len(some), 1)]
        return float(cosines.mean()), float(cosines.std())

    @cached_property
    def _shared(self) -> NDArray[np.bool_]:
        catalogue = np.zeros(len(self.labels), dtype=bool)
        catalogue[self.own_rows[self.own_rows >= 0]] = True
        return ~catalogue


def build(texts: Sequence[LabelledText], criteria: Sequence[str], *, embedder: Embedder) -> Library:
    """The library of some texts. Embeds each; the catalogue's texts must come first."""
    labels = np.zeros((len(texts), len(criteria)), dtype=np.float32)
    for row, text in enumerate(texts):
        for name, share in text.labels:
            labels[row, criteria.index(name)] = share
    return Library(
        fingerprint=embedder.fingerprint,
        criteria=tuple(criteria),
        vectors=embedder.embed([text.text for text in texts]),
        labels=labels,
        weights=np.array([text.weight for text in texts], dtype=np.float32),
        terms=_term_weights([text.text for text in texts]),
        own_rows=_own_rows(texts, criteria),
    )


def unit(vectors: NDArray[np.floating]) -> NDArray[np.floating]:
    """The same directions with length one; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1.0, lengths), dtype=vectors.dtype)


def _own_rows(texts: Sequence[LabelledText], criteria: Sequence[str]) -> Ints:
    rows: list[list[int]] = [[] for _ in criteria]
    for place, text in enumerate(texts):
        if text.kind not in NOT_ITSELF:
            rows[criteria.index(text.labels[0][0])].append(place)
    table = np.full((len(criteria), max(map(len, rows))), -1, dtype=np.int32)
    for criterion, places in enumerate(rows):
        table[criterion, : len(places)] = places
    return table


def _term_weights(texts: Sequence[str]) -> TermWeights:
    bags = [terms(text).counts for text in texts]
    vocabulary, idf = _vocabulary(bags)
    empty = TermWeights(vocabulary, idf, *_no_cells())
    cells = [
        (row, column, value)
        for row, bag in enumerate(bags)
        for column, value in _nonzero(empty.unit(bag))
    ]
    rows, columns, values = zip(*cells, strict=True)
    return TermWeights(
        vocabulary,
        idf,
        np.array(rows, dtype=np.int32),
        np.array(columns, dtype=np.int32),
        np.array(values, dtype=np.float32),
    )


def _vocabulary(bags: Sequence[Counter[str]]) -> tuple[dict[str, int], Floats]:
    found = Counter(term for bag in bags for term in bag)
    kept = sorted(t for t, n in found.items() if "_" not in t or n >= _PAIRS_ARE_KEPT_FROM)
    idf = np.array([np.log(len(bags) / found[term]) for term in kept], dtype=np.float32)
    return {term: place for place, term in enumerate(kept)}, idf


def _no_cells() -> tuple[Ints, Ints, Floats]:
    return np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32)


def _nonzero(vector: Floats) -> Iterable[tuple[int, float]]:
    places = np.flatnonzero(vector)
    return zip(places.tolist(), vector[places].tolist(), strict=True)
