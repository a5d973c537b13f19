"""Reciprocal rank fusion of ranked lists.

Cormack, Clarke, Buettcher: Reciprocal Rank Fusion outperforms Condorcet and individual Rank
Learning Methods, SIGIR 2009. `K` is theirs.
"""

from __future__ import annotations

from collections.abc import Sequence

K = 60


def fuse(*rankings: Sequence[tuple[str, float]], limit: int) -> list[tuple[str, float]]:
    """Ids by the sum of 1 / (K + rank) over the lists, best first, equal ones by id."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, (identifier, _) in enumerate(ranking, 1):
            scores[identifier] = scores.get(identifier, 0.0) + 1.0 / (K + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
