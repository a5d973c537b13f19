from __future__ import annotations

import pytest

from assistant.export.places import named, of_citation, place_words
from assistant.model import Citation
from ingest.model import Locator

CASES = {
    "page": (Locator(page=3), "page 3"),
    "lines": (Locator(line_start=12, line_end=14), "lines 12-14"),
    "one line": (Locator(line_start=12, line_end=12), "line 12"),
    "rows of a sheet": (
        Locator(sheet="Users", row_start=5, row_end=7),
        "sheet Users, rows 5-7",
    ),
    "row rather than its line": (Locator(row_start=5, line_start=9), "row 5"),
    "section alone": (Locator(section="3. Sign-in"), "section 3. Sign-in"),
    "page box": (Locator(page=2, bbox=(1, 2, 3, 4)), "page 2"),
    "image box": (Locator(bbox=(1, 2, 3, 4)), "marked on the image"),
    "nothing": (Locator(), ""),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_place_in_words(case: tuple[Locator, str]) -> None:
    place, words = case
    assert place_words(place) == words


def test_the_way_into_an_archive() -> None:
    assert named("bundle.zip", "mail.eml!a.csv") == "bundle.zip > mail.eml > a.csv"


def test_a_citation_names_file_and_place() -> None:
    citation = Citation("d", "bundle.zip", "x", Locator(row_start=7, member="a.csv"))
    assert of_citation(citation) == "bundle.zip > a.csv, row 7"
