"""The account pages: first account, invite, reset, sign-in, one's own account. Plain HTML, no script."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from assistant.errors import SignInRefused, UsageError
from assistant.house.model import LinkKind, Person
from assistant.house.passwords import SHORTEST
from assistant.house.signing import LONGEST
from ui.account import forms, organisation
from ui.account.device import device
from ui.office import office
from ui.shell import COOKIE

_TEMPLATES = Path(__file__).parent / "templates"
_pages = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)
Fields = dict[str, str]


def routes() -> list[Route]:
    """What the server serves under `/account`."""
    return [
        Route("/account", _own_page, methods=["GET"]),
        Route("/account/first", _first_page, methods=["GET"]),
        Route("/account/first", _posting(_first, _first_again), methods=["POST"]),
        Route("/account/join", _link_page, methods=["GET"]),
        Route("/account/join", _posting(_accept, _link_again), methods=["POST"]),
        Route("/account/reset", _link_page, methods=["GET"]),
        Route("/account/reset", _posting(_accept, _link_again), methods=["POST"]),
        Route("/account/sign-in", _sign_in_page, methods=["GET"]),
        Route("/account/sign-in", _posting(_sign_in, _sign_in_again), methods=["POST"]),
        Route("/account/sign-out", _posting(_sign_out, _own_again), methods=["POST"]),
        Route("/account/password", _posting(_password, _own_again), methods=["POST"]),
        Route("/account/end", _posting(_end, _own_again), methods=["POST"]),
        Route("/account/organisation", _organisation, methods=["GET"]),
        Route("/account/organisation/done", _organisation_done, methods=["GET"]),
        Route("/account/style.css", _style, methods=["GET"]),
    ]


# --- the frame of a post ----------------------------------------------------------------------------


def _posting(
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


def _page(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
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
    forms.remember(response, nonce, secure=_secure(request))
    return response


def _enter(request: Request, token: str, to: str = "/") -> RedirectResponse:
    """Give the browser its sign-in and lead on."""
    response = RedirectResponse(to, status_code=303)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LONGEST.total_seconds()),
        httponly=True,
        secure=_secure(request),
        samesite="lax",
        path="/",
    )
    return response


def _secure(request: Request) -> bool:
    return request.url.scheme == "https"


def _inside(path: str) -> str:
    """The path, if it is one of this application; else its first page."""
    parts = urlsplit(path)
    strange = parts.scheme or parts.netloc or not path.isprintable() or "\\" in path
    return "/" if strange or not path.startswith("/") or path.startswith("//") else path


def _device(request: Request) -> str:
    return device(request.headers.get("user-agent", ""))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _token(request: Request) -> str:
    return request.cookies.get(COOKIE, "")


# --- the first account --------------------------------------------------------------------------------


def _first_page(request: Request) -> Response:
    key = request.query_params.get("key", "")
    try:
        office().house.signing.invited("first", key)
    except SignInRefused as error:
        return _page(request, "refused.html", 403, error=str(error))
    return _page(request, "first.html", key=key, given={})


def _first(request: Request, fields: Fields) -> Response:
    _same_twice(fields)
    token = office().house.found(
        fields.get("key", ""),
        name=fields.get("name", ""),
        email=fields.get("email", ""),
        password=fields.get("password", ""),
        workspace=fields.get("workspace", ""),
    )
    return _enter(request, token)


def _first_again(request: Request, fields: Fields, error: str, status: int) -> Response:
    key = fields.get("key", "")
    try:
        office().house.signing.invited("first", key)
    except SignInRefused:
        return _page(request, "refused.html", status, error=error)
    return _page(request, "first.html", status, key=key, given=_shown(fields), error=error)


# --- invites and resets --------------------------------------------------------------------------------


def _kind(request: Request) -> LinkKind:
    return "reset" if request.url.path.endswith("/reset") else "invite"


def _link_page(request: Request) -> Response:
    key = request.query_params.get("key", "")
    return _link_form(request, key, "", 200)


def _link_form(request: Request, key: str, error: str, status: int) -> Response:
    kind = _kind(request)
    try:
        person = office().house.signing.invited(kind, key)
    except SignInRefused as refused:
        return _page(request, "refused.html", 403, error=error or str(refused))
    return _page(request, "password.html", status, kind=kind, key=key, person=person, error=error)


def _accept(request: Request, fields: Fields) -> Response:
    _same_twice(fields)
    signing = office().house.signing
    person = signing.accept(_kind(request), fields.get("key", ""), fields.get("password", ""))
    return _enter(request, signing.start(person, device=_device(request)))


def _link_again(request: Request, fields: Fields, error: str, status: int) -> Response:
    return _link_form(request, fields.get("key", ""), error, status)


# --- signing in and out ----------------------------------------------------------------------------------


def _sign_in_page(request: Request) -> Response:
    wanted = _inside(request.query_params.get("next", "/"))
    return _sign_in_form(request, wanted, "", "", 200)


def _sign_in_form(request: Request, wanted: str, email: str, error: str, status: int) -> Response:
    return _page(
        request,
        "sign-in.html",
        status,
        next=wanted,
        email=email,
        error=error,
        organisation=organisation.configured(),
        nobody=not office().house.people.all(),
    )


def _sign_in(request: Request, fields: Fields) -> Response:
    token = office().house.signing.sign_in(
        fields.get("email", ""),
        fields.get("password", ""),
        address=_address(request),
        device=_device(request),
    )
    return _enter(request, token, _inside(fields.get("next", "/")))


def _sign_in_again(request: Request, fields: Fields, error: str, status: int) -> Response:
    wanted = _inside(fields.get("next", "/"))
    return _sign_in_form(request, wanted, fields.get("email", "")[:254], error, status)


def _sign_out(request: Request, fields: Fields) -> Response:
    office().house.signing.sign_out(_token(request))
    response = RedirectResponse("/account/sign-in", status_code=303)
    response.delete_cookie(COOKIE, path="/")
    return response


def _organisation(request: Request) -> Response:
    if not organisation.configured():
        return RedirectResponse("/account/sign-in", status_code=303)
    try:
        return RedirectResponse(organisation.start(), status_code=303)
    except SignInRefused as error:
        return _sign_in_form(request, "/", "", str(error), 503)


def _organisation_done(request: Request) -> Response:
    try:
        response: Response = _enter(request, organisation.exchange(request))
    except SignInRefused as error:
        response = _sign_in_form(request, "/", "", str(error), 403)
    organisation.forget(request, response)
    return response


# --- one's own account -----------------------------------------------------------------------------------


def _own_page(request: Request) -> Response:
    return _own_again(request, {}, "", 200)


def _own_again(request: Request, fields: Fields, error: str, status: int) -> Response:
    signing = office().house.signing
    person, here = signing.person_of(_token(request)), signing.current(_token(request))
    if person is None or here is None:
        return RedirectResponse("/account/sign-in", status_code=303)
    return _page(
        request,
        "account.html",
        status,
        person=person,
        here=here.id,
        sign_ins=signing.sign_ins(person.id),
        done="done" in request.query_params,
        error=error,
    )


def _here(request: Request) -> Person:
    person = office().house.signing.person_of(_token(request))
    if person is None:
        raise SignInRefused("Your sign-in has ended. Sign in again.")
    return person


def _password(request: Request, fields: Fields) -> Response:
    _same_twice(fields)
    office().house.signing.change_password(
        _token(request),
        fields.get("old", ""),
        fields.get("password", ""),
        address=_address(request),
    )
    return RedirectResponse("/account?done", status_code=303)


def _end(request: Request, fields: Fields) -> Response:
    signing = office().house.signing
    if fields.get("which") == "others":
        signing.end_others(_token(request))
    else:
        signing.end_sign_in(_here(request).id, fields.get("which", "") or "none")
    return RedirectResponse("/account?done", status_code=303)


def _style(request: Request) -> Response:
    return FileResponse(_TEMPLATES / "style.css", media_type="text/css")


def _same_twice(fields: Fields) -> None:
    if fields.get("password") != fields.get("again"):
        raise UsageError("the two passwords are not the same")


def _shown(fields: Fields) -> Fields:
    return {name: fields.get(name, "")[:254] for name in ("name", "email", "workspace")}
