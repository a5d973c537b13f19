"""How alike two texts are: word shingles, their exact Jaccard similarity, and MinHash to find pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ingest.model import Document

if TYPE_CHECKING:
    from datasketch import MinHash

_SEED = 20260101
_COMPARED_IN_FULL = 200
_PERMUTATIONS = 64
_THRESHOLD = 0.7
_MOST_NEAR = 60
_SHINGLE = 3
_MOST_CHARS = 200_000

Shingles = NDArray[np.uint64]
"""Sorted distinct hashes of a text's word runs."""


@dataclass(frozen=True, slots=True)
class Text:
    """A document as the comparisons see it: its three-word shingles and its distinct words."""

    document: Document
    shingles: Shingles
    words: frozenset[str]


def as_text(document: Document) -> Text:
    """The words of a document's first 200,000 characters, without case and punctuation."""
    words = re.findall(r"\w+", document.text[:_MOST_CHARS].lower())
    return Text(document, _shingles(words), frozenset(words))


def jaccard(one: Shingles, other: Shingles) -> float:
    """Shared shingles over all shingles of two texts, 0 to 1; 0 where both are empty."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    together = len(one) + len(other) - shared
    return shared / together if together else 0.0


def _shingles(words: Sequence[str]) -> Shingles:
    """Hashes of all runs of three words; a shorter text is one run."""
    hashes = np.fromiter((crc32(w.encode()) for w in words), dtype=np.uint64, count=len(words))
    if len(hashes) < _SHINGLE:
        return np.unique(hashes)
    mixed = hashes[:-2] * np.uint64(1_000_003) + hashes[1:-1]
    return np.unique(mixed * np.uint64(1_000_003) + hashes[2:])


def candidates(sets: Sequence[Shingles]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: all of a small set, else those that MinHash takes for near 0.7.

    The library costs more to import than comparing a few hundred texts in full.
    """
    if len(sets) <= _COMPARED_IN_FULL:
        yield from combinations(range(len(sets)), 2)
        return
    from datasketch import MinHashLSH

    index = MinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS)
    for place, shingles in enumerate(sets):
        signature = _signature(shingles)
        # A huge bucket is boilerplate; its first members are enough to find the copies.
        near = sorted(index.query(signature))[:_MOST_NEAR]
        yield from ((other, place) for other in near)
        index.insert(place, signature, check_duplication=False)


def _signature(shingles: Shingles) -> MinHash:
    from datasketch import MinHash

    # The shingles are hashes already; MinHash wants 32 bits of them.
    signature = MinHash(num_perm=_PERMUTATIONS, seed=_SEED, hashfunc=int)
    signature.update_batch((shingles & np.uint64(0xFFFFFFFF)).tolist())
    return signature
