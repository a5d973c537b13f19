"""A section of a description on the page: its words with their sources beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from assistant.description import Grid, Paragraph, Subsection
from ui.widgets.plain import label, plain
from ui.widgets.sources import sources

if TYPE_CHECKING:
    from assistant.description import Section, Sentence, Standing, VersionOrigin
    from assistant.desk.description_rows import Became, LineOutcome
    from assistant.desk.seat import Seat
    from assistant.model import Citation

SIGNS: Mapping[Standing, str] = {"cited": "✓", "management": "✎", "open": "?", "frame": "·"}
STANDING: Mapping[Standing, str] = {
    "cited": "from evidence",
    "management": "stated by a person",
    "open": "open",
    "frame": "our connecting words",
}
ORIGIN: Mapping[VersionOrigin, str] = {
    "drafted": "Drafted",
    "edited": "Edited",
    "imported": "Edited in Word",
    "merged": "Edits merged with a new draft",
    "approved": "Approved",
}
_BECAME: Mapping[Became, str] = {
    "kept": "✓ as before",
    "still_cited": "✓ still carried by its sources",
    "statement": "✎ now your statement: no source carries it",
    "open": "? an open point",
    "frame": "· our connecting words",
    "removed": "✕ taken out",
}


def legend() -> None:
    """What the signs before the lines mean."""
    st.caption(label("; ".join(f"{SIGNS[s]} {STANDING[s]}" for s in SIGNS), 200))


def counts_words(counts: Mapping[Standing, int]) -> str:
    """`12 from evidence, 2 open`."""
    told = (f"{n} {STANDING[s]}" for s, n in counts.items() if n)
    return ", ".join(told) or "nothing yet"


def section_text(seat: Seat, section: Section, key: str) -> None:
    """The section, part by part; the numbers in brackets are the sources beside it."""
    for number, part in enumerate(section.parts):
        with st.container(border=True, key=f"{key}-part-{number}"):
            _part(seat, part, f"{key}-part-{number}")


def became_list(changed: Sequence[LineOutcome], kept: int) -> None:
    """What became of the lines of an edit, in words."""
    plain(f"{kept} lines are as before and kept their sources; {len(changed)} are not as before.")
    for line in changed:
        plain(f"{_BECAME[line.became]}: {line.text}")


def _part(seat: Seat, part: Subsection, key: str) -> None:
    numbers: dict[Citation, int] = {}
    text, beside = st.columns((2, 1), gap="medium")
    with text:
        st.markdown(f"**{label(part.title)}**")
        for block in part.blocks:
            if isinstance(block, Paragraph):
                for sentence in block.sentences:
                    plain(_line(sentence, numbers, item=block.items))
            else:
                _grid(block, numbers, part.title)
    with beside:
        if numbers:
            st.caption("Sources")
            sources(seat, tuple(numbers), key)


def _grid(grid: Grid, numbers: dict[Citation, int], title: str) -> None:
    rows = []
    for row, proof in zip(grid.rows, grid.proofs, strict=True):
        cells = dict(zip(_heads(grid), row, strict=True))
        rows.append({"Stands": _stands(proof), **cells, "Sources": _marks(proof, numbers)})
    st.dataframe(rows, hide_index=True, height="content", alt=f"Table: {title}")


def _heads(grid: Grid) -> list[str]:
    """A name for each column, different from all others."""
    found: list[str] = []
    for number, head in enumerate(grid.head, start=1):
        name = head or f"Column {number}"
        found.append(name if name not in found else f"{name} ({number})")
    return found


def _line(sentence: Sentence, numbers: dict[Citation, int], *, item: bool) -> str:
    said = f" (stated by {sentence.said_by})" if sentence.standing == "management" else ""
    dot = "• " if item else ""
    return f"{SIGNS[sentence.standing]} {dot}{sentence.text}{said} {_marks(sentence, numbers)}"


def _marks(sentence: Sentence, numbers: dict[Citation, int]) -> str:
    found = (numbers.setdefault(c, len(numbers) + 1) for c in sentence.citations)
    return "".join(f"[{n}]" for n in found)


def _stands(proof: Sentence) -> str:
    said = f" {proof.said_by}" if proof.said_by else ""
    return f"{SIGNS[proof.standing]} {STANDING[proof.standing]}{said}"
