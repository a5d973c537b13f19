"""A question that leans on the one before it: "and how often?", "who approves it?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.shape import shape, without_boilerplate
from assistant.answers import Ask
from assistant.mapping.words import terms

_LEANS = re.compile(
    r"^\W*(?:and|but|also|then|so|what about|how about)\b"
    r"|\b(?:it|its|that|this|these|those|they|them|their|he|she|there|one|ones|same)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^\W*(?:and |but |also )?(?:how often|how long|how (?:soon|many|much)|since when|when|where|who|why|which one"
    r"|by whom|from when|until when|what about|for how long)\b",
    re.IGNORECASE,
)
_FEW = 3
"""A question with fewer telling words than this, asking how often or who, has no subject of its own."""


def in_context(ask: Ask, earlier: Sequence[str]) -> Ask:
    """The ask with the subject of the question before it, where it has none of its own.

    The chain is followed back to the last question that stood by itself. The words asked stay as
    they were; only what is searched and judged grows.
    """
    subject = _subject(earlier) if leans(ask.text) else ""
    if not subject:
        return ask
    return replace(
        ask,
        query=f"{subject} {ask.query}",
        parts=tuple(f"{part} {subject}" for part in ask.parts),
        context=f"asked after: {subject}",
    )


def leans(question: str) -> bool:
    """Has the question no subject of its own?"""
    telling = len([t for t in terms(question).counts if "_" not in t])
    return (telling < _FEW and _BARE.search(question) is not None) or (
        telling <= _FEW and _LEANS.search(question) is not None
    )


def _subject(earlier: Sequence[str]) -> str:
    for question in reversed(earlier):
        if not leans(question):
            return without_boilerplate(shape(question).text).rstrip("?.! ")
    return ""
