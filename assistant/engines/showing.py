"""Which words of the evidence a model is shown: whole sentences, within a budget of characters.

Sentences with unfilled placeholders or instructions are never shown, so that they can neither be
quoted nor obeyed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.mapping.quotes import fit_to_quote
from assistant.mapping.words import terms
from assistant.model import Evidence

PASSAGE = 560
"""Most characters shown of one passage, unless one sentence alone is longer."""
FRAME = 82
"""Characters that go around a passage, beside its file's and heading's names."""
_NAME = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A run of whole sentences of a document, `text == document.text[start:end]`, and its handle."""

    handle: str
    evidence: Evidence
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words as they stand in the document."""
        return self.evidence.document.text[self.start : self.end]

    @property
    def fields(self) -> dict[str, str]:
        """What a prompt shows of it. Names are a file's own, so they lose what would end a tag."""
        document = self.evidence.document
        day = document.dates.effective or document.dates.captured
        return {
            "handle": self.handle,
            "file": _name(document.name),
            "kind": document.kind,
            "date": str(day) if day else "unknown",
            "heading": _name(self.evidence.passage.heading),
            "text": self.text,
        }

    @property
    def size(self) -> int:
        """Characters that it takes in a prompt."""
        return FRAME + sum(len(value) for value in self.fields.values())


def shown_within(
    room: int, query: str, evidence: Sequence[Evidence]
) -> tuple[tuple[Shown, ...], int]:
    """The passages that fit the room, best first, each cut to the sentences nearest the query.

    Also gives how many passages had words to show but no room.
    """
    wanted = set(terms(query).counts)
    kept: list[Shown] = []
    left_out = 0
    for item in sorted(evidence, key=lambda e: -e.score):
        window = _window(item, wanted)
        if window is None:
            continue
        piece = Shown(f"P{len(kept) + 1}", item, *window)
        if piece.size > room:
            left_out += 1
            continue
        kept.append(piece)
        room -= piece.size
    return tuple(kept), left_out


def _window(item: Evidence, wanted: set[str]) -> tuple[int, int] | None:
    """The sentences around the one that shares most with the query, as long as they fit together."""
    text = item.document.text
    runs = [run for run in _runs(item) if run]
    if not runs:
        return None
    scores = {
        span: len(wanted & terms(text[slice(*span)]).counts.keys()) for r in runs for span in r
    }
    run = max(runs, key=lambda r: max(scores[span] for span in r))
    first = last = max(range(len(run)), key=lambda n: scores[run[n]])
    while True:
        before = run[last][1] - run[first - 1][0] if first else PASSAGE + 1
        after = run[last + 1][1] - run[first][0] if last + 1 < len(run) else PASSAGE + 1
        if min(before, after) > PASSAGE:
            return run[first][0], run[last][1]
        if after <= PASSAGE:  # what follows explains more often than what stands before
            last += 1
        else:
            first -= 1


def _runs(item: Evidence) -> Iterator[list[tuple[int, int]]]:
    """Neighbouring sentences that may be shown; one that may not parts two runs."""
    text = item.document.text
    run: list[tuple[int, int]] = []
    fit = fit_to_quote(item.document, item.passage)
    for start, end in fit:
        if run and any(sign.isalnum() for sign in text[run[-1][1] : start]):
            yield run
            run = []
        run.append((start, end))
    yield run


def _name(text: str) -> str:
    plain = " ".join("".join(" " if sign in '<>"' else sign for sign in text).split())
    return plain if len(plain) <= _NAME else f"…{plain[1 - _NAME :]}"
