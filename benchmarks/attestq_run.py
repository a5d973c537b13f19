"""One run of attestq 0.5.0 over a folder and a CSV of questions; started by `benchmarks.rival`.

    python -m benchmarks.attestq_run EVIDENCE QUESTIONS.csv OUT.json [--embedder hash|minilm] [--closely]

Set up as its README tells: `Engine(chat, embed)` with its defaults (1,500 characters a chunk, 12
retrieved, 8 kept, gate 0.45), files read by its own loader, its in-memory store. Without a key or a
server attestq ships `HashEmbedder` (hashed words, 512 numbers) and `offline_chat` (quotes the top
excerpt); they are what its `serve --offline` uses. `minilm` puts Evidary's sentence model in the
embedder's place, as that README advises for real assessments. `--closely` also lists what was
retrieved and turns its verification on, which flags drafts for review, never changes them, and costs
time; the timed runs leave it off, as its default does.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from attestq import Answer, Engine, HashEmbedder, Question
from attestq.cli import offline_chat
from attestq.loaders import load_documents

Embed = Callable[[Sequence[str]], list[list[float]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("evidence", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--embedder", choices=("hash", "minilm"), default="hash")
    parser.add_argument("--closely", action="store_true", help="verify; list what was retrieved")
    arguments = parser.parse_args()
    embed, closely = embedder(arguments.embedder), arguments.closely
    engine = Engine(chat=offline_chat, embed=embed, verify=closely)
    files = sorted(str(p) for p in arguments.evidence.rglob("*") if p.is_file())
    chunks = engine.ingest(load_documents(files))
    answers = [row(engine, q, closely) for q in questions(arguments.questions)]
    arguments.out.write_text(json.dumps(answers, indent=1) + "\n")
    print(json.dumps({"files": len(files), "chunks": chunks, "answers": len(answers)}))


def embedder(name: str) -> Embed:
    """attestq's own embedder, or Evidary's sentence model behind attestq's interface."""
    if name == "hash":
        own: Embed = HashEmbedder()
        return own
    from assistant.adapters.minilm import MiniLM

    model = MiniLM()

    def embed(texts: Sequence[str]) -> list[list[float]]:
        rows: list[list[float]] = model.embed(texts).tolist()
        return rows

    return embed


def questions(path: Path) -> list[Question]:
    """The questions of a CSV with the columns id and question."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [Question(id=r["id"], prompt=r["question"]) for r in csv.DictReader(stream)]


def row(engine: Engine, question: Question, closely: bool) -> dict[str, Any]:
    """One answer as the comparison needs it."""
    answer: Answer = engine.evaluate(question)
    found = engine.retrieve(question.prompt) if closely else []
    return {
        "id": question.id,
        "abstained": answer.insufficient_evidence,
        "confidence": answer.confidence,
        "flagged": answer.needs_review,
        "cited": [c.source for c in answer.citations],
        "hits": [{"path": h.source, "text": h.text} for h in found],
    }


if __name__ == "__main__":
    main()
