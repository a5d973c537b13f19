"""From nothing to readiness: the first account, three doors, the sample company, the overview."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from benchmarks.web.homes import PASSWORD
from benchmarks.web.server import Server
from benchmarks.web.visit import Visit

COUNT = re.compile(r"\d+ of \d+")
LONG = 240_000


def test_first_start_to_overview(empty_server: Server, visit: Callable[..., Visit]) -> None:
    window = visit(empty_server)
    link = empty_server.link("/account/first")
    window.begin(
        link, name="Ada Moss", email="ada@example.com", password=PASSWORD, workspace="Larkfield"
    )
    page = window.page
    for door in ("Load the sample company", "Upload files", "Connect a folder"):
        expect(page.get_by_role("button", name=door)).to_be_visible()
    window.assert_accessible()

    page.get_by_role("button", name="Load the sample company").click()
    expect(page.get_by_test_id("stProgress").get_by_text(COUNT).first).to_be_visible(timeout=LONG)

    second = visit(empty_server)
    second.sign_in("ada@example.com", PASSWORD)
    second.open("/evidence", still=False)
    counting = second.page.get_by_test_id("stProgress").get_by_text(COUNT).first
    expect(counting).to_be_visible(timeout=LONG)

    window.open("/evidence", still=False)
    expect(page.get_by_text("Skipped files", exact=False).first).to_be_visible(timeout=LONG)
    expect(page.get_by_role("button", name="Stop")).to_have_count(0, timeout=LONG)
    window.open("/overview")
    expect(page.get_by_text(re.compile(r"^[1-9]\d* ● Met, as indicated")).first).to_be_visible()
    window.click(page.get_by_role("link", name="All gaps, with tasks and owners"))
    expect(page.get_by_text(re.compile(r"^[1-9]\d* of \d+ gaps shown"))).to_be_visible()

    used = window.context.request.get(link)  # Chromium itself would call the refusal an error
    assert used.status == 403
    assert "This link does not work" in used.text()
