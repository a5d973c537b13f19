"""Answer labelled questions offline and score them: `python -m benchmarks.answering ../shared/eval`.

Evidence is read once into workspaces under `--work`; each set's questions are answered by the shipped
code and weights, written as answers.json and scored with the script beside the data.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answering import weights as weights_module
from assistant.answering.find import Found, find
from assistant.answering.remembered import Remembering
from assistant.answering.shape import shape
from assistant.answering.shelf import Shelf, shelve
from assistant.answering.weights import read_weights
from assistant.answers import Ask, Draft
from assistant.engines.offline_answers import OfflineAnswers
from assistant.indexing import ingest_evidence
from assistant.questions import Question
from assistant.workspace import Workspace

SETS = (
    "traps catalyze-answerability catalyze-hipaa lbrag-privacyqa badge-codeiq badge-eirctl "
    "badge-otelcontext badge-rurl contractnli-dev"
).split()
SAME_EVIDENCE = {"catalyze-hipaa": "catalyze-answerability"}
PER_DOCUMENT = frozenset({"contractnli-dev"})
"""Sets whose every question is about the one document that its row names."""


@dataclass(frozen=True)
class Row:
    """One question with what was found and said."""

    gold: dict[str, Any]
    ask: Ask
    found: Found
    draft: Draft


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path("out/answering"))
    parser.add_argument("--only", default=",".join(SETS))
    parser.add_argument("--most", type=int, default=0, help="questions a set, 0 for all")
    parser.add_argument(
        "--weights", type=Path, help="a folder with weights by set, not the shipped"
    )
    arguments = parser.parse_args()
    for name in arguments.only.split(","):
        if arguments.weights:
            learned = read_weights(arguments.weights / f"{SAME_EVIDENCE.get(name, name)}.json")
            weights_module.weights = lambda learned=learned: learned  # type: ignore[assignment]
        start = time.monotonic()
        rows = list(answer_set(arguments.data, name, arguments.work, most=arguments.most))
        seconds = time.monotonic() - start
        out = arguments.work / f"{name}.answers.json"
        out.write_text(json.dumps({"answers": [as_json(r) for r in rows]}, indent=1))
        print(f"{name:24} {seconds:6.1f} s  {scored(arguments.data, name, out)}", flush=True)
    return 0


def folder(data: Path, name: str) -> Path:
    return data / name if name == "traps" else data / "questionnaires" / name


def gold_rows(data: Path, name: str) -> list[dict[str, Any]]:
    lines = (folder(data, name) / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def answer_set(data: Path, name: str, work: Path, *, most: int = 0) -> Iterable[Row]:
    place = SAME_EVIDENCE.get(name, name)
    with Workspace(work / "ws" / place) as workspace:
        ingest_evidence(workspace, folder(data, place) / "evidence")
        embedder = Remembering(workspace.embedder, workspace.store.vectors)
        shelf, engine = shelve(workspace.store), OfflineAnswers(embedder)
        for gold in gold_rows(data, name)[: most or None]:
            yield answer_row(workspace, embedder, shelf, engine, name, gold)


def answer_row(
    workspace: Workspace,
    embedder: Remembering,
    shelf: Shelf,
    engine: OfflineAnswers,
    name: str,
    gold: dict[str, Any],
) -> Row:
    ask = shape(
        Question(id=gold["id"], text=gold["question"], section=gold.get("section") or ""),
    )
    view = without(shelf, gold.get("corpus_exclude") or ())
    found = find(
        ask,
        store=workspace.store,
        embedder=embedder,
        vector_index=workspace.vector_index,
        lexical_index=workspace.lexical_index,
        shelf=view,
        within=ids_of(shelf, gold["doc"]) if name in PER_DOCUMENT else (),
    )
    return Row(gold, ask, found, engine.answer(ask, found.evidence))


def without(shelf: Shelf, paths: Iterable[str]) -> Shelf:
    gone = set(paths)
    if not gone:
        return shelf
    kept = tuple(d for d in shelf.documents if d.name not in gone)
    return Shelf(kept, {**shelf.aside, **{d.id: "gone" for d in shelf.documents if d.name in gone}})


def ids_of(shelf: Shelf, path: str) -> tuple[str, ...]:
    return tuple(d.id for d in shelf.documents if d.name == path)


def as_json(row: Row) -> dict[str, Any]:
    draft = row.draft
    citations = [c for s in draft.sentences for c in s.citations]
    return {
        "id": row.ask.id,
        "question": row.ask.text,
        "verdict": draft.verdict,
        "abstained": draft.verdict == "needs_input",
        "confidence": draft.confidence,
        "text": " ".join(s.text for s in draft.sentences),
        "citations": [{"path": c.path, "quote": c.quote} for c in citations],
        "missing": draft.missing,
        "warnings": list(draft.warnings),
        "set_aside": [f"{a.document}: {a.reason}" for a in row.found.set_aside],
        "retrieved": list(dict.fromkeys(e.document.path for e in row.found.evidence)),
    }


def scored(data: Path, name: str, answers: Path) -> str:
    questions = folder(data, name) / "questions.jsonl"
    done = subprocess.run(
        [sys.executable, str(data / "score_answers.py"), str(answers), str(questions)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout.strip() or done.stderr.strip()


if __name__ == "__main__":
    sys.exit(main())
