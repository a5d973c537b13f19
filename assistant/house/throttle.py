"""Tries in vain wait: longer with each, by account and by address."""

from __future__ import annotations

from datetime import timedelta

from assistant.clock import Clock
from assistant.house.keys import digest
from assistant.store.house.signing import SigningTables, Tries

_ACCOUNT_FREE = 5
_ADDRESS_FREE = 20
"""Many people may share an address."""
_LONGEST = timedelta(minutes=15)
_FORGOTTEN = timedelta(hours=24)


class Throttle:
    """Counts before the password is looked at, so that tries at the same time are all counted.

    Kept in the database under digests: a restart forgives nothing, and no address is written down.
    """

    def __init__(self, tables: SigningTables, clock: Clock) -> None:
        self._tables = tables
        self._clock = clock

    def count(self, email: str, address: str) -> bool:
        """Count one try; True where it must be refused because an earlier wait is not over."""
        waits = self._count(_key("account", email), _ACCOUNT_FREE)
        if address:
            waits = self._count(_key("address", address), _ADDRESS_FREE) or waits
        return waits

    def forgive(self, email: str) -> None:
        """Forget the account's tries. Those of an address stay: one good account must not buy
        tries at others."""
        self._tables.forget_tries(_key("account", email))

    def _count(self, key: str, free: int) -> bool:
        now = self._clock.now()

        def after(known: Tries | None) -> Tries:
            if known is None or now - known.last_at > _FORGOTTEN:
                return Tries(1, now, now)
            if now < known.until:  # a try during the wait neither shortens nor lengthens it
                return known
            count = known.count + 1
            wait = timedelta(seconds=2 ** min(count - free, 12)) if count >= free else timedelta()
            return Tries(count, now, now + min(wait, _LONGEST))

        known = self._tables.try_once(key, after)
        return known is not None and now < known.until


def _key(kind: str, value: str) -> str:
    return digest(f"{kind} {value}")
