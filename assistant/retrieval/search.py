"""Passages for a query: lexical and vector search, fused."""

from __future__ import annotations

from assistant.model import Evidence
from assistant.ports import Embedder, LexicalIndex, VectorIndex
from assistant.retrieval.fusion import fuse
from assistant.store.store import Store

_POOL = 50
"""How deep each list is read before fusing."""


def retrieve(
    query: str,
    *,
    store: Store,
    embedder: Embedder,
    vector_index: VectorIndex,
    lexical_index: LexicalIndex,
    limit: int = 10,
) -> tuple[Evidence, ...]:
    """The passages nearest to the query, best first, with handles S1, S2, … and fused scores."""
    pool = max(_POOL, limit)
    near = vector_index.nearest(embedder.embed([query])[0], pool)
    worded = lexical_index.search(query, pool)
    best = fuse(near, worded, limit=limit)
    passages = store.evidence.passages([identifier for identifier, _ in best])
    known = [(passages[i], score) for i, score in best if i in passages]
    wanted = list(dict.fromkeys(p.document_id for p, _ in known))
    documents = {d.id: d for d in store.evidence.documents(wanted)}
    return tuple(
        Evidence(f"S{number}", passage, documents[passage.document_id], score)
        for number, (passage, score) in enumerate(known, 1)
    )
