"""Reasons a person would give: what matched, by name, and what the item's kind can show."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from assistant.adapters.static_words import StaticWords
from assistant.mapping.features import features_of
from assistant.mapping.item import item_of
from assistant.mapping.library import build
from assistant.mapping.reasons import Reasons
from assistant.mapping.texts import LabelledText
from ingest.model import EvidenceKind
from ingest.passages import split
from tests.factories import document

EMBEDDER = StaticWords()
CRITERIA = ("A1.3", "CC8.1")
TEXTS = (
    LabelledText("Recovery testing", "title", (("A1.3", 1.0),)),
    LabelledText("restore test of backups", "phrase", (("A1.3", 1.0),)),
    LabelledText("backups and restore " * 8, "remedy", (("A1.3", 1.0),)),
    LabelledText("Change management", "title", (("CC8.1", 1.0),)),
    LabelledText("pull request approval", "phrase", (("CC8.1", 1.0),)),
)
RESTORE = "# Restore tests\n\nBackups are proven by a restore test every quarter.\n"


def reasons(text: str, kind: EvidenceKind, confidence: tuple[float, float]) -> tuple[str, ...]:
    library = build(TEXTS, CRITERIA, embedder=EMBEDDER)
    passages = split(doc := document("x.md", text, kind))
    item = item_of(doc, passages, EMBEDDER.embed([p.text for p in passages]))
    title, gist = EMBEDDER.embed([item.title, item.gist])
    features = features_of(item, library, title=title, gist=gist, scale=library.closeness)
    own = [text.text for text in TEXTS]
    return Reasons(library, own).of(item, features, np.array(confidence))


def test_a_reason_names_the_words_the_match_and_the_kind() -> None:
    assert reasons(RESTORE, "policy", (0.7, 0.01))[0] == (
        'Speaks about restore, tests and backups (matches "restore test of backups"); '
        "a policy, so design only."
    )


def test_a_hopeless_criterion_is_called_so() -> None:
    said = reasons(RESTORE, "policy", (0.7, 0.01))[1]
    assert said.startswith('Little in it speaks to this; nearest is "')


def test_a_match_without_a_shared_word_is_called_close_in_meaning() -> None:
    said = reasons("# Merging\n\nColleagues accept code first.\n", "procedure", (0.1, 0.5))[1]
    assert said.startswith('Close in meaning to "')


def test_a_claimed_criterion_is_said_to_be_claimed() -> None:
    text = "Satisfies: A1.3\n\n" + "Backups are restored for a test each quarter. " * 12
    assert reasons(text, "policy", (0.7, 0.1))[0].startswith("Names A1.3 itself")


def test_a_long_text_is_never_quoted() -> None:
    assert all(
        "backups and restore backups" not in said for said in reasons(RESTORE, "log", (0.7, 0.7))
    )


@pytest.mark.parametrize("kind", get_args(EvidenceKind))
def test_every_kind_has_words_for_what_it_shows(kind: EvidenceKind) -> None:
    assert reasons(RESTORE, kind, (0.7, 0.7))[0].count(";") == 1
