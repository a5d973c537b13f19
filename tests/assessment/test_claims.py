from __future__ import annotations

import pytest

from assistant.assessment.claims import unknown_criteria
from tests.factories import document

FRONT_MATTER = "name: Plan\nsatisfies:\n  TSC:\n    - CC9.9\n    - CC7.4\n    - P1.2\n---\nText\n"

CASES: dict[str, tuple[str, list[str]]] = {
    "front matter list": (
        FRONT_MATTER,
        [
            "CC9.9 does not exist in tsc-2017 (line 4)",
            "P1.2 does not exist in tsc-2017 (line 6)",
        ],
    ),
    "a line that names criteria": (
        "Mapped criteria: CC7.1, CC9.9, P1.2\n",
        [
            "CC9.9 does not exist in tsc-2017 (line 1)",
            "P1.2 does not exist in tsc-2017 (line 1)",
        ],
    ),
    "existing ids only": ("Satisfies TSC CC6.1, A1.2 and PI1.5.\n", []),
    "a priority": ("Incidents of P1.2 are answered at once.\n", []),
    "ISO control": ("ISO 27001 Annex control A8.2 and criteria A5.1\n", []),
    "CIS list": ("CIS Controls:\n- A1.9\n- C4.4\n", []),
    "a version": ("See chapter C2.4 of the manual.\n", []),
    "said twice, noted once": ("CC9.9\nCC9.9\n", ["CC9.9 does not exist in tsc-2017 (line 1)"]),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_only_ids_claimed_as_criteria_are_noted(case: tuple[str, list[str]]) -> None:
    text, expected = case
    notes = unknown_criteria(document("p.md", text, "policy"))
    assert [note.detail for note in notes] == expected


def test_the_note_shows_the_line() -> None:
    (note,) = unknown_criteria(document("p.md", "tsc:\n  - CC9.9\n", "policy"))
    assert note.quote == "- CC9.9"
    assert note.locator is not None
    assert note.locator.line_start == 2
