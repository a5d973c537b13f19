"""How probable an answer is, from what was measured: a logistic function whose weights are data.

`corpus/answering/weights.json` is learned by `benchmarks/answering.py`; its README tells from what.
"""

from __future__ import annotations

import json
import math
from dataclasses import astuple, dataclass, fields
from functools import cache
from typing import Any

from assistant import resources
from assistant.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Features:
    """What is measured of one sentence against one part of a question; all about 0 to 1.

    Cosines: of the sentence `alone`, `placed` under its heading, of the whole passage `around` it.
    Shares of the question's terms: `covered` by the sentence, with its heading and title
    (`covered_placed`), by the passage (`covered_around`), by heading and title alone
    (`covered_above`). `rank` is the retrieval score beside the best one's, `document` the same for
    all passages of its document together. `customary` says that the file's name is the customary
    one for the subject, `depth` how deep in folders it lies. `heading` and `row` tell what the
    sentence is in its document, `early` how near to its beginning. `fact` says that a kind of fact
    is asked for, `length` how long the sentence is, `question` how much is asked.
    """

    alone: float
    placed: float
    around: float
    covered: float
    covered_placed: float
    covered_around: float
    covered_above: float
    rank: float
    document: float
    customary: float
    depth: float
    heading: float
    row: float
    early: float
    fact: float
    length: float
    question: float


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic function over `Features`, and the threshold from which an answer is given."""

    bias: float
    by_feature: tuple[float, ...]
    answer_from: float


@cache
def weights() -> Weights:
    """The shipped weights. Raises `CorpusError` where they do not fit the features."""
    path = resources.corpus("answering", "weights.json")
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    names = tuple(field.name for field in fields(Features))
    if set(raw["by_feature"]) != set(names):
        raise CorpusError(f"{path.name} weighs other features than {names}")
    return Weights(raw["bias"], tuple(raw["by_feature"][n] for n in names), raw["answer_from"])


def probability(features: Features) -> float:
    """How probable it is that the sentence answers the part, 0 to 1."""
    known = weights()
    score = known.bias + sum(
        w * f for w, f in zip(known.by_feature, astuple(features), strict=True)
    )
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
