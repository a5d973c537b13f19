from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.pricing import (
    DEFAULT_WINDOW,
    estimate_batch,
    estimate_most,
    reply_limit,
    window,
)
from assistant.adapters.tokens import count_tokens, estimate_tokens
from assistant.ports import Call, Typical
from assistant.settings import Settings, load_settings
from assistant.store.store import Store

PROMPTS = [("You are careful.", "Is MFA required? " * 40)] * 10
TYPICAL = Typical(tokens_out=200, seconds=3.0)


@pytest.fixture(autouse=True)
def no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


def test_a_known_model_has_tokens_time_and_cost() -> None:
    estimate = estimate_batch(PROMPTS, "openai:gpt-4o-mini", Settings(), typical=TYPICAL)
    assert estimate.calls == 10
    assert estimate.tokens_in >= 10 * count_tokens(PROMPTS[0][1])
    assert estimate.tokens_out == 2_000
    assert estimate.seconds == pytest.approx(10 * 3.0 / Settings().concurrency)
    assert estimate.cost is not None
    assert 0 < estimate.cost < Decimal("0.1")
    assert estimate.priced_by.startswith("genai-prices ")


@pytest.mark.parametrize(
    ("model", "settings"),
    [
        pytest.param("openai:our-own-model", {}, id="unknown model"),
        pytest.param(
            "openai:gpt-4o", {"base_url": "http://127.0.0.1:8080/v1"}, id="known name elsewhere"
        ),
        pytest.param("ollama:llama3", {}, id="unknown provider"),
    ],
)
def test_no_price_is_invented(model: str, settings: dict[str, Any]) -> None:
    estimate = estimate_batch(PROMPTS, model, Settings(**settings))
    assert estimate.cost is None
    assert estimate.tokens_in > 0
    assert estimate.seconds > 0


def test_the_users_own_figures_win(tmp_path: Path) -> None:
    (tmp_path / "evidary.toml").write_text(
        '[models."openai:gpt-4o"]\ncontext_tokens = 5_000\ninput_price = 1\noutput_price = 10\n'
        'currency = "EUR"\npriced_on = 2026-05-01\n',
        encoding="utf-8",
    )
    settings = load_settings(tmp_path)
    estimate = estimate_batch(PROMPTS, "openai:gpt-4o", settings, typical=TYPICAL)
    tokens = Decimal(estimate.tokens_in + 10 * estimate.tokens_out)
    assert estimate.cost == tokens / 1_000_000
    assert (estimate.currency, estimate.priced_by) == ("EUR", "your settings, 2026-05-01")
    assert window("openai:gpt-4o", settings) == 5_000


def test_a_slow_rate_makes_a_batch_long() -> None:
    settings = Settings(requests_per_minute=2)
    assert estimate_batch(PROMPTS, "openai:x", settings).seconds == 300


def test_prompts_that_will_be_refused_are_counted() -> None:
    settings = Settings(context_tokens=1_000)
    prompts = [*PROMPTS, ("long", "evidence " * 2_000)]
    assert estimate_batch(prompts, "openai:x", settings).too_long == 1


def test_nothing_to_ask_costs_nothing() -> None:
    estimate = estimate_batch([], "openai:gpt-4o", Settings())
    assert (estimate.calls, estimate.tokens_in, estimate.seconds) == (0, 0, 0)


@pytest.mark.parametrize(
    ("model", "settings", "expected"),
    [
        pytest.param("openai:gpt-4o-mini", {}, 128_000, id="listed"),
        pytest.param("openai:our-own", {}, DEFAULT_WINDOW, id="unknown"),
        pytest.param("openai:gpt-4o-mini", {"context_tokens": 9_000}, 9_000, id="set"),
    ],
)
def test_the_window_is_known_or_assumed(
    model: str, settings: dict[str, Any], expected: int
) -> None:
    assert window(model, Settings(**settings)) == expected


def test_a_reply_takes_half_of_a_small_window_at_most() -> None:
    assert reply_limit("openai:x", Settings(context_tokens=2_000)) == 1_000


def test_an_exact_encoding_is_counted_and_another_estimated_above_it() -> None:
    text = "Access is reviewed quarterly. <|endoftext|>"
    assert estimate_tokens(text, "cl100k_base") == count_tokens(text)
    assert estimate_tokens(text, "o200k_base") > count_tokens(text)


def test_logged_calls_say_what_a_call_takes(tmp_path: Path) -> None:
    store = Store.at(tmp_path / "x.db")
    record = store.calls.recorder("r1")
    for tokens, seconds, outcome in (
        (100, 2.0, "answered"),
        (300, 4.0, "answered"),
        (9, 60.0, "failed"),
    ):
        at = datetime(2026, 6, 1, tzinfo=UTC)
        record(Call(at, "openai:x", "card 1.0.0", "plain", outcome, seconds, 50, tokens))  # type: ignore[arg-type]
    assert store.calls.typical("openai:x", "card 1.0.0") == Typical(200, 3.0)
    assert store.calls.typical("openai:x", "another 1.0.0") is None
    assert [c.outcome for c in store.calls.of_run("r1")] == ["answered", "answered", "failed"]
    assert store.calls.of_run("r2") == []
    store.close()


def test_what_is_not_written_yet_is_bounded_by_its_longest_prompt_and_reply() -> None:
    settings = Settings(reply_tokens=1_000)
    most = estimate_most(6_000, 5, "openai:gpt-4o-mini", settings)
    assert (most.calls, most.tokens_in, most.tokens_out) == (5, 15_000, 5_000)
    written = estimate_batch([["A word of text. " * 375]] * 5, "openai:gpt-4o-mini", settings)
    assert written.tokens_in < most.tokens_in
    assert most.cost is not None
    assert written.cost is not None
    assert written.cost < most.cost
    assert estimate_most(6_000, 5, "openai:unheard-of", settings).cost is None
