"""Score answering on labelled questionnaires that others made: part of `make eval`.

    python -m benchmarks.evaluate_answers ../shared/eval [--only traps,catalyze-hipaa]

Each set is drafted offline by `evidary questionnaire draft` from an empty workspace, scored with the
scripts beside the data, and every citation is looked up again. Then the claim checker, the reading
of questionnaires, and files filled and compared with their originals. Writes
`out/eval/answers.json`; exits with 1 where a bar of the project is missed. The shipped weights were
learned from these sets; `benchmarks.train_answering` prints the figures of sets left out.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.answer_rows import Bin, Judged, calibration_error, judge_rows, misses, reliability
from benchmarks.cost import run
from benchmarks.evaluate import check_citations, run_script
from benchmarks.filled_files import fill_all, originals, print_filled, roundtrip_missed
from benchmarks.importer import BAR as IMPORTER_BAR
from benchmarks.importer import SETS as IMPORTED
from benchmarks.importer import measure, set_figures
from benchmarks.rival import Gold, rank, read_gold, reciprocal

OUT = Path("out/eval/answers")
SUMMARY = Path("out/eval/answers.json")
BADGES = ("badge-codeiq", "badge-eirctl", "badge-otelcontext", "badge-rurl")
SETS = ("traps", "catalyze-answerability", "catalyze-hipaa", *BADGES, "lbrag-privacyqa")
PARTS = ("claims", "importer", "roundtrip")
DEPTH = 8
BARS: dict[str, dict[str, float]] = {
    "traps": {"abstained": 1.0, "answered": 0.9},
    "catalyze-answerability": {"abstained": 0.9, "answered": 0.9},
    "catalyze-hipaa": {"cite_recall_all": 0.75},
    **{name: {"cite_recall_all": 0.5} for name in BADGES},
    "lbrag-privacyqa": {"cite_passage_any": 0.55},
}
MRR_BAR, AT_1_BAR, CAUGHT_BAR = 0.88, 8, 11


@dataclass(frozen=True, slots=True)
class Scored:
    """One set: the scorer's figures, the citations', the cost, and each labelled row's outcome."""

    name: str
    scores: dict[str, Any]
    citations: dict[str, Any]
    seconds: float
    peak_mib: float
    rows: tuple[Judged, ...]


def main() -> int:
    arguments = _arguments()
    if not arguments.data.is_dir():
        print(f"no labelled data at {arguments.data}; nothing was measured", file=sys.stderr)
        return 2
    data, wanted = arguments.data, arguments.only.split(",")
    OUT.mkdir(parents=True, exist_ok=True)
    scored = [score_set(name, data) for name in SETS if name in wanted]
    print_sets(scored)
    summary: dict[str, Any] = {"sets": {s.name: _figures(s) for s in scored}}
    missed = [line for s in scored for line in set_missed(s)]
    if "traps" in wanted:
        summary["traps"] = score_traps(data)
        print("traps:", json.dumps(summary["traps"]))
        missed += traps_missed(summary["traps"])
    bins = reliability(row for s in scored for row in s.rows)
    summary["reliability"] = [asdict(b) for b in bins]
    print_reliability(bins)
    for name, part in _parts().items():
        if name in wanted:
            summary[name], more = part(data)
            missed += more
    SUMMARY.write_text(json.dumps({**summary, "missed": missed}, indent=1) + "\n")
    for line in missed:
        print(f"MISSED: {line}")
    return 1 if missed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", default=",".join((*SETS, *PARTS)))
    arguments = parser.parse_args()
    if unknown := set(arguments.only.split(",")) - {*SETS, *PARTS}:
        parser.error(f"no such set or part: {', '.join(sorted(unknown))}")
    return arguments


def _parts() -> dict[str, Callable[[Path], tuple[Any, list[str]]]]:
    return {"claims": score_claims, "importer": score_importer, "roundtrip": score_roundtrip}


def folder_of(name: str, data: Path) -> Path:
    return data / name if name == "traps" else data / "questionnaires" / name


def score_set(name: str, data: Path) -> Scored:
    """Draft a set's own questionnaire as a user would, from an empty workspace, and score it."""
    folder, out = folder_of(name, data), OUT / name
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    gold = [json.loads(line) for line in (folder / "questions.jsonl").open(encoding="utf-8")]
    asked = asked_file(folder / "questions.csv", gold, out / "questions.csv")
    cost = draft(asked, out / "workspace", out / "answers.json", folder / "evidence")
    answers = json.loads((out / "answers.json").read_text(encoding="utf-8"))["answers"]
    rows = tuple(judge_rows(answers, gold))
    (out / "misses.json").write_text(json.dumps(misses(rows), indent=1) + "\n", encoding="utf-8")
    scores = run_script(data / "score_answers.py", out / "answers.json", folder / "questions.jsonl")
    cited = check_citations(data, out / "answers.json", folder / "evidence")
    return Scored(name, scores, cited, cost[0], cost[1], rows)


