"""Speed and memory, side by side in one run: `make bench`.

    python -m benchmarks.bench ../shared/eval [--files 2000]

For the traps folder (36 files) and a folder of 2,000 mixed files: CPU seconds and peak memory of
the first `evidary map`, of a second one without changes, and of a plain LangChain pipeline with the
same embedder; the share of the first run that is not the embedder's; and `evidary --help`. CPU is
user and system time of the process and its children as the kernel counts it; memory is the largest
single process. Writes `out/bench/summary.json`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import mixed_files
from benchmarks.cost import run

OUT = Path("out/bench")
LOG = OUT / "last.log"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--files", type=int, default=2_000)
    arguments = parser.parse_args()
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    mixed = OUT / "mixed"
    mixed_files.make(mixed, arguments.files)
    folders = {"mixed": mixed}
    traps = arguments.data / "traps" / "evidence"
    if traps.is_dir():
        folders = {"traps": traps, **folders}
    summary: dict[str, Any] = {name: measure(name, folder) for name, folder in folders.items()}
    helps = sorted(run(["assistant.cli", "--help"], log=LOG).cpu for _ in range(3))
    summary["help_cpu"] = helps[1]
    (OUT / "summary.json").write_text(json.dumps(summary, indent=1) + "\n")
    print(json.dumps(summary, indent=1))
    return 0


def measure(name: str, folder: Path) -> dict[str, Any]:
    """First run, second run and the plain pipeline over one folder."""
    command = ["map", str(folder), "--as-of", "2026-06-30"]
    command += ["--workspace", str(OUT / f"{name}-workspace"), "--json", str(OUT / f"{name}.json")]
    first = run(["benchmarks.timed_map", *command], log=LOG)
    second = run(["assistant.cli", *command], log=LOG)
    plain = run(["benchmarks.plain_langchain", str(folder), str(OUT / f"{name}-plain")], log=LOG)
    embedder = first.said["embedder_cpu"]
    return {
        "files": sum(p.is_file() for p in folder.rglob("*")),
        "first": asdict(first),
        "second": asdict(second),
        "plain_langchain": asdict(plain),
        "not_embedder_share": round(1 - embedder / first.cpu, 3),
        "second_of_first_cpu": round(second.cpu / first.cpu, 3),
        "first_of_plain_cpu": round(first.cpu / plain.cpu, 2),
        "first_of_plain_peak": round(first.peak_mib / plain.peak_mib, 2),
    }


if __name__ == "__main__":
    sys.exit(main())
