"""The sentences of viewing that more than one module says."""

from __future__ import annotations

NOT_REFOUND = (
    "The words of this quote were not found again at this place of the file, so nothing is marked."
)
OUT_OF_SIGHT = "The words of this quote stand outside the visible part of the page: it was cropped."
NO_LONGER_HELD = (
    "The version of the file that was cited is no longer held: it was changed, moved or taken away."
)


def standing(times: int, where: str) -> str:
    """A note where the same words stand more than once; empty otherwise."""
    return f"these words stand {times} times {where}, all are marked" if times > 1 else ""
