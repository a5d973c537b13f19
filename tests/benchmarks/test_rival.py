"""The comparison's arithmetic, on small made-up runs: ranks, refusals, and what a bar could do."""

import csv
import json
from pathlib import Path

import pytest

from benchmarks.cost import Cost
from benchmarks.rival import (
    QUESTIONS,
    Gold,
    Measured,
    Reply,
    best_gate,
    rank,
    read_gold,
    score,
    table,
    write_questions,
)

LEAVE = Gold("A", "When is access removed?", frozenset({"access.md"}), "two days")
ROTATE = Gold("B", "How often are keys changed?", frozenset({"keys.md", "crypto.md"}), "yearly")
TRAP = Gold("C", "Is there insurance?", frozenset(), "")
HITS = (
    ("other.md", "within two days"),
    ("in/access.md", "Access is kept."),
    ("access.md", "Removed within Two\n days."),
)


@pytest.mark.parametrize(
    ("hits", "fact", "place"),
    [
        pytest.param(HITS, False, 2, id="first passage of the right file, whatever its folder"),
        pytest.param(HITS, True, 3, id="the fact counts only in the right file, over line ends"),
        pytest.param(HITS[:1], False, 0, id="not among them"),
        pytest.param(HITS[:2], True, 0, id="right file without the fact"),
        pytest.param((), False, 0, id="nothing found"),
    ],
)
def test_rank_of_the_right_file(hits: tuple[tuple[str, str], ...], fact: bool, place: int) -> None:
    assert rank(hits, LEAVE, fact=fact) == place


def test_scores_count_refusals_of_both_kinds() -> None:
    replies = [
        Reply("C", False, True, 0.6, ("x.md",), ()),
        Reply("B", True, False, 0.2, (), (("crypto.md", "changed yearly"),)),
        Reply("A", False, False, 0.5, ("access.md", "other.md"), HITS),
    ]
    scores = score(replies, [LEAVE, ROTATE, TRAP])
    assert scores["file_ranks"] == {"A": 2, "B": 1}
    assert scores["fact_ranks"] == {"A": 3, "B": 1}
    assert (scores["file_mrr"], scores["file_at_1"], scores["fact_at_1"]) == (0.75, 1, 1)
    assert (scores["traps_refused"], scores["traps_flagged"], scores["traps"]) == (0, 1, 1)
    assert (scores["good_refused"], scores["good_flagged"], scores["good"]) == (1, 0, 2)
    assert scores["first_citation_right"] == 1


@pytest.mark.parametrize(
    ("good", "traps", "answered", "refused"),
    [
        pytest.param([0.9, 0.8], [0.1, 0.2], 2, 2, id="apart"),
        pytest.param([0.9, 0.3], [0.1, 0.5], 1, 1, id="mixed"),
        pytest.param([0.1, 0.2], [0.8, 0.9], 0, 0, id="the wrong way round"),
        pytest.param([0.5], [0.5], 0, 0, id="equal cannot be told apart"),
    ],
)
def test_what_any_bar_could_do(
    good: list[float], traps: list[float], answered: int, refused: int
) -> None:
    assert best_gate(good, traps) == {
        "good_answered_all_traps_refused": answered,
        "traps_refused_no_good_refused": refused,
    }


def test_gold_is_read_and_asked_as_csv(tmp_path: Path) -> None:
    rows = [
        {"id": "A", "question": "Who, and when?", "answerable": True, "fact": "monthly"},
        {"id": "B", "question": "Insured?", "answerable": False, "fact": None},
    ]
    refs = ([{"file": "a.md"}, {"file": "b.md"}], [])
    lines = (json.dumps({**r, "evidence_refs": f}) for r, f in zip(rows, refs, strict=True))
    source = tmp_path / "questions.jsonl"
    source.write_text("\n".join(lines) + "\n\n")
    gold = read_gold(source)
    assert gold == [
        Gold("A", "Who, and when?", frozenset({"a.md", "b.md"}), "monthly"),
        Gold("B", "Insured?", frozenset(), ""),
    ]
    write_questions(tmp_path / "asked.csv", gold)
    with (tmp_path / "asked.csv").open(newline="") as stream:
        assert [r["question"] for r in csv.DictReader(stream)] == ["Who, and when?", "Insured?"]


def test_table_has_one_column_a_tool() -> None:
    scores = score(
        [Reply("A", False, False, 0.5, (), HITS), Reply("C", True, False, 0.1, (), ())],
        [LEAVE, TRAP],
    )
    run = Cost(cpu=1.25, wall=2.0, peak_mib=30.4, said={})
    lines = table({"ours": Measured(scores, run, run, 7), "theirs": Measured(scores, run, run, 9)})
    head, rule, *rows = lines.splitlines()
    assert head == "|  | ours | theirs |"
    assert rule == "| --- | --- | --- |"
    assert "| 200 questions: answered | 7 | 9 |" in rows
    assert (
        "| 200, first run: wall, CPU, peak | 2.0 s, 1.2 s, 30 MiB | 2.0 s, 1.2 s, 30 MiB |" in rows
    )


def test_the_timed_list_is_200_different_questions() -> None:
    with QUESTIONS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len({r["id"] for r in rows}) == len({r["question"] for r in rows}) == len(rows) == 200
    assert all(r["section"] and not r["answer"] for r in rows)
