"""From scores to confidence: of the links said with 0.8, four in five should hold.

Two questions are kept apart: is the item evidence of anything at all, and if so, of this criterion.
The confidence is the product of both answers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.mapping.library import Floats

LINK_INPUTS = ("log_share",)
"""What a link's confidence is read from: the logarithm of the criterion's share of the item."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """`1 / (1 + exp(-(weights . inputs + bias)))`."""

    weights: tuple[float, ...]
    bias: float

    def __call__(self, inputs: NDArray[np.floating]) -> NDArray[np.float64]:
        """Probabilities for inputs of shape (..., len(weights)), strictly between 0 and 1."""
        weights = np.asarray(self.weights, dtype=np.float64)
        logits = np.clip(np.asarray(inputs, dtype=np.float64) @ weights + self.bias, -30.0, 30.0)
        return np.asarray(1.0 / (1.0 + np.exp(-logits)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """How confidence is read from an item's scores.

    `relevance` takes an item's support (`features.SUPPORT`), `link` the inputs of `LINK_INPUTS`.
    `accept` is the confidence from which a link is claimed.
    """

    relevance: Logistic
    link: Logistic
    accept: float

    def confidence(self, scores: Floats, support: Floats) -> NDArray[np.float64]:
        """One confidence a criterion, in the order of the scores."""
        return np.asarray(float(self.relevance(support)) * self.link(link_inputs(scores)))


def link_inputs(scores: Floats) -> NDArray[np.float64]:
    """The inputs of `Calibration.link`, shape (criteria, 1).

    Shares are a softmax: an item that speaks for many criteria alike gives each of them less.
    """
    above = (scores - scores.max()).astype(np.float64)
    shares: NDArray[np.float64] = above - np.log(np.exp(above).sum())
    return shares[:, None]
