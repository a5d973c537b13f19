"""From scores to confidence: of the links said with 0.8, four in five should hold.

Two questions are kept apart: is the item evidence of anything at all, and if so, of this criterion.
The confidence is the product of both answers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.mapping.library import Floats

LINK_INPUTS = ("score", "log_vote", "log_best_vote", "near_words")
"""What a link's confidence is read from; the last two are one value for the whole item."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """`1 / (1 + exp(-(weights . inputs + bias)))`."""

    weights: tuple[float, ...]
    bias: float

    def __call__(self, inputs: Floats) -> Floats:
        """Probabilities for inputs of shape (..., len(weights)), strictly between 0 and 1."""
        weights = np.asarray(self.weights, dtype=np.float64)
        logits = np.clip(np.asarray(inputs, dtype=np.float64) @ weights + self.bias, -30.0, 30.0)
        return np.asarray(1.0 / (1.0 + np.exp(-logits)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """How confidence is read from an item's scores.

    `relevance` takes an item's support, `link` the inputs of `LINK_INPUTS`. `accept` is the
    confidence from which a link is claimed.
    """

    relevance: Logistic
    link: Logistic
    accept: float

    def confidence(
        self, scores: Floats, votes: Floats, support: Floats, near_words: float
    ) -> NDArray[np.float64]:
        """One confidence a criterion, in the order of its score and vote."""
        relevant = float(self.relevance(support))
        return np.asarray(relevant * self.link(link_inputs(scores, votes, near_words)))


def link_inputs(scores: Floats, votes: Floats, near_words: float) -> Floats:
    """The inputs of `Calibration.link`, shape (criteria, LINK_INPUTS)."""
    return np.stack(
        [
            scores,
            np.log(votes + 1e-3),
            np.full_like(scores, np.log(votes.max() + 1e-3)),
            np.full_like(scores, near_words),
        ],
        axis=-1,
    )
