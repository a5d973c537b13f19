"""Nothing but the account pages and the frame's own files is served to a visitor."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.account import organisation
from ui.office import office
from ui.shell import COOKIE

_OPEN = ("/account/", "/static/", "/_stcore/health", "/_stcore/host-config")
_OPEN_EXACTLY = ("/account", "/favicon.png", "/favicon.ico", "/robots.txt")
_PROVIDER = ("/auth/login", "/auth/logout", "/oauth2callback")
"""Streamlit's own routes to the organisation's identity provider."""


class Gate:
    """Pages, the socket, uploads and downloads need a sign-in that holds; a page without one leads
    to the form. The script checks again, and checks the membership, at each of its runs."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it through, or answer in its place."""
        if scope["type"] not in ("http", "websocket") or _is_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        if await run_in_threadpool(_holds, connection.cookies.get(COOKIE, "")):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": "not signed in"})
        else:
            await _answer(connection)(scope, receive, send)


def _is_open(path: str) -> bool:
    provider = path in _PROVIDER and organisation.configured()
    return provider or path in _OPEN_EXACTLY or path.startswith(_OPEN)


def _holds(token: str) -> bool:
    return bool(token) and office().house.signing.person_of(token) is not None


def _answer(connection: HTTPConnection) -> Response:
    page = connection.scope["method"] in ("GET", "HEAD") and "text/html" in connection.headers.get(
        "accept", ""
    )
    if not page:
        return PlainTextResponse("not signed in", status_code=401)
    path, query = connection.url.path, connection.url.query
    if organisation.arrived(connection):
        return RedirectResponse("/account/organisation/done", status_code=303)
    wanted = path + (f"?{query}" if query else "")
    asked = f"?{urlencode({'next': wanted})}" if wanted != "/" else ""
    return RedirectResponse(f"/account/sign-in{asked}", status_code=303)
