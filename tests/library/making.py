"""Answers of every kind, made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from assistant.answers import Answer, LibraryAnswer
from assistant.model import Citation
from assistant.verify import cite
from assistant.workspace import Workspace

TODAY = date(2026, 7, 1)
MFA = "Is multi-factor authentication required for all users?"
MFA_QUOTE = "Multi-factor authentication is required for every user of the identity provider."


def kept(question: str, text: str = "Yes, we do.", **given: Any) -> LibraryAnswer:
    """An approved library answer whose only source is `policy.md` with the hash `h1`."""
    made = LibraryAnswer(
        id=f"{abs(hash((question, text))):012x}"[:12],
        question=question,
        verdict="yes",
        text=text,
        owner="Ana Lima",
        approved_on=date(2026, 3, 1),
        review_on=date(2027, 3, 1),
        sources=(("policy.md", "h1"),),
    )
    return replace(made, **given)


def cited(workspace: Workspace, path: str, quote: str) -> Citation:
    """A proven citation of words in a file of the workspace."""
    heads = [d for d in workspace.store.evidence.document_heads() if d.path == path]
    document = next(workspace.store.evidence.documents([heads[0].id]))
    at = document.text.index(quote)
    return cite(document, at, at + len(quote))


def answer(workspace: Workspace, **given: Any) -> Answer:
    """An answer that rests on the access policy and the backup policy."""
    made = Answer(
        id="Q1",
        question=MFA,
        verdict="yes",
        text="Every user signs in with multi-factor authentication [1]. "
        "Databases are backed up daily [2].",
        abstained=False,
        confidence=0.9,
        citations=(
            cited(workspace, "access-policy.md", MFA_QUOTE),
            cited(
                workspace, "backup-policy.md", "Databases are backed up daily to another region."
            ),
        ),
        source="evidence",
    )
    return replace(made, **given)
