"""Domain values to bytes and back, by pydantic from the dataclasses' own types."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pydantic import TypeAdapter

from ingest.model import Block, Document, Table, Word

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Body:
    """The large part of a document, kept apart so that a list of documents is cheap to read."""

    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    words: tuple[Word, ...]


_adapters: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def dump(value: Any, kind: Any) -> str:
    """A value as JSON text, by its type's fields."""
    return _adapter(kind).dump_json(value).decode()


def load(text: str | bytes, kind: type[T]) -> T:
    """The value that `dump` wrote."""
    value: T = _adapter(kind).validate_json(text)
    return value


def pack(value: Any, kind: Any) -> bytes:
    """A large value as compressed JSON."""
    return zlib.compress(_adapter(kind).dump_json(value), 1)


def unpack(data: bytes, kind: type[T]) -> T:
    """The value that `pack` wrote."""
    return load(zlib.decompress(data), kind)


def head_of(document: Document) -> Document:
    """The document without its text, blocks, tables and words: what lists and reports show."""
    return replace(document, text="", blocks=(), tables=(), words=())


def body_of(document: Document) -> Body:
    """The other half of `head_of`."""
    return Body(document.text, document.blocks, document.tables, document.words)


def joined(head: Document, body: Body) -> Document:
    """Head and body as the whole document again."""
    return replace(head, text=body.text, blocks=body.blocks, tables=body.tables, words=body.words)
