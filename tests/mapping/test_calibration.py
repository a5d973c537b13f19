"""Confidence: ordered as the scores, never certain, low where an item is evidence of nothing."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.mapping.calibration import Calibration, Logistic, link_inputs
from assistant.mapping.features import SUPPORT

RELEVANT = Logistic((8.0,) + (0.0,) * (len(SUPPORT) - 1), -4.0)
CALIBRATION = Calibration(relevance=RELEVANT, link=Logistic((1.1,), 1.4), accept=0.3)
STRONG = np.array([1.0] + [0.0] * (len(SUPPORT) - 1), dtype=np.float32)
SCORES = np.array([3.0, -1.0, 0.5, 2.0, -1.0], dtype=np.float32)


def test_confidence_keeps_the_order_of_the_scores() -> None:
    confidence = CALIBRATION.confidence(SCORES, STRONG)
    assert np.argsort(-confidence, kind="stable").tolist() == [0, 3, 2, 1, 4]


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e4], ids=["flat", "usual", "extreme"])
def test_confidence_is_never_certain(size: float) -> None:
    confidence = CALIBRATION.confidence(SCORES * np.float32(size), STRONG)
    assert (confidence > 0).all()
    assert (confidence < 1).all()


def test_an_item_that_is_near_nothing_gets_little_for_all_criteria() -> None:
    near = CALIBRATION.confidence(SCORES, STRONG)
    far = CALIBRATION.confidence(SCORES, np.zeros_like(STRONG))
    assert (far < near / 10).all()


def test_a_constant_on_all_scores_changes_nothing() -> None:
    moved = CALIBRATION.confidence(SCORES + np.float32(5), STRONG)
    assert np.allclose(moved, CALIBRATION.confidence(SCORES, STRONG), atol=1e-6)


def test_an_item_that_speaks_for_many_alike_is_less_sure_of_each() -> None:
    one = link_inputs(np.array([3.0, 0.0, 0.0, 0.0], dtype=np.float32))
    all_alike = link_inputs(np.array([3.0, 3.0, 3.0, 3.0], dtype=np.float32))
    assert one[0, 0] > all_alike[0, 0]


def test_logistic_of_nothing_is_one_half() -> None:
    assert Logistic((1.0, 2.0), 0.0)(np.zeros((3, 2))).tolist() == [0.5, 0.5, 0.5]
