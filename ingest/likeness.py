"""How alike two texts are: word shingles, their exact Jaccard similarity, and MinHash to find pairs.

The 40 lines of MinHash stand here because the usual library costs 1.5 seconds of import, more than
the whole comparison of 2,000 documents.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ingest.model import Document

_SEED = 20260101
_BANDS, _ROWS = 20, 4
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
    """Pairs that agree in a whole band of their MinHash signatures: nearly all above 0.85."""
    generator = np.random.default_rng(_SEED)
    size = _BANDS * _ROWS
    factors = generator.integers(1, 2**63, size=size, dtype=np.uint64) | np.uint64(1)
    offsets = generator.integers(0, 2**63, size=size, dtype=np.uint64)
    signatures = [_signature(s, factors, offsets) for s in sets]
    seen: set[tuple[int, int]] = set()
    for band in range(_BANDS):
        buckets: defaultdict[bytes, list[int]] = defaultdict(list)
        for at, signature in enumerate(signatures):
            buckets[signature[band * _ROWS : (band + 1) * _ROWS].tobytes()].append(at)
        for bucket in buckets.values():
            # A huge bucket is boilerplate; neighbours in it are enough to find the copies.
            pairs = combinations(bucket, 2) if len(bucket) <= 60 else pairwise(bucket)
            fresh = set(pairs) - seen
            seen |= fresh
            yield from sorted(fresh)


def _signature(
    shingles: Shingles, factors: NDArray[np.uint64], offsets: NDArray[np.uint64]
) -> NDArray[np.uint64]:
    if not len(shingles):
        return offsets
    # Multiply-shift over the ring of 64-bit integers is a universal hash; the high bits are good.
    least = [
        ((shingles * factor + offset) >> np.uint64(16)).min()
        for factor, offset in zip(factors, offsets, strict=True)
    ]
    return np.array(least, dtype=np.uint64)


