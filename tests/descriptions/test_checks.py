"""The checks of a draft, each on a small case that it must find and one that it must let pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.answers import LibraryAnswer
from assistant.description import (
    Fact,
    FactValue,
    Grid,
    Paragraph,
    Section,
    Sentence,
    Subsection,
)
from assistant.descriptions.answers_said import against_answers
from assistant.descriptions.checks import likeness, values, wholeness, words
from assistant.descriptions.leaks import Shown, leaks
from assistant.model import Citation
from assistant.scope import make_scope
from ingest.model import Locator

PERIOD = make_scope(period="2026-01-01..2026-06-30")
QUOTE = Citation("d", "terms.html", "available 99.9 % of each month", Locator(line_start=1))


def section(*texts: str, identifier: str = "DC2", facts: tuple[str, ...] = ()) -> Section:
    said = tuple(Sentence(t, "cited", (QUOTE,), facts) for t in texts)
    return Section(identifier, "Title", (Subsection("Part", (Paragraph(said),)),))


def test_marketing_is_found_with_its_place() -> None:
    found = list(words.found_words("marketing", [section("Our world-class team guards data.")]))
    assert found == ["DC2: 'world-class' in 'Our world-class team guards data.'"]
    assert list(words.found_words("marketing", [section("Data is encrypted at rest.")])) == []


def test_an_open_point_is_not_held_against_the_draft() -> None:
    asked = Sentence("NEEDS INPUT x: is it certified by anybody?", "open")
    draft = Section("DC1", "T", (Subsection("P", (Paragraph((asked,)),)),))
    assert list(words.found_words("opinion", [draft])) == []


def test_one_term_is_used_throughout() -> None:
    draft = section(
        "Multi-factor authentication is required.", "Two-factor authentication is set up."
    )
    assert len(list(words.mixed_terms([draft]))) == 1
    assert list(words.mixed_terms([section("Two-factor authentication is set up.")])) == []


def test_a_change_outside_the_period_is_found() -> None:
    facts = ("significant_changes",)
    late = section("On 2026-07-08 the host was changed.", identifier="DC9", facts=facts)
    fine = section("On 2026-03-08 the host was changed.", identifier="DC9", facts=facts)
    assert list(values.outside([late], PERIOD)) == [
        "DC9: 2026-07-08 is outside the period 2026-01-01 to 2026-06-30"
    ]
    assert list(values.outside([fine], PERIOD)) == []


def test_two_availabilities_do_not_agree() -> None:
    two = [
        section("Availability is 99.9 %."),
        section("It is available 99.95 %.", identifier="DC1"),
    ]
    assert list(values.disagreeing(two)) == [
        "the availability is given as 99.9 in DC2, 99.95 in DC1"
    ]
    assert list(values.disagreeing(two[:1])) == []


def test_a_section_that_is_too_short_is_said() -> None:
    draft = [section("Three words only.")]
    assert list(wholeness.off_length(draft, {"DC2": (10, 20)})) == [
        "DC2 has 3 words, 10 to 20 are usual"
    ]
    assert list(wholeness.off_length(draft, {})) == []


def test_a_criterion_is_covered_by_control_provider_or_reason() -> None:
    grid = Grid(
        ("Control", "Criterion"), (("CC6.1-1", "CC6.1"),), (Sentence("x", "cited", (QUOTE,)),)
    )
    controls = Section("DC5", "Controls", (Subsection("P", (grid,)),))
    reason = section("CC6.4 is not relevant: there is no building.", identifier="DC8")
    missing = " ".join(wholeness.uncovered([controls, reason], PERIOD))
    assert "CC6.1 " not in missing
    assert "CC6.4 " not in missing
    assert "CC6.2 " in missing


def test_a_sentence_without_proof_is_not_accounted_for() -> None:
    bare = Sentence("Production runs in one region.", "cited")
    unsaid = Sentence("It was founded in 2014.", "management")
    draft = Section("DC1", "T", (Subsection("P", (Paragraph((bare, unsaid)),)),))
    assert len(list(wholeness.unaccounted([draft]))) == 2


def test_wording_taken_from_another_text_is_measured() -> None:
    text = (
        "Backups of every database are copied to a second region each night and kept for a month."
    )
    assert likeness.share_of([section(text)], [text]) == 1.0
    assert likeness.share_of([section(text)], ["Something else altogether stands here."]) == 0.0


def test_a_detail_that_only_the_house_knows_leaks() -> None:
    shown = Shown(
        public="larkfield close is offered",
        inside="tidewater joinery, prod-close-service, 52 minutes",
    )
    assert list(leaks("Tidewater Joinery is a customer.", shown))
    assert list(leaks("It runs on prod-close-service.", shown))
    assert list(leaks("It took 52 minutes.", shown))
    assert list(leaks("No exceptions were noted.", shown)) == ["test results or exceptions"]
    assert list(leaks("Larkfield Close is offered.", shown)) == []


def test_an_approved_answer_that_promises_something_else_is_a_mismatch() -> None:
    value = FactValue(
        "commitments_availability",
        "uptime",
        "We will make the service available 99.9 % of each month.",
        "evidence",
        (QUOTE,),
    )
    fact = Fact("commitments_availability", "DC2", "", "Uptime", "known", (value,))
    answer = LibraryAnswer(
        id="a",
        question="Which availability do you promise?",
        verdict="narrative",
        text="We commit to make the service available 99.99 % of each month.",
        owner="Ada",
        approved_on=date(2026, 5, 1),
        review_on=date(2027, 5, 1),
    )
    topic = {"availability-target": ("commitments_availability", "uptime")}
    found = list(against_answers([fact], topic, [answer]))
    assert [m.key for m in found] == ["commitments_availability"]
    assert "99.99 %" in found[0].detail
    assert "99.9 %" in found[0].detail
    same = replace(answer, text="We commit to make the service available 99.9 % of each month.")
    assert list(against_answers([fact], topic, [same])) == []
    imported = replace(answer, status="imported")
    assert list(against_answers([fact], topic, [imported])) == []
