"""The vectors shipped with the ranker are those of the catalogue's texts, row by row."""

from __future__ import annotations

import numpy as np

from assistant.adapters.minilm import MiniLM
from assistant.answering import criteria


def test_shipped_vectors_stand_for_the_catalogues_texts() -> None:
    embedder = MiniLM(threads=1)
    shipped = criteria._shipped_vectors(embedder.fingerprint)
    texts = criteria._catalogue()
    assert shipped is not None
    assert len(shipped) == len(texts)
    some = range(0, len(texts), len(texts) // 12)
    made = embedder.embed([texts[n].text for n in some])
    assert np.allclose((shipped[list(some)] * made).sum(axis=1), 1.0, atol=1e-3)


def test_another_embedder_has_no_shipped_vectors() -> None:
    assert criteria._shipped_vectors("another") is None