def asked_file(questions: Path, gold: Sequence[dict[str, Any]], target: Path) -> Path:
    """The set's CSV, or a copy without the rows that need another body of evidence."""
    other = {g["id"] for g in gold if g.get("corpus_exclude")}
    with questions.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        head, rows = reader.fieldnames or [], list(reader)
    kept = [row for row in rows if row["id"] not in other]
    if len(kept) == len(rows):
        return questions
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, head)
        writer.writeheader()
        writer.writerows(kept)
    return target


def draft(asked: Path, workspace: Path, answers: Path, evidence: Path) -> tuple[float, float]:
    """Seconds on the clock and MiB at the peak of one draft, evidence read on the way."""
    command = ["assistant.cli", "questionnaire", "draft", str(asked), "--yes"]
    command += ["--evidence", str(evidence), "--workspace", str(workspace)]
    command += ["--json", str(answers), "--as-of", "2026-06-30"]
    cost = run(command, log=answers.with_suffix(".log"))
    return cost.wall, cost.peak_mib


def score_traps(data: Path) -> dict[str, Any]:
    """Facts in the answers, the conflict named, and the places of the right files and passages."""
    folder, out = data / "traps", OUT / "traps"
    found = out / "found.json"
    asked = [str(out / "workspace"), str(folder / "questions.csv"), str(found), str(DEPTH)]
    run(["benchmarks.evidary_found", *asked], log=out / "found.log")
    answers = json.loads((out / "answers.json").read_text(encoding="utf-8"))["answers"]
    rows = [json.loads(line) for line in (folder / "questions.jsonl").open(encoding="utf-8")]
    gold = [g for g in read_gold(folder / "questions.jsonl") if g.files]
    hits = {
        i: [(h["path"], h["text"]) for h in own] for i, own in json.loads(found.read_text()).items()
    }
    cited = {a["id"]: [(c["path"], c["quote"]) for c in a["citations"]] for a in answers}
    return {
        **facts_of(answers, gold),
        "conflict_named": conflicts_named(answers, rows),
        "cited_file": ranks(cited, gold),
        "found_file": ranks(hits, gold),
        "found_passage": ranks(hits, gold, fact=True),
    }


def facts_of(answers: Sequence[dict[str, Any]], gold: Sequence[Gold]) -> dict[str, Any]:
    """Of the answerable questions: how many were answered, whose text holds the fact, whose not."""
    by_id = {a["id"]: a for a in answers}
    given = [g for g in gold if not by_id[g.id]["abstained"]]
    lacking = [g.id for g in given if g.fact.casefold() not in by_id[g.id]["text"].casefold()]
    return {"answered": len(given), "facts": len(given) - len(lacking), "without_fact": lacking}


def conflicts_named(
    answers: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]]
) -> dict[str, bool]:
    """By question with evidence that disagrees: whether a warning of a conflict names such a file."""
    warned = {a["id"]: [w for w in a["warnings"] if "conflict" in w.casefold()] for a in answers}
    return {
        r["id"]: any(file in w for w in warned[r["id"]] for file in r["conflicts_with"])
        for r in rows
        if r.get("conflicts_with")
    }


def ranks(
    hits: dict[str, list[tuple[str, str]]], gold: Sequence[Gold], *, fact: bool = False
) -> dict[str, float]:
    """Mean reciprocal rank of the right file (with the fact, if asked), and how often it is first."""
    places = [rank(hits[g.id], g, fact=fact) for g in gold]
    return {
        "mrr": round(mean(reciprocal(p) for p in places), 4),
        "at_1": sum(p == 1 for p in places),
    }


