"""Questionnaires: the list and the upload, or one of them step by step.

The address holds all that a reload needs: `q` which questionnaire, `step` where in it, `row` which
question. Nothing in it says anything about anybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assistant.desk.questionnaires import SHORT, Listed, Questionnaires
from assistant.errors import UsageError
from assistant.questionnaire_files import LARGEST, SUFFIXES
from ui.shell import seat
from ui.views import (
    questionnaire_draft,
    questionnaire_export,
    questionnaire_review,
    questionnaire_understood,
)
from ui.widgets.errors import guarded
from ui.widgets.jobs import job_card
from ui.widgets.plain import label, plain

if TYPE_CHECKING:
    from assistant.desk.seat import Seat

STEPS = ("Understood", "Draft", "Review", "Export")
_PAGE = 20
_ROUND = "questionnaire_round"


def show() -> None:
    """The page."""
    sitting = seat()
    with guarded():
        short = st.query_params.get("q", "")
        if not short:
            _list(sitting)
            return
        try:
            Questionnaires(sitting).find(short)
        except UsageError as error:
            st.warning(label(str(error), 300))
            _back()
            return
        _one(sitting, short)


def _list(sitting: Seat) -> None:
    st.title("Questionnaires", anchor=False)
    if sitting.may("contribute"):
        _upload(sitting)
    listed = Questionnaires(sitting).all()
    if not listed:
        st.info(
            "No questionnaires yet. Upload the file that a customer sent: it is read as it is, and "
            "the answers are written back into a copy of it."
        )
        return
    pages = -(-len(listed) // _PAGE)
    page = st.pagination(pages, key="questionnaires_page") if pages > 1 else 1
    for one in listed[(page - 1) * _PAGE : page * _PAGE]:
        _row(one)


def _upload(sitting: Seat) -> None:
    number = st.session_state.setdefault(_ROUND, 0)
    given = st.file_uploader(
        "A customer's questionnaire",
        type=[suffix.lstrip(".") for suffix in SUFFIXES],
        max_upload_size=LARGEST // 1_000_000,
        key=f"questionnaire-file-{number}",
    )
    if given is not None and st.button("Read it", type="primary", key="questionnaire-read"):
        with guarded():
            file = Questionnaires(sitting).upload(given.name, given.getvalue())
            st.session_state[_ROUND] = number + 1
            _open(file.sha256[:SHORT])


def _row(one: Listed) -> None:
    counts = one.counts
    total = sum(counts.values())
    with st.container(border=True, key=f"questionnaire-{one.short}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(label(one.file.name, 80), key=f"open-{one.short}", icon=":material/quiz:"):
                _open(one.short)
            if one.drafting:
                st.badge("◷ being drafted", color="blue")
            elif total and counts["approved"] == total:
                st.badge("✓ all approved", color="green")
        plain(_progress(one, total))
        if total:
            st.progress(
                counts["approved"] / total, text=f"{counts['approved']} of {total} approved"
            )
        by = f" by {one.added_by}" if one.added_by else ""
        plain(f"Added{by} on {one.file.added_at.date()}")


def _progress(one: Listed, total: int) -> str:
    if not total:
        return "Not understood yet: open it and choose its columns"
    counts = one.counts
    drafted = total - counts["not_drafted"]
    return (
        f"{total} questions · {drafted} drafted · {counts['needs_input']} need input · "
        f"{counts['needs_review']} need review · {counts['approved']} approved"
    )


def _one(sitting: Seat, short: str) -> None:
    desk = Questionnaires(sitting)
    file = desk.find(short)
    _back()
    st.header(label(file.name, 80), anchor=False)
    job = desk.drafting(file.sha256)
    if job is not None and job.state != "done":
        job_card(sitting, job.id)
    drafted = bool(sitting.workspace.store.answers.drafts(file.sha256))
    step = _step(short, "Review" if drafted else "Understood")
    if step == "Understood":
        questionnaire_understood.show(desk, file, may=sitting.may("contribute"))
    elif step == "Draft":
        questionnaire_draft.show(sitting, desk, file)
    elif step == "Review":
        questionnaire_review.show(sitting, file)
    else:
        questionnaire_export.show(sitting, desk, file)


def _step(short: str, usual: str) -> str:
    key = f"step-{short}"
    if key not in st.session_state:
        asked = st.query_params.get("step", usual)
        st.session_state[key] = asked if asked in STEPS else usual

    def moved() -> None:
        st.query_params["step"] = st.session_state[key]

    chosen = st.segmented_control("Step", STEPS, key=key, required=True, on_change=moved)
    return str(chosen or usual)


def _back() -> None:
    if st.button("All questionnaires", icon=":material/arrow_back:", type="tertiary", key="back"):
        for name in ("q", "row", "step"):
            st.query_params.pop(name, None)
        st.rerun()


def _open(short: str) -> None:
    st.query_params["q"] = short
    for name in ("row", "step"):
        st.query_params.pop(name, None)
    st.session_state.pop(f"step-{short}", None)
    st.rerun()
