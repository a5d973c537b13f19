"""The real server, asked as a browser asks it: the gate, the account pages, the cookies, the headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.runtime.runtime import Runtime

from assistant.house.house import House
from ui.account import forms
from ui.office import close_offices, office
from ui.server import build
from ui.shell import COOKIE

PASSWORD = "pumpkin lantern 42"
HTML = {"accept": "text/html"}

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[House]:
    monkeypatch.setenv("EVIDARY_HOME", str(tmp_path / "home"))
    forms._limiter.storage.reset()  # type: ignore[attr-defined] # every test has its own minute
    yield office().house
    close_offices()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One server for all: Streamlit allows one in a process. Each test gives it a home of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVIDARY_HOME", str(tmp_path_factory.mktemp("served")))
        with TestClient(build(), headers=HTML, follow_redirects=False) as client:
            yield client
    Runtime._instance = None


@pytest.fixture
def browser(served: TestClient, house: House) -> TestClient:
    served.cookies.clear()
    return served


def another(browser: TestClient, base_url: str = "http://testserver", **headers: str) -> TestClient:
    """Another browser at the same server."""
    return TestClient(
        browser.app, base_url=base_url, headers=HTML | headers, follow_redirects=False
    )


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" (?:[^>]* )?value="([^"]*)"', page)
    assert found, f"no field {name}"
    return found[1]


def founded(browser: TestClient, house: House) -> None:
    """The first account, made as a person makes it."""
    page = browser.get(f"/account/first?key={house.signing.first_key()}")
    done = browser.post(
        "/account/first",
        data={
            "form_token": field(page.text, "form_token"),
            "key": field(page.text, "key"),
            "name": "Ada Moss",
            "email": "ada@example.com",
            "workspace": "Brightwater",
            "password": PASSWORD,
            "again": PASSWORD,
        },
    )
    assert (done.status_code, done.headers["location"]) == (303, "/")


def sign_in(browser: TestClient, password: str = PASSWORD, **more: str) -> Response:
    page = browser.get("/account/sign-in")
    data = {"form_token": field(page.text, "form_token"), "email": "ada@example.com", **more}
    return browser.post("/account/sign-in", data=data | {"password": password})


def test_a_visitor_is_led_to_the_form_and_back(browser: TestClient, house: House) -> None:
    founded(browser, house)
    browser.cookies.delete(COOKIE)
    led = browser.get("/criteria?w=abc")
    assert led.status_code == 303
    assert led.headers["location"] == "/account/sign-in?next=%2Fcriteria%3Fw%3Dabc"
    page = browser.get(led.headers["location"])
    assert field(page.text, "next") == "/criteria?w=abc"
    assert sign_in(browser, next="/criteria?w=abc").headers["location"] == "/criteria?w=abc"
    assert browser.get("/criteria").status_code == 200


@pytest.mark.parametrize(
    "path", ["/media/abc.csv", "/_stcore/upload_file/a/b", "/_stcore/metrics", "/component/x/y"]
)
def test_files_uploads_and_inner_routes_are_closed_to_visitors(
    browser: TestClient, path: str
) -> None:
    assert browser.get(path, headers={"accept": "*/*"}).status_code == 401
    assert browser.put(path).status_code == 401


def test_the_socket_is_closed_to_visitors(browser: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect) as closed, browser.websocket_connect("/_stcore/stream"):
        pass
    assert closed.value.code == 1008


def test_the_frame_and_the_health_check_are_open(browser: TestClient) -> None:
    assert browser.get("/_stcore/health").text == "ok"
    assert "text/css" in browser.get("/account/style.css").headers["content-type"]


@pytest.mark.parametrize(
    "strange",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "a\r\nb"],
)
def test_nobody_is_led_to_another_site(browser: TestClient, house: House, strange: str) -> None:
    founded(browser, house)
    assert sign_in(browser, next=strange).headers["location"] == "/"


def test_the_first_link_works_once(browser: TestClient, house: House) -> None:
    key = house.signing.first_key()
    founded(browser, house)
    again = browser.get(f"/account/first?key={key}")
    assert again.status_code == 403
    assert "does not work" in again.text
    assert house.signing.first_key() is None


def test_an_invite_and_a_reset_set_a_password(browser: TestClient, house: House) -> None:
    founded(browser, house)
    ben = house.people.add("Ben <b>Ruiz</b>", "ben@example.com")
    kind, key = house.signing.link(ben.id)
    page = browser.get(f"/account/join?key={key}")
    assert "Ben &lt;b&gt;Ruiz&lt;/b&gt;" in page.text
    data = {"form_token": field(page.text, "form_token"), "key": key}
    weak = browser.post("/account/join", data=data | {"password": "short", "again": "short"})
    assert weak.status_code == 422
    assert "at least 12 characters" in weak.text
    other = browser.post("/account/join", data=data | {"password": PASSWORD, "again": "x"})
    assert "not the same" in other.text
    done = browser.post("/account/join", data=data | {"password": PASSWORD, "again": PASSWORD})
    assert (kind, done.status_code) == ("invite", 303)
    person = house.signing.person_of(browser.cookies[COOKIE])
    assert person is not None
    assert person.id == ben.id
    used = browser.post("/account/join", data=data | {"password": PASSWORD, "again": PASSWORD})
    assert used.status_code == 403


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites(
    browser: TestClient, house: House
) -> None:
    founded(browser, house)
    cookie = sign_in(browser).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    secure = another(browser, "https://testserver")
    assert "secure" in sign_in(secure).headers["set-cookie"].lower()


def test_an_unknown_account_and_a_wrong_password_read_the_same(
    browser: TestClient, house: House
) -> None:
    founded(browser, house)
    wrong = sign_in(browser, "not the password")
    unknown = sign_in(browser, "not the password", email="nobody@example.com")
    assert wrong.status_code == unknown.status_code == 403

    def error(page: str) -> str:
        found = re.search(r'role="alert"[^>]*>(.*?)</p>', page)
        assert found
        return found[1]

    assert error(wrong.text) == error(unknown.text)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_of_another_site_does_nothing(
    browser: TestClient, house: House, headers: dict[str, str]
) -> None:
    founded(browser, house)
    token = browser.cookies[COOKIE]
    page = browser.get("/account")
    data = {"form_token": field(page.text, "form_token")}
    assert browser.post("/account/sign-out", data=data, headers=headers).status_code == 403
    assert house.signing.person_of(token)


def test_a_form_without_its_token_or_with_another_browsers_does_nothing(
    browser: TestClient, house: House
) -> None:
    founded(browser, house)
    token = browser.cookies[COOKIE]
    theirs = field(another(browser).get("/account/sign-in").text, "form_token")
    for data in ({}, {"form_token": "made up"}, {"form_token": theirs}):
        assert browser.post("/account/sign-out", data=data).status_code == 403
    assert house.signing.person_of(token)


def test_signing_out_ends_the_sign_in_at_once(browser: TestClient, house: House) -> None:
    founded(browser, house)
    token = browser.cookies[COOKIE]
    page = browser.get("/account")
    done = browser.post("/account/sign-out", data={"form_token": field(page.text, "form_token")})
    assert done.status_code == 303
    assert house.signing.person_of(token) is None
    browser.cookies.set(COOKIE, token)
    assert browser.get("/").status_code == 303


def test_sign_ins_are_listed_and_ended(browser: TestClient, house: House) -> None:
    founded(browser, house)
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    other = another(browser, **{"user-agent": agent})
    sign_in(other)
    page = browser.get("/account")
    assert "Firefox on Linux" in page.text
    data = {"form_token": field(page.text, "form_token"), "which": "others"}
    assert browser.post("/account/end", data=data).status_code == 303
    assert other.get("/").status_code == 303
    assert browser.get("/").status_code == 200


def test_nobody_ends_the_sign_in_of_another_person(browser: TestClient, house: House) -> None:
    founded(browser, house)
    ben = house.people.add("Ben Ruiz", "ben@example.com")
    token = house.signing.start(ben)
    current = house.signing.current(token)
    assert current
    page = browser.get("/account")
    browser.post(
        "/account/end",
        data={"form_token": field(page.text, "form_token"), "which": current.id},
    )
    assert house.signing.person_of(token) == ben


def test_the_password_is_changed_with_the_present_one(browser: TestClient, house: House) -> None:
    founded(browser, house)
    page = browser.get("/account")
    new = "violet harbour 77"
    data = {"form_token": field(page.text, "form_token"), "password": new, "again": new}
    assert browser.post("/account/password", data=data | {"old": "no"}).status_code == 403
    assert browser.post("/account/password", data=data | {"old": PASSWORD}).status_code == 303
    assert house.signing.sign_in("ada@example.com", new)


def test_an_ended_account_is_out_at_the_next_request(browser: TestClient, house: House) -> None:
    founded(browser, house)
    house.people.add("Ben Ruiz", "ben@example.com", steward=True)
    assert browser.get("/").status_code == 200
    ada = house.people.by_email("ada@example.com")
    assert ada
    house.people.end(ada.id)
    assert browser.get("/").status_code == 303


def test_too_many_posts_from_one_address_wait(browser: TestClient, house: House) -> None:
    founded(browser, house)
    codes = [browser.post("/account/sign-in", data={}).status_code for _ in range(40)]
    assert codes[0] == 403
    assert codes[-1] == 429


def test_headers_guard_every_answer(browser: TestClient, house: House) -> None:
    founded(browser, house)
    for path in ("/", "/account", "/account/sign-in", "/_stcore/health"):
        headers = browser.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "same-origin"
    page = browser.get("/account/sign-in")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert "<script" not in page.text


def test_what_a_person_typed_comes_back_as_text(browser: TestClient, house: House) -> None:
    founded(browser, house)
    page = sign_in(browser, "no", email='"><script>alert(1)</script>')
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text
