"""Contradictions of the library with itself, the evidence, and what was sent; and duplicates."""

from __future__ import annotations

import pytest

from assistant.answers import LibraryAnswer, Verdict
from assistant.library.conflicts import LibraryConflict, conflicts, duplicates
from assistant.library.match import Shelf
from assistant.model import Evidence
from assistant.ports import Embedder
from assistant.retrieval.search import retrieve
from assistant.workspace import Workspace
from tests.library.making import kept

LEAVERS = "How quickly is access of leavers removed?"
LEAVERS_TOO = "Within what time do you revoke the access of leavers?"


def found(embedder: Embedder, *answers: LibraryAnswer) -> tuple[LibraryConflict, ...]:
    return conflicts(answers, Shelf(answers, embedder))


@pytest.mark.parametrize(
    ("ours", "theirs", "verdicts"),
    [
        pytest.param("Yes.", "No.", ("yes", "no"), id="verdict"),
        pytest.param(
            "Access of leavers is removed within 24 hours.",
            "Access of leavers is removed within 7 days.",
            ("narrative", "narrative"),
            id="duration",
        ),
        pytest.param(
            "Backups of the database are tested quarterly.",
            "Backups of the database are tested annually.",
            ("yes", "yes"),
            id="frequency",
        ),
    ],
)
def test_two_answers_to_one_question_that_differ_conflict(
    embedder: Embedder, ours: str, theirs: str, verdicts: tuple[Verdict, Verdict]
) -> None:
    one = kept(LEAVERS, ours, verdict=verdicts[0], sent_in=("acme.xlsx",))
    other = kept(LEAVERS_TOO, theirs, verdict=verdicts[1])
    (conflict,) = found(embedder, one, other)
    assert conflict.kind == "library"
    assert {conflict.answer, conflict.other} == {one, other}
    assert conflict.detail
    assert conflict.questionnaires == ("acme.xlsx",)


def test_agreeing_answers_are_duplicates_not_conflicts(embedder: Embedder) -> None:
    one = kept(LEAVERS, "Access of leavers is removed within 24 hours.", verdict="narrative")
    other = kept(LEAVERS_TOO, "We remove access of leavers within one day.", verdict="narrative")
    assert found(embedder, one, other) == ()
    (pair,) = duplicates(Shelf([one, other], embedder))
    assert {pair.first, pair.second} == {one, other}


def test_answers_of_two_products_may_differ(embedder: Embedder) -> None:
    one = kept(LEAVERS, "Yes.", product="Pay")
    other = kept(LEAVERS, "No.", verdict="no", product="Mail")
    assert found(embedder, one, other) == ()
    assert duplicates(Shelf([one, other], embedder)) == ()


def test_what_customers_hold_is_compared_with_what_is_said_now(embedder: Embedder) -> None:
    past = kept(LEAVERS, "Yes.", status="superseded", sent_in=("acme.xlsx",))
    unsent = kept(LEAVERS, "Yes!", status="superseded")
    now = kept(LEAVERS_TOO, "No.", verdict="no")
    (conflict,) = found(embedder, past, unsent, now)
    assert (conflict.kind, conflict.answer, conflict.other) == ("sent", now, past)
    assert conflict.questionnaires == ("acme.xlsx",)


@pytest.mark.parametrize(
    ("text", "contradicted"),
    [
        pytest.param("Access of leavers is removed within 7 days of termination.", True, id="other value"),
        pytest.param("Access of leavers is removed within 24 hours of termination.", False, id="agrees"),
        pytest.param("Access of leavers is removed by the service desk.", False, id="not spoken of"),
    ],
)  # fmt: skip
def test_the_current_policy_contradicts_the_library(
    workspace: Workspace, text: str, contradicted: bool
) -> None:
    def search(words: str) -> tuple[Evidence, ...]:
        return retrieve(
            words,
            store=workspace.store,
            embedder=workspace.embedder,
            vector_index=workspace.vector_index,
            lexical_index=workspace.lexical_index,
        )

    library = [kept(LEAVERS, text, verdict="narrative", sent_in=("acme.xlsx",))]
    rows = conflicts(library, Shelf(library, workspace.embedder), search=search)
    assert [(r.kind, r.path, r.questionnaires) for r in rows] == (
        [("evidence", "access-policy.md", ("acme.xlsx",))] if contradicted else []
    )
