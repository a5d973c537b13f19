"""Forms of the account pages: a post must come from a form that this server showed to this browser."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request
from starlette.responses import Response

FIELD = "form_token"
COOKIE = "evidary_form"
_OLDEST = 2 * 60 * 60
_signer = URLSafeTimedSerializer(secrets.token_bytes(32), salt="account form")
"""Signed with a key of this process: after a restart a form is shown once more."""
_limiter = MovingWindowRateLimiter(MemoryStorage())
_POSTS = RateLimitItemPerMinute(30)


class Refused(Exception):
    """A post that no form of ours made; the message is for the person."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def nonce_of(request: Request) -> str:
    """What ties this browser to its forms; a new one for a new browser."""
    kept = request.cookies.get(COOKIE, "")
    return kept if len(kept) == 43 else secrets.token_urlsafe(32)


def token_for(nonce: str) -> str:
    """The value of a form's hidden field."""
    return str(_signer.dumps(nonce))


def remember(response: Response, nonce: str, *, secure: bool) -> None:
    """Give the browser its nonce. It never leaves with a request from another site."""
    response.set_cookie(
        COOKIE, nonce, httponly=True, secure=secure, samesite="strict", path="/account"
    )


async def check(request: Request) -> dict[str, str]:
    """The fields of a post. Raises `Refused` for too many, or where it did not come from our form."""
    address = request.client.host if request.client else ""
    if not _limiter.hit(_POSTS, address):
        raise Refused("Too many tries from here. Wait a minute and try again.", 429)
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    if site not in ("same-origin", "none") or (
        origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    ):
        raise Refused("This form was sent from another site and was not carried out.", 403)
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > 20_000:
        raise Refused("This form is too large.", 413)
    async with request.form(max_files=0, max_fields=20) as form:
        fields = {name: str(value) for name, value in form.items()}
    try:
        nonce = _signer.loads(fields.pop(FIELD, ""), max_age=_OLDEST)
    except BadSignature:
        nonce = ""
    if not nonce or not secrets.compare_digest(nonce, request.cookies.get(COOKIE, "")):
        raise Refused("This form has grown old. Please fill it in again.", 403)
    return fields
