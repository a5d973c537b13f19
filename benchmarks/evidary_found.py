"""The passages from which Evidary drafts each question's answer; started by `benchmarks.rival`.

    python -m benchmarks.evidary_found WORKSPACE QUESTIONS.csv OUT.json LIMIT

A process of its own, so that the one that measures stays light.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

from assistant.answering.find import find
from assistant.answering.shape import shape
from assistant.workspace import Workspace


def main() -> None:
    workspace, questions, out = (Path(a) for a in sys.argv[1:4])
    with questions.open(encoding="utf-8", newline="") as stream:
        asked = {r["id"]: r["question"] for r in csv.DictReader(stream)}
    with Workspace(workspace) as opened:
        found = {
            identifier: find(
                shape(text),
                store=opened.store,
                embedder=opened.embedder,
                vector_index=opened.vector_index,
                lexical_index=opened.lexical_index,
                limit=int(sys.argv[4]),
            )
            for identifier, text in asked.items()
        }
    hits = {
        i: [{"path": e.document.path, "text": e.passage.text} for e in f.evidence]
        for i, f in found.items()
    }
    out.write_text(json.dumps(hits, indent=1) + "\n")


if __name__ == "__main__":
    main()
