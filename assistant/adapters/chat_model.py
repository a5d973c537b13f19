"""Any chat model that LangChain knows, asked for JSON by a schema.

Endpoints differ in what they offer for structured output, so the ways are tried in order and the
one that worked is remembered: JSON schema, forced tool call, JSON mode. The reply is validated
against the schema whatever the endpoint promised.
"""

from __future__ import annotations

import json
import logging
import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from assistant.adapters.tokens import estimate_tokens
from assistant.errors import EngineError
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

log = logging.getLogger(__name__)
Method = Literal["json_schema", "function_calling", "json_mode"]
_METHODS: tuple[Method, ...] = ("json_schema", "function_calling", "json_mode")
_REPLY_TOKENS = 1_500


class ChatModel:
    """One endpoint and model, as `provider:model` with the settings' address and key.

    Rate limits, timeouts and retries are the client library's. Raises `EngineError` only.
    """

    def __init__(self, setting: str, settings: Settings) -> None:
        self.name = setting
        self._settings = settings
        self._methods = list(_METHODS)

    def ask(self, system: str, user: str, schema: dict[str, Any]) -> dict[str, Any]:
        """The model's reply as an object that holds to the schema."""
        self._refuse_if_too_long(system + user)
        messages = [("system", system), ("human", user)]
        while True:
            try:
                return self._reply(messages, schema, self._methods[0])
            except _Unsupported as error:
                if len(self._methods) == 1:
                    raise EngineError(f"{self.name}: {error}") from error
                log.info("%s refuses %s: %s", self.name, self._methods[0], error)
                self._methods.pop(0)

    def _reply(
        self, messages: list[tuple[str, str]], schema: dict[str, Any], method: Method
    ) -> dict[str, Any]:
        import openai

        if method == "json_mode":
            system = f"{messages[0][1]}\n\nReply with one JSON object by this schema:\n"
            messages = [("system", system + json.dumps(schema)), *messages[1:]]
        asked = self._model.with_structured_output(schema, method=method, include_raw=True)
        try:
            answer = asked.invoke(messages)
        except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
            raise _Unsupported(str(error)) from error
        except openai.OpenAIError as error:
            # Some local servers answer 500 where they do not know a response format.
            if getattr(error, "status_code", None) == 500:
                raise _Unsupported(str(error)) from error
            raise EngineError(f"{self.name} gave no answer: {error}") from error
        return _validated(answer, schema, self.name)  # type: ignore[arg-type] # include_raw: a dict

    def _refuse_if_too_long(self, prompt: str) -> None:
        needed = estimate_tokens(prompt) + _REPLY_TOKENS
        if needed > self._settings.context_tokens:
            raise EngineError(
                f"the prompt needs about {needed} tokens, the model's window is "
                f"{self._settings.context_tokens} (EVIDARY_CONTEXT_TOKENS); nothing was sent"
            )

    @cached_property
    def _model(self) -> BaseChatModel:
        # Tracing would send prompts, and so evidence, to a third party.
        os.environ["LANGSMITH_TRACING"] = "false"
        os.environ["LANGCHAIN_TRACING_V2"] = "false"
        from langchain.chat_models import init_chat_model

        provider, _, model = self.name.partition(":")
        options: dict[str, Any] = {
            "temperature": 0,
            "timeout": self._settings.timeout_seconds,
            "max_retries": self._settings.retries,
        }
        if provider == "openai":
            key = self._settings.api_key
            options["base_url"] = self._settings.base_url or os.environ.get("OPENAI_BASE_URL")
            options["api_key"] = (
                key.get_secret_value() if key else os.environ.get("OPENAI_API_KEY", "none")
            )
        try:
            made: BaseChatModel = init_chat_model(model, model_provider=provider, **options)
        except (ImportError, ValueError) as error:
            raise EngineError(f"cannot use {self.name!r}: {error}") from error
        return made


class _Unsupported(Exception):
    """The endpoint does not offer this way of structured output."""


def _validated(answer: dict[str, Any], schema: dict[str, Any], name: str) -> dict[str, Any]:
    import jsonschema

    parsed = answer.get("parsed")
    if parsed is None:
        raise EngineError(f"{name} answered with something that is not JSON by the schema")
    try:
        jsonschema.validate(parsed, schema)
    except jsonschema.ValidationError as error:
        raise EngineError(f"{name} answered outside the schema: {error.message}") from error
    return dict(parsed)
