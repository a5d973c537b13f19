"""The chat page by Streamlit's own test harness: what a person reads, presses and must not see."""

from __future__ import annotations

from threading import Event as Flag

import pytest
from streamlit.testing.v1 import AppTest

from assistant.adapters.pricing import Estimate
from assistant.answering.watch import Watch
from assistant.answers import AnswerRun
from assistant.desk.asking import askings
from assistant.desk.chat import Chat
from assistant.errors import EngineError
from tests.ui.papers import EVIL, with_papers
from tests.ui.sitting import Sitting, words

# Streamlit's own test harness uses calls that newer Python and protobuf deprecate.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

LOGS = "How long are logs kept?"


@pytest.fixture
def papers(place: Sitting) -> Sitting:
    with_papers(place.entry.id)
    return place


def asked(at: AppTest, question: str) -> AppTest:
    at.chat_input(key="chat-question").set_value(question).run()
    assert not at.exception
    return at


def keys(at: AppTest) -> list[str]:
    return [b.key for b in at.button if b.key]


def in_address(at: AppTest, name: str) -> str:
    """A query parameter; the harness gives a list or a text, by who set it."""
    value = at.query_params[name]
    return value if isinstance(value, str) else value[0]


def test_without_evidence_the_page_says_what_to_do(place: Sitting) -> None:
    at = place.page("chat", place.person("Ben Okri", "contributor"))
    assert not at.exception
    assert "no evidence yet" in at.error[0].value


def test_an_empty_chat_offers_questions_of_this_workspace(papers: Sitting) -> None:
    at = papers.page("chat", papers.person("Ben Okri", "contributor"))
    offered = [b for b in at.button if (b.key or "").startswith("chat-example")]
    assert len(offered) >= 3
    logs = next(b for b in offered if "logs kept" in b.label)
    logs.click().run()
    assert not at.exception
    assert "400 days" in words(at)


def test_every_sentence_has_its_sources_and_the_answer_its_state(papers: Sitting) -> None:
    at = asked(papers.page("chat", papers.person("Ben Okri", "contributor")), LOGS)
    assert "400 days" in words(at)
    sources = [b for b in at.button if b.label.startswith("Source ")]
    assert sources[0].label == "Source 1"
    text = words(at)
    for said in ("Confidence:", "judged for 2026-06-30", "Sensitivity:", "not an audit opinion"):
        assert said in text
    sources[0].click().run()
    assert not at.exception
    assert "logging\\-policy" not in words(at)
    assert "logging-policy.md, line" in words(at)


def test_a_follow_up_and_a_trap(papers: Sitting) -> None:
    at = papers.page("chat", papers.person("Ben Okri", "contributor"))
    asked(at, "Are user accounts reviewed?")
    asked(at, "How often?")
    assert "once a quarter" in words(at)
    asked(at, "Do you carry cyber liability insurance?")
    assert "What is missing, and who usually has it" in words(at)
    assert "usually held by" in words(at)


def test_a_conversation_survives_a_reload_and_is_nobody_elses(papers: Sitting) -> None:
    ben = papers.person("Ben Okri", "contributor")
    at = asked(papers.page("chat", ben), LOGS)
    conversation = in_address(at, "c")
    again = papers.page("chat", ben, c=conversation)
    assert "400 days" in words(again)
    assert f"chat-open-{conversation}" in keys(again)
    ada = papers.page("chat", papers.person("Ada Moss", "admin"), c=conversation)
    assert "There is no such conversation of yours" in ada.warning[0].value.replace("\\", "")
    assert "400 days" not in words(ada)
    assert "c" not in ada.query_params
    assert f"chat-open-{conversation}" not in keys(ada)


def test_limits_are_chips_and_really_limit(papers: Sitting) -> None:
    at = papers.page("chat", papers.person("Ben Okri", "contributor"))
    at.multiselect(key="chat-limit-files").set_value(["access-policy.md"]).run()
    assert "chat-chip-files-access-policy.md" in keys(at)
    assert "searches 1 items" in words(at)
    asked(at, LOGS)
    assert "400 days" not in words(at)
    assert "Searched only within" in words(at)
    at.button(key="chat-chip-files-access-policy.md").click().run()
    assert not any(k.startswith("chat-chip") for k in keys(at))
    asked(at, LOGS)
    assert "400 days" in words(at)


