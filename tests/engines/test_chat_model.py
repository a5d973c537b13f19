from __future__ import annotations

import json
from typing import Any

import pytest

from assistant.adapters.chat_model import ChatModel
from assistant.errors import EngineError, ReplyError
from assistant.settings import Settings
from tests.engines.server import Answer, Reply, chat_server, completion, fault

SCHEMA = {
    "title": "Say",
    "description": "One word.",
    "type": "object",
    "additionalProperties": False,
    "required": ["word"],
    "properties": {"word": {"type": "string"}},
}
GOOD = json.dumps({"word": "hello"})


def ask(answer: Answer, **settings: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    with chat_server(answer) as (url, seen):
        made = Settings(base_url=url, retries=settings.pop("retries", 0), **settings)
        return ChatModel("openai:test", made).ask("system", "user", SCHEMA), seen


def way_of(request: dict[str, Any]) -> str:
    if request.get("tools"):
        return "function_calling"
    return str(request.get("response_format", {}).get("type", "plain"))


def only(way: str) -> Answer:
    """A server that knows one way of structured output and refuses the others."""

    def answer(request: dict[str, Any]) -> Reply:
        if way_of(request) != way:
            return fault(400, f"{way_of(request)} is not supported")
        return completion(GOOD, tool="Say" if way == "function_calling" else None)

    return answer


@pytest.mark.parametrize("way", ["json_schema", "function_calling", "json_object", "plain"])
def test_each_way_of_structured_output_is_found(way: str) -> None:
    reply, seen = ask(only(way))
    assert reply == {"word": "hello"}
    assert way_of(seen[-1]) == way


def test_the_way_that_worked_is_remembered() -> None:
    with chat_server(only("json_object")) as (url, seen):
        model = ChatModel("openai:test", Settings(base_url=url, retries=0))
        model.ask("system", "user", SCHEMA)
        before = len(seen)
        model.ask("system", "user", SCHEMA)
        assert len(seen) == before + 1


def test_a_refused_call_is_tried_again_by_the_client() -> None:
    replies = [fault(429), completion(GOOD)]
    reply, seen = ask(lambda _: replies.pop(0), retries=2)
    assert reply == {"word": "hello"}
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        pytest.param(lambda _: fault(401), "gave no answer", id="wrong key"),
        pytest.param(lambda _: fault(429), "gave no answer", id="rate limited for good"),
        pytest.param(lambda _: completion("no json"), "JSON", id="not json"),
        pytest.param(lambda _: completion('{"other": 1}'), "schema|JSON", id="other object"),
        pytest.param(lambda _: fault(500), "no", id="broken server"),
    ],
)
def test_every_fault_is_one_kind_of_error(answer: Answer, words: str) -> None:
    with pytest.raises(EngineError, match=words):
        ask(answer)


def test_a_server_that_is_not_there_is_an_engine_error() -> None:
    with pytest.raises(EngineError, match="gave no answer"):
        ChatModel("openai:t", Settings(base_url="http://127.0.0.1:9/v1", retries=0)).ask(
            "s", "u", SCHEMA
        )


def test_a_prompt_beyond_the_window_is_refused_and_not_sent() -> None:
    with chat_server(lambda _: completion(GOOD)) as (url, seen):
        model = ChatModel("openai:t", Settings(base_url=url, context_tokens=2_000))
        with pytest.raises(EngineError, match="nothing was sent"):
            model.ask("system", "evidence " * 2_000, SCHEMA)
        assert seen == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Sure:\n```json\n{GOOD}\n```\nDone.", id="fenced"),
        pytest.param(f'<think>{{"word": 1}}</think>{GOOD}', id="thinking aloud"),
    ],
)
def test_an_object_is_found_in_prose_where_nothing_else_works(text: str) -> None:
    reply, _ = ask(lambda r: completion(text) if way_of(r) == "plain" else fault(400))
    assert reply == {"word": "hello"}


def test_an_endpoint_that_ignores_the_form_is_told_the_schema_in_the_prompt() -> None:
    def answer(request: dict[str, Any]) -> Reply:
        told = '"required":["word"]' in request["messages"][0]["content"]
        return completion(GOOD if told else "Hello there.")

    reply, seen = ask(answer)
    assert reply == {"word": "hello"}
    assert way_of(seen[-1]) == "json_object"


def test_a_hiccup_does_not_change_the_way_of_asking() -> None:
    replies = [completion(GOOD), fault(500), completion(GOOD)]
    with chat_server(lambda _: replies.pop(0)) as (url, seen):
        model = ChatModel("openai:test", Settings(base_url=url, retries=1))
        model.ask("system", "user", SCHEMA)
        model.ask("system", "user", SCHEMA)
    assert {way_of(r) for r in seen} == {"json_schema"}


@pytest.mark.parametrize("option", ["temperature", "max_completion_tokens"])
def test_an_option_that_the_endpoint_refuses_is_left_out(option: str) -> None:
    def answer(request: dict[str, Any]) -> Reply:
        return fault(400, f"unsupported: {option}") if option in request else completion(GOOD)

    reply, seen = ask(answer)
    assert reply == {"word": "hello"}
    assert len(seen) == 2
    assert way_of(seen[-1]) == "json_schema"


def test_a_reply_that_was_cut_off_is_refused() -> None:
    def answer(_: dict[str, Any]) -> Reply:
        status, content = completion(GOOD)
        content["choices"][0]["finish_reason"] = "length"
        return status, content

    with pytest.raises(ReplyError, match="cut off"):
        ask(answer)


def test_azure_is_asked_at_its_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_VERSION", "2024-10-21")
    with chat_server(lambda _: completion(GOOD)) as (url, seen):
        settings = Settings(base_url=url.removesuffix("/v1"), api_key="azure-key", retries=0)
        reply = ChatModel("azure_openai:our-deployment", settings).ask("s", "u", SCHEMA)
    assert reply == {"word": "hello"}
    assert way_of(seen[0]) == "json_schema"


@pytest.mark.parametrize(
    ("setting", "words"),
    [("nobody:model", "cannot use"), ("anthropic:claude", "cannot use")],
    ids=["unknown provider", "package missing"],
)
def test_a_provider_that_cannot_be_had_is_an_engine_error(setting: str, words: str) -> None:
    with pytest.raises(EngineError, match=words):
        ChatModel(setting, Settings(context_tokens=8_000)).ask("s", "u", SCHEMA)
