"""Chat and library in a real browser over the sample company: what a person asks, opens and keeps."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from benchmarks.web.homes import ADMIN, APPROVER, CONTRIBUTOR, PASSWORD, Account
from benchmarks.web.server import Server
from benchmarks.web.visit import Visit

ANSWERED = 120_000
"""Milliseconds for an answer on a machine that does much else."""
MFA = "Is multi-factor authentication required for administrators?"
EVIL = "Is <script>alert(1)</script> **logged** :fire: $x^2$?"


def at_chat(visit: Callable[..., Visit], server: Server, account: Account) -> Visit:
    window = visit(server)
    window.sign_in(account.email, PASSWORD)
    window.open("/chat")
    window.sees("For example")
    return window


def messages(page: Page) -> Locator:
    return page.get_by_test_id("stChatMessage")


def ask(window: Visit, question: str) -> Locator:
    """Type and send as a person does; the message that answers it."""
    page = window.page
    before = messages(page).count()
    box = page.get_by_placeholder("Ask about the company")
    expect(box).to_be_enabled(timeout=ANSWERED)
    box.fill(question)
    box.press("Enter")
    main = page.get_by_test_id("stMainBlockContainer")
    answer = messages(page).nth(before + 1)
    expect(
        answer.get_by_text("How this answer stands").or_(answer.get_by_text("About SOC in general"))
    ).to_be_visible(timeout=ANSWERED)
    expect(main.get_by_role("button", name="Stop")).to_have_count(0, timeout=ANSWERED)
    window.settled()
    return answer


def test_a_conversation_with_sources_a_follow_up_and_a_trap(
    visit: Callable[..., Visit], sample_server: Server
) -> None:
    window = at_chat(visit, sample_server, CONTRIBUTOR)
    page = window.page
    expect(page.get_by_placeholder("Ask about the company")).to_be_enabled()
    first = ask(window, "How often are user access rights reviewed?")
    expect(first.get_by_text("quarter").first).to_be_visible()
    window.click(first.get_by_role("button", name="Source 1").first)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Show the whole file")).to_be_visible(timeout=ANSWERED)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    second = ask(window, "Who does it?")
    expect(second.get_by_role("button", name="Source 1").first).to_be_visible()
    trap = ask(window, "Do you carry cyber liability insurance?")
    expect(trap.get_by_text("What is missing, and who usually has it")).to_be_visible()
    expect(trap.get_by_text("usually held by")).to_be_visible()
    expect(trap.get_by_role("button", name="Source 1")).to_have_count(0)
    general = ask(window, "What is a qualified opinion?")
    expect(general.get_by_text("not about the company's evidence")).to_be_visible()
    window.assert_accessible()


def test_a_conversation_survives_a_reload_and_is_nobody_elses(
    visit: Callable[..., Visit], sample_server: Server
) -> None:
    window = at_chat(visit, sample_server, CONTRIBUTOR)
    ask(window, MFA)
    address = window.page.url
    assert "c=" in address
    assert CONTRIBUTOR.email not in address
    window.open(address)
    expect(messages(window.page)).to_have_count(2, timeout=ANSWERED)
    other = visit(sample_server)
    other.sign_in(ADMIN.email, PASSWORD)
    other.open(address)
    other.sees("There is no such conversation of yours")
    expect(messages(other.page)).to_have_count(0)
    expect(other.page.get_by_role("button", name=MFA[:30])).to_have_count(1)  # the example alone


def test_hostile_words_stay_characters(visit: Callable[..., Visit], sample_server: Server) -> None:
    window = at_chat(visit, sample_server, CONTRIBUTOR)
    ask(window, EVIL)
    asked = messages(window.page).first
    expect(asked.get_by_text(EVIL, exact=True)).to_be_visible()
    assert window.page.locator("main script, main strong").count() == 0


def test_a_limit_is_a_chip_and_the_library_takes_an_answer(
    visit: Callable[..., Visit], sample_server: Server
) -> None:
    window = at_chat(visit, sample_server, APPROVER)
    page = window.page
    page.get_by_role("button", name="Limit the search").click()
    box = page.get_by_role("combobox", name="Kinds of evidence")
    box.click()
    window.click(page.get_by_role("option", name="policy", exact=True))
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="kind policy")).to_be_visible()
    answer = ask(window, "How long are logs kept?")
    expect(answer.get_by_text("Searched only within", exact=False).first).to_be_visible()
    keep = answer.get_by_role("button", name="Approve and keep in the answer library")
    window.click(keep)
    expect(answer.get_by_text(f"approved by {APPROVER.name}")).to_be_visible(timeout=ANSWERED)
    window.open("/library")
    window.sees("1 answers")
    window.assert_accessible()


def test_the_keyboard_alone_is_enough(visit: Callable[..., Visit], sample_server: Server) -> None:
    window = at_chat(visit, sample_server, CONTRIBUTOR)
    box = window.page.get_by_placeholder("Ask about the company")
    expect(box).to_be_focused()
    window.page.keyboard.type("What is a qualified opinion?")
    window.page.keyboard.press("Enter")
    expect(window.page.get_by_text("not about the company's evidence")).to_be_visible(
        timeout=ANSWERED
    )
    window.settled()
    expect(box).to_be_focused()


def test_own_words_in_the_library_are_approved_by_somebody_else(
    visit: Callable[..., Visit], sample_server: Server
) -> None:
    question = "Within what time is access of leavers removed?"
    window = at_chat(visit, sample_server, APPROVER)
    answer = ask(window, question)
    window.click(answer.get_by_role("button", name="Approve and keep in the answer library"))
    window.open("/library")
    address = picked(window, question)
    page = window.page
    window.click(page.get_by_role("button", name="Write a new version"))
    dialog = page.get_by_role("dialog")
    box = dialog.get_by_label("Answer")
    box.fill("We remove it within 3 seconds. [1]")
    window.click(dialog.get_by_role("button", name="Put up for approval"))
    expect(dialog.get_by_text("not borne out")).to_be_visible(timeout=ANSWERED)
    box.fill("We remove it soon.")
    window.click(dialog.get_by_role("button", name="Put up for approval"))
    expect(page.get_by_text("These are your own words")).to_be_visible(timeout=ANSWERED)
    expect(page.get_by_role("button", name="Approve")).to_be_disabled()
    assert page.url != address
    window.assert_accessible()
    other = visit(sample_server)
    other.sign_in(ADMIN.email, PASSWORD)
    other.open(page.url)
    other.click(other.page.get_by_role("button", name="Approve"))
    final = other.page.get_by_role("dialog").get_by_role("button", name="Approve")
    other.click(final)
    expect(other.page.get_by_text(f"approved by {ADMIN.name}")).to_be_visible(timeout=ANSWERED)
    expect(other.page.get_by_text("Version 1, ↷ Superseded")).to_be_visible()


def picked(window: Visit, question: str) -> str:
    """Open an answer by its question; the address that it then has."""
    box = window.page.get_by_role("combobox", name="Open an answer")
    box.click()
    window.click(window.page.get_by_role("option", name=question).first)
    expect(window.page.get_by_text("What was decided")).to_be_visible(timeout=ANSWERED)
    return window.page.url
