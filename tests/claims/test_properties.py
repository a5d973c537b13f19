"""What must hold for any claim: a text's own words are supported, a changed number never is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.claims.check import check_claim, verify_sentence
from assistant.claims.claimed import LONGEST_CLAIM

SUBJECTS = st.sampled_from(
    "Backups|Audit logs|User accounts|Encryption keys|Access rights|Firewall rules|Visitor records".split(
        "|"
    )
)
DEEDS = st.sampled_from(
    "are reviewed by the manager|must be checked by the owner|are never shared with vendors|shall be deleted".split(
        "|"
    )
)
UNITS = st.sampled_from("hours|days|business days|weeks|months|years".split("|"))
NUMBERS = st.integers(2, 400)
FILLERS = (
    "The office has two doors.",
    "Staff wear badges at all times.",
    "Minutes are kept by the clerk.",
)


@given(SUBJECTS, DEEDS, NUMBERS, UNITS, st.integers(0, 3))
@settings(deadline=None, max_examples=60)
def test_a_sentence_of_the_text_is_supported(
    subject: str, deed: str, number: int, unit: str, at: int
) -> None:
    sentence = f"{subject} {deed} within {number} {unit} of the request."
    text = " ".join([*FILLERS[:at], sentence, *FILLERS[at:]])
    assert check_claim(sentence, [text]).label == "supported"
    assert verify_sentence(sentence, [text]).label == "supported"
    assert verify_sentence(f"According to the policy, {sentence}", [text]).label == "supported"


@given(SUBJECTS, DEEDS, NUMBERS, NUMBERS, UNITS)
@settings(deadline=None, max_examples=60)
def test_a_changed_number_is_not_supported(
    subject: str, deed: str, said: int, claimed: int, unit: str
) -> None:
    if said == claimed:
        claimed = said + 3
    text = f"{subject} {deed} within {said} {unit} of the request."
    claim = f"{subject} {deed} within {claimed} {unit} of the request."
    assert check_claim(claim, [text]).label != "supported"
    assert verify_sentence(claim, [text]).label != "supported"


@given(st.text(max_size=300), st.lists(st.text(max_size=300), max_size=3), st.text(max_size=60))
@settings(deadline=None, max_examples=80)
def test_any_text_gets_one_answer(claim: str, texts: list[str], question: str) -> None:
    found = check_claim(claim, texts, question=question)
    assert found == check_claim(claim, texts, question=question)
    assert 0 <= found.confidence <= 1


HOSTILE = {
    "one word": "a" * 200_000,
    "blanks": " " * 200_000,
    "digits": "1" * 200_000,
    "numbers": "1 day, " * 28_000,
    "not": "not except " * 18_000,
    "number words": "one hundred and twenty-" * 9_000,
    "open brackets": "[set the " * 22_000,
    "angles": "<insert " * 25_000,
    "commas": ", and is" * 25_000,
    "currency": "$1,000" * 33_000,
    "bits": "AES-" * 50_000,
    "dots": "1." * 100_000,
    "may not": "nothing may " * 17_000,
    "policy names": "the our policy policy " * 9_000,
    "capitals": "Aa" * 100_000,
}


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_line_takes_no_long_time(line: str) -> None:
    began = time.process_time()
    check_claim("Keys are rotated every 12 months and access is not shared.", [line])
    check_claim(line[:LONGEST_CLAIM], ["Keys are rotated every 12 months.", line], question=line)
    assert check_claim(line, [line]).label == "silent"
    assert time.process_time() - began < 10


def test_a_thousand_checks_take_less_than_two_seconds() -> None:
    text = (
        "Access is revoked within {} days of notice. Keys are rotated every {} months by the team."
    )
    pairs = [
        (f"Access is revoked within {n} days of notice.", text.format(n, n)) for n in range(2, 1002)
    ]
    check_claim(pairs[0][0], [pairs[0][1]])  # reads the table of synonyms
    began = time.process_time()
    labels = {verify_sentence(claim, [quote]).label for claim, quote in pairs}
    assert labels == {"supported"}
    assert time.process_time() - began < 2
