"""Signing in with the organisation's account (OIDC). Streamlit's own login does the protocol; here
its signed word on who came back is exchanged for a sign-in of the house."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from streamlit import auth_util
from streamlit.errors import StreamlitAuthError
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import (
    TOKENS_COOKIE_NAME,
    USER_COOKIE_NAME,
)

from assistant.errors import SignInRefused
from ui.account.device import device
from ui.office import office

_UNKNOWN = "Your organisation's answer could not be read. Sign in again."


def configured() -> bool:
    """Does `[auth]` stand in the secrets of this installation?"""
    return bool(_section())


def start() -> str:
    """The address at which the sign-in with the organisation's provider begins.

    Raises `SignInRefused` where the provider is not set up fully.
    """
    section = _section()
    named = [name for name, value in section.items() if isinstance(value, dict)]
    provider = "default" if "client_id" in section or not named else named[0]
    try:
        auth_util.validate_auth_credentials(provider)
    except StreamlitAuthError as error:
        raise SignInRefused(
            "Signing in with your organisation is not set up fully; tell whoever runs Evidary."
        ) from error
    return str(generate_login_redirect_url(provider))


def arrived(connection: HTTPConnection) -> bool:
    """Has this browser come back from the provider?"""
    return configured() and USER_COOKIE_NAME in connection.cookies


def exchange(request: Request) -> str:
    """The token of a sign-in for the person whom the provider vouches for.

    Raises `SignInRefused` where there is no such word, or the person is not invited.
    """
    claims = _claims(request)
    issuer, subject = str(claims.get("iss", "")), str(claims.get("sub", ""))
    if not issuer or not subject:
        raise SignInRefused(_UNKNOWN)
    login = json.dumps([claims.get(name) for name in ("iat", "nonce", "sid", "auth_time")])
    return office().house.signing.sign_in_verified(
        f"{issuer}|{subject}",
        str(claims.get("email", "")),
        verified=claims.get("email_verified") is True,
        login=hashlib.sha256(login.encode()).hexdigest(),
        device=device(request.headers.get("user-agent", "")),
    )


def forget(request: Request, response: Response) -> None:
    """Take the provider's word out of the browser: from here on the house's own sign-in counts."""
    for name in request.cookies:
        if name.startswith((USER_COOKIE_NAME, TOKENS_COOKIE_NAME)):
            response.delete_cookie(name, path="/")


def _section() -> dict[str, Any]:
    found = auth_util.get_secrets_auth_section()
    return dict(found.to_dict()) if found else {}


def _claims(request: Request) -> dict[str, Any]:
    def signed(name: str) -> bytes | None:
        value = request.cookies.get(name)
        if value is None:
            return None
        kept: bytes | None = decode_signed_value(get_cookie_secret(), name, value.encode("latin-1"))
        return kept

    kept = auth_util.get_cookie_with_chunks(signed, USER_COOKIE_NAME)
    if not kept:
        raise SignInRefused(_UNKNOWN)
    claims = json.loads(kept)
    if not isinstance(claims, dict) or not claims.get("is_logged_in"):
        raise SignInRefused(_UNKNOWN)
    return claims
