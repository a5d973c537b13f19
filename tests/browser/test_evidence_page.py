"""Evidence brought through a real browser, read by processes of a real server that may be killed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from assistant.house.house import House
from benchmarks.web.homes import ADMIN, CONTRIBUTOR, PASSWORD, READER, add_people, add_workspace
from benchmarks.web.server import Server
from benchmarks.web.visit import PATIENCE, Visit
from tests.browser.marks import shown_marks, tinted
from tests.browser.papers import QUOTE, SETTING, Box, policy_pdf, settings_png

LONG = 8 * PATIENCE
Opens = Callable[..., Visit]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Four people in an empty workspace, with the small embedder and two readers."""
    with House.open(tmp_path / "home") as house:
        folder = add_workspace(house, "Larkfield", add_people(house))
    (folder / "evidary.toml").write_text('embedder = "static"\nworkers = 2\n')
    return tmp_path / "home"


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    with Server.of(home) as running:
        yield running


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    """A PDF and a screenshot: enough that they are read by processes of their own."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "access-policy.pdf").write_bytes(policy_pdf()[0])
    (folder / "sign-in.png").write_bytes(settings_png()[0])
    return sorted(folder.iterdir())


def bring(window: Visit, files: list[Path]) -> None:
    """Upload as a person does."""
    page = window.page
    window.click(page.get_by_role("button", name="Upload files"))
    dialog = page.get_by_role("dialog")
    dialog.locator('input[type="file"]').first.set_input_files(files)
    button = dialog.get_by_role("button", name=f"Add {len(files)} file")
    expect(button).to_be_enabled(timeout=PATIENCE)
    button.click()
    page.get_by_text("added", exact=False).first.wait_for()
    window.settled()


def marked(window: Visit, criterion: str, file: str, quote: str) -> Locator:
    """The whole picture in the dialog that a citation of this file opens."""
    page = window.open(f"/criteria?c={criterion}")
    window.click(page.get_by_role("button", name=re.compile(re.escape(file))).first)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(quote).first).to_be_visible()
    image = dialog.locator('img[data-part="whole"]')
    expect(image).to_be_visible()
    assert image.evaluate("image => image.complete && image.naturalWidth > 0")
    return image


def assert_on(image: Locator, expected: Box) -> None:
    """One mark, on the words: where the page says, and where the colours are."""
    (mark,) = shown_marks(image)
    assert mark.overlap(expected) > 0.6, (mark, expected)
    for side in ("left", "right"):
        assert abs(getattr(mark, side) - getattr(expected, side)) < 0.01, (mark, expected)
    assert tinted(image).overlap(mark) > 0.6, (tinted(image), mark)


def test_an_upload_is_read_by_processes_and_opened_with_marks_on_the_words(
    server: Server, visit: Opens, papers: list[Path]
) -> None:
    window = visit(server)
    window.sign_in(CONTRIBUTOR.email, PASSWORD)
    page = window.open("/evidence")
    window.sees("Three ways to begin")
    window.assert_accessible()
    bring(window, papers)
    window.click(page.get_by_role("button", name="Read and map now"))
    page.get_by_role("tab", name="Items (2)").wait_for(timeout=LONG)
    expect(page.get_by_role("tab", name="Skipped files (0)")).to_be_visible()
    window.settled()
    window.click(page.get_by_role("button", name="Next item"))
    opened = page.get_by_test_id("stText").filter(has_text="access-policy.pdf")
    expect(opened.first).to_be_visible()
    window.assert_accessible()
    window.click(page.get_by_role("button", name="Next item"))
    window.click(page.get_by_text("Look through the file"))
    page.locator("img[data-marks]").first.wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the original").click()
    assert download.value.suggested_filename == "sign-in.png"
    assert Path(download.value.path()).read_bytes() == papers[1].read_bytes()
    assert_on(marked(window, "CC6.2", "access-policy.pdf", QUOTE), policy_pdf()[1])
    window.assert_accessible()
    assert_on(marked(window, "CC6.6", "sign-in.png", SETTING), settings_png()[1])


def test_a_killed_server_goes_on_and_two_windows_see_it(
    server: Server, visit: Opens, papers: list[Path], home: Path
) -> None:
    for number in range(2):  # bytes after the end of a PNG change its hash and nothing else
        more = papers[0].with_name(f"sign-in-{number}.png")
        more.write_bytes(settings_png()[0] + bytes([number]))
        papers.append(more)
    one, other = visit(server), visit(server)
    one.sign_in(ADMIN.email, PASSWORD)
    other.sign_in(READER.email, PASSWORD)
    one.open("/evidence")
    bring(one, papers)
    # A page that follows work never stands still for long: only its words are waited for.
    one.page.get_by_role("button", name="Read and map now").click()
    one.page.get_by_text("Reading files").first.wait_for(timeout=LONG)
    other.page.goto(f"{server.url}/evidence")
    other.page.get_by_text("At work for").first.wait_for(timeout=LONG)
    expect(other.page.get_by_role("button", name="Stop")).to_have_count(0)
    one.page.close()
    other.page.close()
    server.kill()
    with Server.of(home) as again:
        third = visit(again)
        third.sign_in(READER.email, PASSWORD)
        third.page.goto(f"{again.url}/evidence")
        third.page.get_by_role("tab", name="Items (4)").wait_for(timeout=LONG)
