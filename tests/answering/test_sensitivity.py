"""Who may read an item: its own label first, then its kind, on the careful side."""

from __future__ import annotations

import pytest

from assistant.answering.sensitivity import allowed, most_sensitive, sensitivity_of
from assistant.answers import Sensitivity
from ingest.model import EvidenceKind
from tests.factories import document


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Classification: Public", "public"),
        ("**Classification:** Public", "public"),
        ("| Classification | Internal |", "internal"),
        ("Sensitivity: Confidential", "internal"),
        ("Information class: Restricted", "internal"),
        ("Classification: Customer Confidential", "nda"),
        ("Classification level: NDA", "nda"),
        ("TLP:GREEN is the marking. Marking: TLP:GREEN", "nda"),
        ("Marking: TLP:RED", "internal"),
        ("Marking: TLP:CLEAR", "public"),
        ("Classification: Internal use only", "internal"),
    ],
)
def test_the_label_in_the_head_wins_over_the_kind(line: str, wanted: Sensitivity) -> None:
    kinds: tuple[EvidenceKind, ...] = ("policy", "record", "notice")
    found = {sensitivity_of(document("a.md", f"# Page\n\n{line}\n", kind)) for kind in kinds}
    assert found == {wanted}


def test_of_two_labels_the_narrower_counts() -> None:
    text = "# Page\n\nClassification: Public\nClassification: Confidential\n"
    assert sensitivity_of(document("a.md", text, "policy")) == "internal"


def test_a_word_of_the_text_is_no_label() -> None:
    text = "# Data policy\n\nData has a classification. Public data may be shown to all.\n"
    assert sensitivity_of(document("a.md", text, "policy")) == "nda"


@pytest.mark.parametrize(
    ("title", "kind", "wanted"),
    [
        ("Access policy", "policy", "nda"),
        ("Restore procedure", "procedure", "nda"),
        ("Network", "diagram", "nda"),
        ("Master agreement", "contract", "nda"),
        ("Terms of Service", "contract", "public"),
        ("Privacy Notice", "notice", "public"),
        ("Notice to Harbour Joinery of an incident", "notice", "nda"),
        ("Privacy policy of the staff", "policy", "nda"),
        ("Restore test", "record", "internal"),
        ("Users", "population", "internal"),
        ("Firewall", "config", "internal"),
        ("Sign-in", "screenshot", "internal"),
        ("Penetration test", "report", "internal"),
        ("Readme", "other", "internal"),
    ],
)
def test_without_a_label_the_kind_decides(
    title: str, kind: EvidenceKind, wanted: Sensitivity
) -> None:
    assert sensitivity_of(document("a.md", f"# {title}\n\nSome words.\n", kind)) == wanted


def test_the_most_sensitive_of_several_and_of_none() -> None:
    public = document("a.md", "# Privacy Notice\n\nWords.\n", "notice")
    nda = document("b.md", "# Access policy\n\nWords.\n", "policy")
    assert most_sensitive([public, nda]) == "nda"
    assert most_sensitive([]) == "public"


@pytest.mark.parametrize(
    ("kind", "audience", "may"),
    [
        ("notice", "public", True),
        ("policy", "public", False),
        ("record", "public", False),
        ("record", "nda", True),
        ("record", "internal", True),
    ],
)
def test_only_a_public_answer_is_bound_to_public_sources(
    kind: EvidenceKind, audience: Sensitivity, may: bool
) -> None:
    item = document("a.md", "# Privacy Notice\n\nWords.\n", kind)
    assert allowed(item, audience) is may
