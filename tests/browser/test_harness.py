"""What the browser tests stand on: a fault that a person would meet is noticed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks.web.server import Server, free_port
from benchmarks.web.visit import visiting

APP = """
import time
import streamlit as st

st.title("Small")
with st.form("slow"):
    st.text_input("Name", key="name")
    if st.form_submit_button("Count"):
        time.sleep(0.3)
        st.session_state["n"] = st.session_state.get("n", 0) + 1
st.text(f"counted {st.session_state.get('n', 0)}")
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A page of ten lines, served as the application is."""
    app = tmp_path_factory.mktemp("small") / "app.py"
    app.write_text(APP)
    port = free_port()
    options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    options += ["--browser.gatherUsageStats=false"]
    command = [sys.executable, "-m", "streamlit", "run", str(app), *options]
    with Server(command, port, dict(os.environ)) as server:
        yield server


def test_settled_waits_for_the_answer_to_a_click(chromium: Browser, small: Server) -> None:
    with visiting(chromium, small.url) as window:
        page = window.open()
        for expected in (1, 2, 3):
            window.click(page.get_by_role("button", name="Count"))
            assert page.get_by_text("counted", exact=False).inner_text() == f"counted {expected}"


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("console.error('broken')", "console: broken"),
        ("setTimeout(() => { throw new Error('thrown') })", "page error: thrown"),
        ("alert('hello')", "dialog: hello"),
        ("fetch('http://example.invalid/x').catch(() => 0)", "request to another host"),
    ],
)
def test_a_fault_in_the_window_fails_the_test(
    chromium: Browser, small: Server, script: str, fault: str
) -> None:
    with pytest.raises(AssertionError, match=fault):
        run_in_a_window(chromium, small, script)


def run_in_a_window(chromium: Browser, server: Server, script: str) -> None:
    with visiting(chromium, server.url) as window:
        page = window.open()
        page.evaluate(f"() => {{ {script} }}")
        page.evaluate("() => new Promise(r => setTimeout(r, 50))")


def test_axe_names_what_is_wrong(chromium: Browser, small: Server) -> None:
    with visiting(chromium, small.url) as window:
        page = window.open()
        page.evaluate(
            "() => { const i = document.createElement('input'); i.id = 'nameless';"
            " document.querySelector('[data-testid=stMain]').append(i); }"
        )
        with pytest.raises(AssertionError, match="critical label: #nameless"):
            window.assert_accessible()


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no such page')"]
    with (
        pytest.raises(AssertionError, match="no such page"),
        Server(command, free_port(), dict(os.environ)),
    ):
        pass
