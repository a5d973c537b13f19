"""A chat model asked for JSON by a schema: masked, counted, logged, and held to the schema.

Endpoints differ in what they offer for structured output, so the ways are tried in order and the
one that worked is remembered: JSON schema, forced tool call, JSON mode, plain text. The reply is
validated whatever the endpoint promised.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from typing import TYPE_CHECKING, Any

from assistant.adapters.endpoint import Endpoint, Messages, OptionRefused, Unsupported, Way
from assistant.adapters.masking import Masked, mask
from assistant.adapters.pricing import encoding_for, reply_limit, window
from assistant.adapters.replies import NoObject, object_in
from assistant.adapters.tokens import estimate_tokens
from assistant.clock import Clock
from assistant.errors import EngineError, ReplyError
from assistant.ports import Call, CallLog, CallOutcome
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.messages.ai import UsageMetadata

log = logging.getLogger(__name__)
_WAYS: tuple[Way, ...] = ("json_schema", "function_calling", "json_mode", "plain")
MOST_CALLS = len(_WAYS)
"""Calls that one `ask` makes at most: each way once, where the model gives no object in any."""
_UNTOLD: tuple[Way, ...] = ("json_mode", "plain")
"""Ways in which the endpoint is not given the schema, so the prompt must hold it."""


class ChatModel:
    """One endpoint and model, as `provider:model` with the settings' address and key.

    `record` is given each call as it ends. Safe to ask from several threads.
    """

    def __init__(
        self,
        setting: str,
        settings: Settings,
        *,
        record: CallLog | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.name = setting
        self._settings = settings
        self._endpoint = Endpoint(setting, settings)
        self._record = record
        self._clock = clock or Clock()
        self._way: Way | None = None

    def ask(
        self, system: str, user: str, schema: dict[str, Any], *, prompt: str = ""
    ) -> dict[str, Any]:
        """The model's reply as an object that holds to the schema, with masked words put back.

        `system` is ours and sent as it is; `user` is masked. Raises `EngineRejected` for a wrong
        key or unknown model, `ReplyError` for a reply that cannot be used, `EngineError` for all
        else. Nothing is sent where the prompt does not fit the model's window.
        """
        masked = self._masked(user)
        messages = [("system", system), ("human", masked.text)]
        self._refuse_if_too_long(messages, schema)
        restored: dict[str, Any] = masked.restore(self._first_reply(messages, schema, prompt))
        return restored

    def _masked(self, user: str) -> Masked:
        settings = self._settings
        if not settings.mask:
            return Masked(user, {})
        return mask(user, addresses=settings.mask_addresses, region=settings.phone_region)

    def _refuse_if_too_long(self, messages: Messages, schema: dict[str, Any]) -> None:
        text = "\n".join(content for _, content in _with_schema(messages, schema))
        reserved = reply_limit(self.name, self._settings)
        needed = estimate_tokens(text, encoding_for(self.name, self._settings)) + reserved
        room = window(self.name, self._settings)
        if needed > room:
            raise EngineError(
                f"the prompt and its reply need up to {needed} tokens, {reserved} of them for the "
                f"reply (EVIDARY_REPLY_TOKENS), but the window of {self.name} is {room} "
                "(EVIDARY_CONTEXT_TOKENS); nothing was sent"
            )

    def _first_reply(
        self, messages: Messages, schema: dict[str, Any], prompt: str
    ) -> dict[str, Any]:
        """The reply by the way known to work, or by the first that does."""
        ways = [self._way] if self._way else [*_WAYS]
        while True:
            try:
                reply = self._reply(ways[0], messages, schema, prompt)
            except OptionRefused as error:
                log.info("%s", error)
            except (Unsupported, NoObject) as error:
                if len(ways) == 1:
                    if isinstance(error, NoObject):
                        # It talks, but not in JSON: it need not be led through all ways again.
                        self._way = ways[0]
                    raise
                log.info("not by %s: %s", ways.pop(0), error)
            else:
                self._way = ways[0]
                return reply

    def _reply(
        self, way: Way, messages: Messages, schema: dict[str, Any], prompt: str
    ) -> dict[str, Any]:
        """One call, logged however it ends."""
        sent = _with_schema(messages, schema) if way in _UNTOLD else messages
        at, started = self._clock.now(), time.perf_counter()
        outcome: CallOutcome = "failed"
        usage: UsageMetadata | None = None
        problem = ""
        try:
            message = self._endpoint.invoke(way, sent, schema)
            usage = message.usage_metadata
            reply = object_in(message, schema)
            outcome = "answered"
        except EngineError as error:
            outcome, problem = _outcome(error), str(error)
            raise
        finally:
            if self._record:
                self._record(
                    Call(
                        at=at,
                        model=self.name,
                        prompt=prompt,
                        way=way,
                        outcome=outcome,
                        seconds=round(time.perf_counter() - started, 3),
                        tokens_in=usage["input_tokens"] if usage else None,
                        tokens_out=usage["output_tokens"] if usage else None,
                        error=problem,
                        digest=hashlib.sha256(repr(sent).encode()).hexdigest(),
                    )
                )
        return reply


def _outcome(error: EngineError) -> CallOutcome:
    if isinstance(error, ReplyError):
        return "unusable"
    return "unsupported" if isinstance(error, Unsupported) else "failed"


def _with_schema(messages: Messages, schema: dict[str, Any]) -> Messages:
    (role, system), *others = messages
    form = json.dumps(schema, separators=(",", ":"))
    return [(role, f"{system}\n\nReply with one JSON object by this schema:\n{form}"), *others]
