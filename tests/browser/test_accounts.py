"""Accounts as people meet them: the first link, sign-in, sign-out, an invite, a revoked sign-in."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from benchmarks.web.server import Server
from benchmarks.web.visit import Visit

PASSWORD = "marble-otter-27-canyon"
OTHER = "violet harbour 77 gates"


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)


def sign_in(visit: Visit, email: str, password: str) -> None:
    fill(visit.page, email=email, password=password)
    visit.page.get_by_role("button", name="Sign in").click()


def test_accounts_from_the_first_link_to_a_revoked_sign_in(
    empty_server: Server, visit: Callable[..., Visit]
) -> None:
    ada = visit(empty_server)
    page = ada.page
    page.goto(empty_server.url)
    expect(page.get_by_text("one-time link")).to_be_visible()
    ada.assert_accessible()
    page.goto(empty_server.link("/account/first"))
    ada.assert_accessible()
    fill(page, name="Ada Moss", email="ada@example.com", workspace="Larkfield", password=PASSWORD)
    fill(page, again=PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    ada.settled()
    ada.sees("Larkfield")

    page.goto(empty_server.link("/account/first"))
    expect(page.get_by_role("heading")).to_have_text("This link does not work")
    ada.faults.clear()  # Chromium notes the 403 of the used link

    ada.open("/people")
    ada.click(page.get_by_role("tab", name="Everybody"))
    page.get_by_label("Name", exact=True).fill("Ben Ruiz")
    page.get_by_label("E-mail address", exact=True).fill("ben@example.com")
    ada.click(page.get_by_role("button", name="Make the invite link"))
    link = page.get_by_test_id("stCode").first.inner_text().strip()
    assert "/account/join?key=" in link

    ben = visit(empty_server, viewport={"width": 390, "height": 844}, color_scheme="dark")
    ben.page.goto(link)
    ben.assert_accessible()
    fill(ben.page, password=OTHER, again=OTHER)
    ben.page.get_by_role("button", name="Set the password").click()
    ben.settled()
    ben.sees("You belong to no workspace yet")
    assert ben.faults == []

    elsewhere = visit(empty_server)
    elsewhere.page.goto(f"{empty_server.url}/activity")
    elsewhere.assert_accessible()
    sign_in(elsewhere, "ada@example.com", PASSWORD)
    elsewhere.settled()
    elsewhere.sees("Verified at")

    page.goto(f"{empty_server.url}/account")
    ada.assert_accessible()
    page.get_by_role("button", name="End all others").click()
    expect(page.get_by_role("status")).to_have_text("Done.")
    elsewhere.page.reload()
    expect(elsewhere.page.get_by_role("heading")).to_have_text("Sign in")
    assert elsewhere.faults == []

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading")).to_have_text("Sign in")
    page.goto(f"{empty_server.url}/people")
    expect(page.get_by_role("heading")).to_have_text("Sign in")
    assert ada.faults == []


def test_a_wrong_password_is_one_sentence(
    empty_server: Server, visit: Callable[..., Visit]
) -> None:
    somebody = visit(empty_server)
    somebody.page.goto(f"{empty_server.url}/account/sign-in")
    sign_in(somebody, "nobody@example.com", "not the password")
    expect(somebody.page.get_by_role("alert")).to_contain_text("do not match")
    somebody.assert_accessible()
    somebody.faults.clear()  # Chromium notes the 403
