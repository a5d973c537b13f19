"""A description as Markdown: text with numbered marks, open points, checks, the evidence at the end."""

from __future__ import annotations

import re
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from assistant.description import (
    Description,
    Grid,
    Paragraph,
    Section,
    Sentence,
    Subsection,
)
from assistant.export.places import of_citation
from assistant.model import Citation, Scope

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|])")


def description_markdown(description: Description) -> str:
    """The whole draft. Words of the evidence are escaped: they cannot become markup."""
    notes = Notes()
    environment = Environment(
        loader=PackageLoader("assistant.descriptions.files", "templates"),
        autoescape=False,  # noqa: S701 - Markdown, not HTML: every value goes through `md` or `cell`
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"md": escaped, "cell": _cell}
    sections = [_section(s, notes) for s in description.sections]
    template = environment.get_template("description.md.j2")
    text = template.render(
        d=description,
        sections=sections,
        notes=[{"where": of_citation(c), "quote": _line(c.quote)} for c in notes.citations],
        scope_words=scope_words(description.scope),
    )
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


class Notes:
    """The citations of a text, each numbered once in the order of its first use."""

    def __init__(self) -> None:
        self.citations: list[Citation] = []
        self._known: dict[Citation, int] = {}

    def number(self, citation: Citation) -> int:
        """The note's number, from 1."""
        if citation not in self._known:
            self.citations.append(citation)
            self._known[citation] = len(self.citations)
        return self._known[citation]

    def marks(self, sentence: Sentence) -> str:
        """What stands behind the sentence: its numbers, who said it, or nothing."""
        if sentence.standing == "management":
            return f" *(stated by {escaped(sentence.said_by)})*"
        return "".join(f" [{self.number(c)}]" for c in sentence.citations)


def scope_words(scope: Scope) -> str:
    """` for the period …` or ` as of …`."""
    if scope.report_type == "type2":
        return f" for the period {scope.period_start} to {scope.period_end}"
    return f" as of {scope.as_of}"


def escaped(text: str) -> str:
    """Text with the characters that Markdown gives a meaning made plain."""
    return _MARKUP.sub(r"\\\1", _line(text))


def _cell(text: str) -> str:
    return escaped(text)


def _line(text: str) -> str:
    return " ".join(text.split())


def _section(section: Section, notes: Notes) -> dict[str, Any]:
    head = f"{section.id}: {section.title}" if section.id.startswith("DC") else section.title
    return {"head": head, "parts": [_part(p, notes) for p in section.parts]}


def _part(part: Subsection, notes: Notes) -> dict[str, Any]:
    return {"title": part.title, "blocks": [_block(b, notes) for b in part.blocks]}


def _block(block: Paragraph | Grid, notes: Notes) -> dict[str, Any]:
    if isinstance(block, Grid):
        rows = [
            {"cells": row, "mark": notes.marks(proof).strip()}
            for row, proof in zip(block.rows, block.proofs, strict=True)
        ]
        return {"head": block.head, "rows": rows}
    return {"list": block.items, "sentences": [_sentence(s, notes) for s in block.sentences]}


def _sentence(sentence: Sentence, notes: Notes) -> str:
    text = escaped(sentence.text)
    if sentence.standing == "open":
        text = text.replace("NEEDS INPUT", "**NEEDS INPUT**", 1)
    return text + notes.marks(sentence)