def test_soc_in_general_is_marked(papers: Sitting) -> None:
    at = asked(
        papers.page("chat", papers.person("Ben Okri", "contributor")),
        "What is a qualified opinion?",
    )
    assert "not about the company's evidence" in words(at)
    assert not any(k.startswith("chat-keep") for k in keys(at))


def test_hostile_words_are_literal(papers: Sitting) -> None:
    ben = papers.person("Ben Okri", "contributor")
    at = asked(papers.page("chat", ben), f"Are visitors escorted in the office {EVIL}?")
    texts = [t.value for t in at.text]
    assert any(EVIL in t for t in texts)
    shown = [m.value for m in at.markdown] + [c.value for c in at.caption]
    assert not any("<script>" in m for m in shown)
    labels = [b.label for b in at.button if (b.key or "").startswith("chat-open-")]
    assert labels
    assert all("<script>" not in label and "**" not in label for label in labels)


def test_one_click_proposes_and_the_state_is_shown(papers: Sitting) -> None:
    at = asked(papers.page("chat", papers.person("Ben Okri", "contributor")), LOGS)
    at.button(key="chat-keep-1").click().run()
    assert not at.exception
    assert "waits for approval, proposed by Ben Okri" in words(at)
    reader = asked(papers.page("chat", papers.person("Rosa Weber", "reader")), LOGS)
    assert not any(k.startswith("chat-keep") for k in keys(reader))


def test_a_new_conversation_leaves_the_old_one_in_the_list(papers: Sitting) -> None:
    at = asked(papers.page("chat", papers.person("Ben Okri", "contributor")), LOGS)
    first = in_address(at, "c")
    at.button(key="chat-new").click().run()
    assert "400 days" not in words(at)
    asked(at, "Are user accounts reviewed?")
    assert len([k for k in keys(at) if k.startswith("chat-open-")]) == 2
    at.button(key=f"chat-open-{first}").click().run()
    assert "400 days" in words(at)


def test_a_stopped_question_is_said_and_may_be_asked_again(papers: Sitting) -> None:
    ben = papers.person("Ben Okri", "contributor")
    at = asked(papers.page("chat", ben), LOGS)
    conversation, go = in_address(at, "c"), Flag()

    def never(watch: Watch) -> AnswerRun:
        assert go.wait(60)
        watch.stage("Searching the evidence", 0, 1)
        raise AssertionError("it was not stopped")

    askings.start(conversation, "And where are they kept?", never).stop()
    go.set()
    at.run()
    assert "Stopped. No answer was kept." in words(at)
    at.button(key="chat-again").click().run()
    assert not at.exception
    assert "Stopped" not in words(at)
    assert len([t for t in at.text if t.value == "And where are they kept?"]) == 1


def test_a_failed_question_is_a_sentence_and_the_chat_goes_on(papers: Sitting) -> None:
    ben = papers.person("Ben Okri", "contributor")
    at = asked(papers.page("chat", ben), LOGS)

    def down(watch: Watch) -> AnswerRun:
        raise EngineError("the endpoint did not answer")

    asking = askings.start(in_address(at, "c"), "And where?", down)
    assert asking.events(wait=60) == ((), True)
    at.run()
    assert "The endpoint did not answer" in at.error[0].value
    assert not at.chat_input(key="chat-question").disabled


def test_a_model_is_named_with_what_a_question_costs_at_most(
    papers: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = papers.person("Ben Okri", "contributor")
    assert "A question goes to" not in words(papers.page("chat", ben))
    monkeypatch.setattr(
        Chat, "most", lambda _: ("openai:gpt-4o", Estimate(5, 10_000, 20_000, 8.0, None, "USD", ""))
    )
    text = words(papers.page("chat", ben)).replace("\\", "")
    assert "A question goes to openai" in text
    assert "at most in 5: altogether up to about 10,000 tokens in and 20,000 out" in text
    assert "cost unknown: no price is listed for this model" in text
