"""The bars of `make eval` on answers, on small made-up figures: what is missed is named."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.evaluate_answers import (
    Scored,
    asked_file,
    conflicts_named,
    drafts_missed,
    facts_of,
    ranks,
    set_missed,
    traps_missed,
)
from benchmarks.filled_files import NO_QUESTIONS, Filled, roundtrip_missed
from benchmarks.rival import Gold

LEAVE = Gold("A", "When is access removed?", frozenset({"access.md"}), "Two days")
KEYS = Gold("B", "How often are keys changed?", frozenset({"keys.md"}), "yearly")
FOUND = {"share_found": 1.0, "wrong_place": 0}
SCORES = {"rows": 2, "matched": 2, "answered": 0.9, "abstained": 1.0}
GOOD = Scored("traps", SCORES, FOUND, 1.0, 1.0, ())
RANKS = {"mrr": 0.9, "at_1": 8}
TRAPS: dict[str, Any] = {
    "without_fact": [], "conflict_named": {"A": True},
    "cited_file": RANKS, "found_file": RANKS, "found_passage": RANKS,
}  # fmt: skip
FILLED = Filled("a.xlsx", 3, 9, 8, 1, 4, ())


@pytest.mark.parametrize(
    ("scored", "said"),
    [
        pytest.param(GOOD, [], id="all reached"),
        pytest.param(replace(GOOD, scores={**SCORES, "answered": 0.8}),
                     ["traps answered 0.8 < 0.9"], id="under a bar"),
        pytest.param(replace(GOOD, scores={**SCORES, "abstained": None}),
                     ["traps abstained None < 1.0"], id="not measured"),
        pytest.param(replace(GOOD, scores={**SCORES, "matched": 1}),
                     ["traps: 1 of 2 rows answered"], id="a question lost"),
        pytest.param(replace(GOOD, citations={**FOUND, "wrong_place": 1}),
                     ["citations of traps: {'share_found': 1.0, 'wrong_place': 1}"],
                     id="a quote elsewhere"),
    ],
)  # fmt: skip
def test_bars_of_a_set(scored: Scored, said: list[str]) -> None:
    assert set_missed(scored) == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({}, [], id="all reached"),
        pytest.param({"without_fact": ["B"]}, ["traps B: the answer lacks the fact"], id="fact"),
        pytest.param({"conflict_named": {"A": False}}, ["traps A: conflict not named"], id="conflict"),
        pytest.param({"found_passage": {"mrr": 0.87, "at_1": 8}},
                     ["traps found_passage: mrr 0.87, first for 8"], id="rank"),
    ],
)  # fmt: skip
def test_bars_of_the_traps(change: dict[str, Any], said: list[str]) -> None:
    assert traps_missed({**TRAPS, **change}) == said


@pytest.mark.parametrize(
    ("caught", "alarms", "missed"), [(12, 0, 0), (11, 0, 0), (10, 0, 1), (12, 1, 1), (10, 2, 2)]
)
def test_bars_of_drafts(caught: int, alarms: int, missed: int) -> None:
    said = f"traps: {caught} of 12 wrong drafts caught, {alarms} of 6 good ones refused\n"
    assert len(drafts_missed(said)) == missed


def test_drafts_not_measured_are_an_error() -> None:
    with pytest.raises(SystemExit, match="no line on the traps"):
        drafts_missed("")


def test_facts_are_sought_in_given_answers_only() -> None:
    answers = [
        {"id": "A", "abstained": False, "text": "Within two days. [1]"},
        {"id": "B", "abstained": True, "text": ""},
    ]
    assert facts_of(answers, [LEAVE, KEYS]) == {"answered": 1, "facts": 1, "without_fact": []}
    answers[1] = {"id": "B", "abstained": False, "text": "Monthly. [1]"}
    assert facts_of(answers, [LEAVE, KEYS])["without_fact"] == ["B"]


@pytest.mark.parametrize(
    ("warning", "named"),
    [
        pytest.param("conflict: leaving.md says: at once", True, id="the other file named"),
        pytest.param("conflict: keys.md says: yearly", False, id="a conflict with another file"),
        pytest.param("leaving.md is outdated", False, id="named for another cause"),
    ],
)
def test_conflict_named(warning: str, named: bool) -> None:
    answers = [{"id": "A", "warnings": [warning]}, {"id": "B", "warnings": []}]
    rows: list[dict[str, Any]] = [{"id": "A", "conflicts_with": ["leaving.md"]}, {"id": "B"}]
    assert conflicts_named(answers, rows) == {"A": named}


def test_ranks_over_all_questions() -> None:
    hits = {"A": [("x.md", ""), ("access.md", "two days")], "B": [("keys.md", "monthly")]}
    assert ranks(hits, [LEAVE, KEYS]) == {"mrr": 0.75, "at_1": 1}
    assert ranks(hits, [LEAVE, KEYS], fact=True) == {"mrr": 0.25, "at_1": 0}


@pytest.mark.parametrize(
    ("row", "missed"),
    [
        pytest.param(FILLED, [], id="kept"),
        pytest.param(replace(FILLED, problems=("sheet lost: B",)),
                     ["roundtrip a.xlsx: sheet lost: B"], id="a loss"),
        pytest.param(replace(FILLED, changed_parts=0), ["roundtrip a.xlsx: nothing was written"],
                     id="untouched"),
        pytest.param(replace(FILLED, refused="it cannot be read"),
                     ["roundtrip a.xlsx: not filled: it cannot be read"], id="refused"),
        pytest.param(replace(FILLED, refused=NO_QUESTIONS), [], id="it asks nothing"),
    ],
)  # fmt: skip
def test_bars_of_filled_files(row: Filled, missed: list[str]) -> None:
    assert roundtrip_missed([row]) == missed


def test_rows_for_other_evidence_are_not_asked(tmp_path: Path) -> None:
    questions, target = tmp_path / "questions.csv", tmp_path / "asked.csv"
    questions.write_text('id,question\nA,"Is it so, here?"\nB,And there?\n', encoding="utf-8")
    assert asked_file(questions, [{"id": "A"}, {"id": "B"}], target) == questions
    asked = asked_file(questions, [{"id": "A"}, {"id": "B", "corpus_exclude": ["x"]}], target)
    with asked.open(encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [["id", "question"], ["A", "Is it so, here?"]]
