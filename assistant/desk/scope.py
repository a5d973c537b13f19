"""What a workspace's assessment covers: kept among its facts, used by each new mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.model import Scope
from assistant.store import codec

if TYPE_CHECKING:
    from assistant.desk.seat import Seat

_KEY = "scope"


def scope_of(seat: Seat) -> Scope | None:
    """The scope that was set for this workspace; None before anybody did."""
    kept = seat.workspace.store.facts.get(_KEY)
    return codec.load(kept, Scope) if kept else None


def set_scope(seat: Seat, scope: Scope) -> None:
    """Set it. The first takes a contributor, each change an admin: it changes every result."""
    before = scope_of(seat)
    if before == scope:
        return
    seat.need("contribute" if before is None else "administer")
    seat.workspace.store.facts.put(_KEY, codec.dump(scope, Scope))
    seat.record(
        "scope.set",
        "scope",
        before=codec.dump(before, Scope) if before else "",
        after=codec.dump(scope, Scope),
    )
