"""A name for a gap that every run gives it again, so that work on it finds it."""

from __future__ import annotations

import hashlib

from assistant.model import Gap

_DIGITS = 12


def gap_key(criterion: str, gap: Gap) -> str:
    """The gap's lasting key: criterion, kind, and a digest of what it is about.

    Counts, dates, severity and wording of the detail do not enter: "2 of 5 leavers" and "1 of 6
    leavers" in the same lists are one gap. Keys of one run are distinct.
    """
    about = hashlib.sha256(gap.about.encode()).hexdigest()[:_DIGITS]
    return f"{criterion}:{gap.kind}:{about}"
