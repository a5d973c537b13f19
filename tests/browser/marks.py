"""The marks that the viewer lays on a picture, as the browser shows them."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Locator

from tests.browser.papers import Box


def shown_marks(image: Locator) -> list[Box]:
    """The boxes of the cited words in fractions of the picture, as the page says them."""
    width, height = (float(image.get_attribute(f"data-{d}") or 0) for d in ("width", "height"))
    told = json.loads(image.get_attribute("data-marks") or "[]")
    return [Box(a / width, b / height, c / width, d / height) for a, b, c, d in told]


def tinted(image: Locator) -> Box:
    """Where the picture that the browser drew has the colours of a mark: their outer box."""
    found: Any = image.evaluate(
        """image => {
          const canvas = document.createElement('canvas');
          const width = canvas.width = image.naturalWidth;
          const height = canvas.height = image.naturalHeight;
          const pen = canvas.getContext('2d');
          pen.drawImage(image, 0, 0);
          const {data} = pen.getImageData(0, 0, width, height);
          let left = width, top = height, right = 0, bottom = 0;
          for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
            const at = 4 * (y * width + x);
            const [r, g, b] = [data[at], data[at + 1], data[at + 2]];
            if (r > 240 && g > 200 && b < 150) {
              left = Math.min(left, x); right = Math.max(right, x + 1);
              top = Math.min(top, y); bottom = Math.max(bottom, y + 1);
            }
          }
          return [left / width, top / height, right / width, bottom / height];
        }"""
    )
    return Box(*found)
