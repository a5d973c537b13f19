"""SQLite FTS5 as the lexical index: stemmed words ranked by BM25, in a file of its own."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection, Iterable
from pathlib import Path
from threading import RLock

from ingest.model import Passage

_WORD = re.compile(r"\w+(?:[.\-]\w+)*")
_TABLE = """
CREATE VIRTUAL TABLE IF NOT EXISTS passages USING fts5(
    id UNINDEXED, heading, text, tokenize = "porter unicode61 remove_diacritics 2"
)
"""
_ROWS = "CREATE TABLE IF NOT EXISTS places (id TEXT PRIMARY KEY, place INTEGER NOT NULL)"


class FullText:
    """Words of passages. Any text is a legal query: each word is quoted and joined with OR.

    Threads may share it: they take turns, so that none sees another's half-done change.
    """

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._turn = RLock()
        self._connection = sqlite3.connect(file, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(_TABLE)
        self._connection.execute(_ROWS)

    def close(self) -> None:
        """Let the file go."""
        with self._turn:
            self._connection.close()

    def upsert(self, passages: Iterable[Passage]) -> None:
        """Add or replace, in one transaction."""
        rows = list(passages)
        with self._turn, self._connection:
            self._remove([p.id for p in rows])
            for passage in rows:
                cursor = self._connection.execute(
                    "INSERT INTO passages (id, heading, text) VALUES (?, ?, ?)",
                    (passage.id, passage.heading, passage.text),
                )
                self._connection.execute(
                    "INSERT INTO places VALUES (?, ?)", (passage.id, cursor.lastrowid)
                )

    def remove(self, ids: Iterable[str]) -> None:
        """Forget; unknown ids are fine."""
        wanted = list(ids)
        with self._turn, self._connection:
            self._remove(wanted)

    def search(
        self, words: str, limit: int, *, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Passage ids with BM25 (higher is better), best first, equal ones by id; only in `among`."""
        terms = dict.fromkeys(w.casefold() for w in _WORD.findall(words))
        if not terms:
            return []
        query = " OR ".join(f'"{term}"' for term in terms)
        wanted = None if among is None else json.dumps(sorted(among))
        with self._turn:
            rows = self._connection.execute(
                "SELECT id, -bm25(passages, 0, 2.0, 1.0) AS score FROM passages"
                " WHERE passages MATCH ?1"
                " AND (?2 IS NULL OR id IN (SELECT value FROM json_each(?2)))"
                " ORDER BY score DESC, id LIMIT ?3",
                (query, wanted, limit),
            ).fetchall()
        return [(str(row[0]), float(row[1])) for row in rows]

    def count(self) -> int:
        """Number of passages held."""
        with self._turn:
            return int(self._connection.execute("SELECT count(*) FROM places").fetchone()[0])

    def ids(self) -> set[str]:
        """All passage ids held."""
        with self._turn:
            rows = self._connection.execute("SELECT id FROM places").fetchall()
        return {str(row[0]) for row in rows}

    def clear(self) -> None:
        """Forget everything."""
        with self._turn, self._connection:
            self._connection.execute("DELETE FROM passages")
            self._connection.execute("DELETE FROM places")

    def _remove(self, ids: list[str]) -> None:
        wanted = [(i,) for i in ids]
        self._connection.executemany(
            "DELETE FROM passages WHERE rowid = (SELECT place FROM places WHERE id = ?)", wanted
        )
        self._connection.executemany("DELETE FROM places WHERE id = ?", wanted)
