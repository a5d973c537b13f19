"""What calls to a model take, in words, the same wherever it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.adapters.pricing import Estimate


def price(calls: Estimate, how: str = "about") -> str:
    """The money and whose price it is; that it is unknown, where no price is listed."""
    if calls.cost is None:
        return "cost unknown: no price is listed for this model"
    amount = f"{calls.cost:.2f}" if calls.cost >= 1 else f"{calls.cost:.2g}"
    return f"{how} {amount} {calls.currency} by {calls.priced_by}"


def at_most(model: str, calls: Estimate) -> str:
    """What one question takes that is not asked yet."""
    return (
        f"A question goes to {model}, as a rule in one call, at most in {calls.calls}: altogether up "
        f"to about {calls.tokens_in:,} tokens in and {calls.tokens_out:,} out, "
        f"{price(calls, 'at most about')}."
    )
