"""Screenshots, rendered from the pages in html/ with Chromium."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from corpus.sample.make.common import target

PAGES = Path(__file__).resolve().parent / "html"
CHROMIUM = "/usr/bin/chromium"
SWITCHES = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
]


def build() -> None:
    """Render each page to a small PNG."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        for page in sorted(PAGES.glob("*.html")):
            _shoot(browser, page)
        browser.close()


def _shoot(browser: Browser, source: Path) -> None:
    tab = browser.new_page(viewport={"width": 1440, "height": 900})
    tab.goto(source.as_uri())
    image = (
        Image.open(io.BytesIO(tab.screenshot()))
        .convert("RGB")
        .quantize(96, dither=Image.Dither.NONE)
    )
    image.save(target(f"screenshots/{source.stem}.png"), optimize=True)
    tab.close()
