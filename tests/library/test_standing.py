"""What became stale, why, and who was told so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.library.standing import stale
from tests.library.making import TODAY, kept


@pytest.mark.parametrize(
    ("changes", "files", "kinds"),
    [
        pytest.param({}, {"policy.md": "h1"}, None, id="stands"),
        pytest.param({}, {"policy.md": "h2"}, ["source_changed"], id="changed"),
        pytest.param({}, {}, ["source_gone"], id="gone"),
        pytest.param({}, {"new.md": "h1"}, ["source_gone"], id="moved"),
        pytest.param(
            {"review_on": date(2026, 6, 30)}, {"policy.md": "h1"}, ["review_due"], id="due"
        ),
        pytest.param({"sources": ()}, {}, ["no_sources"], id="no sources"),
        pytest.param(
            {"review_on": date(2026, 6, 30)}, {}, ["source_gone", "review_due"], id="two reasons"
        ),
        pytest.param({"status": "retired"}, {}, None, id="history is not looked at"),
    ],
)
def test_an_answer_is_stale_for_these_reasons(
    changes: dict[str, Any], files: dict[str, str], kinds: list[str] | None
) -> None:
    found = stale([kept("Is it so?", **changes)], files, TODAY)
    assert [[r.kind for r in row.reasons] for row in found] == ([kinds] if kinds else [])


def test_where_a_moved_source_lies_now_is_said() -> None:
    (row,) = stale([kept("Is it so?")], {"policies/new.md": "h1"}, TODAY)
    assert "policies/new.md holds the same bytes" in row.reasons[0].detail


def test_the_questionnaires_that_carried_it_are_named() -> None:
    (row,) = stale([kept("Is it so?", sent_in=("acme.xlsx",))], {}, TODAY)
    assert row.answer.sent_in == ("acme.xlsx",)