def score_claims(data: Path) -> tuple[dict[str, Any], list[str]]:
    """What `benchmarks.claims` prints, and the drafts of the traps held to their bars."""
    started = time.monotonic()
    command = [sys.executable, "-m", "benchmarks.claims", str(data)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    print(f"\nclaims, {time.monotonic() - started:.0f} s\n{said}", end="")
    return {"printed": said.splitlines()}, drafts_missed(said)


def drafts_missed(said: str) -> list[str]:
    """The traps' line of `benchmarks.claims` against the bars. Raises where there is none."""
    found = re.search(r"traps: (\d+) of \d+ wrong drafts caught, (\d+) of", said)
    if found is None:
        raise SystemExit(f"benchmarks.claims prints no line on the traps:\n{said}")
    caught, alarms = map(int, found.groups())
    missed = [f"drafts: {caught} wrong ones caught < {CAUGHT_BAR}"] if caught < CAUGHT_BAR else []
    return missed + ([f"drafts: {alarms} false alarms"] if alarms else [])


def score_importer(data: Path) -> tuple[dict[str, float], list[str]]:
    """Question F1 by set; `benchmarks.importer` prints it file by file."""
    started = time.monotonic()
    folders = sorted(p for name in IMPORTED for p in (data / "questionnaires").glob(name))
    figures = set_figures([row for f in folders if (f / "native").is_dir() for row in measure(f)])
    print(f"\nimporter, question F1, {time.monotonic() - started:.0f} s")
    for name, figure in figures.items():
        print(f"{name:<24} {figure:.4f}")
    low = {n: f for n, f in figures.items() if f < IMPORTER_BAR}
    return figures, [f"importer {n}: F1 {f:.4f} < {IMPORTER_BAR}" for n, f in low.items()]


def score_roundtrip(data: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """Files filled from the traps' evidence, each against its original."""
    workspace = OUT / "roundtrip" / "workspace"
    started = time.monotonic()
    command = ["assistant.cli", "ingest", str(data / "traps" / "evidence")]
    out = OUT / "roundtrip" / "filled"
    out.mkdir(parents=True, exist_ok=True)
    run([*command, "--workspace", str(workspace)], log=OUT / "roundtrip" / "ingest.log")
    rows = list(fill_all(originals(data), workspace, out, data / "check_roundtrip.py"))
    print_filled(rows, time.monotonic() - started)
    return [asdict(r) for r in rows], roundtrip_missed(rows)


def _figures(s: Scored) -> dict[str, Any]:
    cost = {"seconds": s.seconds, "peak_mib": s.peak_mib}
    return {**s.scores, "citations": s.citations, **cost}


def print_sets(scored: Sequence[Scored]) -> None:
    """The scorer's figures, one line a set."""
    names = {"answered": "answ", "abstained": "abst", "overclaimed": "over",
             "verdict_accuracy": "verd", "balanced_accuracy": "bal", "cite_file_at_1": "file1",
             "cite_file_any": "fileN", "cite_recall_all": "recall", "cite_passage_any": "passg",
             "uncited": "uncit"}  # fmt: skip
    print(f"{'set':<23} {'rows':>4} " + " ".join(f"{n:>6}" for n in names.values())
          + f" {'quotes':>6} {'found':>6} {'s':>6} {'MiB':>5}")  # fmt: skip
    for s in scored:
        cells = (s.scores[key] for key in names)
        figures = " ".join(f"{'-' if c is None else format(c, '.3f'):>6}" for c in cells)
        print(f"{s.name:<23} {s.scores['matched']:>4} {figures} {s.citations['quotes']:>6} "
              f"{s.citations['share_found']:>6.3f} {s.seconds:>6.1f} {s.peak_mib:>5.0f}")  # fmt: skip


def print_reliability(bins: Sequence[Bin]) -> None:
    """How often answers of a stated confidence are right."""
    print(f"\n{'confidence':<12} {'answers':>7} {'mean':>6} {'right':>6}")
    for b in bins:
        print(f"{b.low:.1f} to {b.high:.1f}   {b.answers:>7} {b.confidence:>6.3f} {b.right:>6.3f}")
    print(f"expected calibration error {calibration_error(bins):.3f}")


def set_missed(s: Scored) -> list[str]:
    """One set's bars: what the scorer measures, every row found, every citation re-found."""
    low = {key: bar for key, bar in BARS[s.name].items() if (s.scores[key] or 0.0) < bar}
    missed = [f"{s.name} {key} {s.scores[key]} < {bar}" for key, bar in low.items()]
    if s.scores["matched"] < s.scores["rows"]:
        missed.append(f"{s.name}: {s.scores['matched']} of {s.scores['rows']} rows answered")
    if s.citations["share_found"] < 1.0 or s.citations["wrong_place"]:
        missed.append(f"citations of {s.name}: {s.citations}")
    return missed


def traps_missed(traps: dict[str, Any]) -> list[str]:
    """The traps' own bars: each answer holds its fact, conflicts are named, right files first."""
    missed = [f"traps {i}: the answer lacks the fact" for i in traps["without_fact"]]
    missed += [
        f"traps {i}: conflict not named" for i, n in traps["conflict_named"].items() if not n
    ]
    for kind in ("cited_file", "found_file", "found_passage"):
        mrr, at_1 = traps[kind]["mrr"], traps[kind]["at_1"]
        if mrr < MRR_BAR or at_1 < AT_1_BAR:
            missed.append(f"traps {kind}: mrr {mrr}, first for {at_1}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
