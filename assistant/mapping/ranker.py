"""Ranks the criteria for one evidence item, with calibrated confidence. Offline, deterministic.

The features of `features` are weighed with learned weights; `calibration` turns the sums into
confidence. With another embedder than the one that the weights were learned with, the library is
embedded anew and the learned precedents are left out.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.catalog.criteria import catalog
from assistant.mapping import model_data
from assistant.mapping.features import NAMES, Features, features_of
from assistant.mapping.item import Item
from assistant.mapping.library import Floats, Library, build
from assistant.mapping.model_data import Learned, ModelData
from assistant.mapping.reasons import Reasons
from assistant.mapping.texts import catalogue_texts, labelled_texts
from assistant.ports import Embedder

log = logging.getLogger(__name__)

_BEST_PASSAGES = 3
_CLAIMED_ODDS = np.log(6.0)
"""What an id that the item itself names adds to the log odds. Evaluation data cannot tell: it has
its ids removed. With the other signals against it, a claim alone stays below the bar."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One criterion's place in the ranking of an item.

    `parts` are the weighed features and the score, their sum. `best_passages` are ordinals of
    the passages that speak most for the criterion, best first.
    """

    criterion: str
    confidence: float
    accepted: bool
    parts: tuple[tuple[str, float], ...]
    best_passages: tuple[int, ...]
    reason: str


class Ranker:
    """Says which criteria an item supports."""

    def __init__(
        self, library: Library, learned: Learned, embedder: Embedder, *, digest: str
    ) -> None:
        if library.fingerprint != embedder.fingerprint:
            raise ValueError(
                f"a library of {library.fingerprint!r} does not fit {embedder.fingerprint!r}"
            )
        self._library = library
        self._learned = learned
        self._embedder = embedder
        self._digest = digest
        own_texts = tuple(text.text for text in catalogue_texts(catalog()))
        self._reasons = Reasons(library, own_texts)

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same item might be ranked otherwise."""
        accept = self._learned.calibration.accept
        return f"{self._embedder.fingerprint}|{self._digest}|{accept:g}"

    def rank(self, item: Item) -> tuple[Ranked, ...]:
        """All criteria, best first; those of equal confidence in the catalogue's order.

        Embeds the item's title and gist. An item without passages has no best passages.
        """
        features = self.features(item)
        weighed = features.values * self._learned.weights
        scores = weighed.sum(axis=1)
        confidence = self._confidence(item, features, scores)
        parts = np.round(np.column_stack([weighed, scores]), 4).tolist()
        best = self._best_passages(item).tolist()
        reasons = self._reasons.of(item, features, confidence)
        return tuple(
            Ranked(
                criterion=self._library.criteria[place],
                confidence=float(confidence[place]),
                accepted=bool(confidence[place] >= self._learned.calibration.accept),
                parts=tuple(zip((*NAMES, "score"), parts[place], strict=True)),
                best_passages=tuple(best[place]),
                reason=reasons[place],
            )
            for place in np.argsort(-confidence, kind="stable").tolist()
        )

    def features(self, item: Item) -> Features:
        """What speaks for each criterion, before it is weighed."""
        title, gist = self._embedder.embed([item.title, item.gist])
        same = self._learned.fingerprint == self._library.fingerprint
        return features_of(
            item,
            self._library,
            title=title,
            gist=gist,
            scale=self._learned.scale,
            precedents=self._learned.precedents if same else None,
        )

    def _confidence(self, item: Item, features: Features, scores: Floats) -> NDArray[np.float64]:
        confidence = self._learned.calibration.confidence(scores, features.support)
        claimed = [self._library.criteria.index(c) for c in item.claims if c in catalog()]
        odds = confidence[claimed] / (1.0 - confidence[claimed]) * np.exp(_CLAIMED_ODDS)
        confidence[claimed] = odds / (1.0 + odds)
        return confidence

    def _best_passages(self, item: Item) -> NDArray[np.intp]:
        """Ordinals of the nearest passages by criterion, shape (criteria, at most three)."""
        first_rows = self._library.own_rows[:, 0]
        catalogue = self._library.vectors[
            : first_rows[-1] + (self._library.own_rows[-1] >= 0).sum()
        ]
        near = np.maximum.reduceat(item.vectors @ catalogue.T, first_rows, axis=1)
        return np.argsort(-near, axis=0, kind="stable")[:_BEST_PASSAGES].T


def load_ranker(
    embedder: Embedder,
    folder: Path | None = None,
    *,
    accept: float | None = None,
    cache: Path | None = None,
) -> Ranker:
    """The shipped ranker, or the one in `folder`, for this embedder.

    `accept` replaces the confidence from which a link is claimed. Where the texts are to be
    embedded anew the result is kept under `cache`, if given. Raises `CorpusError` where the
    learned data cannot be read.
    """
    place = folder or model_data.shipped()
    data = model_data.load(place)
    if data.library.fingerprint != embedder.fingerprint or not model_data.is_current(place):
        data = _embedded_anew(data, embedder, cache)
    learned = data.learned
    if accept is not None:
        learned = replace(learned, calibration=replace(learned.calibration, accept=accept))
    return Ranker(data.library, learned, embedder, digest=data.digest)


def _embedded_anew(data: ModelData, embedder: Embedder, cache: Path | None) -> ModelData:
    mark = f"{embedder.fingerprint}|{model_data.texts_digest()}|{data.digest}"
    kept = cache / f"ranker-{sha256(mark.encode()).hexdigest()[:16]}" if cache else None
    if kept and (kept / "ranker.json").is_file():
        return model_data.load(kept)
    log.info("embedding the catalogue's texts with %s", embedder.fingerprint)
    fresh = replace(
        data, library=build(labelled_texts(catalog()), catalog().ids, embedder=embedder)
    )
    if kept:
        model_data.save(fresh, kept)
    return fresh
