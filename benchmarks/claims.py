"""Score the claim checker on labelled claims that others made.

    python -m benchmarks.claims ../shared/eval [--show traps]

Prints one line a set: drafts of the traps caught and false alarms; accuracy by class and balanced
accuracy on contracts; accuracy and F1 of support on web claims, each beside "always supported".
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from assistant.claims.check import check_claim
from assistant.claims.words import lexicon, words

_PASSAGES = 8
_LABELS = ("supported", "contradicted", "silent")
_ASKED = "Is the following true under this agreement? "


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--show", choices=["traps", "contractnli-dev", "wice-dev"])
    asked = reader.parse_args()
    traps(asked.folder / "traps", show=asked.show == "traps")
    for name, meaning in (
        ("contractnli-dev", {"yes": "supported", "no": "contradicted", None: "silent"}),
        ("wice-dev", {"yes": "supported", "no": "silent"}),
    ):
        folder = asked.folder / "questionnaires" / name
        documents(folder, meaning, show=asked.show == name)


def traps(folder: Path, *, show: bool) -> None:
    """Drafted answers against the best passages of the policies."""
    passages = [p for f in sorted((folder / "evidence").glob("*.md")) for p in _passages(f)]
    rows = [json.loads(line) for line in (folder / "drafts.jsonl").read_text().splitlines()]
    caught = alarms = 0
    for row in rows:
        texts = _best(row["question"] + " " + row["draft"], passages)
        found = check_claim(row["draft"], texts, question=row["question"])
        caught += not row["supported"] and found.label != "supported"
        alarms += row["supported"] and found.label != "supported"
        if show:
            print(f"  {row['why']:32} {found.label:13} {found.confidence:.2f} {found.reasons[:3]}")
    good = sum(row["supported"] for row in rows)
    print(
        f"traps: {caught} of {len(rows) - good} wrong drafts caught, {alarms} of {good} good ones refused"
    )


def documents(folder: Path, meaning: dict[str | None, str], *, show: bool) -> None:
    """Claims against one whole document each."""
    rows = [json.loads(line) for line in (folder / "questions.jsonl").read_text().splitlines()]
    rows = [row for row in rows if row["answer"] in meaning]
    pairs, began = [], time.perf_counter()
    for row in rows:
        text = (folder / "evidence" / row["doc"]).read_text(encoding="utf-8")
        found = check_claim(row["question"].removeprefix(_ASKED), [text])
        pairs.append((meaning[row["answer"]], found.label))
        if show and pairs[-1][0] != found.label:
            quotes = " || ".join(e["quote"][:200] for e in row["evidence_refs"])
            print(f"  {pairs[-1]} {row['question']}\n      {found.reasons[:3]}\n      {quotes!r}")
    seconds = time.perf_counter() - began
    _print_scores(folder.name, pairs, seconds)


def _print_scores(name: str, pairs: Sequence[tuple[str, str]], seconds: float) -> None:
    count = Counter(pairs)
    gold = Counter(label for label, _ in pairs)
    recall = {k: count[k, k] / gold[k] for k in _LABELS if gold[k]}
    said = Counter(label for _, label in pairs)
    both = 2 * count["supported", "supported"] / (said["supported"] + gold["supported"])
    always = gold["supported"] / len(pairs)
    print(
        f"{name}: accuracy {sum(count[k, k] for k in _LABELS) / len(pairs):.3f}"
        f" (always supported {always:.3f}); "
        + ", ".join(f"{k} {v:.3f} of {gold[k]}" for k, v in recall.items())
        + f"; balanced {mean(recall.values()):.3f} (always {1 / len(recall):.3f})"
        f"; F1 of supported {both:.3f} (always {2 * always / (1 + always):.3f})"
        f"; {len(pairs)} claims in {seconds:.1f} s"
    )
    print("  found for gold:", {f"{g}>{f}": n for (g, f), n in sorted(count.items())})


def _passages(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def _best(query: str, passages: Sequence[str]) -> list[str]:
    asked = {w.concept for w in words(query)} - lexicon().light
    scored = [(len(asked & {w.concept for w in words(p)}), -at, p) for at, p in enumerate(passages)]
    return [p for _, _, p in sorted(scored, reverse=True)[:_PASSAGES]]


if __name__ == "__main__":
    main()
