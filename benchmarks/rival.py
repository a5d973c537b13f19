"""Evidary beside attestq 0.5.0 on the same files and questions, offline: one command.

    python -m benchmarks.rival ../shared/eval [--only evidary,attestq,attestq+minilm] [--as-of DAY]

The 36 policies of the traps set; 200 questions of our own (`questions_200.csv`) for time and memory;
the set's 10 answerable questions and 4 traps for ranks and refusals. attestq is installed by pip
into `out/rival/venv` and never imported by the product. Both tools run as their users run them, one
process after the other; a rank is that of the first of 8 passages that lies in a right file. Writes
`out/rival/summary.json` and prints a table.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.cost import Cost, run

OUT = Path("out/rival")
VENV = OUT / "venv"
RIVAL = "attestq==0.5.0"
QUESTIONS = Path(__file__).with_name("questions_200.csv")
DEPTH = 8
"""Passages looked at for a rank: what attestq keeps of its 12 by default."""
TOOLS = ("evidary", "attestq", "attestq+minilm")


@dataclass(frozen=True, slots=True)
class Gold:
    """A question of the traps set; `files` is empty where nothing answers it."""

    id: str
    question: str
    files: frozenset[str]
    fact: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a tool did with one question; `hits` are (path, text), best first.

    `flagged`: drafted, but marked for a person to look at.
    """

    id: str
    abstained: bool
    flagged: bool
    confidence: float
    cited: tuple[str, ...]
    hits: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """One tool: scores on the traps set, cost of the 200 questions, first and again."""

    scores: dict[str, Any]
    first: Cost
    second: Cost
    answered_of_200: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", default=",".join(TOOLS))
    parser.add_argument("--as-of", default="", help="Evidary judges freshness for this day: today")
    arguments = parser.parse_args()
    if unknown := set(arguments.only.split(",")) - set(TOOLS):
        parser.error(f"no such tool: {', '.join(sorted(unknown))}; there are {', '.join(TOOLS)}")
    traps = arguments.data / "traps"
    if not (traps / "questions.jsonl").is_file():
        print(f"no questions at {traps}; nothing was measured", file=sys.stderr)
        return 2
    OUT.mkdir(parents=True, exist_ok=True)
    gold = read_gold(traps / "questions.jsonl")
    asked = OUT / "traps.csv"
    write_questions(asked, gold)
    load = os.getloadavg()[0]
    measured = {}
    for name in arguments.only.split(","):
        if name == "evidary":
            measured[name] = measure_evidary(traps / "evidence", asked, gold, arguments.as_of)
        else:
            measured[name] = measure_attestq(name, traps / "evidence", asked, gold)
    summary = {
        "as_of": arguments.as_of,
        "load_at_start": load,
        **{name: asdict(m) for name, m in measured.items()},
    }
    (OUT / "summary.json").write_text(json.dumps(summary, indent=1) + "\n")
    print(table(measured))
    return 0


def read_gold(path: Path) -> list[Gold]:
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [
        Gold(
            r["id"],
            r["question"],
            frozenset(ref["file"] for ref in r["evidence_refs"])
            if r["answerable"]
            else frozenset(),
            r["fact"] or "",
        )
        for r in rows
    ]


def write_questions(path: Path, gold: Sequence[Gold]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["id", "question", "answer", "comments"])
        writer.writerows([g.id, g.question, "", ""] for g in gold)


def measure_evidary(evidence: Path, asked: Path, gold: Sequence[Gold], as_of: str) -> Measured:
    """The 200 questions twice, from an empty workspace; then the traps set and what it found."""
    workspace, out, found = OUT / "workspace", OUT / "evidary.json", OUT / "evidary-found.json"
    shutil.rmtree(workspace, ignore_errors=True)

    def draft(questions: Path) -> Cost:
        command = ["assistant.cli", "questionnaire", "draft", str(questions), "--yes"]
        command += ["--evidence", str(evidence), "--workspace", str(workspace)]
        command += ["--json", str(out), *(["--as-of", as_of] if as_of else [])]
        return run(command, log=OUT / "evidary.log")

    first, second = draft(QUESTIONS), draft(QUESTIONS)
    answered = sum(not a["abstained"] for a in json.loads(out.read_text("utf-8"))["answers"])
    draft(asked)
    looked = ["benchmarks.evidary_found", str(workspace), str(asked), str(found), str(DEPTH)]
    run(looked, log=OUT / "evidary.log")
    return Measured(score(evidary_replies(out, found), gold), first, second, answered)


def evidary_replies(answers: Path, found: Path) -> list[Reply]:
    hits = json.loads(found.read_text("utf-8"))
    return [
        Reply(
            a["id"],
            a["abstained"],
            not a["abstained"] and a["status"] == "needs_review",
            a["confidence"],
            tuple(c["path"] for c in a["citations"]),
            tuple((h["path"], h["text"]) for h in hits[a["id"]]),
        )
        for a in json.loads(answers.read_text("utf-8"))["answers"]
    ]


