"""The audit trail: who did what, when, to what; appended, chained, verified."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from assistant.clock import Clock
from assistant.house import chain
from assistant.house.model import AuditEntry, AuditProblem
from assistant.store.house.audit import AuditTable


class AuditTrail:
    """Append-only. Nothing personal beyond ids goes in: names and addresses live with the people."""

    def __init__(self, table: AuditTable, clock: Clock) -> None:
        self._table = table
        self._clock = clock
        self._lock = threading.Lock()

    def append(
        self,
        *,
        action: str,
        person_id: str = "",
        workspace_id: str = "",
        subject: str = "",
        before: str = "",
        after: str = "",
        run: str = "",
        prompts: Sequence[tuple[str, str]] = (),
    ) -> AuditEntry:
        """Write down one thing that was done; see `AuditEntry` for the words."""

        def seal(number: int, previous: str) -> AuditEntry:
            entry = AuditEntry(
                number=number,
                at=self._clock.now(),
                person_id=person_id,
                workspace_id=workspace_id,
                action=action,
                subject=subject,
                before=before,
                after=after,
                run=run,
                prompts=tuple((str(name), str(version)) for name, version in prompts),
                previous=previous,
                digest="",
            )
            return chain.sealed(entry)

        with self._lock:  # threads of this process wait here rather than in the database
            return self._table.append(seal)

    def entries(
        self,
        *,
        workspace_id: str | None = None,
        person_id: str | None = None,
        action: str | None = None,
        day: date | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[AuditEntry, ...]:
        """Entries that meet all that is given, the newest first. Days are UTC."""
        since, until = _bounds(day)
        return self._table.find(
            workspace_id=workspace_id,
            person_id=person_id,
            action=action,
            since=since,
            until=until,
            limit=limit,
            offset=offset,
        )

    def count(
        self,
        *,
        workspace_id: str | None = None,
        person_id: str | None = None,
        action: str | None = None,
        day: date | None = None,
    ) -> int:
        """How many entries `entries` would give without a limit."""
        since, until = _bounds(day)
        return self._table.count(
            workspace_id=workspace_id, person_id=person_id, action=action, since=since, until=until
        )

    def actions(self, workspace_id: str | None = None) -> tuple[str, ...]:
        """The kinds of actions that occur, by name."""
        return self._table.actions(workspace_id)

    def verify(self, anchor: str = "") -> tuple[AuditProblem, ...]:
        """Where the trail was changed; empty where it holds from its first entry to its last.

        `anchor`, as `anchor()` gave it earlier, also finds a trail that was cut off or written
        anew since. Raises `UsageError` where it is no anchor.
        """
        wanted = chain.parse_anchor(anchor) if anchor else None
        with self._table.snapshot() as (rows, head):
            return tuple(chain.problems(rows, head, wanted))

    def anchor(self) -> str:
        """Number and digest of the newest entry: write it down elsewhere, verify against it later."""
        return chain.anchor_text(self._table.head())


def _bounds(day: date | None) -> tuple[datetime | None, datetime | None]:
    if day is None:
        return None, None
    first = datetime.combine(day, time(), UTC)
    return first, first + timedelta(days=1)
