"""How long pages take in a browser, at the sample company and at 2,000 documents: in `make bench`.

    python -m benchmarks.pages out/bench/mixed-workspace out/bench/mixed

Against a real server and the offline engine, in seconds, the median of five. `first`: from the
address of a page to its content standing still, in a browser that has the application's own files;
`filter`: from a click on a filter to the page standing still; `answer`: from Enter to a whole answer
with its sources. Writes `out/bench/pages.json`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from assistant.house.house import House
from assistant.workspace import Workspace
from benchmarks.web import homes
from benchmarks.web.chromium import chromium
from benchmarks.web.server import Server
from benchmarks.web.visit import visiting

OUT = Path("out/bench/pages.json")
TIMES = 5
PAGES = (
    "",  # the overview
    "evidence",
    "criteria",
    "questionnaires",
    "library",
    "description",
    "tasks",
    "activity",
)
QUESTIONS = (
    "Is multi-factor authentication required for all users?",
    "How quickly is access removed when somebody leaves?",
    "How often are backups tested by a restore?",
    "Who approves changes before they are deployed?",
    "Are vendors reviewed every year?",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path, help="a mapped workspace of many files")
    parser.add_argument("evidence", type=Path, help="the files that it read")
    arguments = parser.parse_args()
    found = measure(arguments.workspace, arguments.evidence)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found, indent=1))
    return 0


def measure(workspace: Path, evidence: Path) -> dict[str, Any]:
    """Both homes, one after another."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        small, large = Path(folder) / "small", Path(folder) / "large"
        homes.sample_home(small)
        home_over(large, workspace, evidence)
        for home in (small, large):
            count = documents(home)  # no other process may be in it
            with Server.of(home) as server:
                found[str(count)] = measure_server(browser, server)
    return found


def home_over(home: Path, workspace: Path, evidence: Path) -> None:
    """A home around a workspace that was mapped by the command line."""
    with House.open(home) as house:
        folder = homes.add_workspace(house, "Many files", homes.add_people(house))
    shutil.copytree(workspace, folder, dirs_exist_ok=True)
    shutil.copytree(evidence, folder / "evidence", dirs_exist_ok=True)
    with Workspace(folder) as opened:
        opened.remember_evidence(folder / "evidence")


def documents(home: Path) -> int:
    """How many documents its workspace holds."""
    (folder,) = (home / "workspaces").iterdir()
    with Workspace(folder) as opened:
        return len(opened.store.evidence.document_heads())


def measure_server(browser: Browser, server: Server) -> dict[str, Any]:
    """All figures of one server."""
    with visiting(browser, server.url) as visit:
        visit.sign_in(homes.APPROVER.email, homes.PASSWORD)
        first = {
            page or "overview": median(lambda p=page: visit.open(f"/{p}"))  # type: ignore[misc]
            for page in PAGES
        }
        visit.open("/tasks")
        pill = visit.page.get_by_test_id("stButtonGroup").get_by_role("button", name="High").first
        filtering = median(lambda: visit.click(pill))
        visit.open("/chat")
        waiting = iter(QUESTIONS)
        answering = median(lambda: visit.ask(next(waiting)))
    return {"first": first, "filter": {"tasks": filtering}, "answer": answering}


def median(act: Callable[[], object]) -> float:
    """Seconds that an act takes, the median of several."""
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        act()
        taken.append(time.perf_counter() - started)
    return round(statistics.median(taken), 2)


if __name__ == "__main__":
    sys.exit(main())
