from __future__ import annotations

import re

import pytest

from assistant.assessment.shown import READ_AT_MOST, Shown, detectors
from assistant.catalog.criteria import catalog
from tests.factories import document, policy

PHRASES = {p for c in catalog().criteria for e in c.evidence for p in e.must_show}


def test_every_phrase_a_detector_answers_for_is_in_the_catalogue() -> None:
    answered = {phrase for d in detectors().values() for phrase in d.phrases}
    assert answered - PHRASES == set()


def test_detectors_answer_for_over_half_of_what_the_catalogue_asks() -> None:
    asked = [p for c in catalog().criteria for e in c.evidence for p in e.must_show]
    answered = {phrase for d in detectors().values() for phrase in d.phrases}
    assert sum(p in answered for p in asked) / len(asked) >= 0.5


@pytest.mark.parametrize(
    ("phrase", "text", "seen"),
    [
        ("approver", "Approved by: Ana Lima", "shown"),
        ("approver", "Nothing of the kind", "missing"),
        ("date", "On 12 June 2026", "shown"),
        ("date", "No day at all", "missing"),
        ("cadence", "The council meets now and then", "unknown"),
        ("states consequences", "This states the consequences of a breach", "shown"),
        ("states consequences", "Be kind", "unknown"),
    ],
)
def test_what_is_seen_of_a_phrase(phrase: str, text: str, seen: str) -> None:
    assert Shown(document("a.md", text, "policy")).attribute(phrase) == seen


def test_long_items_are_searched_within_a_bound() -> None:
    text = "x" * READ_AT_MOST + "\nApproved by: Ana Lima"
    assert Shown(document("a.md", text, "policy")).attribute("approver") == "missing"


def test_own_words_are_matched_in_any_form() -> None:
    shown = Shown(policy("# P\nVisitors follow the visitor rules.\n"))
    assert shown.attribute("visitor rule") == "shown"
    assert not re.search("escort", shown.text)
