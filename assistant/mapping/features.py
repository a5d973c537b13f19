"""How much speaks for each criterion, from five sides; one row a criterion.

neighbours   labelled texts of our own that are near in meaning and words vote for their criteria
companions   criteria that go together with those the neighbours vote for
words        the item's words against the words of each criterion
catalogue    nearness in meaning to the criterion's own texts in the catalogue
precedents   the neighbours' vote with items added that others have labelled
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.mapping.item import Item, readable
from assistant.mapping.library import Floats, Library, unit
from assistant.mapping.words import Terms, terms
from assistant.ports import Vectors

NAMES = ("neighbours", "companions", "words", "catalogue", "precedents")
SUPPORT = ("nearest", "near", "nearest_words", "near_words", "title", "of_a_kind")

_SHARPNESS, _WORDS_COUNT, _PRECEDENT_SHARPNESS = 15.0, 6.0, 20.0
_FLOOR = 2e-3
_OWN_TEXTS = 8
_NEAR = 5
_BODY_PASSAGES = 60
_BODY_WORDS = 2.0
"""The body's words weigh as much as those of title and beginning together."""


@dataclass(frozen=True, slots=True)
class Precedents:
    """Items labelled by others, as vectors of one embedder: shapes (n, d), (n, criteria), (n,)."""

    vectors: Vectors
    labels: Floats
    weights: Floats


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of one item. `values` has shape (criteria, NAMES), standardised by column.

    `votes` are the neighbours' shares (they sum to at most 1), `support` the absolute strengths of
    `SUPPORT`, `texts` the nearness of each labelled text, `shared` each criterion's word overlap.
    """

    values: Floats
    votes: Floats
    support: Floats
    texts: Floats
    words: Floats
    written: dict[str, str]


def features_of(
    item: Item,
    library: Library,
    *,
    title: Vectors,
    gist: Vectors,
    scale: tuple[float, float],
    precedents: Precedents | None = None,
) -> Features:
    """The features of an item; `title` and `gist` are the vectors of its two short texts.

    `scale` is the mean and deviation of cosines that the constants were chosen for: the cosines of
    another embedder are brought to it.
    """
    whole = about(item, title, gist)
    words, written = _words(item, library)
    fit = _Rescale(library.closeness, scale)
    near = fit(library.vectors @ whole)
    overlap = np.bincount(
        library.terms.rows,
        weights=library.terms.values * words[library.terms.columns],
        minlength=len(near),
    ).astype(np.float32)
    texts = _SHARPNESS * (near - 1.0) + _WORDS_COUNT * overlap
    votes = _shares(texts, library.weights, library.labels)
    columns = (
        np.log(votes + _FLOOR),
        np.log(votes @ library.companions + _FLOOR),
        library.prototypes @ words,
        _own_texts(near, library),
        np.log(_with_precedents(whole, near, library, precedents, fit) + _FLOOR),
    )
    return Features(
        values=np.stack([_standard(column) for column in columns], axis=1).astype(np.float32),
        votes=votes,
        support=np.array(
            [
                near.max(),
                _mean_of_best(near, _NEAR),
                overlap.max(),
                _mean_of_best(overlap, _NEAR),
                fit(library.vectors @ title).max(),
                item.kind != "other",
            ],
            dtype=np.float32,
        ),
        texts=texts,
        words=words,
        written=written,
    )


@dataclass(frozen=True, slots=True)
class _Rescale:
    """Cosines of one embedder on the scale of another."""

    measured: tuple[float, float]
    wanted: tuple[float, float]

    def __call__(self, cosines: Floats) -> Floats:
        mean, deviation = self.measured
        other_mean, other_deviation = self.wanted
        scaled = (cosines - mean) * (other_deviation / deviation) + other_mean
        return np.asarray(np.clip(scaled, -1.0, 1.0), dtype=np.float32)


def about(item: Item, title: Vectors, gist: Vectors) -> Vectors:
    """One unit vector for the item: title, gist and, for prose, all of its passages alike."""
    parts = [title, gist]
    if len(item.vectors) and not item.is_record:
        parts.append(unit(item.vectors.mean(axis=0)))
    return np.asarray(unit(np.sum(parts, axis=0)), dtype=np.float32)


def _words(item: Item, library: Library) -> tuple[Floats, dict[str, str]]:
    """The item's unit vector over the vocabulary, its parts weighing alike however long."""
    step = max(1, -(-len(item.passages) // _BODY_PASSAGES))
    body = "\n".join(item.passages[::step])
    parts = (
        (1.0, terms(item.title)),
        (1.0, terms(item.gist)),
        (_BODY_WORDS, terms(readable(body) if item.is_record else body)),
        (0.3, terms(" . ".join(item.headings))),
        (0.3, terms(item.name)),
    )
    total = sum(weight * library.terms.unit(part.counts) for weight, part in parts)
    return np.asarray(unit(np.asarray(total)), dtype=np.float32), _as_written(parts)


def _as_written(parts: tuple[tuple[float, Terms], ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for _, part in parts:
        found = part.written | found
    return found


def _shares(closeness: Floats, weights: Floats, labels: Floats) -> Floats:
    votes: Floats = np.exp(closeness - closeness.max()) * weights
    return np.asarray(votes @ labels / votes.sum(), dtype=np.float32)


def _own_texts(near: Floats, library: Library) -> Floats:
    """Mean nearness of each criterion's nearest catalogue texts."""
    table = np.where(library.own_rows >= 0, near[library.own_rows], -1.0)
    fewest = int((library.own_rows >= 0).sum(axis=1).min())
    return _mean_of_best(table, min(_OWN_TEXTS, fewest))


def _mean_of_best(values: NDArray[np.floating], count: int) -> Floats:
    count = min(count, values.shape[-1])
    best = np.partition(values, -count, axis=-1)[..., -count:]
    return np.asarray(best.mean(axis=-1), dtype=np.float32)


def _with_precedents(
    whole: Vectors, near: Floats, library: Library, precedents: Precedents | None, fit: _Rescale
) -> Floats:
    if precedents is None:
        return _shares(near * np.float32(_PRECEDENT_SHARPNESS), library.weights, library.labels)
    return _shares(
        np.float32(_PRECEDENT_SHARPNESS) * np.concatenate([near, fit(precedents.vectors @ whole)]),
        np.concatenate([library.weights, precedents.weights]),
        np.concatenate([library.labels, precedents.labels]),
    )


def _standard(column: NDArray[np.floating]) -> NDArray[np.floating]:
    deviation = column.std()
    return np.asarray((column - column.mean()) / (deviation if deviation > 0 else 1.0))
