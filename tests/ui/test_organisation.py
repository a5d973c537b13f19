"""Signing in with the organisation's account: the real server and a real small provider, by HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.house.house import House
from benchmarks.web.server import Server
from tests.ui.provider import Provider
from ui.shell import COOKIE

HTML = {"accept": "text/html"}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider() as running:
        yield running


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def server(provider: Provider, home: Path) -> Iterator[Server]:
    made = Server.of(home)
    (home / "secrets.toml").write_text(provider.secrets(f"{made.url}/oauth2callback"))
    with House.open(home) as house:
        ada = house.people.add("Ada Moss", "ada@example.com", steward=True)
        entry = house.workspaces.create("Brightwater")
        house.workspaces.set_role(entry.id, ada.id, "admin")
        house.people.add("Ben Ruiz", "ben@example.com")
    with made:
        yield made


@pytest.fixture
def browser(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=server.url, headers=HTML, follow_redirects=True, timeout=60
    ) as client:
        yield client


def test_the_form_offers_the_organisation(browser: httpx.Client) -> None:
    assert "Sign in with your organisation" in browser.get("/").text


def test_an_invited_person_comes_in_and_out(
    browser: httpx.Client, provider: Provider, home: Path
) -> None:
    provider.claims = {"sub": "7", "email": "Ada@example.com", "email_verified": True}
    page = browser.get("/account/organisation")
    assert page.status_code == 200
    assert page.url.path == "/"
    token = browser.cookies[COOKIE]
    assert not [name for name in browser.cookies if name.startswith("_streamlit_user")]
    with House.open(home) as house:
        ada = house.signing.person_of(token)
        assert ada
        assert ada.subject == f"{provider.issuer}|7"
        house.signing.sign_out(token)
    assert browser.get("/").url.path == "/account/sign-in"
    assert browser.get("/account/organisation").url.path == "/"
    assert browser.cookies[COOKIE] != token


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "8", "email": "eve@example.com", "email_verified": True},
        {"sub": "9", "email": "ben@example.com", "email_verified": False},
        {"sub": "9", "email": "ben@example.com"},
        {"sub": "9", "email": "ada@example.com", "email_verified": True},
        {"sub": "9", "email": "ben@example.com", "email_verified": "true"},
    ],
)
def test_nobody_else_comes_in(
    browser: httpx.Client, provider: Provider, claims: dict[str, object]
) -> None:
    provider.claims = claims
    page = browser.get("/account/organisation")
    assert page.status_code == 403
    assert "not known here" in page.text
    assert COOKIE not in browser.cookies
    assert browser.get("/").url.path == "/account/sign-in"


def test_a_made_up_word_of_the_provider_opens_nothing(browser: httpx.Client) -> None:
    browser.cookies.set("_streamlit_user", '{"is_logged_in": true, "sub": "7"}')
    page = browser.get("/")
    assert page.status_code == 403
    assert COOKIE not in browser.cookies
