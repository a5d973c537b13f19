"""An embedder that remembers: each text is embedded once, in this process and in the store.

Judging compares many short sentences again and again; their vectors are kept beside the passages'.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from assistant.ports import Embedder, Vectors
from assistant.store.vectors import VectorTable

_MOST = 40_000
"""Vectors held in memory, about 60 MB; what is forgotten is still in the store."""


class Remembering:
    """The embedder given, with a memory. Same texts, same vectors, same fingerprint.

    Several threads may use it at once.
    """

    def __init__(self, embedder: Embedder, vectors: VectorTable | None = None) -> None:
        self._embedder = embedder
        self._vectors = vectors
        self._known: dict[str, Vectors] = {}

    @property
    def fingerprint(self) -> str:
        """That of the embedder behind it."""
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        """That of the embedder behind it."""
        return self._embedder.dimension

    def count_tokens(self, text: str) -> int:
        """As the embedder behind it counts."""
        return self._embedder.count_tokens(text)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit row a text; only texts never seen before cost anything."""
        import numpy as np

        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        if not keys:
            return np.zeros((0, self.dimension), dtype=np.float32)
        memory = self._known
        found = {k: memory[k] for k in keys if k in memory}
        found |= self._recalled([k for k in keys if k not in found])
        new = {k: t for k, t in zip(keys, texts, strict=True) if k not in found}
        if new:
            made = dict(zip(new, self._embedder.embed(list(new.values())), strict=True))
            if self._vectors is not None:
                self._vectors.put(made)
            found |= made
        if len(memory) > _MOST:
            self._known = {}
        self._known.update(found)
        return np.stack([found[key] for key in keys])

    def _recalled(self, keys: Sequence[str]) -> dict[str, Vectors]:
        return self._vectors.get(keys) if self._vectors is not None and keys else {}
