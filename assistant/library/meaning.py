"""Whether two questions ask the same: the same form, the same details, the same things.

Nearness of vectors alone cannot tell "annually" from "quarterly" or "at rest" from "in transit",
so a near question must agree in every detail that code can check before it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.claims.values import Value
from assistant.library.wording import Wording, vocabulary

Sameness = Literal["identical", "same", "near"]
"""Same words; other words for the same things; near: one asks one thing more, a person must judge."""

NEAR = 0.80
"""Least cosine of two questions that are near; `benchmarks/library.py`."""
_FEWEST_SHARED = 2


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two questions are, and the words in which they differ."""

    sameness: Sameness
    differing: tuple[str, ...] = ()


def likeness(one: Wording, other: Wording, similarity: float) -> Likeness | None:
    """How alike two questions are; None where they do not ask the same.

    `similarity` is the cosine of their vectors, -1 to 1; only near pairs need it.
    """
    if one.dependent or other.dependent:
        return None
    if one.key == other.key:
        return Likeness("identical") if one.key else None
    if not _agree(one, other):
        return None
    if one.terms == other.terms:
        return Likeness("same") if one.terms else None
    if similarity < NEAR or not _tolerable(one, other):
        return None
    return Likeness("near", tuple(sorted(one.terms ^ other.terms)))


def _agree(one: Wording, other: Wording) -> bool:
    """Form, negation, can or must, names, values and who acts are the same."""
    return (
        one.form == other.form
        and one.negative == other.negative
        and {one.modality, other.modality} != {"may", "must"}
        and one.names | other.names <= one.terms & other.terms
        and not (one.actor and other.actor and one.actor != other.actor)
        and same_values(one.values, other.values)
    )


def same_values(ours: tuple[Value, ...], theirs: tuple[Value, ...]) -> bool:
    """Both give as many values, and each can mean its counterpart."""
    return len(ours) == len(theirs) and all(
        a.overlaps(b) for a, b in zip(ours, theirs, strict=True)
    )


def _tolerable(one: Wording, other: Wording) -> bool:
    """One side says one thing more, and it is none whose difference always matters.

    A word put in another's place is never near: "critical" for "high", "given" for "taken".
    """
    loose = one.terms ^ other.terms
    return (
        len(loose) == 1
        and len(one.terms & other.terms) >= _FEWEST_SHARED
        and not loose & vocabulary().contrasts
    )
