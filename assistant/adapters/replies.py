"""From what a model sent back to an object by the schema; anything else is a `ReplyError`.

Read strictly: a reply that was cut off is refused and never completed by guessing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.errors import ReplyError

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage


class NoObject(ReplyError):
    """The reply holds no JSON object at all."""


def object_in(message: AIMessage, schema: dict[str, Any]) -> dict[str, Any]:
    """The object of a reply, from its tool call or its text, by the schema.

    Of several objects in the text the last that holds to the schema is taken: some models think
    aloud first.
    """
    if message.response_metadata.get("finish_reason") == "length":
        raise cut_off()
    if refusal := message.additional_kwargs.get("refusal"):
        raise ReplyError(f"the model declined to answer: {str(refusal)[:200]}")
    given = [dict(call["args"]) for call in message.tool_calls] or [*_objects(message.text)]
    if not given:
        raise NoObject("the reply is not JSON by the schema")
    problems = [_problem(said, schema) for said in given]
    good = [said for said, problem in zip(given, problems, strict=True) if problem is None]
    if not good:
        raise ReplyError(f"the reply is outside the schema: {problems[-1]}")
    return good[-1]


def cut_off() -> ReplyError:
    """The error of a reply that reached the length limit."""
    return ReplyError(
        "the reply was cut off at its longest length; ask for less, or raise EVIDARY_REPLY_TOKENS"
    )


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The outermost JSON objects that stand whole in a text."""
    decoder = json.JSONDecoder()
    at = text.find("{")
    while at >= 0:
        try:
            said, end = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError):
            end = at + 1
        else:
            yield said
        at = text.find("{", end)


def _problem(said: dict[str, Any], schema: dict[str, Any]) -> str | None:
    import jsonschema

    try:
        jsonschema.validate(said, schema)
    except jsonschema.ValidationError as error:
        return str(error.message)[:300]
    return None
