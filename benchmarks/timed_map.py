"""`evidary map` with the embedder's own CPU time counted: `python -m benchmarks.timed_map …`.

Takes the arguments of `evidary`, prints what it prints, then one JSON line on standard error.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence

from assistant.adapters.minilm import MiniLM
from assistant.cli.main import main
from assistant.ports import Vectors

_cpu = 0.0
_texts = 0
_embed = MiniLM.embed


def _timed(self: MiniLM, texts: Sequence[str]) -> Vectors:
    global _cpu, _texts
    started = time.process_time()
    rows = _embed(self, texts)
    _cpu += time.process_time() - started
    _texts += len(texts)
    return rows


if __name__ == "__main__":
    MiniLM.embed = _timed  # type: ignore[method-assign] # measured from outside, never in the product
    try:
        main()
    finally:
        sys.stderr.write(json.dumps({"embedder_cpu": round(_cpu, 2), "texts": _texts}) + "\n")
