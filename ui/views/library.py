"""Library page: approved answers and proposals, what no longer stands, and what disagrees."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from assistant.desk.library import LibraryDesk, Row, Wanted
from ui.shell import seat
from ui.views.library_answer import STATUS, answer_detail
from ui.widgets import badges
from ui.widgets.differences import side_by_side
from ui.widgets.errors import guarded
from ui.widgets.plain import label, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answers import LibraryAnswer
    from assistant.desk.seat import Seat

_ASKED = "a"
"""The query parameter with an answer's id, so that it stays open after a reload."""


def show() -> None:
    """Draw the page."""
    place = seat()
    st.title("Answer library")
    with guarded():
        _page(place)


def _page(place: Seat) -> None:
    desk = LibraryDesk(place)
    if open_one := st.query_params.get(_ASKED, ""):
        st.button(
            "Back to the list", key="library-back", icon=":material/arrow_back:", on_click=_close
        )
        with guarded():
            answer_detail(place, desk, open_one)
        return
    answers, stale, conflicts, sent, past = st.tabs(
        ["Answers", "No longer standing", "Conflicts", "Sent", "Import"], key="library-tabs"
    )
    with answers, guarded():
        _answers(desk)
    with stale, guarded():
        _stale(desk)
    with conflicts, guarded():
        _conflicts(desk)
    with sent, guarded():
        _sent(desk)
    with past, guarded():
        _import(place, desk)


def _close() -> None:
    st.query_params.pop(_ASKED, None)
    st.session_state.pop("library-pick", None)
    st.session_state.pop("library-list", None)


def _open(identifier: str) -> None:
    st.query_params[_ASKED] = identifier


def _answers(desk: LibraryDesk) -> None:
    wanted = _wanted(desk)
    rows = desk.rows(wanted)
    st.caption(f"{len(rows)} answers")
    if not rows:
        plain(
            "No such answers. Approved answers of questionnaires and of the chat come here; past "
            "questionnaires can be imported."
        )
        return
    _list(rows, "library-list")
    named = {row.answer.id: f"{row.answer.question} · version {row.answer.version}" for row in rows}
    wanted_id = st.selectbox(
        "Open an answer",
        list(named),
        None,
        format_func=named.__getitem__,
        key="library-pick",
        placeholder="Choose a question, or a row above",
    )
    if wanted_id:
        _open(wanted_id)
        st.rerun()
    with st.container(horizontal=True, key="library-exports"):
        for form, name in (("xlsx", "Excel"), ("csv", "CSV")):
            st.download_button(
                f"Export as {name}",
                data=lambda form=form: desk.export(wanted, form)[1],
                file_name=f"evidary-library.{form}",
                key=f"library-export-{form}",
                icon=":material/download:",
                on_click="ignore",
            )


def _wanted(desk: LibraryDesk) -> Wanted:
    with st.container(horizontal=True, vertical_alignment="bottom", key="library-search"):
        text = st.text_input(
            "Search", key="library-text", placeholder="words of question or answer"
        )
        with st.popover("Filter", icon=":material/filter_alt:"):
            statuses = st.pills(
                "Status",
                list(STATUS),
                default=["approved", "imported"],
                selection_mode="multi",
                format_func=STATUS.__getitem__,
                key="library-status",
            )
            products = st.multiselect("Product", desk.products(), key="library-product")
            owners = st.multiselect("Owner", desk.owners(), key="library-owner")
            sensitivities = st.pills(
                "Sensitivity",
                ["public", "nda", "internal"],
                selection_mode="multi",
                format_func=badges.sensitivity_words,
                key="library-sensitivity",
            )
            due = st.date_input("Review due until", None, key="library-due")
    return Wanted(
        text, tuple(statuses or ()), tuple(products), tuple(owners), tuple(sensitivities or ()), due
    )


def _list(rows: Sequence[Row], key: str) -> None:
    """The rows as a table; choosing one opens it."""
    chosen: Any = st.dataframe(
        [
            {
                "Question": row.answer.question,
                "Answer": f"{badges.verdict_words(row.answer.verdict)}: {row.answer.text}",
                "Status": STATUS[row.answer.status],
                "Stands": "no: " + "; ".join(r.detail for r in row.reasons)
                if row.reasons
                else "yes",
                "Owner": row.answer.owner,
                "Review by": row.answer.review_on,
                "Sensitivity": badges.sensitivity_words(row.answer.sensitivity),
                "Product": row.answer.product or "all",
                "Sent in": "; ".join(row.answer.sent_in),
            }
            for row in rows
        ],
        key=key,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        alt="Library answers, one a row; choose a row to open it",
    )
    picked = chosen.selection.rows
    if picked and picked[0] < len(rows):
        _open(rows[picked[0]].answer.id)
        st.rerun()


