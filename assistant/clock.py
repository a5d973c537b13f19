"""Time and run ids: the only place that asks the machine for either."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """The real clock, or one that stands still where `fixed` is given (tests, replays)."""

    fixed: datetime | None = None

    def now(self) -> datetime:
        """The time in UTC."""
        return self.fixed or datetime.now(UTC)

    def today(self) -> date:
        """The day in UTC."""
        return self.now().date()

    def run_id(self) -> str:
        """A new run's id: sortable by time, then random."""
        return f"{self.now():%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"
