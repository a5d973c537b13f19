"""A conversation as a file to hand on: Markdown or Word, each sentence with its quotes and places.

Nothing in it looks final: it says at the top, and at each answer, what nobody has reviewed. No text of
evidence becomes markup.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answering.guide import NOT_EVIDENCE
from assistant.answers import Answer, Conversation, Turn
from assistant.export.places import of_citation
from assistant.questionnaires.write.annex import VERDICTS
from assistant.questionnaires.write.annex_markdown import escaped
from assistant.questionnaires.write.letters import legal

Form = Literal["md", "docx"]
DRAFT = "Draft answers, not reviewed"
_ABOUT = (
    "Answers were drafted by software from the evidence named here. Each quote was found again in its "
    "file. Nobody has reviewed or approved them, unless an answer says so. They are no audit opinion."
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph with what stands bold before it."""

    text: str
    lead: str = ""
    quote: bool = False


def written(conversation: Conversation, turns: Sequence[Turn], workspace: str, form: Form) -> bytes:
    """The file's bytes; the same conversation gives the same words in both forms."""
    return (_markdown if form == "md" else _docx)(conversation, turns, workspace)


def standing(answer: Answer) -> str:
    """Who stands behind an answer, in words."""
    if is_general(answer):
        return "general information from the SOC guide, not about the company"
    if answer.abstained:
        return "needs input: nothing was answered"
    if answer.source in ("library", "both") and answer.status == "draft":
        return "approved before, from the answer library"
    return "draft, not reviewed"


def is_general(answer: Answer) -> bool:
    """Whether it is about SOC in general and cites no evidence."""
    return any(w.startswith(NOT_EVIDENCE) for w in answer.warnings)


def _lines(turn: Turn) -> Iterator[_Line]:
    answer = turn.answer
    general = is_general(answer)
    if turn.narrowing:
        yield _Line(str(turn.narrowing), "Searched only within: ")
    yield _Line(standing(answer), "Standing: ")
    if general:
        yield _Line(answer.section, "About SOC in general: ")
    else:
        yield _Line(VERDICTS[answer.verdict], "Verdict: ")
    for line in (answer.missing if answer.abstained else answer.text).splitlines():
        if line.strip():
            yield _Line(line, "Missing: " if answer.abstained else "")
    for number, citation in enumerate(answer.citations, 1):
        yield _Line(f"“{citation.quote}”", f"[{number}] {of_citation(citation)}: ", quote=True)
    if not answer.abstained and not general:
        facts = f"confidence {answer.confidence:.2f}; {answer.freshness}; {answer.sensitivity}"
        yield _Line(facts, "Judged: ")
    for warning in answer.warnings:
        yield _Line(warning, "Note: ")


def _head(conversation: Conversation, turns: Sequence[Turn], workspace: str) -> str:
    first, last = turns[0].at.date(), turns[-1].at.date()
    when = str(first) if first == last else f"{first} to {last}"
    return f"{workspace}, {when}, {len(turns)} questions"


def _markdown(conversation: Conversation, turns: Sequence[Turn], workspace: str) -> bytes:
    parts = [
        f"# {escaped(conversation.title)}",
        f"**{DRAFT}**",
        escaped(_head(conversation, turns, workspace)),
        escaped(_ABOUT),
    ]
    for turn in turns:
        parts.append(f"## {turn.number}. {escaped(turn.question)}")
        for line in _lines(turn):
            lead = f"**{escaped(line.lead)}** " if line.lead else ""
            parts.append(f"{'> ' if line.quote else ''}{lead}{escaped(line.text)}")
    return ("\n\n".join(parts) + "\n").encode()


def _docx(conversation: Conversation, turns: Sequence[Turn], workspace: str) -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title = DRAFT
    document.core_properties.author = "Evidary"
    document.sections[0].header.paragraphs[0].text = DRAFT
    document.add_heading(_one_line(conversation.title), 1)
    document.add_paragraph(DRAFT, style="Intense Quote")
    document.add_paragraph(_one_line(_head(conversation, turns, workspace)))
    document.add_paragraph(_ABOUT)
    for turn in turns:
        document.add_heading(f"{turn.number}. {_one_line(turn.question)}", 2)
        for line in _lines(turn):
            paragraph = document.add_paragraph(style="Quote" if line.quote else None)
            if line.lead:
                paragraph.add_run(_one_line(line.lead) + " ").bold = True
            paragraph.add_run(_one_line(line.text))
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def _one_line(text: str) -> str:
    return " ".join(legal(text).split())
