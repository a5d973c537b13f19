"""Pictures of every page, light and dark, wide and narrow: `make screenshots`.

    python -m benchmarks.screenshots [--out docs/screenshots] [--only criteria,chat]

The sample company is mapped into a new home, its questionnaire drafted, a few things done by hand as
a person would; then each page is opened in Chromium at 1440 and at 390 pixels. The clock of the
server stands still, so that a picture changes only where the page does.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from benchmarks.web import homes
from benchmarks.web.chromium import chromium
from benchmarks.web.server import Server
from benchmarks.web.visit import Visit, visiting

OUT = Path("docs/screenshots")
WIDE = {"width": 1440, "height": 1000}
NARROW = {"width": 390, "height": 844}
NOW = datetime(2026, 7, 15, 9, 30, tzinfo=UTC)
QUESTIONNAIRE = homes.SAMPLE / "questionnaires" / "brightwater-security-questionnaire.xlsx"
_COLOURS = 128


@dataclass(frozen=True)
class Shot:
    """A page as it is shown: where it is, and what is done there first."""

    name: str
    path: str
    before: Callable[[Visit], None] = lambda visit: None
    signed_in: bool = True


def _asked(visit: Visit) -> None:
    visit.ask("How quickly is access removed when somebody leaves?")
    visit.page.get_by_text("How this answer stands").first.wait_for()


def _source(visit: Visit) -> None:
    """The dialog of the first source of a criterion, marked."""
    found = visit.page.get_by_role("button", name=".pdf").or_(
        visit.page.get_by_role("button", name=".png")
    )
    visit.click(found.first)
    visit.page.locator("img[data-marks]").first.wait_for()


def _review(visit: Visit) -> None:
    """The review of the first questionnaire, three of its answers approved."""
    untouched = visit.page.get_by_text("0 of 23 approved").count()
    visit.click(visit.page.get_by_role("button", name="brightwater").first)
    visit.click(visit.page.get_by_role("radio", name="Review", exact=True))
    for _ in range(3 if untouched else 0):
        visit.press("a")
    visit.open(visit.page.url)


def _worked_on(visit: Visit) -> None:
    """Gaps with work on the first of them, which is late."""
    if visit.page.get_by_text("0 with open work").count():
        panel = visit.page.locator(".st-key-gap_panel")
        panel.get_by_role("combobox", name="Assign to").press("ArrowDown")
        visit.page.get_by_role("option", name=homes.CONTRIBUTOR.name).click()
        visit.click(panel.get_by_role("button", name="Save", exact=True))
        visit.click(panel.get_by_role("button", name="Start work"))
        panel.get_by_label("Comment").fill("Asked People operations for the minutes.")
        visit.click(panel.get_by_role("button", name="Add comment"))
        visit.open("/tasks")


def _item(visit: Visit) -> None:
    visit.click(visit.page.get_by_role("button", name="Next item"))


def _drafted(visit: Visit) -> None:
    """The description, drafted where it is not yet, with a section's sources beside it."""
    draft = visit.page.get_by_role("button", name="Draft it", exact=True)
    if draft.count():
        visit.click(draft)
        visit.page.get_by_role("button", name="Draft again", exact=True).wait_for(timeout=120_000)
    visit.open("/description?view=Sections&section=DC3")


SHOTS = (
    Shot("sign-in", "/account/sign-in", signed_in=False),
    Shot("overview", "/"),
    Shot("evidence", "/evidence", _item),
    Shot("criteria", "/criteria"),
    Shot("criterion", "/criteria?c=CC6.1"),
    Shot("source", "/criteria?c=CC6.1", _source),
    Shot("tasks", "/tasks", _worked_on),
    Shot("chat", "/chat", _asked),
    Shot("questionnaires", "/questionnaires"),
    Shot("review", "/questionnaires", _review),
    Shot("library", "/library"),
    Shot("description", "/description", _drafted),
    Shot("settings", "/settings"),
    Shot("people", "/people"),
    Shot("activity", "/activity"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--only", default="", help="names with commas")
    arguments = parser.parse_args()
    wanted = set(filter(None, arguments.only.split(",")))
    shots = [s for s in SHOTS if not wanted or s.name in wanted]
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        homes.sample_home(home, QUESTIONNAIRE, at=NOW)
        with Server.of(home, at=NOW) as server, chromium() as browser:
            for scheme in ("light", "dark"):
                for width, viewport in ((1440, WIDE), (390, NARROW)):
                    print(f"{scheme}, {width} pixels wide", flush=True)
                    take(browser, server, shots, arguments.out, scheme, width, viewport)
    total = sum(p.stat().st_size for p in arguments.out.glob("*.png"))
    print(f"{len(list(arguments.out.glob('*.png')))} pictures, {total / 2**20:.1f} MiB")
    return 0


def take(
    browser: Browser,
    server: Server,
    shots: list[Shot],
    out: Path,
    scheme: str,
    width: int,
    viewport: dict[str, int],
) -> None:
    """All pages in one colour scheme at one width."""
    with visiting(browser, server.url, color_scheme=scheme, viewport=viewport) as visit:
        signed = False
        for shot in shots:
            if shot.signed_in and not signed:
                visit.sign_in(homes.ADMIN.email, homes.PASSWORD)
                signed = True
            visit.open(shot.path)
            shot.before(visit)
            keep(visit.page.screenshot(), out / f"{shot.name}-{scheme}-{width}.png")


def keep(png: bytes, path: Path) -> None:
    """The picture with as many colours as a page needs."""
    with Image.open(io.BytesIO(png)) as picture:
        small = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        small.save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
