"""The answering engine against a real server process on loopback, faults included."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.chat_model import ChatModel
from assistant.answers import Draft
from assistant.engines.chat_answers import LIMIT, ChatAnswers
from assistant.errors import EngineError, EngineRejected, ReplyError
from assistant.model import Evidence
from assistant.ports import Call
from assistant.settings import Settings
from assistant.store.store import Store
from assistant.verify import check_citations
from tests.integration.conftest import ORDER, Peer, question

Shown = tuple[Evidence, ...]
KEY = "sk-test-0123456789-this-is-the-key"


@pytest.fixture
def store(tmp_path: Path) -> Any:
    opened = Store.at(tmp_path / "calls.db")
    yield opened
    opened.close()


@pytest.fixture
def engine(peer: Peer, store: Store) -> Callable[..., ChatAnswers]:
    def make(model: str, **settings: Any) -> ChatAnswers:
        made = Settings(
            base_url=peer.url, api_key=KEY, **({"retries": 2, "timeout_seconds": 10} | settings)
        )
        record = store.calls.recorder("run-1")
        return ChatAnswers(ChatModel(f"openai:{model}", made, record=record))

    return make


def calls(store: Store) -> list[Call]:
    return list(store.calls.of_run("run-1"))


def proven(draft: Draft, shown: Shown, root: Path) -> list[str]:
    """The sentences of a draft all of whose citations hold."""
    document = shown[0].document
    kept = []
    for sentence in draft.sentences:
        checked, refused = check_citations(sentence.citations, document, root=root)
        if checked and not refused:
            kept.append(sentence.text)
    return kept


def test_an_answer_is_quoted_proven_and_logged(
    engine: Callable[..., ChatAnswers], shown: Shown, root: Path, store: Store, peer: Peer
) -> None:
    draft = engine("ok").answer(question(), shown)
    assert draft.verdict == "yes"
    assert proven(draft, shown, root) == [s.text for s in draft.sentences] != []
    (call,) = calls(store)
    assert (call.outcome, call.prompt, call.way) == (
        "answered",
        "answer_question 1.0.0",
        "json_schema",
    )
    assert (call.tokens_in, call.tokens_out) == (1, 1)
    assert len(peer.seen("ok")) == 1


def test_neither_secret_nor_personal_data_leaves_and_quotes_are_whole_again(
    engine: Callable[..., ChatAnswers], shown: Shown, root: Path, peer: Peer
) -> None:
    draft = engine("masked").answer(question("Whom do questions go to?"), shown)
    sent = json.dumps(peer.seen("masked"), ensure_ascii=False)
    assert "ciso@example.com" not in sent
    assert "hunter2" not in sent
    assert "«EMAIL_1»" in sent
    assert KEY not in sent
    assert proven(draft, shown, root)


def test_the_key_is_in_no_log_and_no_error(
    engine: Callable[..., ChatAnswers], shown: Shown, store: Store, tmp_path: Path
) -> None:
    with pytest.raises(EngineRejected, match="wrong key") as raised:
        engine("wrong-key").answer(question(), shown)
    assert KEY not in str(raised.value)
    engine("ok").answer(question(), shown)
    store.close()
    assert all(KEY.encode() not in file.read_bytes() for file in tmp_path.glob("calls.db*"))


def test_a_429_is_waited_out_as_the_server_asks(
    engine: Callable[..., ChatAnswers], shown: Shown, peer: Peer, store: Store
) -> None:
    started = time.monotonic()
    assert engine("limited").answer(question(), shown).sentences
    assert time.monotonic() - started >= 1.0
    assert len(peer.seen("limited")) == 2
    assert [c.outcome for c in calls(store)] == ["answered"]


@pytest.mark.parametrize("model", ["down-once", "cut-once", "slow-once"])
def test_a_passing_fault_is_tried_again(
    model: str, engine: Callable[..., ChatAnswers], shown: Shown, peer: Peer
) -> None:
    assert engine(model, timeout_seconds=1).answer(question(), shown).sentences
    assert len(peer.seen(model)) == 2


@pytest.mark.parametrize(
    ("model", "words"),
    [
        pytest.param("down", "overloaded", id="503"),
        pytest.param("cut", "gave no answer", id="reset in mid body"),
        pytest.param("slow", "timed out", id="timeout"),
        pytest.param("page", "gave no answer", id="a proxy's page"),
    ],
)
def test_a_lasting_fault_is_an_engine_error_and_logged(
    model: str, words: str, engine: Callable[..., ChatAnswers], shown: Shown, store: Store
) -> None:
    with pytest.raises(EngineError, match=words) as raised:
        engine(model, retries=0, timeout_seconds=0.5).answer(question(), shown)
    assert not isinstance(raised.value, ReplyError)
    assert {c.outcome for c in calls(store)} == {"failed"}
    assert all(c.error for c in calls(store))


@pytest.mark.parametrize("model", ["prose", "half-json"])
def test_what_is_no_json_is_refused_and_never_completed(
    model: str, engine: Callable[..., ChatAnswers], shown: Shown, store: Store
) -> None:
    with pytest.raises(ReplyError, match=r"JSON|schema"):
        engine(model).answer(question(), shown)
    assert {c.outcome for c in calls(store)} == {"unusable"}


def test_the_model_is_told_of_its_error_once(
    engine: Callable[..., ChatAnswers], shown: Shown, peer: Peer
) -> None:
    assert engine("corrects-itself").answer(question(), shown).sentences
    first, second = (r["messages"][-1]["content"] for r in peer.seen("corrects-itself"))
    assert second.startswith(first)
    assert "could not be used" in second


@pytest.mark.parametrize("model", ["invents", "misplaces", "obeys"])
def test_what_is_not_in_the_evidence_does_not_survive_the_proof(
    model: str, engine: Callable[..., ChatAnswers], shown: Shown, root: Path
) -> None:
    draft = engine(model).answer(question(), shown)
    assert draft.sentences
    assert proven(draft, shown, root) == []


def test_an_order_hidden_in_evidence_is_never_shown_to_the_model(
    engine: Callable[..., ChatAnswers], shown: Shown, peer: Peer
) -> None:
    draft = engine("obeys").answer(question("What do the rules say to the AI reviewer?"), shown)
    assert ORDER not in json.dumps(peer.seen("obeys"))
    assert any(w.startswith("instruction_in_evidence") for w in draft.warnings)


def test_a_batch_goes_on_past_a_question_that_fails(
    engine: Callable[..., ChatAnswers], shown: Shown
) -> None:
    huge = question("Why? " * 1_500)
    items = [(f"Q{n}", huge if n == 3 else question(), shown) for n in range(8)]
    given = dict(engine("batch").answer_many(items, max_concurrency=3))
    assert given.keys() == {f"Q{n}" for n in range(8)}
    failed = [k for k, v in given.items() if isinstance(v, EngineError)]
    assert failed == ["Q3"]


def test_answers_of_a_batch_come_while_others_wait(
    engine: Callable[..., ChatAnswers], shown: Shown, peer: Peer
) -> None:
    drawn: list[int] = []

    def items() -> Any:
        for number in range(50):
            drawn.append(number)
            yield f"Q{number}", question(), shown

    batch = engine("lazy").answer_many(items(), max_concurrency=2)
    next(batch)
    assert len(drawn) <= 3
    batch.close()
    assert len(peer.seen("lazy")) <= 3


def test_a_wrong_key_is_asked_about_once_and_not_for_every_question(
    engine: Callable[..., ChatAnswers], shown: Shown, peer: Peer
) -> None:
    before = len(peer.seen("wrong-key"))
    items = [(f"Q{n}", question(), shown) for n in range(20)]
    given = dict(engine("wrong-key").answer_many(items, max_concurrency=1))
    assert len(given) == 20
    assert all(isinstance(v, EngineRejected) for v in given.values())
    assert len(peer.seen("wrong-key")) == before + 1


def test_calls_keep_to_the_rate(engine: Callable[..., ChatAnswers], shown: Shown) -> None:
    items = [(f"Q{n}", question(), shown) for n in range(4)]
    started = time.monotonic()
    list(engine("rated", requests_per_minute=240).answer_many(items, max_concurrency=4))
    assert time.monotonic() - started >= 0.75


def test_no_prompt_is_longer_than_allowed(
    engine: Callable[..., ChatAnswers], peer: Peer, root: Path
) -> None:
    from tests.integration.conftest import evidence_of

    sentence = "Access reviews are performed by the owner of the system every month, item {}.\n\n"
    text = "# Reviews\n\n" + "".join(sentence.format(n) for n in range(200))
    (root / "reviews.md").write_text(text, encoding="utf-8")
    engine("long").answer(question("Who performs access reviews?"), evidence_of(root))
    (request,) = peer.seen("long")
    lengths = [len(m["content"]) for m in request["messages"]]
    assert LIMIT / 2 < sum(lengths) <= LIMIT
