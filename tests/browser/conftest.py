"""Shared by the browser tests: Chromium, servers over a home folder of their own, windows."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.server import Server
from tests.browser.visit import Visit, visiting

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, as `make browser` installs it. Without one these tests fail."""
    program = shutil.which("chromium") or "/usr/bin/chromium"
    assert Path(program).exists(), "chromium is missing: run `make browser`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens windows: `visit(server)`, with Playwright's options of a context, such as a viewport."""
    with ExitStack() as windows:

        def opened(server: Server, **options: Any) -> Visit:
            return windows.enter_context(visiting(chromium, server.url, **options))

        yield opened


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that was never started before: nobody has an account yet."""
    with Server.of(tmp_path_factory.mktemp("home")) as server:
        yield server
