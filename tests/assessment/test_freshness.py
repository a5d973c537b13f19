from __future__ import annotations

from datetime import date

import pytest

from assistant.assessment.freshness import Freshness, freshness
from assistant.model import Scope
from ingest.model import Dates, EvidenceKind
from tests.factories import TYPE1, TYPE2

CASES: dict[str, tuple[EvidenceKind, Dates, Scope, Freshness]] = {
    "policy within its year": ("policy", Dates(effective=date(2025, 7, 1)), TYPE2, "fresh"),
    "policy just over a year": ("policy", Dates(effective=date(2025, 6, 10)), TYPE2, "due"),
    "policy long over a year": ("policy", Dates(effective=date(2025, 5, 1)), TYPE2, "stale"),
    "policy approved later": ("policy", Dates(effective=date(2026, 7, 2)), TYPE1, "future"),
    "no date": ("policy", Dates(), TYPE1, "unknown"),
    "setting near the date": ("config", Dates(captured=date(2026, 6, 1)), TYPE1, "fresh"),
    "setting long before": ("config", Dates(captured=date(2026, 5, 1)), TYPE1, "stale"),
    "setting in the period": ("screenshot", Dates(captured=date(2025, 9, 1)), TYPE2, "fresh"),
    "setting before the period": ("config", Dates(captured=date(2025, 6, 1)), TYPE2, "stale"),
    "setting after the period": ("config", Dates(captured=date(2026, 7, 3)), TYPE2, "future"),
    "record in the period": ("record", Dates(effective=date(2025, 8, 1)), TYPE2, "fresh"),
    "record before the period": ("record", Dates(effective=date(2025, 5, 22)), TYPE2, "stale"),
    "record after the period": ("ticket", Dates(effective=date(2026, 7, 9)), TYPE2, "future"),
    "export after the period of events in it": (
        "log",
        Dates(
            effective=date(2026, 7, 5), effective_from=date(2026, 4, 1), captured=date(2026, 7, 5)
        ),
        TYPE2,
        "fresh",
    ),
    "list run after the period": ("population", Dates(captured=date(2026, 7, 2)), TYPE2, "fresh"),
    "list run within the period": ("population", Dates(captured=date(2026, 3, 2)), TYPE2, "stale"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_freshness(case: tuple[EvidenceKind, Dates, Scope, Freshness]) -> None:
    kind, dates, scope, expected = case
    assert freshness(kind, dates, scope) == expected


def test_a_setting_serves_a_questionnaire_for_90_days() -> None:
    dates = Dates(captured=date(2026, 4, 10))
    assert freshness("config", dates, TYPE1, questionnaire=True) == "fresh"
