from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from assistant.export.html import render, write
from assistant.model import MappingRun
from ingest.model import Failure, Note
from tests.factories import access_review, document, graded_run, link, policy

INDICATION = "Readiness indication (not an audit opinion)"
EVIL = '<script>alert("x")</script><img src=http://evil.example/a.png>'


@pytest.fixture
def run() -> MappingRun:
    note = Note("instruction_in_evidence", f"line 1: {EVIL}")
    bad = document(f"notes/{EVIL[:8]}.txt", f"{EVIL}\n", "record", notes=(note,))
    items = [policy(), access_review(1, date(2025, 9, 20)), bad]
    links = [link(item, "CC6.3") for item in items]
    return graded_run(items, links, skipped=(Failure("cut.pdf", f"bad {EVIL}"),))


@pytest.fixture
def page(run: MappingRun) -> BeautifulSoup:
    return BeautifulSoup(render(run), "html.parser")


def test_evidence_text_never_becomes_markup(page: BeautifulSoup) -> None:
    assert len(page.find_all("script")) == 1
    assert page.find("img") is None
    assert EVIL in page.get_text()


def test_nothing_outside_the_file_is_asked_for(run: MappingRun) -> None:
    page = BeautifulSoup(render(run), "html.parser")
    loading = page.select("link, iframe, object, embed, img[src], script[src], form[action]")
    outward = [a["href"] for a in page.find_all("a") if not str(a["href"]).startswith("#")]
    assert (loading, outward) == ([], [])
    assert "@import" not in render(run)
    assert "url(" not in render(run)


def test_the_content_policy_allows_our_own_style_and_script_only(page: BeautifulSoup) -> None:
    policy_text = str(page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"])  # type: ignore[index] # it is there
    for tag in ("style", "script"):
        text = page.find(tag).string  # type: ignore[union-attr] # it is there
        digest = base64.b64encode(hashlib.sha256(str(text).encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy_text
    assert policy_text.startswith("default-src 'none'")


def test_no_element_carries_style_or_handlers_that_the_policy_would_drop(
    page: BeautifulSoup,
) -> None:
    assert page.select("[style], [onclick], [onload]") == []


def test_the_words_stand_on_screen_and_on_every_printed_page(run: MappingRun) -> None:
    text = render(run)
    assert BeautifulSoup(text, "html.parser").find("h1").get_text() == INDICATION  # type: ignore[union-attr] # it is there
    assert f'@bottom-center {{ content: "{INDICATION}"' in text


def test_every_link_leads_to_a_place_on_the_page(page: BeautifulSoup) -> None:
    ids = {tag["id"] for tag in page.select("[id]")}
    missing = [a["href"] for a in page.select("a[href^='#']") if str(a["href"])[1:] not in ids]
    assert missing == []


def test_ids_are_unique(page: BeautifulSoup) -> None:
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_a_quote_stands_with_its_file_and_place(page: BeautifulSoup) -> None:
    criterion = page.find(id="CC6.3")
    places = [p.get_text() for p in criterion.select(".place")]  # type: ignore[union-attr] # it is there
    assert "policies/access.md, line 1 grade A" in places


def test_status_is_said_in_words_not_by_colour_alone(page: BeautifulSoup) -> None:
    tiles = page.select(".tile")
    assert len(tiles) == 33
    assert all(tile.select_one(".visually-hidden") for tile in tiles)


def test_no_bare_word_of_success(page: BeautifulSoup) -> None:
    assert not re.search(r"\b(?:certified|compliant)\b", page.get_text(), re.I)


def test_landmarks_and_language(page: BeautifulSoup) -> None:
    assert page.html is not None
    assert page.html["lang"] == "en"
    assert [len(page.find_all(tag)) for tag in ("main", "nav", "h1")] == [1, 1, 1]


def test_the_same_run_gives_the_same_page(run: MappingRun, tmp_path: Path) -> None:
    write(run, tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == render(run)


def test_an_empty_run_still_makes_a_page() -> None:
    page = BeautifulSoup(render(graded_run([], [])), "html.parser")
    assert "No evidence was read." in page.get_text()
