"""An embedder that remembers: each text is embedded once, in this process and in the store.

Judging compares many short sentences again and again; their vectors are kept beside the passages'.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from assistant.ports import Embedder, Vectors
from assistant.store.vectors import VectorTable


class Remembering:
    """The embedder given, with a memory. Same texts, same vectors, same fingerprint."""

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
        self._recall([key for key in keys if key not in self._known])
        new = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._known}
        if new:
            made = dict(zip(new, self._embedder.embed(list(new.values())), strict=True))
            if self._vectors is not None:
                self._vectors.put(made)
            self._known |= made
        if not keys:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self._known[key] for key in keys])

    def _recall(self, keys: Sequence[str]) -> None:
        if self._vectors is not None and keys:
            self._known |= self._vectors.get(keys)
