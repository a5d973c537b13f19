"""The criteria: the matrix of all, and one of them in full, chosen by `c` in the address."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import streamlit as st

from assistant.desk.criteria import Criteria
from assistant.desk.criterion_rows import CriterionRow, WantedCriteria, matching_criteria
from assistant.export.words import DESIGN, OPERATION, STATUS_ORDER
from assistant.export.words import plain as words
from assistant.model import CATEGORIES
from ui.shell import seat as seated
from ui.widgets.badges import severity_words, status_words
from ui.widgets.criterion import criterion_page
from ui.widgets.errors import guarded
from ui.widgets.links import link
from ui.widgets.plain import plain

_ONE = "c"
_ROW, _TALLEST = 35, 640
"""Pixels."""
_NOTE = "criteria-note"


def show() -> None:
    """The page."""
    face = Criteria(seated())
    with guarded():
        rows = face.rows()
        if not rows:
            st.title("Criteria")
            st.info("No criterion is assessed yet: that comes with the first mapping.")
            link("overview", "Begin on the overview", icon=":material/monitoring:")
            return
        note = st.session_state.pop(_NOTE, "")
        one = str(st.query_params.get(_ONE, ""))
        if one and any(r.criterion == one for r in rows):
            criterion_page(face, one, said=note, go_to=_open, say=_say)
            return
        st.title("Criteria")
        if note:
            st.success(note)
        _confirm(face)
        shown = matching_criteria(rows, _wanted(rows))
        st.caption(f"{len(shown)} of {len(rows)} criteria; click one to open it")
        _matrix(shown)


def _wanted(rows: Sequence[CriterionRow]) -> WantedCriteria:
    names = {r.series: f"{r.series} {r.series_name}" for r in rows}
    there = {r.status for r in rows}
    statuses = [s for s in STATUS_ORDER if s in there]
    owners = sorted({r.owner for r in rows})
    for key, offered in (
        ("status", statuses),
        ("category", CATEGORIES),
        ("series", list(names)),
        ("team", owners),
    ):
        _from_address(key, offered)
    with st.container(horizontal=True, vertical_alignment="bottom", key="criteria-filters"):
        text = st.text_input("Search in criteria", key="criteria-text", width=240)
        st.pills(
            "Status",
            statuses,
            selection_mode="multi",
            format_func=status_words,
            key=_key("status"),
            wrap=True,
        )
    with st.expander("More filters"):
        left, middle, right = st.columns(3)
        left.multiselect("Category", CATEGORIES, format_func=words, key=_key("category"))
        middle.multiselect("Series", list(names), format_func=names.__getitem__, key=_key("series"))
        right.multiselect("Team", owners, key=_key("team"))
    return WantedCriteria(
        categories=_to_address("category"),
        series=_to_address("series"),
        statuses=_to_address("status"),
        owners=_to_address("team"),
        text=text or "",
    )


def _key(name: str) -> str:
    return f"criteria-{name}"


def _from_address(name: str, offered: Sequence[str]) -> None:
    """What the address asks for, where the person has not chosen yet."""
    if _key(name) not in st.session_state:
        asked = st.query_params.get_all(name)
        st.session_state[_key(name)] = [value for value in offered if value in asked]


def _to_address(name: str) -> tuple[str, ...]:
    """What is chosen, kept in the address so that a link or a reload shows the same."""
    chosen = [str(value) for value in st.session_state[_key(name)] or ()]
    if chosen != st.query_params.get_all(name):
        st.query_params.pop(name, None)
        if chosen:
            st.query_params[name] = chosen
    return tuple(chosen)


def _matrix(shown: Sequence[CriterionRow]) -> None:
    if not shown:
        st.info("No criterion fits these filters.")
        return
    ids = [r.criterion for r in shown]
    mark = hashlib.sha256(" ".join(ids).encode()).hexdigest()[:12]
    # A counter makes a new table after every visit, so that the same row can be clicked again.
    key = f"criteria-{mark}-{st.session_state.get('criteria-visits', 0)}"
    state = st.dataframe(
        [_cells(r) for r in shown],
        key=key,
        hide_index=True,
        height=min(_TALLEST, _ROW * (len(shown) + 1) + 3),
        placeholder="",
        on_select="rerun",
        selection_mode=["single-row", "single-cell"],
        column_config={
            "Criterion": st.column_config.TextColumn(pinned=True),
            "Title": st.column_config.TextColumn(width="medium"),
        },
        alt="Criteria with status, links and gaps",
    )
    picked = [*state["selection"]["rows"], *(cell[0] for cell in state["selection"]["cells"])]
    if picked:
        st.session_state["criteria-visits"] = st.session_state.get("criteria-visits", 0) + 1
        _open(ids[picked[0]])


def _cells(row: CriterionRow) -> dict[str, object]:
    return {
        "Criterion": row.criterion,
        "Title": row.title,
        "Status": status_words(row.status),
        "Gaps": row.gaps,
        "Worst gap": severity_words(row.worst) if row.worst else "",
        "Design": DESIGN[row.design],
        "Operation": OPERATION[row.operation],
        "Team to ask": row.owner,
        "Items that count": row.counted,
        "Items linked": row.linked,
        "Decided by people": row.decided,
    }


def _confirm(face: Criteria) -> None:
    """Decisions on earlier versions of files: each is confirmed or let go."""
    waiting = face.to_confirm()
    if not waiting:
        return
    many = f"{len(waiting)} decision{'' if len(waiting) == 1 else 's'} to confirm again"
    with st.expander(f"{many}: the files have changed since", expanded=True):
        for decision in waiting:
            with st.container(border=True, key=f"confirm-{decision.number}"):
                plain(
                    f"{decision.criterion} · {decision.path}: {decision.verb}, by {decision.name} "
                    f"on {decision.at:%Y-%m-%d}. {decision.reason}"
                )
                if not face.seat.may("contribute"):
                    continue
                with st.container(horizontal=True):
                    if st.button("It holds for the new version", key=f"yes-{decision.number}"):
                        with guarded():
                            _say(face.confirm(decision.number).words)
                    if st.button("Let it go", key=f"no-{decision.number}"):
                        with guarded():
                            _say(face.discard(decision.number).words)


def _open(criterion: str) -> None:
    """Show one criterion, or the matrix for an empty word."""
    if criterion:
        st.query_params[_ONE] = criterion
    else:
        st.query_params.pop(_ONE, None)
    st.rerun()


def _say(note: str) -> None:
    """Show a sentence at the top, once the page has been drawn with what was changed."""
    st.session_state[_NOTE] = note
    st.rerun()
