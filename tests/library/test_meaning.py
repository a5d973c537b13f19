"""Which questions mean the same, and which only look alike."""

from __future__ import annotations

import pytest

from assistant.library.meaning import likeness
from assistant.library.wording import question_key, wording

ALIKE = 0.99
"""As near as vectors can say: only the details may keep such a pair apart."""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Do you encrypt data at rest?", "Is data at rest encrypted?", id="passive"),
        pytest.param("Is MFA enforced?", "Do you require two-factor authentication?", id="short form"),
        pytest.param("Are pen tests done annually?", "Are pen tests done every 12 months?", id="rate"),
        pytest.param("Do you revoke access within 24 hours?", "Is access removed within one day?", id="time"),
        pytest.param("Does Acme Corp encrypt laptops?", "Are your laptops encrypted?", id="house named"),
        pytest.param("Does your company train staff in security?", "Is security training provided to employees?", id="staff"),
        pytest.param("How often are backups made?", "What is the backup frequency?", id="how often"),
        pytest.param("Do you have a formal incident response plan?", "Is there a documented incident response plan?", id="attributes"),
        pytest.param("Where is our data stored?", "In which countries is customer data located?", id="where"),
        pytest.param("Is there a bug bounty? If yes, please describe.", "Is there a bug bounty?", id="tail"),
        pytest.param("Is unauthorised access monitored?", "Do you monitor unauthorized access?", id="spelling"),
        pytest.param("Are keys kept in an HSM?", "Are keys stored in a hardware security module?", id="letters"),
        pytest.param("Do you hold a SOC 2 Type II report?", "Do you have a SOC 2 Type 2 report?", id="numerals"),
    ],
)  # fmt: skip
def test_other_words_for_the_same_thing_are_the_same_question(one: str, other: str) -> None:
    found = likeness(wording(one), wording(other), 0.0)
    assert found is not None
    assert found.sameness == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Do you encrypt data at rest?", "Do you encrypt data in transit?", id="state"),
        pytest.param("Are pen tests done annually?", "Are pen tests done quarterly?", id="rate"),
        pytest.param("Are pen tests done annually?", "Are pen tests done?", id="rate not asked"),
        pytest.param("Are passwords 8 characters long?", "Are passwords 12 characters long?", id="number"),
        pytest.param("Is TLS 1.2 used?", "Is TLS 1.3 used?", id="version"),
        pytest.param("Is remote access permitted?", "Is remote access not permitted?", id="negation"),
        pytest.param("Do you encrypt backups?", "How do you encrypt backups?", id="form"),
        pytest.param("When was the last audit?", "How often are audits done?", id="question word"),
        pytest.param("Do you comply with GDPR?", "Do you comply with CCPA?", id="name"),
        pytest.param("Is data kept in the EU?", "Is data kept in the US?", id="place"),
        pytest.param("Do employees sign an NDA?", "Do contractors sign an NDA?", id="who"),
        pytest.param("Do you notify vendors of incidents?", "Do vendors notify you of incidents?", id="direction"),
        pytest.param("What is your RTO?", "What is your RPO?", id="objective"),
        pytest.param("Can users enable MFA?", "Must users enable MFA?", id="can or must"),
        pytest.param("Is MFA supported for users?", "Is MFA required for users?", id="offered or required"),
        pytest.param("Will you inform us of a breach?", "Is a breach in the US known?", id="us is no country"),
        pytest.param("Do you have a backup policy?", "Do you have a backup procedure?", id="kind of document"),
        pytest.param("Are critical flaws in code fixed?", "Are minor flaws in code fixed?", id="word for word"),
        pytest.param("", "", id="nothing asked"),
        pytest.param("If yes, how often?", "If yes, how often?", id="follows up another"),
        pytest.param("Is it reviewed?", "Is it reviewed?", id="pronoun"),
    ],
)  # fmt: skip
def test_a_differing_detail_is_another_question_however_near(one: str, other: str) -> None:
    assert likeness(wording(one), wording(other), ALIKE) is None


def test_one_more_thing_asked_is_near_and_named() -> None:
    one, other = "Do you rotate encryption keys?", "Do you rotate encryption keys automatically?"
    found = likeness(wording(one), wording(other), ALIKE)
    assert found is not None
    assert (found.sameness, found.differing) == ("near", ("automat",))
    assert likeness(wording(one), wording(other), 0.5) is None


def test_likeness_does_not_depend_on_the_order() -> None:
    one, other = wording("Do you encrypt data?"), wording("Do you encrypt data by default?")
    assert likeness(one, other, ALIKE) == likeness(other, one, ALIKE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("1.2 Do you encrypt data?", "Do you encrypt data", id="number and mark"),
        pytest.param("CC-1.1  Do you\nencrypt data?", "do you encrypt data?", id="code and case"),
    ],
)
def test_the_same_words_have_one_key(one: str, other: str) -> None:
    assert question_key(one) == question_key(other)
