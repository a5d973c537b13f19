"""A section as lines for a person's editor, and edited lines as a section again.

One sentence, list entry or table row a line. A line whose words are unchanged keeps its citations.
Changed words are held to the citations of the line that they came from, as claims are; where these
do not carry them, the line is the person's own statement and is marked so.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.claims.check import verify_sentence
from assistant.description import Grid, Paragraph, Section, Sentence, Subsection

_ALIKE = 0.6
"""Ratio of `difflib` from which a changed line is taken for an edit of an old one."""
_ITEM = "- "
_ROW = "| "
_OPEN = re.compile(r"\bNEEDS INPUT\b")


@dataclass(frozen=True, slots=True)
class Lines:
    """A section's lines by the titles of its parts, in order."""

    parts: tuple[tuple[str, tuple[str, ...]], ...]


def lines_of(section: Section) -> Lines:
    """The section as a person edits it."""
    return Lines(tuple((p.title, tuple(_lines(p))) for p in section.parts))


def edited(section: Section, lines: Lines, *, person: str) -> Section:
    """The section with a person's lines. Parts keep their order; one left out is emptied."""
    known = {p.title: _Known(section, person, p.title) for p in section.parts}
    elsewhere = _Known(section, person, "")
    wanted = dict(lines.parts)
    heads = {p.title: _head(p) for p in section.parts}
    order = [*(p.title for p in section.parts), *(t for t in wanted if t not in heads)]
    parts = tuple(
        Subsection(
            title,
            tuple(
                _blocks(wanted.get(title, ()), heads.get(title, ()), known.get(title, elsewhere))
            ),
        )
        for title in order
    )
    return replace(section, parts=tuple(p for p in parts if p.blocks))


def asks(line: str) -> bool:
    """Does the line ask for something that is missing?"""
    return _OPEN.search(line) is not None


def _lines(part: Subsection) -> Iterable[str]:
    for block in part.blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                yield _ROW + " | ".join(cell.replace("|", "/") for cell in row)
        else:
            for sentence in block.sentences:
                yield (_ITEM if block.items else "") + sentence.text


def _head(part: Subsection) -> tuple[str, ...]:
    return next((b.head for b in part.blocks if isinstance(b, Grid)), ())


class _Known:
    """The sentences of a section, to be found again by their words; those of the part itself first."""

    def __init__(self, section: Section, person: str, title: str) -> None:
        self._person = person
        self._by_words: dict[str, Sentence] = {}
        for part in sorted(section.parts, key=lambda p: p.title == title):
            for block in part.blocks:
                self._by_words.update(_worded(block))

    def sentence(self, words: str) -> Sentence:
        """The sentence with these words: the known one, a proven change of it, or the person's own."""
        folded = _folded(words)
        if folded in self._by_words:
            return self._by_words[folded]
        if asks(words):
            return Sentence(words, "open", facts=self._facts(folded))
        origin = self._origin(folded)
        if origin and origin.citations:
            quotes = [c.quote for c in origin.citations]
            if verify_sentence(words, quotes).label == "supported":
                return replace(origin, text=words, standing="cited")
        facts = origin.facts if origin else ()
        return Sentence(words, "management", facts=facts, said_by=self._person)

    def _origin(self, folded: str) -> Sentence | None:
        close = difflib.get_close_matches(folded, list(self._by_words), n=1, cutoff=_ALIKE)
        return self._by_words[close[0]] if close else None

    def _facts(self, folded: str) -> tuple[str, ...]:
        origin = self._origin(folded)
        return origin.facts if origin else ()


def _worded(block: Paragraph | Grid) -> Mapping[str, Sentence]:
    if isinstance(block, Grid):
        return {
            _folded(" | ".join(c.replace("|", "/") for c in row)): proof
            for row, proof in zip(block.rows, block.proofs, strict=True)
        }
    return {_folded(s.text): s for s in block.sentences}


def _blocks(
    lines: Sequence[str], head: tuple[str, ...], known: _Known
) -> Iterable[Paragraph | Grid]:
    run: list[str] = []
    form = ""
    for line in [*(x for x in lines if x.strip()), ""]:
        now = next((mark for mark in (_ROW, _ITEM) if line.startswith(mark)), "")
        if run and (now != form or not line):
            yield _block(run, form, head, known)
            run = []
        form = now
        run.append(line.removeprefix(now) if now == _ROW else line.removeprefix(now).strip())


def _block(
    lines: Sequence[str], form: str, head: tuple[str, ...], known: _Known
) -> Paragraph | Grid:
    if form == _ROW:
        rows = tuple(tuple(c.strip() for c in f"{line} ".split(" | ")) for line in lines)
        width = max(len(head), *(len(r) for r in rows))
        filled = tuple((*r, *[""] * (width - len(r))) for r in rows)
        names = (*head, *[""] * (width - len(head)))
        return Grid(names, filled, tuple(known.sentence(line) for line in lines))
    return Paragraph(tuple(known.sentence(line) for line in lines), items=form == _ITEM)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(" |")
