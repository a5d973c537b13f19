"""Chat: whose a conversation is, what is asked and shown on the way, what is kept and handed on."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event as Flag

import pytest
from docx import Document

from assistant.answering.watch import Watch
from assistant.answers import EVERYTHING, AnswerRun, Narrowing, Sentence, Turn
from assistant.desk.asking import Asking, Askings, Stage
from assistant.desk.chat import Chat
from assistant.errors import NotAllowed, UsageError
from assistant.review.links import Links
from assistant.settings import Settings
from tests.desk.company import Company, company
from tests.factories import graded_run, link

LOGS = "How long are logs kept?"
PATIENCE = 120.0


@pytest.fixture
def larkfield(tmp_path: Path) -> Iterator[Company]:
    with company(tmp_path) as opened:
        yield opened


def asked(
    chat: Chat, question: str, conversation: str = "", narrowing: Narrowing = EVERYTHING
) -> Turn:
    """The turn that asking leads to."""
    asking = chat.ask(question, conversation_id=conversation, narrowing=narrowing)
    finish(asking)
    assert asking.error is None
    return chat.turns(asking.conversation)[-1]


def finish(asking: Asking) -> list[Stage | Sentence]:
    """All events until no more come."""
    seen: list[Stage | Sentence] = []
    ended = False
    while not ended:
        events, ended = asking.events(len(seen), wait=PATIENCE)
        assert events or ended, "nothing happened"
        seen += events
    return seen


def test_a_question_is_answered_with_proof_and_listed(larkfield: Company) -> None:
    chat = Chat(larkfield.seat("Ben"))
    turn = asked(chat, LOGS)
    assert "400 days" in turn.answer.text
    assert turn.answer.citations[0].path == "logging-policy.md"
    (talk,) = chat.conversations()
    assert (talk.id, talk.title) == (turn.session, LOGS)
    assert larkfield.actions()[-1] == "question.asked"


def test_what_is_shown_on_the_way_has_counts_and_only_proven_sentences(larkfield: Company) -> None:
    chat = Chat(larkfield.seat("Ben"))
    asking = chat.ask(LOGS)
    seen = finish(asking)
    stages = [e for e in seen if isinstance(e, Stage)]
    said = [e for e in seen if isinstance(e, Sentence)]
    assert Stage("Searching the evidence", 2, 2) in stages
    (turn,) = chat.turns(asking.conversation)
    assert said
    assert all(s.text in turn.answer.text and s.citations for s in said)
    assert chat.asking(asking.conversation) is None


def test_a_follow_up_leans_on_the_question_before(larkfield: Company) -> None:
    chat = Chat(larkfield.seat("Ben"))
    first = asked(chat, "Are user accounts reviewed?")
    second = asked(chat, "How often?", first.session)
    assert "once a quarter" in second.answer.text
    assert [t.number for t in chat.turns(first.session)] == [1, 2]


def test_a_trap_needs_input_and_says_who_has_it(larkfield: Company) -> None:
    turn = asked(Chat(larkfield.seat("Ben")), "Do you carry cyber liability insurance?")
    assert (turn.answer.verdict, turn.answer.text) == ("needs_input", "")
    assert "usually held by" in turn.answer.missing


def test_nobody_else_reads_a_conversation_even_by_its_id(larkfield: Company) -> None:
    ben, ada = Chat(larkfield.seat("Ben")), Chat(larkfield.seat("Ada", "admin"))
    turn = asked(ben, LOGS)
    assert ada.conversations() == ()
    for refused in (
        lambda: ada.turns(turn.session),
        lambda: ada.conversation(turn.session),
        lambda: ada.ask("And where?", conversation_id=turn.session),
        lambda: ada.rename(turn.session, "Mine"),
        lambda: ada.hide(turn.session),
        lambda: ada.export(turn.session, "md"),
        lambda: ada.keep(turn.session, 1),
    ):
        with pytest.raises(UsageError, match="no such conversation"):
            refused()
    assert ada.asking(turn.session) is None
    assert ben.conversation(turn.session).title == LOGS


def test_a_conversation_is_renamed_and_leaves_the_list(larkfield: Company) -> None:
    chat = Chat(larkfield.seat("Ben"))
    turn = asked(chat, LOGS)
    chat.rename(turn.session, "  Logs\n of the platform ")
    assert chat.conversations()[0].title == "Logs of the platform"
    with pytest.raises(UsageError, match="title"):
        chat.rename(turn.session, " ")
    chat.hide(turn.session)
    assert chat.conversations() == ()
    with pytest.raises(UsageError, match="no such conversation"):
        chat.turns(turn.session)
    assert larkfield.workspace.store.conversations.turns(turn.session)
    assert larkfield.actions()[-2:] == ["conversation.renamed", "conversation.hidden"]


def test_the_search_is_limited_and_the_turn_says_so(larkfield: Company) -> None:
    chat = Chat(larkfield.seat("Ben"))
    only = Narrowing(files=("access-policy.md",))
    turn = asked(chat, LOGS, narrowing=only)
    assert (turn.answer.abstained, turn.narrowing) == (True, only)
    assert any("searched only within" in w for w in turn.answer.warnings)
    assert chat.reach(only) == 1
    with pytest.raises(UsageError, match="not mapped"):
        chat.ask(LOGS, narrowing=Narrowing(criteria=("CC6.1",)))


def test_a_criterion_limits_to_what_is_mapped_to_it_and_what_persons_decided(
    larkfield: Company,
) -> None:
    workspace = larkfield.workspace
    heads = [d.id for d in workspace.store.evidence.document_heads()]
    access, logging = workspace.store.evidence.documents(heads)
    run = graded_run([access, logging], [link(access, "CC6.2"), link(logging, "CC7.2")])
    workspace.store.judgements.put_run("r", run)
    chat = Chat(larkfield.seat("Ben"))
    only = Narrowing(criteria=("CC6.2",))
    assert [c for c, _ in chat.choices().criteria] == ["CC6.2", "CC7.2"]
    assert asked(chat, LOGS, narrowing=only).answer.abstained
    Links(workspace, person_id="ada", name="Ada").add(
        logging.name,
        "CC6.2",
        aspect="design",
        quotes=["Logs are kept for 400 days."],
        reason="retention is part of it",
    )
    assert "400 days" in asked(chat, LOGS, narrowing=only).answer.text


def test_choices_and_examples_come_from_the_evidence(larkfield: Company) -> None:
    chat = Chat(larkfield.seat("Ben"))
    choices = chat.choices()
    assert (choices.kinds, choices.criteria) == (("policy",), ())
    assert choices.files == ("access-policy.md", "logging-policy.md")
    assert str(choices.first) == "2026-02-03"
    examples = chat.examples()
    assert LOGS in examples
    assert not any("backup" in e for e in examples)


def test_soc_in_general_is_marked_as_such_and_never_kept(larkfield: Company) -> None:
    chat = Chat(larkfield.seat("Ben"))
    turn = asked(chat, "What is a qualified opinion?")
    assert "not about the company's evidence" in turn.answer.warnings[0]
    assert not chat.can_be_kept(turn)
    with pytest.raises(UsageError, match="made from the evidence"):
        chat.keep(turn.session, 1)


def test_a_contributor_proposes_and_an_approver_approves(larkfield: Company) -> None:
    ben, ada = Chat(larkfield.seat("Ben")), Chat(larkfield.seat("Ada", "approver"))
    mine, hers = asked(ben, LOGS), asked(ada, LOGS)
    proposed = ben.keep(mine.session, 1)
    assert (proposed.status, proposed.owner) == ("imported", "Ben")
    words = (mine.answer.question, mine.answer.verdict, mine.answer.text)
    assert ben.kept()[words] == "waits for approval, proposed by Ben"
    approved = ada.keep(hers.session, 1)
    assert (approved.id, approved.status, approved.owner) == (proposed.id, "approved", "Ada")
    again = asked(ben, LOGS)
    assert again.answer.source in ("library", "both")
    assert not ben.can_be_kept(again)
    assert [a for a in larkfield.actions() if a.startswith("library")] == [
        "library.proposed",
        "library.approved",
    ]


def test_a_reader_asks_but_keeps_nothing(larkfield: Company) -> None:
    chat = Chat(larkfield.seat("Rosa", "reader"))
    turn = asked(chat, LOGS)
    with pytest.raises(NotAllowed):
        chat.keep(turn.session, 1)


def test_an_export_never_looks_final_and_holds_no_markup(larkfield: Company) -> None:
    chat = Chat(larkfield.seat("Ben"))
    evil = "# <script>alert(1)</script> [x](http://x) How long are logs kept?"
    turn = asked(chat, evil)
    asked(chat, LOGS, turn.session)
    name, data = chat.export(turn.session, "md")
    text = data.decode()
    assert name == "evidary-conversation-2026-06-30.md"
    assert "**Draft answers, not reviewed**" in text
    assert "draft, not reviewed" in text
    assert r"\<script\>" in text
    assert "<script>" not in text
    assert "logging-policy.md, line" in text.replace("\\", "")
    _, word = chat.export(turn.session, "docx")
    paragraphs = [p.text for p in Document(io.BytesIO(word)).paragraphs]
    assert "Draft answers, not reviewed" in paragraphs
    assert any("400 days" in p for p in paragraphs)
    assert any("<script>alert(1)</script>" in p for p in paragraphs)


def test_empty_and_endless_questions_are_refused(larkfield: Company) -> None:
    chat = Chat(larkfield.seat("Ben"))
    for words, said in ((" ", "write a question"), ("x" * 4_001, "shorten")):
        with pytest.raises(UsageError, match=said):
            chat.ask(words)
    assert chat.conversations() == ()


def test_a_stopped_question_leaves_no_answer_and_may_be_asked_again() -> None:
    askings, go = Askings(), Flag()

    def work(watch: Watch) -> AnswerRun:
        assert go.wait(PATIENCE)
        watch.stage("Searching the evidence", 0, 1)
        raise AssertionError("it was not stopped")

    asking = askings.start("c", LOGS, work)
    with pytest.raises(UsageError, match="still being answered"):
        askings.start("c", "And where?", work)
    asking.stop()
    go.set()
    assert asking.events(wait=PATIENCE) == ((), True)
    assert (asking.state, asking.error) == ("stopped", None)
    assert askings.of("c") is asking
    askings.start("c", LOGS, work).stop()
    askings.forget("c")
    assert askings.of("c") is None


def test_a_failure_is_kept_for_the_page_to_say() -> None:
    askings = Askings()

    def work(watch: Watch) -> AnswerRun:
        raise UsageError("the endpoint is down")

    asking = askings.start("c", LOGS, work)
    assert finish(asking) == []
    assert (asking.state, str(asking.error)) == ("failed", "the endpoint is down")


def test_two_people_ask_at_once(larkfield: Company) -> None:
    ben, ada = Chat(larkfield.seat("Ben")), Chat(larkfield.seat("Ada"))
    first, second = ben.ask(LOGS), ada.ask("Within what time is a leaver's access removed?")
    finish(first)
    finish(second)
    assert "400 days" in ben.turns(first.conversation)[0].answer.text
    assert "24 hours" in ada.turns(second.conversation)[0].answer.text


def test_a_conversation_of_the_command_line_is_in_nobodys_list(larkfield: Company) -> None:
    chat = Chat(larkfield.seat("Ben"))
    turn = asked(chat, LOGS)
    answer = replace(turn.answer, text="said elsewhere")
    larkfield.workspace.store.conversations.add("my-session", LOGS, answer, turn.at)
    assert [c.id for c in chat.conversations()] == [turn.session]
    with pytest.raises(UsageError, match="no such conversation"):
        chat.turns("my-session")


def test_what_a_question_costs_at_most_is_known_before_it_is_asked(larkfield: Company) -> None:
    chat = Chat(larkfield.seat("Ben"))
    assert chat.most() is None
    larkfield.workspace.settings = Settings(workers=1, engine="openai:gpt-4o-mini")
    most = chat.most()
    assert most is not None
    model, calls = most
    assert model == "openai:gpt-4o-mini"
    assert calls.calls == 5
    assert calls.cost
    larkfield.workspace.settings = Settings(workers=1, engine="openai:unheard-of")
    unpriced = chat.most()
    assert unpriced is not None
    assert (unpriced[1].cost, unpriced[1].tokens_in) == (None, calls.tokens_in)
