from __future__ import annotations

import pytest

from assistant.assessment.conflicts import find_conflicts
from assistant.assessment.values import durations, frequencies
from ingest.model import Note
from tests.factories import document


def _conflicts(*texts: str) -> list[tuple[str, list[str]]]:
    items = [
        document(f"p{n}.md", f"# Policy {n}\n\n{text}\n", "policy") for n, text in enumerate(texts)
    ]
    return [(c.topic, [q.quote for q in c.citations]) for c in find_conflicts(items, {})]


def test_both_sides_of_a_contradiction_are_quoted() -> None:
    found = _conflicts(
        "IT removes all accounts of a leaver within five business days.",
        "On termination, HR ensures immediate revocation of access.",
    )
    assert found == [
        (
            "access-removal",
            [
                "IT removes all accounts of a leaver within five business days.",
                "On termination, HR ensures immediate revocation of access.",
            ],
        )
    ]


APART: dict[str, tuple[str, str, str]] = {
    "password length": (
        "password-length",
        "Passwords have at least 8 characters.",
        "A password must be 14 characters or more.",
    ),
    "access review": (
        "access-review",
        "User access is reviewed quarterly.",
        "Access rights are reviewed once a year.",
    ),
    "log retention": (
        "audit-log-retention",
        "Audit logs are kept for 400 days.",
        "We retain audit logs for 90 days.",
    ),
    "recovery time": (
        "recovery-time",
        "The recovery time objective is 4 hours.",
        "Our RTO is one day.",
    ),
}


@pytest.mark.parametrize("case", APART.values(), ids=APART)
def test_topics_that_can_be_told_apart(case: tuple[str, str, str]) -> None:
    topic, left, right = case
    assert [name for name, _ in _conflicts(left, right)] == [topic]


AGREEING = {
    "same in other words": (
        "Access of leavers is removed within 24 hours.",
        "Accounts are disabled within one day of termination.",
    ),
    "one value of several": (
        "Access of leavers is removed within 24 hours, or immediately for dismissals.",
        "On termination access is revoked immediately.",
    ),
    "another subject": (
        "Access of leavers is removed within five days.",
        "Laptops of leavers are returned within ten days.",
    ),
    "a week and five business days": (
        "Accounts of leavers are disabled within a week.",
        "Access of leavers is removed within five business days.",
    ),
    "compromise is not leaving": (
        "Access of leavers is removed within 24 hours.",
        "Access of a compromised account is revoked immediately.",
    ),
}


@pytest.mark.parametrize("case", AGREEING.values(), ids=AGREEING)
def test_no_conflict_is_cried_where_there_is_none(case: tuple[str, str]) -> None:
    assert _conflicts(*case) == []


def test_a_superseded_version_contradicts_nothing() -> None:
    new = document("a.md", "# New\nAccess of leavers is removed within 24 hours.\n", "policy")
    old = document("b.md", "# Old\nAccess of leavers is removed within 72 hours.\n", "policy")
    notes = {old.id: (Note("superseded", "by a.md"),)}
    assert find_conflicts([new, old], notes) == ()


def test_mfa_for_all_against_an_exempting_setting() -> None:
    stated = document("p.md", "# P\nAll users must use multi-factor sign-in.\n", "policy")
    export = document("m.json", '{\n"multiFactorRequired": false,\n"n": 3}\n', "config")
    found = find_conflicts([stated, export], {})
    assert [c.criteria for c in found] == [("CC6.1",)]
    assert found[0].citations[1].quote == '"multiFactorRequired": false'


def test_a_setting_of_another_environment_contradicts_nothing() -> None:
    stated = document("p.md", "# P\nAll users must use multi-factor sign-in.\n", "policy")
    export = document("m.json", '{"mfa": false}\n', "config")
    notes = {export.id: (Note("other_environment", "staging"),)}
    assert find_conflicts([stated, export], notes) == ()


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("within 24 hours", [24.0]),
        ("five business days", [120.0]),
        ("thirty (30) days", [720.0]),
        ("forty-eight hours", [48.0]),
        ("immediately", [0.0]),
        ("no time at all", []),
    ],
)
def test_durations(text: str, hours: list[float]) -> None:
    assert [value.low for value in durations(text)] == hours


@pytest.mark.parametrize(
    ("text", "yearly"),
    [
        ("reviewed quarterly", [4]),
        ("twice a year", [2]),
        ("semi-annually", [2]),
        ("each month and every year", [12, 1]),
        ("sometimes", []),
    ],
)
def test_frequencies(text: str, yearly: list[float]) -> None:
    assert [value.low for value in frequencies(text)] == yearly
