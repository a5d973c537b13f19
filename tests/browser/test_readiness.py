"""The overview and the criteria in a real browser: what is clicked leads where it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from assistant.house.house import House
from benchmarks.web.homes import CONTRIBUTOR, PASSWORD, add_people, add_workspace
from benchmarks.web.server import Server
from benchmarks.web.visit import PATIENCE, Visit
from tests.mapped import copied

Opens = Callable[..., Visit]
LABELS = 150
"""Pixels that the names of rows may take, left of the marks."""


@pytest.fixture(scope="module")
def server(mapped_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the sample company's papers, mapped with the small embedder."""
    home = tmp_path_factory.mktemp("readiness") / "home"
    with House.open(home) as house:
        folder = add_workspace(house, "Larkfield", add_people(house))
    (folder / "evidary.toml").write_text('embedder = "static"\nworkers = 1\n')
    copied(mapped_template, folder)
    with Server.of(home) as running:
        yield running


@pytest.fixture
def window(server: Server, visit: Opens) -> Visit:
    opened = visit(server, viewport={"width": 1440, "height": 2400})
    opened.sign_in(CONTRIBUTOR.email, PASSWORD)
    return opened


def chart(window: Visit, named: str) -> Locator:
    found = window.page.locator(f'[data-testid="stVegaLiteChart"][aria-label^="{named}"]')
    found.locator("canvas, svg").first.wait_for()
    return found


def click_first_mark(window: Visit, found: Locator) -> None:
    """The first row's first mark stands just right of the names. A page that still grows moves it."""
    found.scroll_into_view_if_needed()
    before, box = None, found.bounding_box()
    while box != before:
        window.page.wait_for_timeout(500)
        before, box = box, found.bounding_box()
    assert box is not None
    window.page.mouse.click(box["x"] + LABELS + 30, box["y"] + 20)


def test_parts_of_charts_lead_to_their_lists(window: Visit) -> None:
    window.open("/")
    click_first_mark(window, chart(window, "Criteria by series"))
    window.sees("CC1.1 Integrity")
    expect(window.page).to_have_url(re.compile(r"/criteria\?c=CC1\.1$"))
    window.open("/")
    click_first_mark(window, chart(window, "Gaps by team"))
    expect(window.page).to_have_url(re.compile(r"/tasks\?team=.+severity="), timeout=PATIENCE)
    window.open("/")
    click_first_mark(window, chart(window, "Evidence items by freshness"))
    expect(window.page).to_have_url(re.compile(r"/evidence"), timeout=PATIENCE)
    assert window.faults == []


def test_a_link_is_rejected_by_keyboard_and_mouse_and_stays_so(window: Visit) -> None:
    page = window.open("/criteria?c=CC6.1")
    window.press("j")
    window.sees("CC6.2 ")
    window.press("k")
    window.sees("CC6.1 Logical")
    window.click(page.get_by_role("button", name="Reject").first)
    dialog = page.get_by_role("dialog")
    window.click(dialog.get_by_role("button", name="Reject"))
    expect(dialog.get_by_text("Say why")).to_be_visible(timeout=PATIENCE)
    dialog.get_by_label("Why does it not hold?").press_sequentially("just another kettle")
    dialog.get_by_role("button", name="Reject").click()
    window.sees("Kept. CC6.1")
    window.settled()
    expect(page).to_have_url(re.compile(r"c=CC6\.1"))
    page.reload()
    window.sees("Links that do not hold")
    window.sees("just another kettle")
    assert window.faults == []
