"""Who may read what an answer rests on."""

from __future__ import annotations

import pytest

from assistant.answering.sensitivity import allowed, most_sensitive, sensitivity_of
from assistant.answers import Sensitivity
from ingest.model import EvidenceKind
from tests.factories import document

CASES: tuple[tuple[str, str, EvidenceKind, Sensitivity], ...] = (
    ("label public", "# Overview\n\nClassification: Public\n", "policy", "public"),
    ("label confidential", "# Terms of Service\n\nClassification: Confidential\n", "contract", "internal"),
    ("label internal use only", "# Plan\n\nSensitivity level: internal use only\n", "notice", "internal"),
    ("table label", "| Classification | Customer |\n", "policy", "nda"),
    ("terms", "# Terms of Service\n\nWe provide it.\n", "contract", "public"),
    ("privacy notice", "# Privacy notice\n\nWe collect.\n", "notice", "public"),
    ("policy", "# Access policy\n\nMFA.\n", "policy", "nda"),
    ("log", "2026-01-01 login\n", "log", "internal"),
    ("two labels", "Classification: Public\nClassification: Secret\n", "policy", "internal"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "label"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_label_of_a_document(text: str, kind: EvidenceKind, label: Sensitivity) -> None:
    assert sensitivity_of(document("a.md", text, kind)) == label


def test_an_answer_is_as_sensitive_as_its_most_sensitive_source() -> None:
    public = document("a.md", "Classification: Public\n", "policy")
    log = document("b.log", "login\n", "log")
    assert most_sensitive([public, log]) == "internal"
    assert most_sensitive([]) == "public"


def test_only_public_sources_serve_the_public() -> None:
    log = document("b.log", "login\n", "log")
    assert not allowed(log, "public")
    assert allowed(log, "nda")
