"""One LangChain chat model as configured, and its client's errors as ours.

Timeouts, retries (which honour `Retry-After`) and the rate limit are LangChain's and the client
library's. Options that an endpoint does not know are left out after it said so.
"""

from __future__ import annotations

import os
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from assistant.adapters.pricing import reply_limit
from assistant.errors import EngineError, EngineRejected
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage
    from langchain_core.rate_limiters import InMemoryRateLimiter

Way = Literal["json_schema", "function_calling", "json_mode", "plain"]
Messages = list[tuple[str, str]]
_SCHEMA_TOO = ("openai", "azure_openai")
_OPTIONS = {"temperature": ("temperature",), "max_tokens": ("max_tokens", "max_completion_tokens")}
"""Options that some endpoints refuse, with the names under which they complain of them."""
_NO_SUCH = (401, 404)
_NOT_THIS_WAY = (400, 422, 500, 501)
"""Some local servers answer 500 where they do not know a response format."""


class Unsupported(EngineError):
    """The endpoint does not offer this way of structured output."""


class OptionRefused(Unsupported):
    """The endpoint refused an option, which is left out from now on; the same call may be made."""


class Endpoint:
    """Makes the LangChain model when first needed and asks it. Safe to use from several threads."""

    def __init__(self, setting: str, settings: Settings) -> None:
        self.name = setting
        self._settings = settings
        self._options: dict[str, Any] = {
            "temperature": 0,
            "max_tokens": reply_limit(setting, settings),
        }
        self._made: BaseChatModel | None = None
        self._limiter: InMemoryRateLimiter | None = None
        self._lock = Lock()

    def invoke(self, way: Way, messages: Messages, schema: dict[str, Any]) -> AIMessage:
        """The model's message, unread. Raises `EngineError` for whatever went wrong."""
        model, options = self._model()
        asked = self._asked(model, way, schema)
        try:
            answer = asked.invoke(messages)
        except Exception as error:  # every provider's client has errors of its own
            if (cut := _cut_off(error)) is not None:
                return cut
            raise self._explained(error, options) from error
        message: AIMessage = answer if way == "plain" else answer["raw"]
        return message

    def _asked(self, model: BaseChatModel, way: Way, schema: dict[str, Any]) -> Any:
        if way == "plain":
            return model
        more: dict[str, Any] = {}
        if way == "json_schema" and self.name.partition(":")[0] in _SCHEMA_TOO:
            more["strict"] = True
        try:
            return model.with_structured_output(schema, method=way, include_raw=True, **more)
        except (ValueError, TypeError, NotImplementedError) as error:
            raise Unsupported(f"{self.name}: {error}") from error

    def _model(self) -> tuple[BaseChatModel, dict[str, Any]]:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made, self._options

    def _make(self) -> BaseChatModel:
        # Tracing would send prompts, and so evidence, to a third party.
        os.environ["LANGSMITH_TRACING"] = "false"
        os.environ["LANGCHAIN_TRACING_V2"] = "false"
        from langchain.chat_models import init_chat_model

        provider, _, model = self.name.partition(":")
        try:
            made: BaseChatModel = init_chat_model(
                model,
                model_provider=provider,
                timeout=self._settings.timeout_seconds,
                max_retries=self._settings.retries,
                rate_limiter=self._rate_limiter(),
                **self._options,
                **self._address(provider, model),
            )
        except (ImportError, ValueError) as error:
            raise EngineError(f"cannot use {self.name!r}: {self._said(error)}") from error
        return made

    def _rate_limiter(self) -> InMemoryRateLimiter | None:
        from langchain_core.rate_limiters import InMemoryRateLimiter

        if self._settings.requests_per_minute and self._limiter is None:
            self._limiter = InMemoryRateLimiter(
                requests_per_second=self._settings.requests_per_minute / 60,
                check_every_n_seconds=0.05,
            )
        return self._limiter

    def _address(self, provider: str, model: str) -> dict[str, Any]:
        """Address and key, from the settings before the provider's own variables."""
        key, url = self._settings.api_key, self._settings.base_url
        secret = key.get_secret_value() if key else None
        if provider == "openai":
            return {
                "base_url": url or os.environ.get("OPENAI_BASE_URL"),
                # A local server wants none, but the client insists on one.
                "api_key": secret or os.environ.get("OPENAI_API_KEY", "none"),
            }
        given = {"api_key": secret} if secret else {}
        if provider == "azure_openai":
            given["azure_deployment"] = model
            return given | ({"azure_endpoint": url} if url else {})
        return given | ({"base_url": url} if url else {})

    def _explained(self, error: Exception, options: dict[str, Any]) -> EngineError:
        """The client's error as ours, with what to do about it where that is known."""
        from langchain_core.exceptions import ContextOverflowError

        said = f"{self.name} gave no answer: {self._said(error)}"
        if isinstance(error, ContextOverflowError):
            return EngineError(f"{said}; its window is smaller than set: EVIDARY_CONTEXT_TOKENS")
        status = getattr(error, "status_code", None)
        if status in _NO_SUCH:
            return EngineRejected(f"{said}; check the key, the address and the model's name")
        if status not in _NOT_THIS_WAY:
            return EngineError(said)
        refused = {o for o, names in _OPTIONS.items() if any(n in said for n in names)}
        if status in (400, 422) and refused & options.keys():
            self._leave_out(refused)
            return OptionRefused(said)
        return Unsupported(said)

    def _leave_out(self, refused: set[str]) -> None:
        with self._lock:
            self._options = {k: v for k, v in self._options.items() if k not in refused}
            self._made = None

    def _said(self, error: Exception) -> str:
        """The error and its cause in words, without the key, which some servers repeat."""
        cause = error.__cause__
        text = f"{error} ({cause})" if cause is not None and str(cause) else str(error)
        for secret in self._secrets():
            text = text.replace(secret, "***")
        return " ".join(text.split())[:500] or type(error).__name__

    def _secrets(self) -> list[str]:
        key = self._settings.api_key
        named = [v for n, v in os.environ.items() if n.endswith("_API_KEY") and len(v) >= 8]
        return [*named, key.get_secret_value()] if key else named


def _cut_off(error: Exception) -> AIMessage | None:
    """The message of a reply that reached the length limit, which the client raises as an error."""
    from langchain_core.messages import AIMessage
    from openai import LengthFinishReasonError

    if not isinstance(error, LengthFinishReasonError):
        return None
    message = AIMessage("", response_metadata={"finish_reason": "length"})
    if used := error.completion.usage:
        message.usage_metadata = {
            "input_tokens": used.prompt_tokens,
            "output_tokens": used.completion_tokens,
            "total_tokens": used.total_tokens,
        }
    return message
