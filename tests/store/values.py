"""Values to keep, made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from assistant.answers import Answer
from ingest.model import Document, Passage
from tests import factories

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)

Read = tuple[Document, list[Passage]]


def read(path: str, text: str, *, member: str | None = None) -> Read:
    """A document of one passage a line."""
    made = factories.document(path, text, "policy", member=member)
    passages = [
        Passage(
            id=f"{made.id[:12]}{ordinal:04x}",
            document_id=made.id,
            ordinal=ordinal,
            start=block.start,
            end=block.end,
            text=text[block.start : block.end],
            heading="Access > Removal",
            locator=block.locator,
        )
        for ordinal, block in enumerate(made.blocks)
    ]
    return made, passages


def answer(identifier: str = "q1", **given: Any) -> Answer:
    """A drafted answer."""
    made = Answer(identifier, "Is MFA required?", "yes", "Yes.", False, 0.9, ())
    return replace(made, **given)
