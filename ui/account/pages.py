"""The account pages: first account, invite, reset, sign-in, one's own account. Plain HTML, no script."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from assistant.errors import SignInRefused
from assistant.house.model import LinkKind, Person
from ui.account import organisation
from ui.account.frame import (
    TEMPLATES,
    Fields,
    address_of,
    device_of,
    enter,
    inside,
    page,
    posting,
    same_twice,
    token_of,
)
from ui.office import office
from ui.shell import COOKIE


def routes() -> list[Route]:
    """What the server serves under `/account`."""
    return [
        Route("/account", _own_page, methods=["GET"]),
        Route("/account/first", _first_page, methods=["GET"]),
        Route("/account/first", posting(_first, _first_again), methods=["POST"]),
        Route("/account/join", _link_page, methods=["GET"]),
        Route("/account/join", posting(_accept, _link_again), methods=["POST"]),
        Route("/account/reset", _link_page, methods=["GET"]),
        Route("/account/reset", posting(_accept, _link_again), methods=["POST"]),
        Route("/account/sign-in", _sign_in_page, methods=["GET"]),
        Route("/account/sign-in", posting(_sign_in, _sign_in_again), methods=["POST"]),
        Route("/account/sign-out", posting(_sign_out, _own_again), methods=["POST"]),
        Route("/account/password", posting(_password, _own_again), methods=["POST"]),
        Route("/account/end", posting(_end, _own_again), methods=["POST"]),
        Route("/account/organisation", _organisation, methods=["GET"]),
        Route("/account/organisation/done", _organisation_done, methods=["GET"]),
        Route("/account/style.css", _style, methods=["GET"]),
    ]


# --- the first account --------------------------------------------------------------------------------


def _first_page(request: Request) -> Response:
    key = request.query_params.get("key", "")
    try:
        office().house.signing.invited("first", key)
    except SignInRefused as error:
        return page(request, "refused.html", 403, error=str(error))
    return page(request, "first.html", key=key, given={})


def _first(request: Request, fields: Fields) -> Response:
    same_twice(fields)
    token = office().house.found(
        fields.get("key", ""),
        name=fields.get("name", ""),
        email=fields.get("email", ""),
        password=fields.get("password", ""),
        workspace=fields.get("workspace", ""),
        device=device_of(request),
    )
    return enter(request, token)


def _first_again(request: Request, fields: Fields, error: str, status: int) -> Response:
    key = fields.get("key", "")
    try:
        office().house.signing.invited("first", key)
    except SignInRefused:
        return page(request, "refused.html", status, error=error)
    return page(request, "first.html", status, key=key, given=_shown(fields), error=error)


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
        return page(request, "refused.html", 403, error=error or str(refused))
    return page(request, "password.html", status, kind=kind, key=key, person=person, error=error)


def _accept(request: Request, fields: Fields) -> Response:
    same_twice(fields)
    signing = office().house.signing
    person = signing.accept(_kind(request), fields.get("key", ""), fields.get("password", ""))
    return enter(request, signing.start(person, device=device_of(request)))


def _link_again(request: Request, fields: Fields, error: str, status: int) -> Response:
    return _link_form(request, fields.get("key", ""), error, status)


# --- signing in and out ----------------------------------------------------------------------------------


def _sign_in_page(request: Request) -> Response:
    wanted = inside(request.query_params.get("next", "/"))
    return _sign_in_form(request, wanted, "", "", 200)


def _sign_in_form(request: Request, wanted: str, email: str, error: str, status: int) -> Response:
    return page(
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
        address=address_of(request),
        device=device_of(request),
    )
    return enter(request, token, inside(fields.get("next", "/")))


def _sign_in_again(request: Request, fields: Fields, error: str, status: int) -> Response:
    wanted = inside(fields.get("next", "/"))
    return _sign_in_form(request, wanted, fields.get("email", "")[:254], error, status)


def _sign_out(request: Request, fields: Fields) -> Response:
    office().house.signing.sign_out(token_of(request))
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
        response: Response = enter(request, organisation.exchange(request))
    except SignInRefused as error:
        response = _sign_in_form(request, "/", "", str(error), 403)
    organisation.forget(request, response)
    return response


# --- one's own account -----------------------------------------------------------------------------------


def _own_page(request: Request) -> Response:
    return _own_again(request, {}, "", 200)


def _own_again(request: Request, fields: Fields, error: str, status: int) -> Response:
    signing = office().house.signing
    person, here = signing.person_of(token_of(request)), signing.current(token_of(request))
    if person is None or here is None:
        return RedirectResponse("/account/sign-in", status_code=303)
    return page(
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
    person = office().house.signing.person_of(token_of(request))
    if person is None:
        raise SignInRefused("Your sign-in has ended. Sign in again.")
    return person


def _password(request: Request, fields: Fields) -> Response:
    same_twice(fields)
    office().house.signing.change_password(
        token_of(request),
        fields.get("old", ""),
        fields.get("password", ""),
        address=address_of(request),
    )
    return RedirectResponse("/account?done", status_code=303)


def _end(request: Request, fields: Fields) -> Response:
    signing = office().house.signing
    if fields.get("which") == "others":
        signing.end_others(token_of(request))
    else:
        signing.end_sign_in(_here(request).id, fields.get("which", "") or "none")
    return RedirectResponse("/account?done", status_code=303)


def _style(request: Request) -> Response:
    return FileResponse(TEMPLATES / "style.css", media_type="text/css")


def _shown(fields: Fields) -> Fields:
    return {name: fields.get(name, "")[:254] for name in ("name", "email", "workspace")}
