"""What a batch of model calls will take: tokens, time and, where a price is known, money.

Windows and prices come from the `genai-prices` package, whose list ships inside it, or from the
user's own `[models]` table, which wins. A model that neither knows has no price: none is guessed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.metadata import version
from typing import TYPE_CHECKING

from assistant.adapters.tokens import encoding_of, estimate_tokens
from assistant.ports import Typical
from assistant.settings import ModelFacts, Settings

if TYPE_CHECKING:
    from genai_prices.types import PriceCalculation

DEFAULT_WINDOW = 32_000
"""Tokens assumed of a model whose window nobody states."""
TYPICAL = Typical(tokens_out=350, seconds=8.0)
"""What a call is taken to need where none was logged yet."""
_CHARACTERS_A_TOKEN = 2
_OPENAI = "https://api.openai.com/v1"
_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a batch will take. `cost` is None where no price is known; `priced_by` says whose it is."""

    calls: int
    tokens_in: int
    tokens_out: int
    seconds: float
    cost: Decimal | None
    currency: str
    priced_by: str
    too_long: int = 0
    """Calls whose prompt does not fit the window; they will be refused."""


def estimate_batch(
    prompts: Sequence[Sequence[str]],
    model: str,
    settings: Settings,
    *,
    typical: Typical | None = None,
) -> Estimate:
    """The estimate for a call with each of these prompts, each given as its texts.

    `typical` is what the logged calls needed (`store.calls.typical`). Input is counted; output and
    time are what is expected, not bounds.
    """
    usual = typical or TYPICAL
    encoding = encoding_for(model, settings)
    counts = [sum(estimate_tokens(text, encoding) for text in texts) for texts in prompts]
    room = window(model, settings) - reply_limit(model, settings)
    calls = len(counts)
    cost, currency, priced_by = _cost(sum(counts), usual.tokens_out * calls, calls, model, settings)
    return Estimate(
        calls=calls,
        tokens_in=sum(counts),
        tokens_out=usual.tokens_out * calls,
        seconds=_seconds(calls, usual.seconds, settings),
        cost=cost,
        currency=currency,
        priced_by=priced_by,
        too_long=sum(count > room for count in counts),
    )


def estimate_most(characters: int, calls: int, model: str, settings: Settings) -> Estimate:
    """What calls take at most that each send up to so many characters and get the longest reply.

    For prompts that are not written yet. Tokens of text are taken at two characters each, which
    English and tables do not reach. The time is what is expected of them, as in `estimate_batch`.
    """
    tokens_in = calls * -(-characters // _CHARACTERS_A_TOKEN)
    tokens_out = calls * reply_limit(model, settings)
    cost, currency, priced_by = _cost(tokens_in, tokens_out, calls, model, settings)
    seconds = _seconds(calls, TYPICAL.seconds, settings)
    return Estimate(calls, tokens_in, tokens_out, seconds, cost, currency, priced_by)


def window(model: str, settings: Settings) -> int:
    """The model's window in tokens: as set, as the user's table or the list has it, or 32,000."""
    own = settings.models.get(model, ModelFacts()).context_tokens
    if settings.context_tokens or own:
        return settings.context_tokens or own or DEFAULT_WINDOW
    listed = _listed(model, settings, 1, 1)
    return (listed.model.context_window if listed else None) or DEFAULT_WINDOW


def reply_limit(model: str, settings: Settings) -> int:
    """Longest reply asked for, in tokens: as set, but never over half the window."""
    return min(settings.reply_tokens, window(model, settings) // 2)


def encoding_for(model: str, settings: Settings) -> str | None:
    """The model's encoding as the user or tiktoken names it; None where nobody does."""
    own = settings.models.get(model, ModelFacts()).encoding
    return own or encoding_of(model.partition(":")[2])


def _seconds(calls: int, each: float, settings: Settings) -> float:
    together = min(settings.concurrency, max(calls, 1))
    seconds = calls * each / together
    if settings.requests_per_minute:
        seconds = max(seconds, calls * 60 / settings.requests_per_minute)
    return seconds


def _cost(
    tokens_in: int, tokens_out: int, calls: int, model: str, settings: Settings
) -> tuple[Decimal | None, str, str]:
    """The cost, its currency and whose price it is."""
    own = settings.models.get(model, ModelFacts())
    if own.input_price is not None and own.output_price is not None:
        cost = (tokens_in * own.input_price + tokens_out * own.output_price) / _MILLION
        dated = f", {own.priced_on}" if own.priced_on else ""
        return cost, own.currency, f"your settings{dated}"
    if calls and (listed := _listed(model, settings, tokens_in // calls, tokens_out // calls)):
        return listed.total_price * calls, "USD", f"genai-prices {version('genai-prices')}"
    return None, own.currency, ""


def _listed(
    model: str, settings: Settings, tokens_in: int, tokens_out: int
) -> PriceCalculation | None:
    """One call by the shipped list; None for a model, or an endpoint, that it does not know."""
    from genai_prices import Usage, calc_price

    provider, _, name = model.partition(":")
    usage = Usage(input_tokens=tokens_in, output_tokens=tokens_out)
    endpoint = None
    if provider == "openai":
        # The same model name behind another address is another offer at another price.
        endpoint = settings.base_url or os.environ.get("OPENAI_BASE_URL") or _OPENAI
    try:
        if endpoint:
            return calc_price(usage, name, provider_api_url=endpoint)
        return calc_price(usage, name, provider_id=provider)
    except LookupError:
        return None
