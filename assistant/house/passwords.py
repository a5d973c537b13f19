"""Which passwords are taken, and argon2 behind two verbs."""

from __future__ import annotations

import re
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assistant.errors import UsageError

SHORTEST = 12
_LONGEST = 1_000
_PART = 4
"""Parts of a name or an address shorter than this say nothing of a password."""
_AT_ONCE = threading.BoundedSemaphore(2)
"""Each hash takes 64 MiB for a moment; many sign-ins at once must not take all memory."""


def check_password(password: str, *, name: str, email: str) -> None:
    """Raises `UsageError` with the reason where the password is too weak for this person."""
    if len(password) < SHORTEST:
        raise UsageError(f"a password needs at least {SHORTEST} characters")
    if len(password) > _LONGEST:
        raise UsageError(f"a password has at most {_LONGEST} characters")
    if len(set(password)) < 5:
        raise UsageError("a password needs at least 5 different characters")
    folded = password.casefold()
    own = re.split(r"[\W_]+", f"{name} {email.partition('@')[0]}".casefold())
    whole = [email.casefold(), email.partition("@")[0].casefold()]
    if any(len(part) >= _PART and part in folded for part in [*own, *whole]):
        raise UsageError("a password must not contain your name or your e-mail address")


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    with _AT_ONCE:
        return _hasher().hash(password)


def matches(kept: str, password: str) -> bool:
    """Is this the password whose hash was kept? It takes as long where nothing was kept."""
    nobodys = _nobodys()
    with _AT_ONCE:
        try:
            return _hasher().verify(kept or nobodys, password[: _LONGEST + 1]) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Was the hash made with other parameters than are used now?"""
    return _hasher().check_needs_rehash(kept)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody has this password")
