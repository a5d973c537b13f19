"""Score answering on labelled data that others made, through the command line: part of `make eval`.

    python -m benchmarks.evaluate_answers ../shared/eval [--only traps,catalyze-hipaa]

Runs `evidary questionnaire draft` offline on each set's questions and evidence, scores its
`answers.json` with the scripts beside the data, and re-finds every quote. Rows that the scorer
leaves out (they need another corpus) are not asked. Writes `out/eval/answers.json`; exits with 1
where a bar of the project is missed.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.evaluate import check_citations, run_script

OUT = Path("out/eval/answers")
BARS: dict[str, dict[str, float]] = {
    "traps": {"answered": 0.9, "abstained": 1.0},
    "catalyze-answerability": {"answered": 0.90, "abstained": 0.90},
    "catalyze-hipaa": {"cite_recall_all": 0.75},
    "badge-codeiq": {"cite_recall_all": 0.50},
    "badge-eirctl": {"cite_recall_all": 0.50},
    "badge-otelcontext": {"cite_recall_all": 0.50},
    "badge-rurl": {"cite_recall_all": 0.50},
    "lbrag-privacyqa": {"cite_passage_any": 0.55},
}
FIGURES = (
    "rows answered abstained overclaimed verdict_accuracy balanced_accuracy cite_file_at_1 "
    "cite_recall_all cite_passage_any"
).split()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", default=",".join(BARS))
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        print(f"no labelled data at {arguments.data}; nothing was measured", file=sys.stderr)
        return 2
    names = [n for n in BARS if n in arguments.only.split(",")]
    summary = {name: score(name, arguments.data) for name in names}
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT.parent / "answers.json").write_text(json.dumps(summary, indent=1) + "\n")
    print_table(summary)
    missed = [line for name, row in summary.items() for line in bars_missed(name, row)]
    for line in missed:
        print(f"MISSED: {line}")
    return 1 if missed else 0


def score(name: str, data: Path) -> dict[str, Any]:
    """One set's figures as the scorers print them, with the seconds that drafting took."""
    folder = data / "traps" if name == "traps" else data / "questionnaires" / name
    gold = [json.loads(line) for line in (folder / "questions.jsonl").read_text().splitlines()]
    target = OUT / name / "answers.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    asked = wanted_rows(folder / "questions.csv", gold, target.with_name("questions.csv"))
    where = ["--workspace", str(target.with_name("workspace")), "--json", str(target), "--yes"]
    command = [sys.executable, "-m", "assistant.cli", "questionnaire", "draft", str(asked)]
    started = time.monotonic()
    done = [*command, "--evidence", str(folder / "evidence"), *where]
    subprocess.run(done, check=True, stdout=subprocess.DEVNULL)
    seconds = round(time.monotonic() - started, 1)
    scores = run_script(data / "score_answers.py", target, folder / "questions.jsonl")
    found = check_citations(data, target, folder / "evidence")
    facts = facts_held(target, gold)
    return {**scores, "facts": facts, "citations": found, "seconds": seconds}


def wanted_rows(source: Path, gold: list[dict[str, Any]], target: Path) -> Path:
    """The questions without those that are meant for another corpus."""
    left_out = {g["id"] for g in gold if g.get("corpus_exclude")}
    with source.open(newline="", encoding="utf-8-sig") as given:
        rows = [row for row in csv.reader(given) if row and row[0] not in left_out]
    with target.open("w", newline="", encoding="utf-8") as made:
        csv.writer(made).writerows(rows)
    return target


def facts_held(target: Path, gold: list[dict[str, Any]]) -> str:
    """How many answers hold the words that answer, of those for which the set gives them."""
    answers = {a["id"]: a["text"].casefold() for a in json.loads(target.read_text())["answers"]}
    wanted = [g for g in gold if g.get("fact")]
    held = sum(g["fact"].casefold() in answers.get(g["id"], "") for g in wanted)
    return f"{held} of {len(wanted)}" if wanted else "-"


def print_table(summary: dict[str, dict[str, Any]]) -> None:
    """One row a set."""
    print(
        "| set | " + " | ".join((*FIGURES, "facts", "quotes", "found", "wrong place", "s")) + " |"
    )
    print("|" + "---|" * (len(FIGURES) + 6))
    for name, row in summary.items():
        quotes = row["citations"]
        cells = [*(row[f] for f in FIGURES), row["facts"], quotes["quotes"], quotes["share_found"],
                 quotes["wrong_place"], row["seconds"]]  # fmt: skip
        print(f"| {name} | " + " | ".join("-" if c is None else str(c) for c in cells) + " |")


def bars_missed(name: str, row: dict[str, Any]) -> list[str]:
    """Which bars this set does not reach."""
    missed = [f"{name} {k} {row[k]} < {bar}" for k, bar in BARS[name].items() if row[k] < bar]
    if row["citations"]["share_found"] < 1.0 or row["citations"]["wrong_place"]:
        missed.append(f"{name} citations: {row['citations']}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
