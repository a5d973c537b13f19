"""Which library answer is suggested, and with which doubts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.answers import LibraryAnswer, Sensitivity
from assistant.library.match import Shelf, Suggestion, match
from assistant.ports import Embedder
from tests.library.making import TODAY, kept

AT_REST = "Do you encrypt customer data at rest?"
FILES = {"policy.md": "h1"}


def suggested(
    embedder: Embedder,
    question: str,
    *answers: LibraryAnswer,
    files: dict[str, str] | None = None,
    today: date = TODAY,
    product: str = "",
    audience: Sensitivity = "internal",
) -> Suggestion | None:
    return match(
        question,
        Shelf(answers, embedder),
        files=FILES if files is None else files,
        today=today,
        product=product,
        audience=audience,
    )


def test_the_same_question_in_other_words_stands(embedder: Embedder) -> None:
    found = suggested(embedder, "Is customer data encrypted at rest?", kept(AT_REST))
    assert found is not None
    assert found.stands
    assert 0.8 < found.similarity < 1


def test_another_question_has_no_suggestion(embedder: Embedder) -> None:
    assert suggested(embedder, "Do you encrypt customer data in transit?", kept(AT_REST)) is None


@pytest.mark.parametrize(
    ("changes", "given", "doubt"),
    [
        pytest.param({}, {"files": {"policy.md": "h2"}}, "policy.md changed", id="source changed"),
        pytest.param({}, {"files": {}}, "policy.md is gone", id="source gone"),
        pytest.param({"review_on": date(2026, 6, 30)}, {}, "review was due", id="review passed"),
        pytest.param({"status": "imported"}, {}, "never approved", id="imported"),
        pytest.param({"sources": ()}, {}, "no source", id="no sources"),
    ],
)
def test_what_does_not_stand_is_suggested_with_the_reason(
    embedder: Embedder, changes: dict[str, Any], given: dict[str, Any], doubt: str
) -> None:
    found = suggested(embedder, AT_REST, kept(AT_REST, **changes), **given)
    assert found is not None
    assert not found.stands
    assert doubt in "; ".join(found.doubts)


@pytest.mark.parametrize(
    ("changes", "given", "expected"),
    [
        pytest.param({"product": "Pay"}, {"product": "pay"}, True, id="same product"),
        pytest.param({"product": "Pay"}, {"product": "Mail"}, False, id="other product"),
        pytest.param({"product": "Pay"}, {}, False, id="product not asked for"),
        pytest.param({}, {"product": "Mail"}, True, id="for all products"),
        pytest.param(
            {"sensitivity": "nda"}, {"audience": "public"}, False, id="not for the public"
        ),
        pytest.param(
            {"sensitivity": "public"}, {"audience": "nda"}, True, id="public for customers"
        ),
        pytest.param({"status": "retired"}, {}, False, id="retired"),
        pytest.param({"status": "superseded"}, {}, False, id="superseded"),
        pytest.param({"review_on": TODAY}, {}, True, id="review day itself"),
    ],
)
def test_scope_and_state_decide_whether_it_is_suggested(
    embedder: Embedder, changes: dict[str, Any], given: dict[str, Any], expected: bool
) -> None:
    assert (suggested(embedder, AT_REST, kept(AT_REST, **changes), **given) is not None) is expected


def test_what_stands_goes_before_the_same_words(embedder: Embedder) -> None:
    imported = kept(AT_REST, "Yes.", status="imported", sources=())
    approved = kept("Is customer data encrypted at rest?", "Yes, with AES-256.")
    found = suggested(embedder, AT_REST, imported, approved)
    assert found is not None
    assert found.answer == approved


def test_an_empty_library_suggests_nothing(embedder: Embedder) -> None:
    assert suggested(embedder, AT_REST) is None
