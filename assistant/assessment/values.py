"""Durations and frequencies as the search for conflicts compares them.

The reading of values is the claim checker's; of frequencies only those count here that policies
set for reviews, weekly at most: "daily" and "continuously" speak of other work.
"""

from __future__ import annotations

from assistant.claims import values
from assistant.claims.values import Value, calendar_days, durations

__all__ = ["Value", "calendar_days", "durations", "frequencies"]

_FINEST = 52.0
"""Times a year: weekly."""


def frequencies(text: str) -> tuple[Value, ...]:
    """Every frequency from weekly to rarer in a text, in times a year, in order."""
    return tuple(value for value in values.frequencies(text) if value.low <= _FINEST)