def measure_attestq(name: str, evidence: Path, asked: Path, gold: Sequence[Gold]) -> Measured:
    """Its own embedder runs in its own venv; with ours, our interpreter imports its package."""
    python = install()
    minilm = name != "attestq"
    options = ["--embedder", "minilm" if minilm else "hash"]
    paths = str(next((VENV / "lib").glob("python*/site-packages"))) if minilm else ""
    out = OUT / f"{name}.json"

    def once(questions: Path, *more: str) -> Cost:
        command = ["benchmarks.attestq_run", str(evidence), str(questions), str(out), *options]
        used = sys.executable if minilm else python
        return run([*command, *more], python=used, paths=paths, log=OUT / f"{name}.log")

    first, second = once(QUESTIONS), once(QUESTIONS)
    answered = sum(not a["abstained"] for a in json.loads(out.read_text("utf-8")))
    once(asked, "--closely")
    return Measured(score(attestq_replies(out), gold), first, second, answered)


def install() -> str:
    """The rival's interpreter, in a venv of its own. Raises where pip cannot install it."""
    python = VENV / "bin" / "python"
    if not list(VENV.glob(f"lib/*/site-packages/{RIVAL.replace('==', '-')}.dist-info")):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, RIVAL], check=True)
    return str(python)


def attestq_replies(path: Path) -> list[Reply]:
    return [
        Reply(
            a["id"],
            a["abstained"],
            a["flagged"],
            a["confidence"],
            tuple(a["cited"]),
            tuple((h["path"], h["text"]) for h in a["hits"]),
        )
        for a in json.loads(path.read_text("utf-8"))
    ]


def score(replies: Sequence[Reply], gold: Sequence[Gold]) -> dict[str, Any]:
    """Ranks over the answerable questions, refusals over both kinds."""
    by_id = {r.id: r for r in replies}
    good = [(by_id[g.id], g) for g in gold if g.files]
    traps = [by_id[g.id] for g in gold if not g.files]
    files = {g.id: rank(r.hits, g) for r, g in good}
    facts = {g.id: rank(r.hits, g, fact=True) for r, g in good}
    answered = [(r, g) for r, g in good if not r.abstained]
    return {
        "file_ranks": files,
        "fact_ranks": facts,
        "file_mrr": round(mean(reciprocal(n) for n in files.values()), 3),
        "file_at_1": sum(n == 1 for n in files.values()),
        "fact_mrr": round(mean(reciprocal(n) for n in facts.values()), 3),
        "fact_at_1": sum(n == 1 for n in facts.values()),
        "traps_refused": sum(r.abstained for r in traps),
        "traps_flagged": sum(r.flagged for r in traps),
        "traps": len(traps),
        "good_refused": len(good) - len(answered),
        "good_flagged": sum(r.flagged for r, _ in good),
        "good": len(good),
        "first_citation_right": sum(bool(r.cited) and r.cited[0] in g.files for r, g in answered),
        "best_gate": best_gate([r.confidence for r, _ in good], [r.confidence for r in traps]),
    }


def rank(hits: Sequence[tuple[str, str]], gold: Gold, *, fact: bool = False) -> int:
    """Place from 1 of the first passage of a right file, holding the fact if asked; 0: none."""
    wanted = " ".join(gold.fact.casefold().split()) if fact else ""
    for place, (path, text) in enumerate(hits, 1):
        if Path(path).name in gold.files and wanted in " ".join(text.casefold().split()):
            return place
    return 0


def reciprocal(place: int) -> float:
    return 1 / place if place else 0.0


def best_gate(good: Sequence[float], traps: Sequence[float]) -> dict[str, int]:
    """What any single bar on the confidence could do, chosen with sight of the labels."""
    return {
        "good_answered_all_traps_refused": sum(c > max(traps, default=0) for c in good),
        "traps_refused_no_good_refused": sum(c < min(good, default=0) for c in traps),
    }


def table(measured: dict[str, Measured]) -> str:
    """The figures as a Markdown table, one column a tool."""
    columns = [list(figures(m)) for m in measured.values()]
    labels = [label for label, _ in columns[0]] if columns else []
    head = ["", *measured]
    lines = [[label, *(c[n][1] for c in columns)] for n, label in enumerate(labels)]
    rows = (head, ["---"] * len(head), *lines)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)


def figures(m: Measured) -> Iterator[tuple[str, str]]:
    """Label and figure of each row of the table."""
    s, good, traps = m.scores, m.scores["good"], m.scores["traps"]
    yield "right file: MRR at 8", f"{s['file_mrr']:.3f}"
    yield "right file first", f"{s['file_at_1']} of {good}"
    yield "passage with the answer: MRR at 8", f"{s['fact_mrr']:.3f}"
    yield "passage with the answer first", f"{s['fact_at_1']} of {good}"
    yield "traps refused (and flagged)", f"{s['traps_refused']} (+{s['traps_flagged']}) of {traps}"
    yield (
        "good questions refused (and flagged)",
        (f"{s['good_refused']} (+{s['good_flagged']}) of {good}"),
    )
    yield "answered, a right file cited first", f"{s['first_citation_right']} of {good}"
    gate = s["best_gate"]
    yield (
        "best gate: good answered, all traps refused",
        (f"{gate['good_answered_all_traps_refused']} of {good}"),
    )
    yield (
        "best gate: traps refused, no good one refused",
        (f"{gate['traps_refused_no_good_refused']} of {traps}"),
    )
    yield "200 questions: answered", str(m.answered_of_200)
    yield "200, first run: wall, CPU, peak", cost(m.first)
    yield "200, second run: wall, CPU, peak", cost(m.second)


def cost(c: Cost) -> str:
    return f"{c.wall:.1f} s, {c.cpu:.1f} s, {c.peak_mib:.0f} MiB"


if __name__ == "__main__":
    sys.exit(main())
