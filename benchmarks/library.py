"""Does the answer library tell the same question from a near one: `python -m benchmarks.library`.

    python -m benchmarks.library [--questions ../shared/eval/questionnaires]

Over our own table of pairs, `library_pairs.tsv`: precision and recall of reuse (identical or same),
and how often a near one is shown to a person, rightly and wrongly. The rounds were written one after
another, each before the words for it were known; `docs/answer-library.md` has the first figures of
each. With `--questions` every pair that is taken as the same or near among the questions of those
folders (`*/questions.jsonl`) is listed, to be read by eye.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from assistant.adapters.minilm import MiniLM
from assistant.library.meaning import Likeness, likeness
from assistant.library.wording import wording

PAIRS = Path(__file__).with_name("library_pairs.tsv")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--wrong", action="store_true", help="list the pairs that are judged wrong")
    arguments = parser.parse_args()
    embedder = MiniLM()
    with PAIRS.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    judged = [(row, judge(embedder, row["first"], row["second"])) for row in rows]
    for name in (*sorted({row["round"] for row in rows}), "all"):
        report(name, [(r, j) for r, j in judged if name in (r["round"], "all")])
    if arguments.wrong:
        for row, found in judged:
            if (row["same"] == "yes") != reused(found):
                print(found.sameness if found else "none", row["first"], "|", row["second"])
    if arguments.questions:
        listed(embedder, arguments.questions)
    return 0


def judge(embedder: MiniLM, first: str, second: str) -> Likeness | None:
    """As the library does it for one question and one kept answer."""
    ours, theirs = embedder.embed([first, second])
    return likeness(wording(first), wording(second), float(ours @ theirs))


def reused(found: Likeness | None) -> bool:
    return found is not None and found.sameness != "near"


def report(name: str, judged: Sequence[tuple[dict[str, str], Likeness | None]]) -> None:
    counts: Counter[tuple[bool, str]] = Counter()
    for row, found in judged:
        kind = "reuse" if reused(found) else "near" if found else "none"
        counts[row["same"] == "yes", kind] += 1
    right, wrong = counts[True, "reuse"], counts[False, "reuse"]
    same = sum(n for (yes, _), n in counts.items() if yes)
    figures = {
        "round": name,
        "pairs": len(judged),
        "same": same,
        "reused_right": right,
        "reused_wrong": wrong,
        "precision": round(right / (right + wrong), 3) if right + wrong else None,
        "recall": round(right / same, 3),
        "near_right": counts[True, "near"],
        "near_wrong": counts[False, "near"],
    }
    print(json.dumps(figures))


def listed(embedder: MiniLM, folder: Path) -> None:
    texts: set[str] = set()
    for path in sorted(folder.glob("*/questions.jsonl")):
        texts |= {json.loads(line)["question"] for line in path.read_text("utf-8").splitlines()}
    ordered = sorted(texts)
    vectors = embedder.embed(ordered)
    cosines = vectors @ vectors.T
    for a, b in combinations(range(len(ordered)), 2):
        found = likeness(wording(ordered[a]), wording(ordered[b]), float(cosines[a, b]))
        if found is not None:
            print(found.sameness, f"{cosines[a, b]:.2f}", ordered[a], "|", ordered[b])


if __name__ == "__main__":
    raise SystemExit(main())
