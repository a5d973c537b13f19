"""Which criteria a question touches, and what evidence would answer it: for the words of an absence."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from assistant.answers import Ask
from assistant.catalog.criteria import catalog
from assistant.mapping import model_data
from assistant.mapping.texts import LabelledText, catalogue_texts
from assistant.model import Criterion, ExpectedEvidence
from assistant.ports import Embedder, Vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_KINDS = frozenset({"core", "title", "focus", "expected", "shown", "phrase"})
_LEAST = 0.42
"""Cosine under which a question is said to touch no criterion."""
_MARGIN = 0.06
"""Criteria this near to the best are named beside it."""
_MOST = 3


def criteria_for(ask: Ask, embedder: Embedder) -> tuple[str, ...]:
    """Ids of the criteria that the question touches, nearest first, at most three; none if unsure."""
    texts = _catalogue()
    vectors = _catalogue_vectors(embedder)
    scores = vectors @ embedder.embed([ask.query or ask.text])[0]
    return _best(texts, scores)


_known_vectors: dict[str, Vectors] = {}
"""The catalogue's vectors by the embedder's fingerprint: the same for every workspace."""
_making = Lock()


def _catalogue_vectors(embedder: Embedder) -> Vectors:
    with _making:
        if embedder.fingerprint not in _known_vectors:
            shipped = _shipped_vectors(embedder.fingerprint)
            _known_vectors[embedder.fingerprint] = (
                embedder.embed([t.text for t in _catalogue()]) if shipped is None else shipped
            )
        return _known_vectors[embedder.fingerprint]


def _shipped_vectors(fingerprint: str) -> Vectors | None:
    """The vectors that come with the ranker, where they are of this embedder and these texts."""
    folder = model_data.shipped()
    library = model_data.load(folder).library
    if library.fingerprint != fingerprint or not model_data.is_current(folder):
        return None
    # The library's rows are all labelled texts, the catalogue's first and in its order.
    return library.vectors[[n for n, t in enumerate(_texts()) if t.kind in _KINDS]]


def wanted_evidence(
    ask: Ask, criteria: tuple[str, ...], embedder: Embedder
) -> tuple[Criterion, ExpectedEvidence] | None:
    """The typical evidence of these criteria that is nearest to the question; None without any."""
    known = catalog()
    items = [(known.get(i), item) for i in criteria for item in known.get(i).evidence]
    if not items:
        return None
    names = embedder.embed([f"{item.name}: {', '.join(item.must_show)}" for _, item in items])
    scores = names @ embedder.embed([ask.query or ask.text])[0]
    return items[int(scores.argmax())]


def missing_for(ask: Ask, criteria: tuple[str, ...], embedder: Embedder) -> str:
    """In one sentence: which evidence would answer the question, and who usually has it."""
    wanted = wanted_evidence(ask, criteria, embedder)
    if wanted is None:
        return "A document or record that states this; ask the owner of the subject."
    criterion, item = wanted
    owner = catalog().owners[item.owners[0]]
    shows = ", ".join(item.must_show[:4])
    return f"{item.name}, showing {shows}; usually held by {owner} ({criterion.id})."


def _best(texts: tuple[LabelledText, ...], scores: NDArray[np.float32]) -> tuple[str, ...]:
    best: dict[str, float] = {}
    for text, score in zip(texts, scores, strict=True):
        name = text.labels[0][0]
        best[name] = max(best.get(name, 0.0), float(score))
    ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked or ranked[0][1] < _LEAST:
        return ()
    return tuple(name for name, score in ranked[:_MOST] if score >= ranked[0][1] - _MARGIN)


@cache
def _catalogue() -> tuple[LabelledText, ...]:
    return tuple(t for t in _texts() if t.kind in _KINDS)


@cache
def _texts() -> tuple[LabelledText, ...]:
    return catalogue_texts(catalog())
