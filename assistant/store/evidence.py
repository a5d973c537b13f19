"""Files, documents and passages as they were read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Select, delete, func, insert, select, update

from assistant.store import codec, schema
from assistant.store.database import parts, writing
from ingest.model import Document, Failure, Locator, Passage


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as the store knows it."""

    path: str
    sha256: str
    indexed: bool
    failures: tuple[Failure, ...]


def text_hash(passage: Passage) -> str:
    """What a passage's vector is kept under: the words that were embedded, nothing else."""
    return hashlib.sha256(searched_text(passage).encode()).hexdigest()


def searched_text(passage: Passage) -> str:
    """What is embedded and searched: the heading path belongs to it, though it is never quoted."""
    return f"{passage.heading}\n{passage.text}" if passage.heading else passage.text


class EvidenceTables:
    """What was read. Every write is one transaction, so a killed run leaves whole files only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def files(self) -> dict[str, KnownFile]:
        """All known files by path."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(schema.files).order_by(schema.files.c.path))
            return {
                row.path: KnownFile(
                    row.path,
                    row.sha256,
                    row.indexed,
                    codec.load(row.failures, tuple[Failure, ...]),
                )
                for row in rows
            }

    def put_file(
        self,
        path: str,
        sha256: str,
        size: int,
        contents: Sequence[tuple[Document, Sequence[Passage]]],
        failures: Sequence[Failure],
    ) -> None:
        """Keep what one file held, replacing all that was known of it."""
        row = {
            "path": path,
            "sha256": sha256,
            "size": size,
            "indexed": False,
            "failures": codec.dump(tuple(failures), tuple[Failure, ...]),
        }
        with writing(self._engine) as connection:
            connection.execute(delete(schema.files).where(schema.files.c.path == path))
            connection.execute(insert(schema.files).values(row))
            for document, passages in contents:
                connection.execute(insert(schema.documents).values(_document_row(document)))
                if passages:
                    connection.execute(insert(schema.passages), [_passage_row(p) for p in passages])

    def mark_indexed(self, paths: Iterable[str], *, indexed: bool = True) -> None:
        """Whether these files' passages stand in both indexes."""
        with writing(self._engine) as connection:
            for part in parts(list(paths)):
                connection.execute(
                    update(schema.files)
                    .where(schema.files.c.path.in_(part))
                    .values(indexed=indexed)
                )

    def forget_files(self, paths: Iterable[str]) -> None:
        """Files that are gone, with everything that came from them."""
        with writing(self._engine) as connection:
            for part in parts(list(paths)):
                connection.execute(delete(schema.files).where(schema.files.c.path.in_(part)))

    def passage_ids(self, paths: Iterable[str] | None = None) -> list[str]:
        """Ids of all passages, or of those that came from these files."""
        query = select(schema.passages.c.id).order_by(schema.passages.c.id)
        if paths is None:
            with self._engine.connect() as connection:
                return list(connection.scalars(query))
        query = query.join(schema.documents)
        found: list[str] = []
        with self._engine.connect() as connection:
            for part in parts(list(paths)):
                found.extend(connection.scalars(query.where(schema.documents.c.path.in_(part))))
        return found

    def passage_ids_of(self, document_ids: Sequence[str]) -> list[str]:
        """Ids of the passages of these documents."""
        table = schema.passages.c
        found: list[str] = []
        with self._engine.connect() as connection:
            for part in parts(list(document_ids)):
                query = select(table.id).where(table.document_id.in_(part))
                found.extend(connection.scalars(query))
        return found

    def state(self) -> str:
        """A digest of all files and their bytes: another one whenever any of them changed."""
        table = schema.files.c
        digest = hashlib.sha256()
        with self._engine.connect() as connection:
            rows = connection.execute(select(table.path, table.sha256, table.indexed))
            for row in sorted(tuple(row) for row in rows):
                digest.update(repr(row).encode())
        return digest.hexdigest()

    def document_heads(self) -> tuple[Document, ...]:
        """Every document without its body, ordered by path and member."""
        with self._engine.connect() as connection:
            heads = [
                codec.load(text, Document)
                for text in connection.scalars(select(schema.documents.c.head))
            ]
        return tuple(sorted(heads, key=lambda d: (d.path, d.member or "")))

    def documents(self, ids: Sequence[str]) -> Iterator[Document]:
        """Whole documents in the order of the ids; unknown ids are left out."""
        for part in parts(list(ids)):
            query = select(schema.documents).where(schema.documents.c.id.in_(part))
            with self._engine.connect() as connection:
                rows = {row.id: row for row in connection.execute(query)}
            for identifier in part:
                if row := rows.get(identifier):
                    head = codec.load(row.head, Document)
                    yield codec.joined(head, codec.unpack(row.body, codec.Body))

    def passages_of(self, document_id: str) -> tuple[Passage, ...]:
        """A document's passages in order."""
        return self._passages(
            select(schema.passages).where(schema.passages.c.document_id == document_id)
        )

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passages by id; unknown ids are left out."""
        found: dict[str, Passage] = {}
        for part in parts(list(ids)):
            query = select(schema.passages).where(schema.passages.c.id.in_(part))
            found.update((p.id, p) for p in self._passages(query))
        return found

    def passage_counts(self) -> dict[str, int]:
        """Number of passages by document id."""
        query = select(schema.passages.c.document_id, func.count()).group_by(
            schema.passages.c.document_id
        )
        with self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def _passages(self, query: Select[Any]) -> tuple[Passage, ...]:
        ordered = query.order_by(schema.passages.c.document_id, schema.passages.c.ordinal)
        with self._engine.connect() as connection:
            return tuple(
                Passage(
                    id=row.id,
                    document_id=row.document_id,
                    ordinal=row.ordinal,
                    start=row.start,
                    end=row.end,
                    text=row.text,
                    heading=row.heading,
                    locator=codec.load(row.locator, Locator),
                )
                for row in connection.execute(ordered)
            )


def _document_row(document: Document) -> dict[str, object]:
    return {
        "id": document.id,
        "path": document.path,
        "head": codec.dump(codec.head_of(document), Document),
        "body": codec.pack(codec.body_of(document), codec.Body),
    }


def _passage_row(passage: Passage) -> dict[str, object]:
    return {
        "id": passage.id,
        "document_id": passage.document_id,
        "ordinal": passage.ordinal,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "heading": passage.heading,
        "locator": codec.dump(passage.locator, Locator),
        "text_hash": text_hash(passage),
    }
