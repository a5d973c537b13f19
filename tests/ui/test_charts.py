"""Charts say the same in words and signs as in colours, and their signs can be read."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.desk.overview import heat
from assistant.export.view import view_of
from tests.factories import EVERYTHING, access_review, graded_run, link, policy
from ui.widgets import charts

PAPERS = [policy(), access_review(2, date(2026, 6, 20))]
CELLS = tuple(heat(view_of(graded_run(PAPERS, [link(d, "CC6.3") for d in PAPERS], EVERYTHING))))


def test_each_criterion_has_one_tile_with_its_sign_and_number() -> None:
    tiles = charts.tiles_of(CELLS)
    assert len({t["criterion"] for t in tiles}) == len(tiles) == 61
    first = [t for t in tiles if t["row"].startswith("CC6 ")]
    assert [t["criterion"] for t in first] == [f"CC6.{n}" for n in range(1, 9)]
    assert [t["place"] for t in first] == list(range(8))
    assert all(t["sign"][1:] == t["criterion"].split(".")[1] for t in tiles)
    assert len({t["sign"][0] for t in tiles}) == len({t["status"] for t in tiles}) > 1


def test_the_words_for_screen_readers_hold_all_counts() -> None:
    words = charts.heat_words(CELLS)
    for cell in CELLS:
        assert f"{cell.series} {cell.series_name}: " in words
    assert "CC6 Logical and physical access: " in words
    assert "7 insufficient" in words


@pytest.mark.parametrize(
    "colour", sorted({*charts.STATUS_FILL.values(), *charts.SEVERITY_FILL.values()})
)
def test_white_signs_can_be_read_on_every_colour(colour: str) -> None:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    brightness = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (brightness + 0.05) >= 4.5
