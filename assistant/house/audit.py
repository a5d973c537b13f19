"""The audit trail: who did what, when, to what; appended, chained, verified."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

from assistant.clock import Clock
from assistant.house import chain
from assistant.house.model import AuditEntry, AuditProblem, Deed
from assistant.store.house.audit import AuditTable, Seal


class AuditTrail:
    """Append-only. Nothing personal beyond ids goes in: names and addresses live with the people."""

    def __init__(self, table: AuditTable, clock: Clock) -> None:
        self._table = table
        self._clock = clock
        self._lock = threading.RLock()

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
        """Write down one thing that was done; see `Deed` for the words."""
        deed = Deed(action, subject, before, after, run, tuple(prompts), person_id, workspace_id)
        (entry,) = self.append_all([deed])
        return entry

    @contextmanager
    def together(self) -> Iterator[None]:
        """What this thread writes meanwhile in the house, entries and the rest, is one transaction."""
        with self._lock, self._table.together():  # in this order, as `append_all` takes them
            yield

    def append_all(self, deeds: Iterable[Deed]) -> tuple[AuditEntry, ...]:
        """Write down several things in this order, nothing between them; all or none."""
        with self._lock:  # threads of this process wait here rather than in the database
            return self._table.append([self._seal(deed) for deed in deeds])

    def _seal(self, deed: Deed) -> Seal:
        def seal(number: int, previous: str) -> AuditEntry:
            entry = AuditEntry(
                number=number,
                at=self._clock.now(),
                person_id=deed.person_id,
                workspace_id=deed.workspace_id,
                action=deed.action,
                subject=deed.subject,
                before=deed.before,
                after=deed.after,
                run=deed.run,
                prompts=tuple((str(name), str(version)) for name, version in deed.prompts),
                previous=previous,
                digest="",
            )
            return chain.sealed(entry)

        return seal

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