def _stale(desk: LibraryDesk) -> None:
    found = desk.stale()
    if not found:
        plain("Every answer in use stands on its sources.")
        return
    st.caption(f"{len(found)} answers are to be looked at before they are used again")
    for number, one in enumerate(found):
        with st.container(border=True, key=f"library-stale-{number}"):
            _line(one.answer, f"library-stale-{number}")
            for reason in one.reasons:
                plain(f"• {reason.detail}")
            if one.answer.sent_in:
                plain(f"Was sent in: {', '.join(one.answer.sent_in)}")


def _conflicts(desk: LibraryDesk) -> None:
    held = st.toggle(
        "Hold the answers against the evidence too (takes longer)", key="library-against"
    )
    with st.spinner("Comparing answers", show_time=True):
        found = desk.conflicts(with_evidence=held)
        double = desk.duplicates()
    if not found:
        plain("No conflicts were found.")
    for number, pair in enumerate(found):
        conflict = pair.conflict
        with st.container(border=True, key=f"library-conflict-{number}"):
            _line(conflict.answer, f"library-conflict-{number}")
            plain(f"In what they differ: {conflict.detail}")
            other = (
                f"{STATUS[conflict.other.status]}, {conflict.other.owner or 'nobody named'}"
                if conflict.other
                else conflict.path
            )
            side_by_side(
                f"{STATUS[conflict.answer.status]}, {conflict.answer.owner or 'nobody named'}",
                other,
                pair.difference,
            )
            if conflict.questionnaires:
                plain(f"Was sent in: {', '.join(conflict.questionnaires)}")
            if conflict.other:
                _line(conflict.other, f"library-conflict-{number}-other")
    if double:
        st.subheader("The same question, answered more than once")
    for number, twice in enumerate(double):
        with st.container(border=True, key=f"library-double-{number}"):
            _line(twice.first, f"library-double-{number}-a")
            _line(twice.second, f"library-double-{number}-b")


def _line(answer: LibraryAnswer, key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}-line"):
        plain(answer.question)
        st.button(
            "Open",
            key=f"{key}-open",
            help=label(answer.question),
            on_click=_open,
            args=(answer.id,),
        )


def _sent(desk: LibraryDesk) -> None:
    carried = desk.questionnaires()
    if not carried:
        plain("Nothing was sent yet: an export marked as final notes here what it carried.")
        return
    for number, (name, answers) in enumerate(carried):
        with st.expander(label(f"{name} · {len(answers)} answers"), key=f"library-sent-{number}"):
            for at, answer in enumerate(answers):
                _line(answer, f"library-sent-{number}-{at}")


def _import(place: Seat, desk: LibraryDesk) -> None:
    plain(
        "A filled questionnaire of the past shows what was said. Its answers are suggested, never "
        "reused, until somebody approves them one by one."
    )
    if not place.may("contribute"):
        st.info("Importing needs somebody who may contribute.")
        return
    with st.form("library-import", clear_on_submit=True):
        file = st.file_uploader("Filled questionnaire", key="library-file")
        today = place.workspace.clock.today()
        said_on = st.date_input(
            "Day it was sent",
            today,
            max_value=today + timedelta(days=1),
            key="library-said-on",
        )
        product = st.text_input("Product it speaks for, empty for all", key="library-for")
        sensitivity = st.selectbox(
            "Who may read the answers",
            ["internal", "nda", "public"],
            format_func=badges.sensitivity_words,
            key="library-readers",
        )
        sent = st.form_submit_button("Import", type="primary")
    if not sent:
        return
    if file is None:
        st.warning("Choose a file first.")
        return
    done = desk.import_file(
        file.name, file.getvalue(), said_on=said_on, product=product, sensitivity=sensitivity
    )
    st.success(
        f"{len(done.added)} answers imported, {len(done.known)} known before, "
        f"{len(done.skipped)} skipped."
    )
    for row in done.skipped:
        plain(f"{row.id}: {row.reason}")
