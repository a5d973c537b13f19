"""Copies, near copies and older versions; recurring records are none of them."""

from datetime import date
from hashlib import sha256
from time import process_time

import pytest

from ingest.duplicates import relations
from ingest.model import Dates, Document, EvidenceKind

POLICY = """Access to company systems is requested in the ticket system and approved by the line
manager before an account is created. Privileged access needs the approval of the head of security
as well. Access of leavers is removed within twenty four hours of the last working day. System owners
review all accounts every quarter and record the decision for each account with the date."""


def document(
    path: str,
    text: str = POLICY,
    *,
    kind: EvidenceKind = "policy",
    title: str = "Access Control Policy",
    effective: date | None = None,
) -> Document:
    return Document(
        id=path,
        path=path,
        sha256=sha256(text.encode()).hexdigest(),
        media_type="text/plain",
        kind=kind,
        title=title,
        text=text,
        blocks=(),
        dates=Dates(effective=effective),
    )


def said(*documents: Document) -> dict[str, list[str]]:
    return {key: [str(n) for n in notes] for key, notes in relations(documents).items()}


def test_a_copy_is_noted_and_its_original_is_not() -> None:
    found = said(document("Copy of policy.md"), document("policy.md"))
    assert found == {"Copy of policy.md": ["duplicate: same content as policy.md"]}


def test_a_near_copy_is_noted() -> None:
    changed = document("b/policy.md", f"{POLICY} Thank you.", title="Something else entirely")
    assert said(document("a/policy-x.md"), changed) == {
        "b/policy.md": ["duplicate: nearly the same text as a/policy-x.md"]
    }


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        pytest.param(
            document("policies/access-v1.9.md", POLICY.replace("twenty four", "seventy two")),
            document("policies/access-v2.4.md", POLICY + POLICY.upper().replace("ACCESS", "USE")),
            id="numbers-in-names",
        ),
        pytest.param(
            document("a.md", POLICY[:200], effective=date(2024, 1, 1)),
            document("b.md", POLICY[120:], effective=date(2026, 1, 1)),
            id="effective-dates",
        ),
        pytest.param(
            document("access policy (old).md", POLICY[:200]),
            document("access policy.md", POLICY[120:]),
            id="called-old",
        ),
        pytest.param(
            document("p/x.md", f"Version 2.0\n{POLICY[:200]}"),
            document("q/y.md", f"Version 10\n{POLICY[120:]}"),
            id="versions-in-text",
        ),
    ],
)
def test_the_older_version_is_superseded_by_the_newer(older: Document, newer: Document) -> None:
    assert said(older, newer)[older.id] == [f"superseded: by {newer.name}"]
    assert newer.id not in said(older, newer)


def test_a_document_that_says_it_was_replaced_is_believed() -> None:
    old = document("x.md", "| Status | Superseded by version 2.4 |\nShort text.")
    assert said(old) == {"x.md": ["superseded: the document says: Superseded by version 2.4"]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("review-2026-Q1.csv", "review-2026-Q2.csv", id="quarters"),
        pytest.param("scan-2026-01.csv", "scan-2026-02.csv", id="months"),
        pytest.param("INC-101.md", "INC-102.md", id="numbers-of-a-series"),
    ],
)
def test_another_period_is_neither_copy_nor_version(one: str, other: str) -> None:
    first = document(one, kind="record", title="Access review", effective=date(2026, 3, 31))
    second = document(other, f"{POLICY} Done.", kind="record", title="Access review")
    assert said(first, second) == {}


def test_the_same_text_for_two_periods_is_a_copy() -> None:
    first, second = (
        document("review-Q1.csv", kind="record"),
        document("review-Q2.csv", kind="record"),
    )
    assert said(first, second) == {"review-Q2.csv": ["duplicate: same content as review-Q1.csv"]}


def test_contracts_with_one_title_are_not_versions_of_each_other() -> None:
    one = document(
        "nda-acme.txt", kind="contract", title="NDA agreement", effective=date(2020, 1, 1)
    )
    other = document(
        "nda-beta.txt",
        POLICY[150:],
        kind="contract",
        title="NDA agreement",
        effective=date(2021, 1, 1),
    )
    assert said(one, other) == {}


def test_order_of_input_changes_nothing() -> None:
    documents = [document("b.md"), document("a.md"), document("c (old).md", POLICY[:250])]
    assert said(*documents) == said(*reversed(documents))


def test_two_thousand_documents_take_seconds() -> None:
    words = POLICY.split()
    documents = [
        document(
            f"{n}.md", " ".join(f"{w}{n * 7 + i}" for i, w in enumerate(words * 3)), title=str(n)
        )
        for n in range(2_000)
    ]
    started = process_time()
    assert relations(documents) == {}
    assert process_time() - started < 15
