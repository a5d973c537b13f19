"""Verdicts in the questionnaire's own words: the right option, or none and why."""

from __future__ import annotations

import pytest

from assistant.answers import Verdict
from assistant.questionnaires.choices import choose, meaning_of
from assistant.questions import Question
from tests.questionnaires.answered import answer, cell, question

YES_NO = ("Yes", "No", "N/A")
STATES = ("Implemented", "Partially Implemented", "Planned", "Not Implemented", "Not Applicable")


def listed(*options: str, comment: bool = False) -> Question:
    slots = [cell("answer", "C2", choices=options)]
    return question(*slots, *([cell("comment", "D2")] if comment else []))


@pytest.mark.parametrize(
    ("verdict", "options", "option"),
    [
        ("yes", YES_NO, "Yes"),
        ("no", YES_NO, "No"),
        ("not_applicable", YES_NO, "N/A"),
        ("yes", ("Y", "N"), "Y"),
        ("no", ("y", "n", "na"), "n"),
        ("yes", ("TRUE", "FALSE"), "TRUE"),
        ("no", ("True", "False"), "False"),
        ("yes", STATES, "Implemented"),
        ("yes_with_limits", STATES, "Partially Implemented"),
        ("planned", STATES, "Planned"),
        ("no", STATES, "Not Implemented"),
        ("not_applicable", STATES, "Not Applicable"),
        ("yes", ("Compliant", "Non-compliant"), "Compliant"),
        ("no", ("Compliant", "Non-compliant"), "Non-compliant"),
        ("yes", ("Yes, fully", "Yes, partially", "No"), "Yes, fully"),
        ("yes_with_limits", ("Yes, fully", "Yes, partially", "No"), "Yes, partially"),
        ("yes", ("Fully", "Partially", "Not at all"), "Fully"),
        ("yes", ("In place", "In progress", "Not in place"), "In place"),
        ("planned", ("In place", "In progress", "Not in place"), "In progress"),
        ("planned", ("Yes", "No, but planned", "No"), "No, but planned"),
        ("yes", ("1 - Yes", "2 - No"), "1 - Yes"),
        ("no", ("a) Yes", "b) No"), "b) No"),
        ("yes", ("Yes (please explain)", "No (please explain)"), "Yes (please explain)"),
        ("no", ("Yes", "No - if no, explain below"), "No - if no, explain below"),
        ("yes", ("✅ Yes", "❌ No"), "✅ Yes"),
        ("yes", ("Ja", "Nein", "Nicht zutreffend"), "Ja"),
        ("not_applicable", ("Ja", "Nein", "Nicht zutreffend"), "Nicht zutreffend"),
        ("yes_with_limits", ("Ja", "Teilweise", "Nein"), "Teilweise"),
        ("no", ("Oui", "Non", "Sans objet"), "Non"),
        ("not_applicable", ("Oui", "Non", "Sans objet"), "Sans objet"),
        ("yes", ("Sí", "No", "No aplica"), "Sí"),
        ("yes", (" YES ", " NO "), " YES "),
    ],
)
def test_the_option_that_says_it(verdict: Verdict, options: tuple[str, ...], option: str) -> None:
    assert choose(listed(*options), answer(verdict)).option == option


@pytest.mark.parametrize(
    ("verdict", "options", "reason"),
    [
        pytest.param("planned", YES_NO, "no option says 'planned'", id="planned is never yes"),
        pytest.param("yes_with_limits", YES_NO, "no option says", id="a limit has no place"),
        pytest.param("not_applicable", ("Yes", "No"), "no option says", id="no N/A"),
        pytest.param("narrative", YES_NO, "in words", id="words for a list"),
        pytest.param("needs_input", YES_NO, "the restore log", id="nothing known"),
        pytest.param("yes", ("Daily", "Weekly"), "no option says 'yes'", id="another question"),
        pytest.param(
            "yes", ("Yes, by a third party", "No"), "no option says", id="an option that says more"
        ),
        pytest.param(
            "yes", ("Yes (tested this year)", "No"), "no option says", id="more in brackets"
        ),
        pytest.param("yes", ("Met", "In place"), "more than one", id="two that fit"),
        pytest.param("yes", (), "none", id="no options"),
    ],
)
def test_never_a_wrong_option(verdict: Verdict, options: tuple[str, ...], reason: str) -> None:
    choice = choose(listed(*options), answer(verdict))
    assert choice.option is None
    assert reason in choice.reason


def test_a_plain_yes_serves_limits_where_a_comment_states_them() -> None:
    assert choose(listed(*YES_NO, comment=True), answer("yes_with_limits")).option == "Yes"
    assert choose(listed("Fully", "No", comment=True), answer("yes_with_limits")).option is None


def test_marks_are_a_vocabulary() -> None:
    marks = question(
        cell("answer", "C2", mark="Compliant"), cell("answer", "D2", mark="Not compliant")
    )
    assert choose(marks, answer("no")).option == "Not compliant"


@pytest.mark.parametrize("option", ["", "Maybe", "Other", "See attachment", "Yes/No", "Not yet"])
def test_what_no_verdict_says(option: str) -> None:
    assert meaning_of(option) is None
