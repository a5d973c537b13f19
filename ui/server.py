"""The server: Streamlit's application behind a gate, with the account pages beside it."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route

from assistant.workspace import home_folder
from ui.account.gate import Gate
from ui.account.headers import SecurityHeaders
from ui.account.pages import routes
from ui.office import close_offices, office
from ui.theme import theme
from ui.widgets.errors import unexpected

_SCRIPT = Path(__file__).resolve().parent / "app.py"
MAX_UPLOAD_MIB = 200
SECRETS = "secrets.toml"
"""In the home folder: where `[auth]` names the organisation's identity provider (docs/deploy.md)."""


def build() -> st.App:
    """The application over the home folder that the environment names."""
    return st.App(
        _SCRIPT,
        lifespan=_lifespan,
        routes=[Route("/overview", _overview), *routes()],
        middleware=[Middleware(SecurityHeaders), Middleware(Gate)],
        on_script_error=_say,
    )


def serve(*, address: str, port: int, max_upload_mib: int = MAX_UPLOAD_MIB) -> None:
    """Serve until stopped."""
    # Streamlit puts the folder of argv[0] first on the import path, and processes that read files
    # inherit it: beside `python -m assistant.cli`, `ingest` would be a command of ours.
    sys.argv = [str(_SCRIPT.parent.parent / "evidary")]
    build().run(config=options(address=address, port=port, max_upload_mib=max_upload_mib))


def options(*, address: str, port: int, max_upload_mib: int = MAX_UPLOAD_MIB) -> dict[str, Any]:
    """What Streamlit is told: local, quiet, guarded, no stack trace on any page."""
    return theme() | {
        "server.address": address,
        "server.port": port,
        "server.headless": True,
        "server.enableXsrfProtection": True,
        "server.enableCORS": True,
        "server.enableStaticServing": False,
        "server.fileWatcherType": "none",
        "server.runOnSave": False,
        "server.maxUploadSize": max_upload_mib,
        "server.websocketPingInterval": 20,
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
        "client.toolbarMode": "viewer",
        "client.allowedOrigins": [],
        "runner.magicEnabled": False,
        "logger.hideWelcomeMessage": True,
        "secrets.files": [str(home_folder().resolve() / SECRETS)],
        "logger.level": os.environ.get("EVIDARY_LOG", "warning"),
    }


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """The office and its queue live as long as the server does."""
    await run_in_threadpool(lambda: office().jobs.start())
    try:
        yield {}
    finally:
        await run_in_threadpool(close_offices)


def _overview(request: Request) -> RedirectResponse:
    """The first page has no name in its address, but people type one."""
    return RedirectResponse(f"/?{request.url.query}" if request.url.query else "/")


def _say(error: Exception) -> bool:
    """An error that no page caught: the same words and number as everywhere."""
    st.error(unexpected(error))
    return True
