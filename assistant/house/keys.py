"""Random ids, keys and tokens, and the digests under which they are kept."""

from __future__ import annotations

import hashlib
import secrets


def new_id() -> str:
    """A new id of a person, a workspace, a sign-in."""
    return secrets.token_hex(8)


def new_token() -> str:
    """A secret of 256 bits, fit for a cookie or a link."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a secret. The secrets are random and long, so one plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
