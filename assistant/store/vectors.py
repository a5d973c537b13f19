"""Vectors by the hash of the words they stand for: embedded once, however often a file is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Engine, delete, insert, select

from assistant.ports import Vectors
from assistant.store import schema
from assistant.store.database import parts, writing


class VectorTable:
    """The embedder's work, kept. All rows come from one embedder; `Facts` names it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, hashes: Sequence[str]) -> dict[str, Vectors]:
        """Known vectors by text hash."""
        import numpy as np

        found: dict[str, Vectors] = {}
        with self._engine.connect() as connection:
            for part in parts(list(dict.fromkeys(hashes))):
                query = select(schema.vectors).where(schema.vectors.c.text_hash.in_(part))
                for row in connection.execute(query):
                    found[row.text_hash] = np.frombuffer(row.vector, dtype=np.float32)
        return found

    def put(self, vectors: Mapping[str, Vectors]) -> None:
        """Keep vectors by text hash; one that is known stays."""
        import numpy as np

        hashes = schema.vectors.c.text_hash
        with writing(self._engine) as connection:
            known: set[str] = set()
            for part in parts(list(vectors)):
                known.update(connection.scalars(select(hashes).where(hashes.in_(part))))
            rows = [
                {"text_hash": key, "vector": np.asarray(vector, dtype=np.float32).tobytes()}
                for key, vector in vectors.items()
                if key not in known
            ]
            if rows:
                connection.execute(insert(schema.vectors), rows)

    def clear(self) -> None:
        """Drop all vectors: another embedder takes over."""
        with writing(self._engine) as connection:
            connection.execute(delete(schema.vectors))
