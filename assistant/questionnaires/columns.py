"""What each column of a table of questions holds: the heads' words weighed against the cells.

Makes `Columns` for `rows`; `column_maps` shows them to a person and takes corrections.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.questionnaires.asking import asks
from assistant.questionnaires.column_cells import CellsOfColumn, cells_of
from assistant.questionnaires.grid import Grid, fold
from assistant.questionnaires.heads import Head, is_answer_word
from assistant.questionnaires.numbering import is_code
from assistant.questionnaires.tables import Area, column_heads, head_text

_HEAD_WORTH = {3: 12.0, 2: 9.0, 1: 5.0}
_MOSTLY = 0.5
_TITLE_WORDS = 4
_STATES = re.compile(r"\b(?:details?|descriptions?|specifications?|statements?|text|objectives?)$")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one table by what they hold. `marks` are those of which one is marked."""

    question: int
    id: int | None = None
    sections: tuple[int, ...] = ()
    answer: int | None = None
    marks: tuple[tuple[int, str], ...] = ()
    comment: int | None = None
    evidence: int | None = None
    context: tuple[int, ...] = ()
    options: int | None = None
    limit: int | None = None
    parent: int | None = None
    carried: tuple[int, ...] = ()
    """Those of `context` that hold a question written once for the finer ones below it."""
    only_coded: bool = False
    """Whether only rows with an id are questions."""

    @property
    def ours(self) -> tuple[int, ...]:
        """The columns that are ours to fill."""
        single = (self.answer, self.comment, self.evidence)
        return tuple(c for c in single if c is not None) + tuple(c for c, _ in self.marks)


def understand_columns(grid: Grid, area: Area) -> Columns | None:
    """What the columns of the area hold, or None where it is no table of questions."""
    heads = _without_part_names(column_heads(grid, area))
    cells = {c: cells_of(grid, area, c) for c in area.columns}
    question = _question(grid, area, heads, cells)
    if question is None:
        return None
    marks = _marks(grid, area, heads)
    answer = None if marks else _answer(heads, cells, question)
    found = _beside(grid, area, heads, cells, Columns(question, answer=answer, marks=marks))
    return found if _plausible(heads, cells, found) else None


def _without_part_names(heads: dict[int, Head]) -> dict[int, Head]:
    """Where no head says Question, what stands left of the answer's names the part: HECVAT and its like."""
    if any(head.role == "question" for head in heads.values()):
        return heads
    first = min((c for c, head in heads.items() if head.role == "answer"), default=0)
    keep = ("id", "context", "section", "subsection", "options", "limit", "parent")
    return {c: head for c, head in heads.items() if c >= first or head.role in keep}


def only(heads: dict[int, Head], role: str, taken: set[int]) -> int | None:
    """The first column whose head has the role, outside `taken`."""
    return next((c for c, h in heads.items() if h.role == role and c not in taken), None)


def _question(
    grid: Grid, area: Area, heads: dict[int, Head], cells: dict[int, CellsOfColumn]
) -> int | None:
    fills = [c for c, h in heads.items() if h.role in ("answer", "mark") and h.strength > 1]
    before = min(fills, default=0)
    named = [c for c, head in heads.items() if head.role == "question"]
    # Short names under `Control` or `Requirement` are titles; the text stands beside them.
    titles = all(heads[c].strength == 1 and cells[c].words <= _TITLE_WORDS for c in named)

    def base(column: int) -> float:
        head = heads.get(column)
        if head is None:
            return 2.0
        if head.role == "question":
            return _HEAD_WORTH[head.strength]
        if titles and column < before and _STATES.search(fold(head_text(grid, area, column))):
            return 4.0
        # A part's name may stand where the head `Question` would: HECVAT and its like.
        return 2.0 if column < before and cells[column].share(asks) >= _MOSTLY else -20.0

    def worth(column: int) -> float:
        body = cells[column]
        return base(column) + 8 * body.share(asks) + min(body.words, 15) / 3 + 3 * body.filled

    candidates = [c for c in cells if cells[c].texts]
    best = max(candidates, key=lambda c: (worth(c), -c), default=None)
    return best if best is not None and worth(best) > 3 else None


def _marks(grid: Grid, area: Area, heads: dict[int, Head]) -> tuple[tuple[int, str], ...]:
    columns = [c for c, h in heads.items() if h.role == "mark"]
    runs: list[list[int]] = []
    for column in columns:
        if runs and column == runs[-1][-1] + 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    run = max(runs, key=len, default=[])
    named = [(c, head_text(grid, area, c)) for c in run]
    distinct = len({text for _, text in named}) == len(named) > 1
    return tuple(named) if distinct and any(is_answer_word(text) for _, text in named) else ()


def _answer(heads: dict[int, Head], cells: dict[int, CellsOfColumn], question: int) -> int | None:
    """The answer's column; a list of choices, an empty column and nearness decide between several."""

    def worth(column: int) -> tuple[float, ...]:
        head, body = heads.get(column), cells[column]
        strength = head.strength if head else 0
        ours = 1.5 if head and head.ours else 0.0
        chosen = 1.0 if body.ruled else 0.0
        after = 1.0 if column > question else 0.0
        return (strength + ours + chosen + after, -abs(column - question))

    named = [c for c, h in heads.items() if c != question and h.role in ("answer", "mark")]
    if not named:
        named = [c for c in cells if c > question and c not in heads and cells[c].ruled]
    return max(named, key=worth, default=None)


