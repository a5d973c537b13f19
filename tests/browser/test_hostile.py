"""Evidence that means harm: its names and words stay text on every page that shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.house.house import House
from benchmarks.web.homes import CONTRIBUTOR, PASSWORD, add_people, add_workspace
from benchmarks.web.server import Server
from benchmarks.web.visit import PATIENCE, Visit
from tests.browser.papers import HOSTILE_NAMES, HOSTILE_TEXT

LONG = 8 * PATIENCE
PAGES = ("/", "/evidence", "/criteria", "/criteria?c=CC6.1", "/criteria?c=CC6.2", "/tasks")
MADE_OF_EVIDENCE = """() => [
  ...document.querySelectorAll('[data-testid="stMain"] iframe, [data-testid="stMain"] script'),
  ...document.querySelectorAll('img[src="x"], img[src*="example.invalid"]'),
  ...document.querySelectorAll('a[href^="javascript:"], a[href*="example.invalid"]'),
  ...document.querySelectorAll('.katex'),
].map(e => e.outerHTML)"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home: Path = tmp_path_factory.mktemp("home") / "home"
    with House.open(home) as house:
        folder = add_workspace(house, "<b>Larkfield</b> $x$", add_people(house))
    (folder / "evidary.toml").write_text('embedder = "static"\n')
    with Server.of(home) as started:
        yield started


def bring(window: Visit, names: tuple[str, ...]) -> None:
    """Upload files of these names through the door, then read and map them."""
    page = window.open("/evidence")
    window.click(page.get_by_role("button", name="Upload files"))
    dialog = page.get_by_role("dialog")
    dialog.locator('input[type="file"]').first.set_input_files(
        [{"name": n, "mimeType": "text/plain", "buffer": HOSTILE_TEXT.encode()} for n in names]
    )
    dialog.get_by_role("button", name=f"Add {len(names)} files").click()
    expect(page.get_by_text(re.compile(rf"^{len(names)} added")).first).to_be_visible()
    page.get_by_role("button", name="Read and map now").click()
    expect(page.get_by_role("tab", name=f"Items ({len(names)})")).to_be_visible(timeout=LONG)


def test_names_and_words_stay_text(server: Server, visit: Callable[..., Visit]) -> None:
    ben = visit(server)
    ben.sign_in(CONTRIBUTOR.email, PASSWORD)
    bring(ben, HOSTILE_NAMES)
    for path in PAGES:
        page = ben.open(path)
        assert page.evaluate(MADE_OF_EVIDENCE) == [], path
    page = ben.open("/criteria?c=CC6.1")
    source = page.get_by_role("button", name="[link](javascript_alert(2)).md").first
    ben.click(source)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("<img src=x onerror=alert(4)>").first).to_be_visible()
    expect(dialog.get_by_text("$\\alpha^2$").first).to_be_visible()
    assert page.evaluate(MADE_OF_EVIDENCE) == []
    page.keyboard.press("Escape")
    ben.open("/tasks")
    box = page.get_by_label("Comment")
    box.fill("<img src=x onerror=alert(7)> **bold** [x](javascript:alert(8)) $x^2$ :fire:")
    ben.click(page.get_by_role("button", name="Add comment"))
    ben.click(page.get_by_text("History (2)"))
    expect(page.get_by_text("<img src=x onerror=alert(7)> **bold**").first).to_be_visible()
    assert page.evaluate(MADE_OF_EVIDENCE) == []
