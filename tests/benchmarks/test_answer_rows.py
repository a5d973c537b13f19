"""What becomes of an answer beside its gold row, and the reliability of stated confidence."""

from typing import Any

import pytest

from benchmarks.answer_rows import calibration_error, judge_rows, misses, reliability


def gold(answerable: bool | None = True, **given: Any) -> dict[str, Any]:
    return {"id": "A", "question": "Are keys changed?", "answerable": answerable, **given}


def answer(*cited: tuple[str, str], confidence: float = 0.6) -> dict[str, Any]:
    quotes = [{"path": path, "quote": quote} for path, quote in cited]
    return {"id": "A", "abstained": not cited, "confidence": confidence, "citations": quotes}


KEYS = ("in/keys.md", "Keys are changed every year.")
FILE = [{"file": "keys.md"}]
PASSAGE = [{"file": "keys.md", "quote": "By rule, keys are changed every year, by two people."}]
LONG = "all of one two three four five six seven eight nine"


@pytest.mark.parametrize(
    ("answered", "row", "outcome"),
    [
        pytest.param(answer(KEYS), gold(evidence_refs=FILE), "right", id="the file in a folder"),
        pytest.param(answer(("monkeys.md", "")), gold(evidence_refs=FILE), "wrong_source",
                     id="a name that only ends alike"),
        pytest.param(answer(KEYS), gold(evidence_refs=PASSAGE), "right", id="the gold passage"),
        pytest.param(answer(("keys.md", "Keys are blue.")), gold(evidence_refs=PASSAGE),
                     "wrong_source", id="another place of the gold file"),
        pytest.param(answer(("keys.md", f"{LONG} ten")),
                     gold(evidence_refs=[{"file": "keys.md", "quote": f"nought {LONG}"}]), "right",
                     id="eight words shared"),
        pytest.param(answer(KEYS), gold(), "right", id="answered where no file is labelled"),
        pytest.param(answer(), gold(evidence_refs=FILE), "refused", id="not answered"),
        pytest.param(answer(KEYS), gold(False), "claimed", id="nothing answers it"),
        pytest.param(answer(), gold(False), "declined", id="rightly left open"),
    ],
)  # fmt: skip
def test_outcome(answered: dict[str, Any], row: dict[str, Any], outcome: str) -> None:
    assert [j.outcome for j in judge_rows([answered], [row])] == [outcome]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(gold(None), id="no label"),
        pytest.param(gold(corpus_exclude=["keys.md"]), id="needs other evidence"),
        pytest.param({**gold(), "id": "B"}, id="not asked"),
    ],
)
def test_rows_left_out(row: dict[str, Any]) -> None:
    assert judge_rows([answer(KEYS)], [row]) == []


def test_reliability_counts_given_answers_only() -> None:
    rows = [
        *judge_rows([answer(KEYS, confidence=0.62)], [gold(evidence_refs=FILE)]),
        *judge_rows([answer(KEYS, confidence=0.68)], [gold(False)]),
        *judge_rows([answer(KEYS, confidence=1.0)], [gold()]),
        *judge_rows([answer(confidence=0.0)], [gold()]),
    ]
    bins = reliability(rows)
    assert [(b.low, b.answers, b.confidence, b.right) for b in bins] == [
        (0.6, 2, 0.65, 0.5),
        (0.9, 1, 1.0, 1.0),
    ]
    assert calibration_error(bins) == pytest.approx(0.1)
    assert calibration_error([]) == 0.0


def test_misses_are_kept_by_kind_up_to_the_limit() -> None:
    wrong = judge_rows([answer(("x.md", "X"))], [gold(evidence_refs=FILE)])
    right = judge_rows([answer(KEYS)], [gold(evidence_refs=FILE)])
    found = misses([*wrong, *right, *wrong, *wrong], most=2)
    assert {kind: len(own) for kind, own in found.items()} == {"wrong_source": 2}
    assert found["wrong_source"][0]["wanted"] == ["keys.md"]
