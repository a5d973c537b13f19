"""Shared by the browser tests: Chromium, servers over a home folder of their own, windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from benchmarks.web import chromium as browsers
from benchmarks.web.homes import copied, sample_home
from benchmarks.web.server import Server
from benchmarks.web.visit import PATIENCE, Visit, visiting
from tests.conftest import made_once

expect.set_options(timeout=PATIENCE)

SHORT_QUESTIONNAIRE = """No,Question,Answer
1,Is multi-factor authentication required for all users?,
2,Within what time is access of leavers removed?,
3,How often are backups restored for a test?,
4,Is customer data encrypted at rest?,
5,Do you hold a pilot licence?,
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, as `make browser` installs it. Without one these tests fail.

    One for each file: Playwright keeps an event loop running as long as it stands, and beside one
    the job queue of other tests cannot start.
    """
    with browsers.chromium() as browser:
        yield browser


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


@pytest.fixture(scope="session")
def sample_template(tmp_path_factory: pytest.TempPathFactory, read_template: Path) -> Path:
    """A home with the sample company mapped and a short questionnaire drafted."""

    def make(home: Path) -> None:
        asked = home.parent / "short.csv"
        asked.write_text(SHORT_QUESTIONNAIRE, encoding="utf-8")
        sample_home(home, asked, read=read_template)

    return made_once(tmp_path_factory, "sample-home", make)


@pytest.fixture(scope="module")
def sample_server(
    sample_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server over a copy of the mapped sample company, one for each file of tests."""
    with Server.of(copied(sample_template, tmp_path_factory.mktemp("home") / "home")) as server:
        yield server
