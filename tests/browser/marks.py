"""The marks that the viewer lays on a picture, as the browser shows them."""

from __future__ import annotations

import json

from playwright.sync_api import Locator

from tests.browser.papers import Box


def shown_marks(image: Locator) -> list[Box]:
    """The boxes of the cited words in fractions of the picture, as the page says them."""
    width, height = (
        float(image.get_attribute(f"data-{side}") or 0) for side in ("width", "height")
    )
    told = json.loads(image.get_attribute("data-marks") or "[]")
    return [Box(a / width, b / height, c / width, d / height) for a, b, c, d in told]


def inked(image: Locator) -> list[tuple[int, int, int]]:
    """Colours in the middle column of each mark as they are on the picture that was drawn."""
    script = """image => {
      const canvas = document.createElement('canvas');
      canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
      const pen = canvas.getContext('2d');
      pen.drawImage(image, 0, 0);
      return JSON.parse(image.dataset.marks).map(([left, top, right, bottom]) => {
        const x = Math.round(left - 2), y = Math.round((top + bottom) / 2);
        return Array.from(pen.getImageData(x, y, 1, 1).data).slice(0, 3);
      });
    }"""
    return [tuple(colour) for colour in image.evaluate(script)]
