"""The viewer's own script in a real browser: evidence becomes text and nothing else, and is seen."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page

from assistant.viewing import Lines, Mark, Picture, Rows
from ui.widgets.viewer import data_of
from ui.widgets.viewer_assets import CSS, HTML, JS

HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=1</script> [a](javascript:hit) $x$'
MARK = Mark(300, 2000, 700, 2030)


@pytest.fixture
def window(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 1100, "height": 900})
    page.set_content(f"<style>{CSS}</style>{HTML}")
    yield page
    assert page.evaluate("window.hit") is None
    page.close()


def draw(window: Page, data: dict[str, Any]) -> None:
    window.evaluate(
        """async ([code, data]) => {
          const url = URL.createObjectURL(new Blob([code], {type: "text/javascript"}));
          const part = await import(url);
          part.default({data, parentElement: document.body});
        }""",
        [JS, data],
    )
    window.wait_for_timeout(300)


def a_page() -> Picture:
    image = Image.new("RGB", (1240, 2400), "white")
    ImageDraw.Draw(image).rectangle((MARK.left, MARK.top, MARK.right, MARK.bottom), fill="black")
    packed = io.BytesIO()
    image.save(packed, "PNG")
    return Picture(packed.getvalue(), 1240, 2400, (MARK,), "page 1 of 1")


def test_hostile_lines_are_text(window: Page) -> None:
    draw(window, data_of(Lines(("first", HOSTILE), 3, ((1, 0, len(HOSTILE)),), ""), HOSTILE))
    assert window.locator("[data-line='4'] mark").inner_text() == HOSTILE
    assert window.locator(".original img, .original script, .original a").count() == 0


def test_hostile_cells_are_text_and_cited_rows_are_said_so(window: Page) -> None:
    draw(window, data_of(Rows((HOSTILE,), (("a",), (HOSTILE,)), (7, 8), frozenset({1}), ""), "t"))
    cited = window.locator("tr[data-marked='true']")
    assert cited.get_attribute("data-row") == "8"
    assert cited.locator("td").inner_text() == HOSTILE
    assert "▶" in cited.locator("th").inner_text()
    assert window.locator(".original img, .original script, .original a").count() == 0


def test_the_cited_line_and_row_come_into_sight(window: Page) -> None:
    many = tuple(f"line {n}" for n in range(300))
    draw(window, data_of(Lines(many, 1, ((250, 0, 4),), ""), "t"))
    assert in_frame(window, ".line.cited")
    cells = tuple((f"row {n}",) for n in range(300))
    draw(window, data_of(Rows(("a",), cells, tuple(range(300)), frozenset({250}), ""), "t"))
    assert in_frame(window, "tr.cited")


def test_the_mark_is_seen_at_once_and_lies_where_the_data_say(window: Page) -> None:
    draw(window, data_of(a_page(), "policy.pdf"))
    for part in ("close-up", "whole"):
        image = window.locator(f"img[data-part='{part}']")
        marks = json.loads(image.get_attribute("data-marks") or "")
        box = image.bounding_box()
        assert box is not None
        scale = box["width"] / int(image.get_attribute("data-width") or 0)
        (left, top, right, bottom) = (v * scale for v in marks[0])
        shot = Image.open(io.BytesIO(window.screenshot())).convert("RGB")
        middle = (int(box["x"] + (left + right) / 2), int(box["y"] + (top + bottom) / 2))
        beside = (int(box["x"] + right + 20), middle[1])
        if middle[1] < shot.height:
            assert max(shot.getpixel(middle)) < 60
            assert min(shot.getpixel(beside)) > 200
    assert in_frame(window, "img[data-part='whole']", offset=MARK.top / 2400)


def test_on_a_narrow_screen_the_close_up_is_legible_and_begins_at_the_mark(window: Page) -> None:
    window.set_viewport_size({"width": 390, "height": 800})
    draw(window, data_of(a_page(), "policy.pdf"))
    near = window.locator("img[data-part='close-up']")
    box, frame = near.bounding_box(), window.locator(".close").bounding_box()
    assert box is not None
    assert frame is not None
    assert box["width"] >= 760
    start = box["x"] + MARK.left / 1240 * box["width"]
    assert frame["x"] <= start <= frame["x"] + 100


def test_a_new_view_replaces_the_one_before(window: Page) -> None:
    draw(window, data_of(Lines(("old",), 1, (), ""), "t"))
    draw(window, data_of(Lines(("new",), 1, (), ""), "t"))
    assert window.locator(".text").all_inner_texts() == ["new"]


def test_frames_are_reached_and_named(window: Page) -> None:
    draw(window, data_of(Lines(("a",), 1, (), ""), "policy.txt"))
    frame = window.get_by_role("region", name="Text: policy.txt")
    window.keyboard.press("Tab")
    assert frame.evaluate("node => document.activeElement === node")


def in_frame(window: Page, what: str, offset: float = 0.0) -> bool:
    """Whether a place, `offset` of its height down the element, is in the frame's window."""
    found: bool = window.locator(what).evaluate(
        """(node, offset) => {
          const frame = node.closest(".frame").getBoundingClientRect();
          const box = node.getBoundingClientRect();
          const at = box.top + box.height * offset;
          return at >= frame.top && at <= frame.bottom;
        }""",
        offset,
    )
    return found
