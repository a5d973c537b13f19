"""How probable an answer is, from what was measured: a logistic function whose weights are data.

`corpus/answering/weights.json` is learned by `benchmarks/answering.py`; its README tells from what.
"""

from __future__ import annotations

import json
import math
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from assistant import resources
from assistant.errors import CorpusError

BIAS = "bias"


@dataclass(frozen=True, slots=True)
class Features:
    """What is measured of one sentence against one part of a question; all about 0 to 1.

    Cosines: of the sentence `alone`, `placed` under its heading, of the whole passage `around` it.
    Shares of the question's terms: `covered` by the sentence, with its heading and title
    (`covered_placed`), by the passage (`covered_around`), by heading and title alone
    (`covered_above`). `rank` is the retrieval score beside the best one's, `document` the same for
    all passages of its document together. `customary` says that the file's name is the customary
    one for the subject, `depth` how deep in folders it lies. `heading` and `row` tell what the
    sentence is in its document, `early` how near to its beginning, `titled` the cosine of the
    document's title, `asserts` that the sentence has a verb of duty or being, `data` that the item
    is machine-made, `single` that all evidence is of one document. `fact` says that a kind of fact
    is asked for, `length` how long the sentence is, `question` how much is asked, `absent` what
    share of it no passage found speaks of.
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
    titled: float
    asserts: float
    data: float
    single: float
    fact: float
    length: float
    question: float
    absent: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the features: for ranking sentences, and for two probabilities of the best one.

    `answers` (last: the bias) is that the evidence answers the question at all, which is required
    to be at least `answer_from`; `right` that the answer led by this sentence cites what an expert
    would have cited.
    """

    rank: tuple[float, ...]
    answers: tuple[float, ...]
    right: tuple[float, ...]
    answer_from: float


@cache
def weights() -> Weights:
    """The shipped weights. Raises `CorpusError` where they do not fit the features."""
    return read_weights(resources.corpus("answering", "weights.json"))


def read_weights(path: Path) -> Weights:
    """Weights from a file. Raises `CorpusError` where they do not fit the features."""
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    names = (*(field.name for field in fields(Features)), BIAS)
    try:
        rank, answers, right = (
            tuple(float(raw[part][name]) for name in names) for part in ("rank", "answers", "right")
        )
        return Weights(rank, answers, right, float(raw["answer_from"]))
    except KeyError as error:
        raise CorpusError(f"{path.name} has no weight of {error}") from error


def ranking(features: Features) -> float:
    """What a sentence weighs beside the others of its question; any number, higher is better."""
    return _product(weights().rank, features)


def answerable(features: Features) -> float:
    """How probable it is that evidence whose best sentence this is answers the question, 0 to 1."""
    return _logistic(_product(weights().answers, features))


def right(features: Features) -> float:
    """How probable it is that an answer led by this sentence is right, 0 to 1."""
    return _logistic(_product(weights().right, features))


def _product(by_feature: tuple[float, ...], features: Features) -> float:
    measured = (*astuple(features), 1.0)
    return float(sum(w * f for w, f in zip(by_feature, measured, strict=True)))


def _logistic(score: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
