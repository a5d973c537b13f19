"""What was understood of a questionnaire: sheets, columns, questions; and how to correct it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from assistant.desk.questionnaires import Questionnaires, Understanding
from assistant.questionnaires.grid import Grid, letter
from assistant.questions import ColumnMap, Questionnaire, QuestionnaireFile
from ui.widgets.errors import guarded
from ui.widgets.plain import label, plain

_SHOWN = 200
_PEEK = 15
_NONE = ""


def show(desk: Questionnaires, file: QuestionnaireFile, *, may: bool) -> None:
    """Draw it; `may` says whether the person may correct it."""
    found = desk.understanding(file.sha256)
    if found.questionnaire is None:
        st.warning(label(found.problem, 600))
    else:
        _understood(found, found.questionnaire)
    if found.tables and may:
        with st.expander("Correct the columns", expanded=found.questionnaire is None):
            _correct(desk, found)


def _understood(found: Understanding, asked: Questionnaire) -> None:
    placed = sum(q.slot("answer") is not None for q in asked.questions)
    plain(
        f"{found.file.questions} questions want an answer · {placed} have a place for it in the "
        f"file · format {asked.format}"
    )
    for note in asked.notes:
        plain(f"! {note}")
    if asked.maps:
        st.subheader("Sheets and columns")
        st.dataframe(
            _sheets(found, asked),
            hide_index=True,
            placeholder="",
            key="understood-columns",
            alt="Which columns were understood on which sheet",
        )
    st.subheader("Questions")
    if len(asked.questions) > _SHOWN:
        st.caption(f"The first {_SHOWN} of {len(asked.questions)}")
    st.dataframe(
        [
            {
                "Id": q.id,
                "Section": q.section,
                "Question": q.text,
                "Choices": " / ".join(q.options),
                "Answer goes to": _place((q.slots and q.slots[0].location) or {}),
            }
            for q in asked.questions[:_SHOWN]
        ],
        hide_index=True,
        height=360,
        placeholder="",
        column_config={"Question": st.column_config.TextColumn(width="large")},
        key="understood-questions",
        alt="Questions as they were understood",
    )


def _sheets(found: Understanding, asked: Questionnaire) -> list[dict[str, object]]:
    counts = Counter(q.slots[0].sheet for q in asked.questions if q.slots)
    one = len(asked.maps) == 1
    return [
        {
            "Sheet": _title(found, m.sheet),
            "Questions": len(asked.questions) if one else counts[m.sheet],
            "Head row": str(m.head_row or "none"),
            "Question": m.question,
            "Id": m.id or "",
            "Section": m.section or "",
            "Answer": " + ".join(m.answer),
            "Comment": m.comment or "",
            "Evidence": m.evidence or "",
        }
        for m in asked.maps
    ]


def _place(location: dict[str, str | int]) -> str:
    return " ".join(str(v) for v in location.values()) or "annex only"


def _title(found: Understanding, sheet: str) -> str:
    """A delimited file's table has no name of its own."""
    return found.file.name if sheet.startswith(found.file.sha256) or not sheet else sheet


def _correct(desk: Questionnaires, found: Understanding) -> None:
    names = [grid.name for grid in found.tables]
    maps = found.questionnaire.maps if found.questionnaire else ()
    first_read = names.index(maps[0].sheet) if maps and maps[0].sheet in names else 0
    sheet = st.selectbox(
        "Sheet",
        names,
        index=first_read,
        format_func=lambda n: _title(found, n),
        key=f"correct-sheet-{found.file.sha256}",
    )
    grid = next(g for g in found.tables if g.name == sheet)
    now = next((m for m in maps if m.sheet == sheet), None)
    _peek(grid)
    first = min(grid.cells, default=1)
    head = st.number_input(
        "Row that names the columns (0 for none)",
        min_value=0,
        max_value=max(grid.cells, default=1),
        value=(now.head_row or 0) if now else first,
        key=f"correct-head-{sheet}",
    )
    with st.form(f"correct-{sheet}", border=False):
        chosen = _columns(grid, head, now)
        if st.form_submit_button("Read it this way", type="primary"):
            with guarded():
                _keep(desk, found, chosen, maps)


def _peek(grid: Grid) -> None:
    width = min(grid.width, 30)
    rows = list(grid.cells)[:_PEEK]
    st.dataframe(
        [
            {"row": str(row)} | {letter(c): grid.text(row, c) for c in range(1, width + 1)}
            for row in rows
        ],
        hide_index=True,
        placeholder="",
        height=240,
        key=f"peek-{grid.name}",
        alt="The first rows of the sheet",
    )


def _columns(grid: Grid, head: int, now: ColumnMap | None) -> ColumnMap | None:
    letters = [letter(c) for c in range(1, min(max(grid.width, grid.extent), 60) + 1)]

    def named(one: str) -> str:
        if not one:
            return "none"
        text = grid.text(head, letters.index(one) + 1) if head else ""
        return f"{one} · {text[:60]}" if text else one

    def pick(name: str, value: str | None, *, must: bool = False) -> str | None:
        offered = letters if must else [_NONE, *letters]
        at = offered.index(value) if value in offered else 0
        key = f"correct-{grid.name}-{name}"
        return st.selectbox(name, offered, index=at, format_func=named, key=key) or None

    question = pick("Question", now.question if now else None, must=True)
    answer = st.multiselect(
        "Answer (several columns mean: mark one of them)",
        letters,
        default=[a for a in (now.answer if now else ()) if a in letters],
        format_func=named,
        key=f"correct-{grid.name}-Answer",
    )
    made = {
        name.lower(): pick(name, getattr(now, name.lower()) if now else None)
        for name in ("Id", "Section", "Comment", "Evidence")
    }
    return (
        ColumnMap(grid.name, head or None, question, answer=tuple(answer), **made)
        if question
        else None
    )


def _keep(
    desk: Questionnaires,
    found: Understanding,
    chosen: ColumnMap | None,
    maps: Sequence[ColumnMap],
) -> None:
    if chosen is None:
        st.warning("Choose the column of the question.")
        return
    others = tuple(m for m in maps if m.sheet != chosen.sheet)
    made = desk.correct(found.file.sha256, (*others, chosen))
    st.toast(f"{len(made.questions)} questions understood; remembered for files of this layout")
    st.rerun()
