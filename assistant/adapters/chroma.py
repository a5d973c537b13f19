"""Chroma as the vector index: one persistent collection a workspace, vectors passed in by us."""

from __future__ import annotations

import hashlib
from collections.abc import Collection as Values
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import IndexMismatch, WorkspaceError
from assistant.ports import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

_BATCH = 5_000
"""Chroma refuses more than 5,461 rows a call."""


class ChromaIndex:
    """Cosine search over passage vectors. One process at a time may hold a folder open.

    Threads may share it: they take turns, so that a search never meets a collection half emptied.

    Raises `IndexMismatch` where the collection was made by another embedder.
    """

    def __init__(self, folder: Path, *, fingerprint: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._turn = RLock()
        self._client = _client(folder)
        self._fingerprint = fingerprint
        self._collection = self._open()

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Add or replace. Raises `ValueError` for a vector that is not finite and of length one."""
        if not ids:
            return
        lengths = np.linalg.norm(vectors, axis=1)
        if not np.isfinite(lengths).all() or (np.abs(lengths - 1) > 1e-3).any():
            raise ValueError("a vector is not finite or not of length one")
        for start in range(0, len(ids), _BATCH):
            part = slice(start, start + _BATCH)
            with self._turn:
                self._collection.upsert(ids=list(ids[part]), embeddings=vectors[part])

    def remove(self, ids: Iterable[str]) -> None:
        """Forget; unknown ids are fine."""
        wanted = list(ids)
        for start in range(0, len(wanted), _BATCH):
            with self._turn:
                self._collection.delete(ids=wanted[start : start + _BATCH])

    def nearest(
        self, vector: Vectors, limit: int, *, among: Values[str] | None = None
    ) -> list[tuple[str, float]]:
        """Passage ids with cosine similarity, best first, equal ones by id; only ids in `among`."""
        wanted = None if among is None else sorted(among)
        with self._turn:
            limit = min(limit, self._collection.count() if wanted is None else len(wanted))
            if limit == 0:
                return []
            found = self._collection.query(
                query_embeddings=[vector.tolist()],
                ids=wanted,
                n_results=limit,
                include=["distances"],
            )
        distances = (found["distances"] or [[]])[0]
        pairs = zip(found["ids"][0], (1.0 - float(d) for d in distances), strict=True)
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def count(self) -> int:
        """Number of vectors held."""
        with self._turn:
            return self._collection.count()

    def ids(self) -> set[str]:
        """All passage ids held."""
        with self._turn:
            return set(self._collection.get(include=[])["ids"])

    def clear(self) -> None:
        """Start again with an empty collection."""
        with self._turn:
            self._client.delete_collection(self._collection.name)
            self._collection = self._open()

    def close(self) -> None:
        """Let the folder go; another workspace object may open it then."""
        with self._turn:
            self._client.close()

    def _open(self) -> Collection:
        name = "passages-" + hashlib.sha256(self._fingerprint.encode()).hexdigest()[:12]
        collection = self._client.get_or_create_collection(
            name,
            metadata={"embedder": self._fingerprint},
            configuration={"hnsw": {"space": "cosine"}},
            # None, or Chroma would fetch a model of its own from the network.
            embedding_function=None,
        )
        made_by = (collection.metadata or {}).get("embedder")
        if made_by != self._fingerprint:
            raise IndexMismatch(
                f"the index was made by {made_by!r}, the embedder is {self._fingerprint!r}"
            )
        return collection


def _client(folder: Path) -> Client:
    import chromadb
    from chromadb.api.client import Client
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

    try:
        client = chromadb.PersistentClient(
            path=str(folder), settings=Settings(anonymized_telemetry=False)
        )
    except (ChromaError, ValueError) as error:
        raise WorkspaceError(
            f"cannot open the vector index in {folder}: {error}; run `evidary index rebuild`"
        ) from error
    assert isinstance(client, Client)  # typed as an interface that lacks `close`
    return client
