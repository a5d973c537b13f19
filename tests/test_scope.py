from __future__ import annotations

from datetime import date

import pytest

from assistant.errors import ScopeError
from assistant.model import CATEGORIES
from assistant.scope import make_scope


def test_security_is_always_included_and_comes_first() -> None:
    scope = make_scope(categories="privacy, availability", as_of="2026-06-30")
    assert scope.categories == ("security", "availability", "privacy")


def test_all_means_every_category() -> None:
    assert make_scope(categories="all", as_of="2026-06-30").categories == CATEGORIES


def test_a_date_makes_a_type_1_scope() -> None:
    scope = make_scope(as_of="2026-06-30")
    assert (scope.report_type, scope.reference, scope.assumed) == (
        "type1",
        date(2026, 6, 30),
        False,
    )


def test_a_period_makes_a_type_2_scope_judged_against_its_end() -> None:
    scope = make_scope(period="2026-01-01..2026-06-30")
    assert (scope.report_type, scope.period_start, scope.reference) == (
        "type2",
        date(2026, 1, 1),
        date(2026, 6, 30),
    )


def test_without_either_today_is_assumed_and_said() -> None:
    scope = make_scope(today=date(2026, 7, 1))
    assert (scope.report_type, scope.as_of, scope.assumed) == ("type1", date(2026, 7, 1), True)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param({}, "--as-of", id="nothing given"),
        pytest.param(
            {"as_of": "2026-06-30", "period": "2026-01-01..2026-06-30"}, "not both", id="both"
        ),
        pytest.param({"as_of": "30 June"}, "is not a day", id="no day"),
        pytest.param({"period": "2026-01-01"}, "START..END", id="no span"),
        pytest.param({"period": "2026-06-30..2026-01-01"}, "ends before", id="reversed"),
        pytest.param({"period": "2026-06-30..2026-06-30"}, "one day", id="same day"),
        pytest.param({"period": "2026-13-01..2026-06-30"}, "is not a day", id="no such month"),
        pytest.param({"as_of": "2026-06-30", "categories": "safety"}, "safety", id="no category"),
    ],
)
def test_an_unusable_scope_is_refused_with_what_to_give(given: dict[str, str], says: str) -> None:
    with pytest.raises(ScopeError, match=says):
        make_scope(**given)  # type: ignore[arg-type] # a table of keywords
