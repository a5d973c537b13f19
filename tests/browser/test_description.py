"""The description in a real browser: drafted by the real queue, read with its sources, accessible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.desk.evidence import sample_scope
from assistant.house.house import House
from assistant.indexing import ingest_evidence
from assistant.scope_kept import KeptScope, keep_scope
from assistant.settings import Settings
from assistant.workspace import Workspace
from benchmarks.web.homes import CONTRIBUTOR, PASSWORD, add_people, add_workspace
from benchmarks.web.server import Server
from benchmarks.web.visit import Visit
from tests.desk.test_description import HOSTED, OVERVIEW
from tests.ui.papers import EVIL


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workspace that has read one paper, with hostile words in it."""
    home = tmp_path_factory.mktemp("described") / "home"
    with House.open(home) as house:
        folder = add_workspace(house, "Larkfield Ledger", add_people(house))
    evidence = folder / "evidence"
    evidence.mkdir()
    hostile = f"\nProduction is hosted in the region of {EVIL} by Amazon Web Services.\n"
    (evidence / "system-overview.md").write_text(OVERVIEW + hostile, encoding="utf-8")
    with Workspace(folder, settings=Settings(workers=1)) as workspace:
        keep_scope(workspace, KeptScope(sample_scope()))
        ingest_evidence(workspace, evidence)
    with Server.of(home) as running:
        yield running


@pytest.mark.parametrize("width", [1440, 390])
def test_a_description_is_drafted_and_read_with_its_sources(
    server: Server, visit: Callable[..., Visit], width: int, tmp_path: Path
) -> None:
    window = visit(server, viewport={"width": width, "height": 1600})
    window.sign_in(CONTRIBUTOR.email, PASSWORD)
    page = window.open("/description")
    window.sees("Open questions")
    draft = page.get_by_role("button", name="Draft it", exact=True)
    if draft.count():  # the first of the two windows drafts
        window.click(draft)
    page.get_by_role("button", name="Draft again", exact=True).wait_for(timeout=120_000)
    page = window.open("/description?view=Sections&section=DC3")
    window.sees(HOSTED)
    window.assert_accessible()
    window.click(page.get_by_role("button", name="system-overview.md").first)
    window.sees("Show the whole file")
    window.press("Escape")
    for view in ("Facts+and+questions", "Completeness", "Compare", "Export+and+import", "Approve"):
        page = window.open(f"/description?view={view}")
        page.get_by_role("heading", name="Description", exact=True).wait_for()
        window.assert_accessible()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
