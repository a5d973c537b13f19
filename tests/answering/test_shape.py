from __future__ import annotations

import pytest

from assistant.answering.asked import asked
from assistant.answering.shape import shape, spelled_out
from assistant.questions import Question


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param(
            "How often are keys replaced and how long are logs kept?",
            ("How often are keys replaced", "how long are logs kept?"),
            id="two questions in one",
        ),
        pytest.param(
            "Do you have a policy covering: Visitor Escorts?", ("Visitor Escorts?",), id="a policy"
        ),
        pytest.param(
            'Consider "Pebble"\'s privacy policy; do you share my address?',
            ("do you share my address?",),
            id="a named document",
        ),
        pytest.param(
            "Please describe how visitors are escorted.", ("visitors are escorted.",), id="please"
        ),
        pytest.param(
            "The project MUST keep a public list of changes (e.g., a file).",
            ("keep a public list of changes.",),
            id="a requirement",
        ),
        pytest.param(
            "It is SUGGESTED that releases be signed.", ("releases be signed.",), id="a suggestion"
        ),
        pytest.param(
            "Are logs kept? If yes, please explain for how long.", ("Are logs kept?",), id="if yes"
        ),
        pytest.param("Logs", ("Logs",), id="one word stays"),
    ],
)
def test_what_says_nothing_goes_and_compounds_are_parted(text: str, parts: tuple[str, ...]) -> None:
    assert shape(text).parts == parts


@pytest.mark.parametrize(
    ("text", "options", "form", "basis"),
    [
        ("Do you have a backup policy?", (), "yes_no", "policy"),
        ("Do you scan hosts?", (), "yes_no", "practice"),
        ("How often are hosts scanned?", (), "narrative", "practice"),
        ("Where is it?", (), "narrative", "either"),
        ("Backups", ("Yes", "No"), "yes_no", "either"),
        ("The project MUST sign releases.", (), "yes_no", "either"),
        ("In a disaster, is a second site used?", (), "yes_no", "either"),
        ("Is the following true under this agreement? It ends in May.", (), "yes_no", "either"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_form_and_basis(text: str, options: tuple[str, ...], form: str, basis: str) -> None:
    ask = shape(Question(id="1", text=text, options=options))
    assert (ask.form, ask.basis) == (form, basis)


def test_short_forms_are_spelled_out_for_the_search_only() -> None:
    assert spelled_out("Is MFA used?").startswith("Is MFA used? (multi-factor authentication")
    ask = shape("Is MFA used?")
    assert "multi-factor" in ask.query
    assert ask.text == "Is MFA used?"


def test_the_questions_own_facts_are_kept() -> None:
    question = Question(id="A-1", text="Is it?", section="S", context="C", max_words=20)
    ask = shape(question)
    assert (ask.id, ask.section, ask.context, ask.max_words) == ("A-1", "S", "C", 20)
    assert shape(question, section="T").section == "T"


def test_an_empty_question_is_an_ask_for_nothing() -> None:
    assert shape("").parts == ("",)


@pytest.mark.parametrize(
    ("part", "kinds"),
    [
        ("How often are keys replaced?", {"frequency"}),
        ("Within how many days are accounts closed?", {"duration", "count"}),
        ("Which encryption algorithm is used?", {"algorithm"}),
        ("Who approves access?", {"person"}),
        ("What is the coverage limit?", {"money"}),
        ("Which TLS version is used?", {"version"}),
        ("Are you ISO 27001 certified?", {"certification"}),
        ("In which cloud region does it run?", {"region"}),
        ("Are backups encrypted?", set()),
    ],
    # A set prints in another order in every process, and both workers must agree on names.
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value)[:30],
)
def test_the_kind_of_fact_asked_for(part: str, kinds: set[str]) -> None:
    assert {kind.id for kind in asked(part).facts} == kinds


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ("Do you run a bug bounty program?", "bounti"),
        ("Are you PCI DSS certified as a Level 1 service provider?", "level 1"),
        ("Do you hold a QZX certificate?", "qzx"),
    ],
)
def test_what_is_named_must_be_named_in_the_answer(part: str, named: str) -> None:
    assert any(named in wordings for wordings in asked(part).named)


def test_everyday_short_forms_need_not_be_repeated() -> None:
    assert asked("Is the IT team part of HR?").named == ()
