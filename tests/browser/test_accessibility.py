"""Every page by axe, wide and light, narrow and dark; the gaps by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.web.homes import ADMIN, CONTRIBUTOR, PASSWORD
from benchmarks.web.server import Server
from benchmarks.web.visit import Visit

PAGES = (
    "/",
    "/evidence",
    "/criteria",
    "/criteria?c=CC6.1",
    "/chat",
    "/questionnaires",
    "/library",
    "/description",
    "/tasks",
    "/settings",
    "/people",
    "/activity",
)
WIDE: dict[str, Any] = {"viewport": {"width": 1440, "height": 1000}}
NARROW: dict[str, Any] = {"viewport": {"width": 390, "height": 844}}
SIDEWAYS = """() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth
  + Math.max(0, ...[...document.querySelectorAll('[data-testid="stMain"]')]
      .map(e => e.scrollWidth - e.clientWidth))"""


@pytest.mark.parametrize(
    "options",
    [WIDE | {"color_scheme": "light"}, NARROW | {"color_scheme": "dark"}],
    ids=["wide and light", "narrow and dark"],
)
def test_axe_finds_nothing_serious(
    sample_server: Server, visit: Callable[..., Visit], options: dict[str, Any]
) -> None:
    window = visit(sample_server, **options)
    window.sign_in(ADMIN.email, PASSWORD)
    for path in PAGES:
        page = window.open(path)
        window.assert_accessible()
        assert page.evaluate(SIDEWAYS) <= 0, f"{path} is wider than the screen"
        assert page.title() not in ("", "Streamlit")


def test_gaps_are_worked_on_by_keyboard_alone(
    sample_server: Server, visit: Callable[..., Visit]
) -> None:
    window = visit(sample_server, **WIDE)
    window.sign_in(CONTRIBUTOR.email, PASSWORD)
    page = window.open("/tasks")
    many = page.get_by_text("gaps shown").inner_text().split()[0]
    panel = page.locator(".st-key-gap_panel")
    first = panel.get_by_role("heading").inner_text()
    window.press("j")
    window.sees(f"2 of {many}")
    window.press("k")
    window.press("k")
    window.sees(f"{many} of {many}")
    window.press("j")
    assert panel.get_by_role("heading").inner_text() == first

    start = panel.get_by_role("button", name="Start work")
    for _ in range(60):
        if start.evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("Tab")
    window.press("Enter")
    window.sees("In progress")
