"""The description drafted through the command line and held against planted truth.

    python -m benchmarks.evaluate_descriptions SHARED_EVAL [--out DIR]

The sample company's truth (`corpus/sample/truth.yaml`) and the traps set of SHARED_EVAL are
scored; citations are re-found by `check_citations.py` there. Exits 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

SAMPLE = Path(__file__).resolve().parents[1] / "corpus" / "sample"
KINDS = (
    "soc2-type2 soc2-type1 soc3 soc1 public-summary soa assertion bridge-letter cuec-list security-overview"
).split()
PUBLIC = ("soc3", "public-summary")
PLACEHOLDERS = ("{{", "[set", "[list", "<insert", "[replace", "todo", "coming soon", "product 1")


def main() -> int:
    """Score everything; print a table and what was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    out = options.out or Path(tempfile.mkdtemp(prefix="evidary-descriptions-"))
    out.mkdir(parents=True, exist_ok=True)
    missed = [*sample(out, options.data), *traps(out, options.data), *nothing(out)]
    print("\n".join(["", *(f"missed: {m}" for m in missed)]) if missed else "\nnothing missed")
    return 1 if missed else 0


def sample(out: Path, data: Path) -> list[str]:
    """Every kind for the sample company; the planted facts, mismatches and restricted facts."""
    truth = yaml.safe_load((SAMPLE / "truth.yaml").read_text(encoding="utf-8"))
    workspace = out / "sample"
    scope = ["--categories", ",".join(truth["scope"]["categories"])]
    period = f"{truth['scope']['period_start']}..{truth['scope']['period_end']}"
    evidary("map", SAMPLE / "evidence", "--workspace", workspace, *scope, "--period", period)
    missed: list[str] = []
    print("kind               sections sentences  cited  open  accounted  found      s")
    for kind in KINDS:
        made, seconds = described(out, workspace, kind)
        sentences = [p for s in made["sections"] for p in s["paragraphs"]]
        stand = sum(accounted(p) for p in sentences)
        share = found_share(out / f"{kind}.json", SAMPLE / "evidence", data)
        counts = made["counts"]
        print(
            f"{kind:18} {len(made['sections']):8} {len(sentences):9} {counts['cited']:6} {counts['open']:5} "
            f"{stand / len(sentences):10.3f} {share:6.3f} {seconds:6.1f}"
        )
        missed += [f"{kind}: a sentence stands on nothing"] if stand < len(sentences) else []
        missed += [f"{kind}: citations found {share}"] if share < 1 else []
        if kind in PUBLIC:
            text = json.dumps(made, ensure_ascii=False)
            missed += [
                f"{kind}: leaks {r['text']!r}"
                for r in truth["restricted_facts"]
                if r["text"] in text
            ]
    return missed + planted(json.loads((out / "soc2-type2.json").read_text()), truth)


def planted(made: dict[str, Any], truth: dict[str, Any]) -> list[str]:
    """Missing facts that are not asked for or that are said all the same, mismatches not found."""
    asked = {p["key"] for p in made["open"]} | {p["part"] for p in made["open"]}
    lost = [f["key"] for f in truth["missing_facts"] if f["key"] not in asked]
    found = {m["key"] for m in made["mismatches"]}
    unseen = [m["key"] for m in truth["mismatches"] if m["key"] not in found]
    whole = {f["key"] for f in truth["missing_facts"] if "of" not in f}
    cited = [
        p for s in made["sections"] for p in s["paragraphs"] if p["standing"] in ("cited", "frame")
    ]
    invented = sorted(whole & {key for p in cited for key in p["facts"]})
    rows = {p["cells"]["Control"] for p in cited if "Control" in p.get("cells", {})}
    criteria = {row.rpartition("-")[0] for row in rows}
    asked_for = {p["part"] for p in made["open"] if p["key"] == "control_list"}
    print(
        f"criteria with a described control: {len(criteria)} of {len(criteria | asked_for)}; "
        f"missing facts that are said: {len(invented)}"
    )
    print(
        f"missing facts asked for: {len(truth['missing_facts']) - len(lost)} of {len(truth['missing_facts'])}; "
        f"planted mismatches found: {len(truth['mismatches']) - len(unseen)} of {len(truth['mismatches'])}"
    )
    return [
        *(f"not asked for: {k}" for k in lost),
        *(f"said though no evidence says it: {k}" for k in invented),
        *(f"mismatch not found: {k}" for k in unseen),
    ]


def traps(out: Path, data: Path) -> list[str]:
    """No unfilled place of the real templates stands in the draft; each file's are asked for."""
    evidence = data / "traps" / "evidence"
    if not evidence.is_dir():
        return []
    workspace = out / "traps"
    evidary("map", evidence, "--workspace", workspace, "--as-of", "2018-12-31")
    made, _ = described(out, workspace, "soc2-type1", name="traps")
    told = [
        p["text"] for s in made["sections"] for p in s["paragraphs"] if p["standing"] == "cited"
    ]
    left = [m for m in PLACEHOLDERS if any(m in t.casefold() for t in told)]
    points = [p for p in made["open"] if p["key"] == "placeholder"]
    files = {c["path"] for p in points for c in p["citations"]}
    share = found_share(out / "traps.json", evidence, data)
    print(
        f"traps: {len(told)} cited sentences, {len(points)} unfilled wordings of {len(files)} files asked for, "
        f"left in the draft: {len(left)}; citations found {share}"
    )
    return [f"traps: {m!r} stands in the draft" for m in left] + (
        ["traps: citations"] if share < 1 else []
    )


def nothing(out: Path) -> list[str]:
    """A folder without evidence gives questions and no prose."""
    folder = out / "nothing"
    folder.mkdir(exist_ok=True)
    (folder / "menu.txt").write_text("Monday: pumpkin soup with bread.\n")
    evidary("map", folder, "--workspace", out / "empty", "--as-of", "2026-06-30")
    made, _ = described(out, out / "empty", "soc2-type1", name="empty")
    counts = made["counts"]
    print(f"no evidence: {counts['open']} open points, {counts['cited']} cited sentences")
    return ["no evidence: prose was written"] if counts["cited"] or counts["management"] else []


def described(
    out: Path, workspace: Path, kind: str, *, name: str = ""
) -> tuple[dict[str, Any], float]:
    """The draft as JSON, and the seconds that the command took."""
    target = out / f"{name or kind}.json"
    started = time.perf_counter()
    evidary("describe", "--workspace", workspace, "--kind", kind, "--json", target)
    made: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return made, time.perf_counter() - started


def accounted(paragraph: dict[str, Any]) -> bool:
    """Cited, said by a named person, marked as open, or our own frame."""
    standing = paragraph["standing"]
    if standing == "cited":
        return bool(paragraph["citations"])
    return bool(paragraph["said_by"]) if standing == "management" else standing in ("open", "frame")


def found_share(output: Path, evidence: Path, data: Path) -> float:
    """The share of quotes that the independent checker finds again."""
    checker = data / "check_citations.py"
    done = subprocess.run(
        [sys.executable, str(checker), str(output), str(evidence), "--min-share", "0"],
        capture_output=True,
        text=True,
        check=False,
    )
    first = done.stdout.splitlines()[0] if done.stdout else "{}"
    share = json.loads(first).get("share_found")
    return 1.0 if share is None else float(share)


def evidary(*words: object) -> None:
    """One command of the product. Ends the benchmark where it fails."""
    line = [sys.executable, "-m", "assistant.cli", *map(str, words)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(line)}: {done.stderr[-600:]}")


if __name__ == "__main__":
    sys.exit(main())
