"""What all account pages share: the page's frame, the check of a post, the cookie, small readings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.errors import SignInRefused, UsageError
from assistant.house.passwords import SHORTEST
from assistant.house.signing import LONGEST
from ui.account import forms
from ui.account.device import device
from ui.shell import COOKIE

TEMPLATES = Path(__file__).parent / "templates"
_pages = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
Fields = dict[str, str]


def posting(
    do: Callable[[Request, Fields], Response],
    again: Callable[[Request, Fields, str, int], Response],
) -> Callable[[Request], Awaitable[Response]]:
    """A post that is checked, done, and on an error shown again with the reason in words."""

    async def endpoint(request: Request) -> Response:
        try:
            fields = await forms.check(request)
        except forms.Refused as error:
            return await run_in_threadpool(again, request, {}, str(error), error.status)
        try:
            return await run_in_threadpool(do, request, fields)
        except SignInRefused as error:
            return await run_in_threadpool(again, request, fields, str(error), 403)
        except UsageError as error:
            return await run_in_threadpool(again, request, fields, str(error), 422)

    return endpoint


def page(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page by its template; `error` is said as a sentence. Every form on it is signed."""
    nonce = forms.nonce_of(request)
    error = values.pop("error", "")
    if error and error[-1] not in ".!?":
        error = f"{error[0].upper()}{error[1:]}."
    text = _pages.get_template(name).render(
        form_field=forms.FIELD,
        form_token=forms.token_for(nonce),
        shortest=SHORTEST,
        error=error,
        **values,
    )
    response = HTMLResponse(text, status_code=status)
    forms.remember(response, nonce, secure=secure(request))
    return response


def enter(request: Request, token: str, to: str = "/") -> RedirectResponse:
    """Give the browser its sign-in and lead on."""
    response = RedirectResponse(to, status_code=303)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LONGEST.total_seconds()),
        httponly=True,
        secure=secure(request),
        samesite="lax",
        path="/",
    )
    return response


def secure(request: Request) -> bool:
    """Did the browser come over TLS?"""
    return request.url.scheme == "https"


def inside(path: str) -> str:
    """The path, if it is one of this application; else its first page."""
    parts = urlsplit(path)
    strange = parts.scheme or parts.netloc or not path.isprintable() or "\\" in path
    return "/" if strange or not path.startswith("/") or path.startswith("//") else path


def device_of(request: Request) -> str:
    """The browser in words."""
    return device(request.headers.get("user-agent", ""))


def address_of(request: Request) -> str:
    """Where the request came from."""
    return request.client.host if request.client else ""


def token_of(request: Request) -> str:
    """The sign-in that the browser shows; empty for none."""
    return request.cookies.get(COOKIE, "")


def same_twice(fields: Fields) -> None:
    """Raises `UsageError` where the new password was typed in two ways."""
    if fields.get("password") != fields.get("again"):
        raise UsageError("the two passwords are not the same")
