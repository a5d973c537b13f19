"""People at the same workspace and at others: what each may do, and what nobody may see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.house.house import House
from benchmarks.web.homes import (
    ADMIN,
    APPROVER,
    CONTRIBUTOR,
    PASSWORD,
    READER,
    Account,
    add_people,
    add_workspace,
    copied,
)
from benchmarks.web.server import Server
from benchmarks.web.visit import Visit

STRANGER = Account("Hal Frost", "hal@example.com", "admin")
WRITING = re.compile(
    r"^(Upload files|Connect a folder|Read and map now|Accept|Reject|Add a link|Make a task|Save|"
    r"Start work|Close|Add comment|Assign the|Attach evidence|Read it|Remove|Invite)"
)
PAGES = ("/", "/evidence", "/criteria", "/criteria?c=CC6.1", "/tasks", "/questionnaires", "/people")


@pytest.fixture(scope="module")
def server(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The sample company, and a second workspace of somebody else in the same house."""
    home = copied(sample_template, tmp_path_factory.mktemp("home") / "home")
    with House.open(home) as house:
        add_workspace(house, "Hartfield", add_people(house, [STRANGER]), [STRANGER])
    with Server.of(home) as started:
        yield started


def at(visit: Callable[..., Visit], server: Server, account: Account, path: str = "/") -> Visit:
    window = visit(server)
    window.sign_in(account.email, PASSWORD)
    window.open(path)
    return window


def own_answer(page: Page) -> None:
    page.get_by_role("textbox", name="Answer").fill("Nobody here flies an aeroplane.")
    page.get_by_role("button", name="Save; somebody else approves it").click()


def test_a_reader_finds_nothing_to_write_with(server: Server, visit: Callable[..., Visit]) -> None:
    rosa = at(visit, server, READER)
    for path in PAGES:
        page = rosa.open(path)
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        writing = page.get_by_test_id("stMain").get_by_role("button", name=WRITING)
        assert writing.all_inner_texts() == [], path


def test_two_browsers_see_the_same_work(server: Server, visit: Callable[..., Visit]) -> None:
    ben = at(visit, server, CONTRIBUTOR, "/tasks")
    panel = ben.page.locator(".st-key-gap_panel")
    ben.click(panel.get_by_role("button", name="Start work"))
    ben.sees("In progress")
    priya = at(visit, server, APPROVER, "/tasks")
    priya.sees("In progress")
    priya.page.get_by_label("Comment").fill("The list is on its way.")
    priya.click(priya.page.get_by_role("button", name="Add comment"))
    ben.open("/tasks")
    ben.click(ben.page.get_by_text("History (3)"))
    ben.sees("Priya Nair said: The list is on its way.")
    ada = at(visit, server, ADMIN, "/activity")
    ada.sees("Verified")


def test_nobody_approves_their_own_words(server: Server, visit: Callable[..., Visit]) -> None:
    priya = at(visit, server, APPROVER, "/questionnaires")
    page = priya.page
    priya.click(page.get_by_role("button", name="short.csv"))
    priya.click(page.get_by_role("radio", name="Review", exact=True))
    for _ in range(4):
        priya.press("n")
    priya.press("e")
    own_answer(page)
    priya.sees("is saved")
    priya.settled()
    address = "/" + page.url.split("/", 3)[3]
    priya.press("a")
    priya.sees("was not approved")
    ada = at(visit, server, ADMIN, address)
    ada.press("a")
    ada.sees("is approved")


def test_another_workspace_is_not_there(server: Server, visit: Callable[..., Visit]) -> None:
    hal = at(visit, server, STRANGER)
    expect(hal.page.get_by_text("Hartfield").first).to_be_visible()
    expect(hal.page.get_by_text("Larkfield")).to_have_count(0)
    with House.open(server.home) as house:
        (theirs,) = (w.id for w in house.workspaces.all() if w.name == "Larkfield Ledger")
    for path in ("/", "/evidence", "/criteria", "/chat", "/questionnaires", "/tasks", "/activity"):
        hal.open(f"{path}?w={theirs}")
        hal.sees("no such workspace")
        expect(hal.page.get_by_text("Larkfield")).to_have_count(0)
        expect(hal.page.get_by_text("policies/")).to_have_count(0)
