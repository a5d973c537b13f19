"""How long it takes to assess again after one decision on a link, in seconds.

    python -m benchmarks.decisions out/bench/mixed-workspace

Works on a copy of a mapped workspace. `first`: the first time with this version of the software, which
assesses everything; `next`: the median of five decisions after it, which assess what they bear on.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from assistant.model import MappingRun
from assistant.reassess_run import reassess
from assistant.review.links import Links
from assistant.workspace import Workspace

TIMES = 5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path, help="a mapped workspace; its evidence in place")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(arguments.workspace, Path(folder) / "workspace")
        with Workspace(copy) as workspace:
            print(json.dumps(measure(workspace)))
    return 0


def measure(workspace: Workspace) -> dict[str, Any]:
    """Reject accepted links of different items, one after another, as a page does."""
    run = workspace.store.judgements.latest_run()
    assert run is not None
    claimed = {k.document_id: k for k in run.links.links if k.accepted and not k.decided}
    taken = []
    for link in list(claimed.values())[: TIMES + 1]:
        Links(workspace, person_id="p", name="Ada Moss").reject(
            link.document_id, link.criterion, reason="measured"
        )
        run, seconds = _timed(workspace, run)
        taken.append(seconds)
    return {
        "documents": len(run.documents),
        "first": round(taken[0], 2),
        "next": round(statistics.median(taken[1:]), 2),
    }


def _timed(workspace: Workspace, run: MappingRun) -> tuple[MappingRun, float]:
    started = time.perf_counter()
    after = reassess(workspace, run.run.scope, latest=run)
    return after, time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
