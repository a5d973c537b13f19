"""Which folders of the server a workspace is connected to, kept among its facts."""

from __future__ import annotations

from assistant.errors import UsageError
from assistant.filing.model import Connected
from assistant.store import codec
from assistant.store.database import Facts

_KEY = "connected_folders"


def connections(facts: Facts) -> tuple[Connected, ...]:
    """All of them, in the order in which they were connected."""
    kept = facts.get(_KEY)
    return codec.load(kept, tuple[Connected, ...]) if kept else ()


def connection(facts: Facts, identifier: str) -> Connected:
    """The one with this id. Raises `UsageError` where there is none."""
    for known in connections(facts):
        if known.id == identifier:
            return known
    raise UsageError("that folder is not connected any more")


def remember(facts: Facts, connected: Connected) -> None:
    """Keep a connection, in place of what was known of it."""
    known = connections(facts)
    if all(k.id != connected.id for k in known):
        kept = (*known, connected)
    else:
        kept = tuple(connected if k.id == connected.id else k for k in known)
    facts.put(_KEY, codec.dump(kept, tuple[Connected, ...]))


def forget(facts: Facts, identifier: str) -> None:
    """End a connection; its files stay."""
    kept = tuple(k for k in connections(facts) if k.id != identifier)
    facts.put(_KEY, codec.dump(kept, tuple[Connected, ...]))
