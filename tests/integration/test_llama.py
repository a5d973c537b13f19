"""A real llama.cpp server with a real small model: the form holds, and nothing it says is believed.

The model is a base model: it continues text and knows no answer. That makes it a fair adversary.
`make test-model` installs it and runs these; without it they fail, they are never skipped.
"""

from __future__ import annotations

import copy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.chat_model import ChatModel
from assistant.engines.cards import load_card
from assistant.engines.chat_answers import ChatAnswers
from assistant.errors import EngineError
from assistant.model import Evidence
from assistant.settings import Settings
from assistant.store.store import Store
from assistant.verify import check_citations
from tests.integration.conftest import question
from tests.integration.llama import WINDOW, assemble

pytestmark = pytest.mark.llama
QUESTIONS = (
    "Is multi-factor authentication required for remote users?",
    "Do you carry cyber liability insurance, and up to what amount?",
)


class Bounded(ChatModel):
    """Asks for the same form with short strings and something said: a base model finds no end."""

    def ask(
        self, system: str, user: str, schema: dict[str, Any], *, prompt: str = ""
    ) -> dict[str, Any]:
        return super().ask(system, user, bounded(schema), prompt=prompt)


def bounded(schema: dict[str, Any]) -> dict[str, Any]:
    made = copy.deepcopy(schema)
    sentences = made["properties"]["sentences"]
    quotes = sentences["items"]["properties"]["quotes"]
    made["properties"]["missing"]["maxLength"] = 20
    sentences |= {"minItems": 1, "maxItems": 1}
    sentences["items"]["properties"]["text"] = {"type": "string", "minLength": 8, "maxLength": 60}
    quotes |= {"minItems": 1, "maxItems": 1}
    handle = {"type": "string", "enum": ["P1", "P2", "P9"]}
    quote = {"type": "string", "minLength": 8, "maxLength": 60}
    quotes["items"]["properties"] = {"handle": handle, "quote": quote}
    return made


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    model = assemble(tmp_path_factory.mktemp("model") / "gemma.gguf")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.llama", str(model)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=Path(__file__).resolve().parent.parent.parent,
    )
    assert process.stdout is not None
    with process:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"
        process.terminate()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.at(tmp_path / "calls.db")
    yield opened
    opened.close()


@pytest.fixture
def model(address: str, store: Store) -> Bounded:
    settings = Settings(
        base_url=address,
        context_tokens=WINDOW,
        reply_tokens=500,
        timeout_seconds=240,
        retries=0,
        concurrency=1,
    )
    return Bounded("openai:gemma", settings, record=store.calls.recorder("llama"))


def holding(
    engine: ChatAnswers, text: str, shown: tuple[Evidence, ...], root: Path
) -> tuple[int, list[str]]:
    """How many sentences the model said, and those all of whose citations were proven."""
    draft = engine.answer(question(text), shown)
    document = shown[0].document
    kept = []
    for sentence in draft.sentences:
        checked, refused = check_citations(sentence.citations, document, root=root)
        assert all(c.quote in document.text for c in checked)
        if checked and not refused:
            kept.append(sentence.text)
    return len(draft.sentences), kept


def test_json_by_the_schema_comes_back_and_is_logged_with_its_usage(
    model: Bounded, store: Store, shown: tuple[Evidence, ...]
) -> None:
    engine = ChatAnswers(model)
    system, user, _ = engine.prompt_texts(question(), shown)
    schema = load_card("answer_question").reply_schema
    reply = model.ask(system, user, schema, prompt="answer_question 1.0.0")
    assert set(reply) == set(schema["required"])
    (call,) = store.calls.of_run("llama")
    assert (call.outcome, call.way) == ("answered", "json_schema")
    assert call.tokens_in is not None
    assert call.tokens_out is not None
    assert call.tokens_in > 300
    assert 10 < call.tokens_out <= 500


def test_nothing_that_the_evidence_does_not_hold_survives(
    model: Bounded, shown: tuple[Evidence, ...], root: Path, store: Store
) -> None:
    engine = ChatAnswers(model)
    results = [holding(engine, text, shown, root) for text in QUESTIONS]
    said = sum(count for count, _ in results)
    kept = [text for _, texts in results for text in texts]
    assert len(store.calls.of_run("llama")) >= len(QUESTIONS)
    assert said > len(kept), "the model said nothing false: it is no test of the proof"


def test_a_prompt_beyond_the_servers_window_is_an_error_that_says_so(address: str) -> None:
    settings = Settings(base_url=address, context_tokens=20_000, reply_tokens=100, retries=0)
    model = ChatModel("openai:gemma", settings)
    schema = load_card("answer_question").reply_schema
    with pytest.raises(EngineError, match=r"window|context"):
        model.ask("Be brief.", "evidence and more " * 1_500, schema)
