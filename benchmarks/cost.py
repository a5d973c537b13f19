"""What a command costs: `run` starts one and accounts for it as the kernel counts.

Keep the measuring process light: a child's peak begins at what its parent held when it was started.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took: seconds, and MiB of the largest single process."""

    cpu: float
    wall: float
    peak_mib: float
    said: dict[str, Any]


def run(
    arguments: list[str],
    *,
    log: Path,
    python: str = sys.executable,
    paths: str = "",
) -> Cost:
    """Run `python -m …`, all it prints into `log`; the last JSON line of that is kept.

    `paths` are further folders to import from, as in PYTHONPATH.
    """
    with log.open("w") as stream:
        started = time.monotonic()
        pid = os.posix_spawn(
            python,
            [python, "-m", *arguments],
            {**os.environ, "PYTHONPATH": paths} if paths else os.environ,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, stream.fileno(), 1),
                (os.POSIX_SPAWN_DUP2, stream.fileno(), 2),
            ],
        )
        _, status, usage = os.wait4(pid, 0)
        wall = time.monotonic() - started
    text = log.read_text()
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{arguments[0]} failed:\n{text[-2000:]}")
    lines = [line for line in text.splitlines() if line.startswith("{")]
    return Cost(
        cpu=round(usage.ru_utime + usage.ru_stime, 2),
        wall=round(wall, 2),
        peak_mib=round(usage.ru_maxrss / 1024, 1),
        said=json.loads(lines[-1]) if lines else {},
    )