def _beside(
    grid: Grid, area: Area, heads: dict[int, Head], cells: dict[int, CellsOfColumn], found: Columns
) -> Columns:
    """The columns around question and answer."""
    taken = {found.question, *found.ours}
    open_ = not _answered(cells, found)
    free = {c: h for c, h in heads.items() if c not in taken}
    # What is written in nearly every row of an unanswered table is not left for us to write.
    given = {c for c, h in free.items() if open_ and cells[c].filled > 0.6}
    comment = _best(free, cells, "comment", found, given)
    evidence = _best(free, cells, "evidence", found, given)
    answer = found.answer
    if answer is None and not found.marks and comment is not None:
        answer, comment = comment, None
    one = _id(heads, cells, found.question, taken)
    sections = _sections(free, cells, {*taken, one, answer, comment, evidence})
    used = {*taken, one, answer, comment, evidence, *sections}
    explains = tuple(
        c
        for c, h in free.items()
        if c not in used
        and cells[c].texts
        and (
            h.role in ("context", "question") or (h.role in ("comment", "evidence") and c in given)
        )
    )
    return Columns(
        question=found.question,
        id=one,
        sections=sections,
        answer=answer,
        marks=found.marks,
        comment=comment,
        evidence=evidence,
        context=explains,
        options=only(free, "options", set()),
        limit=only(free, "limit", set()),
        parent=only(free, "parent", set()),
        carried=tuple(c for c in explains if free[c].role == "question" and free[c].strength > 1),
    )


def _answered(cells: dict[int, CellsOfColumn], found: Columns) -> bool:
    if found.answer is not None:
        return cells[found.answer].filled > 0.2
    return any(cells[c].texts for c, _ in found.marks)


def _best(
    heads: dict[int, Head],
    cells: dict[int, CellsOfColumn],
    role: str,
    found: Columns,
    given: set[int],
) -> int | None:
    near = max(found.ours, default=found.question)
    columns = [c for c, h in heads.items() if h.role == role and c not in given]
    return max(
        columns,
        key=lambda c: (
            heads[c].strength + heads[c].ours - cells[c].filled * 0.5 + (c > found.question),
            -abs(c - near),
        ),
        default=None,
    )


def _sections(
    heads: dict[int, Head], cells: dict[int, CellsOfColumn], used: set[int | None]
) -> tuple[int, ...]:
    def first(role: str) -> list[int]:
        columns = [c for c, h in heads.items() if h.role == role and c not in used]
        filled = [c for c in columns if cells[c].texts] or columns
        return sorted(filled, key=lambda c: (-heads[c].strength, c))[:1]

    def titles() -> list[int]:
        # `Control` written once for several rows names the part.
        columns = [c for c, h in heads.items() if h.role == "question" and c not in used]
        return [c for c in columns if cells[c].words <= _TITLE_WORDS and 0 < cells[c].filled < 0.8][
            :1
        ]

    return tuple((first("section") or titles()) + first("subsection"))


def _id(
    heads: dict[int, Head], cells: dict[int, CellsOfColumn], question: int, taken: set[int]
) -> int | None:
    def worth(column: int) -> float:
        body = cells[column]
        close = 0.5 if column < question else 0.0
        return heads[column].strength / 3 + 3 * body.unique * body.filled + close

    named = [
        c
        for c, h in heads.items()
        if c not in taken and cells[c].texts and (h.role == "id" and cells[c].unique > 0.3)
    ] or [
        c
        for c, h in heads.items()
        if c not in taken and h.role == "question" and c < question and _holds_ids(cells[c])
    ]
    if named:
        return max(named, key=worth)
    left = [
        c
        for c in range(question - 1, 0, -1)
        if c in cells and c not in heads and c not in taken and _holds_ids(cells[c])
    ]
    return left[0] if left else None


def _holds_ids(body: CellsOfColumn) -> bool:
    return body.share(is_code) > 0.7 and body.unique > 0.8 and len(body.texts) > 1


def _plausible(heads: dict[int, Head], cells: dict[int, CellsOfColumn], found: Columns) -> bool:
    """Whether the table asks: by its head, by its questions, or by having places for answers."""
    head, body = heads.get(found.question), cells[found.question]
    asking = body.share(asks)
    if head is not None and head.role == "question" and head.strength > 1:
        return bool(found.ours) or found.id is not None or asking > 0.2
    if not found.ours:
        return asking > _MOSTLY and len(body.texts) > 1
    surely = [heads[c] for c in found.ours if c in heads]
    strong = any(h.ours or h.strength > 1 for h in surely) or any(
        cells[c].ruled for c in found.ours
    )
    if any(one.role == "question" for one in heads.values()):
        return strong or asking > 0.3
    coded = found.id is not None and cells[found.id].share(is_code) > _MOSTLY
    return asking > 0.25 or (coded and strong)
