"""The annex as Markdown: a section a question, a list of its quotes; evidence can add no markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.answers import Answer
from assistant.questionnaires.write.annex import AnnexRow, rows
from assistant.questionnaires.write.letters import legal
from assistant.questions import Questionnaire

_MARKUP = re.compile(r"[\\`*_\[\]<>#|~&$@]|(?<=:)(?=//)|(?<=\bwww)(?=\.)", re.IGNORECASE)
"""What means something inside a line, and where a bare address would become a link. Nothing of ours
that is escaped stands at the beginning of a line, so lists and rules need no care."""


def render(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> str:
    """The whole annex as Markdown text, one blank line between its parts."""
    parts = [f"# Annex to {escaped(questionnaire.name)}"]
    last = None
    for row in rows(questionnaire, answers):
        if row.id != last:
            parts += _answer(row)
        if row.quote:
            parts.append(_quote(row))
        last = row.id
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Text on one line in which no character means anything to Markdown or HTML."""
    return _MARKUP.sub(lambda found: f"\\{found[0]}", " ".join(legal(text).split()))


def _answer(row: AnnexRow) -> Iterator[str]:
    yield f"## {escaped(row.id)}"
    yield f"**Question:** {escaped(row.question)}"
    facts = [row.verdict, row.status, row.freshness]
    if row.confidence is not None:
        facts.append(f"confidence {row.confidence:.2f}")
    told = "; ".join(escaped(fact) for fact in facts if fact)
    if told:
        yield f"**Verdict:** {told}"
    yield f"**Answer:** {escaped(row.answer)}"
    if row.warnings:
        yield f"**Warnings:** {escaped(row.warnings)}"
    if not row.quote:
        yield "*No quote.*"


def _quote(row: AnnexRow) -> str:
    where = f"{row.file}, {row.place}" if row.place else row.file
    return f"> {escaped(row.mark)} {escaped(where)}:\n> “{escaped(row.quote)}”"
