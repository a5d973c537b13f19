"""One browser window at the application: what a person does, and what must never happen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    WebSocket,
    expect,
)
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE = 60_000
"""Milliseconds that anything may take on a busy machine of two cores."""
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
_STANDING = f"""() => document.querySelector(`{IDLE}`) !== null
  && document.querySelector('[data-testid="stSkeleton"]') === null"""
_PROBE = re.compile(r"/[\w-]+/_stcore/(health|host-config)$")
"""Streamlit's browser half looks for its server below the page's address first, and Chromium says
each time that nothing is there."""
_HERE = ("127.0.0.1", "localhost")
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_SWITCHED_OFF = """selector => {
  const widget = document.querySelector(selector)?.closest('[data-testid="stElementContainer"]');
  const controls = [...(widget?.querySelectorAll('input, textarea, button, [role=combobox]') ?? [])];
  return controls.length > 0
    && controls.every(c => c.disabled || c.getAttribute('aria-disabled') === 'true');
}"""


class Visit:
    """A window of its own (own cookies). It remembers every console error, dialog and request to
    another host; `faults` must be empty at the end."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self.url = url
        self.faults: list[str] = []
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self._wanted = 0
        self._finished = 0
        self._listen(self.page)

    def open(self, path: str = "/", *, still: bool = True) -> Page:
        """Go to an address of the application; wait until its page stands still, which one that
        follows work under way may not do."""
        self.page.goto(path if path.startswith("http") else self.url + path)
        if still and self.page.locator('[data-testid="stApp"], script[src*="static/js"]').count():
            self.settled()
        return self.page

    def begin(self, link: str, *, name: str, email: str, password: str, workspace: str) -> None:
        """Make the first account by the one-time link that the server printed."""
        self.page.goto(link)
        self._fill({"Your name": name, "Your e-mail address": email})
        self._fill({"Name of your company or product": workspace})
        self._fill({"New password": password, "The same password again": password})
        self.page.get_by_role("button", name="Make the account").click()
        self.settled()

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the form, as a person does; then `open` a page."""
        self.page.goto(self.url + "/account/sign-in")
        self._fill({"E-mail address": email, "Password": password})
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(lambda url: "/account" not in url, wait_until="commit")

    def ask(self, question: str) -> None:
        """Ask on the chat page, and wait for the whole answer."""
        box = self.page.get_by_test_id("stChatInputTextArea")
        box.fill(question)
        box.press("Enter")
        self.settled()

    def settled(self) -> None:
        """Wait until Streamlit has run what was asked: every message sent has been worked off."""
        self.page.locator('[data-testid="stApp"]').wait_for()
        self.page.evaluate("() => new Promise(r => requestAnimationFrame(() => setTimeout(r, 0)))")
        self.page.wait_for_function(_STANDING)
        while self._finished < self._wanted:
            self.page.wait_for_function("() => true")
            self.page.evaluate("() => new Promise(r => requestAnimationFrame(r))")
        self.page.wait_for_function(_STANDING)

    def click(self, target: Locator) -> None:
        """Click, and wait until the application has answered."""
        target.click()
        self.settled()

    def press(self, keys: str) -> None:
        """Press keys as a person does, and wait until the application has answered."""
        self.page.keyboard.press(keys)
        self.settled()

    def sees(self, text: str) -> None:
        """These words stand on the page, or will soon."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=PATIENCE)

    def assert_accessible(self) -> None:
        """axe finds nothing serious or critical on the page as it stands."""
        options = {
            "runOnly": {"type": "tag", "values": list(_RULES)},
            "resultTypes": ["violations"],
        }
        found = Axe().run(self.page, options=options).response["violations"]
        told = [
            f"{v['impact']} {v['id']}: {' '.join(map(str, node['target']))}: {node['html'][:200]} "
            + " ".join(node.get("failureSummary", "").split())
            for v in found
            if v["impact"] in ("serious", "critical")
            for node in v["nodes"]
            if not self._excused(v["id"], node)
        ]
        assert not told, f"{self.page.url}:\n" + "\n".join(told)

    def _excused(self, rule: str, node: dict[str, Any]) -> bool:
        """Words of a control that is switched off may be faint (WCAG 1.4.3); axe does not see that
        they are, since Streamlit ties its labels by name alone. The day, month and year of a date
        field are Streamlit's own and smaller than 24 pixels; the whole field can be typed into."""
        if rule == "target-size" and 'role="spinbutton"' in node.get("html", ""):
            return True
        if rule != "color-contrast" or not isinstance(node["target"][0], str):
            return False
        return bool(self.page.evaluate(_SWITCHED_OFF, node["target"][0]))

    def _fill(self, values: dict[str, str]) -> None:
        for label, value in values.items():
            self.page.get_by_label(label, exact=True).fill(value)

    def _listen(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self._fault("page error", str(error)))
        page.on("dialog", self._dialog)
        page.on("request", lambda request: self._requested(request.url))
        page.on("websocket", self._socket)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _PROBE.search(message.location.get("url", "")):
            self._fault("console", message.text)

    def _dialog(self, dialog: Any) -> None:
        self._fault("dialog", dialog.message)
        dialog.dismiss()

    def _requested(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in _HERE:
            self._fault("request to another host", url)

    def _socket(self, socket: WebSocket) -> None:
        self._requested(socket.url)
        self._wanted = self._finished = 0
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes) and BackMsg.FromString(frame).HasField("rerun_script"):
            self._wanted = self._finished + 1

    def _received(self, frame: str | bytes) -> None:
        if isinstance(frame, str):
            return
        message = ForwardMsg.FromString(frame)
        early = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN
        if message.WhichOneof("type") == "script_finished" and message.script_finished != early:
            self._finished = max(self._finished + 1, self._wanted)

    def _fault(self, kind: str, text: str) -> None:
        self.faults.append(f"{kind}: {text}")


@contextmanager
def visiting(browser: Browser, url: str, **options: Any) -> Iterator[Visit]:
    """A window at the application, closed at the end; a fault in it fails the test."""
    context = browser.new_context(**{"reduced_motion": "reduce", **options})
    try:
        visit = Visit(context, url)
        yield visit
        assert not visit.faults, "\n".join(visit.faults)
    finally:
        context.close()
