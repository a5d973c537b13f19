"""The evidence page: bring files, see what became of them, open one.

Other pages may preset a filter before they come here, through the session's state: `evidence-kind`,
`evidence-grade`, `evidence-fresh` (lists), `evidence-search`, and `evidence-item` (a document's id).
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from assistant.desk.evidence import Evidence, Standing
from assistant.desk.evidence_rows import EvidenceRow
from assistant.export.words import plain as words
from assistant.export.words import scope_line
from assistant.scope_kept import scope_of
from ui.shell import seat as seated
from ui.widgets.badges import grade_words
from ui.widgets.doors import connect_dialog, doors, is_empty, upload_dialog
from ui.widgets.errors import guarded
from ui.widgets.evidence_item import evidence_item
from ui.widgets.folders import folders
from ui.widgets.fresh import fresh_words
from ui.widgets.jobs import job_cards
from ui.widgets.plain import label
from ui.widgets.uploads import filing_report

if TYPE_CHECKING:
    from assistant.desk.seat import Seat

_ITEM = "evidence-item"


def show() -> None:
    """Draw the page."""
    seat = seated()
    st.title("Evidence")
    if is_empty(seat):
        doors(seat)
        return
    standing = Evidence(seat).standing()
    _bring(seat)
    filing_report()
    if not job_cards(seat, "map", "sync"):
        _offer_to_read(seat, standing)
    rows, skipped = Evidence(seat).rows(), Evidence(seat).skipped()
    names = [f"Items ({len(rows):,})", f"Skipped files ({len(skipped):,})", "Folders"]
    items, left, connected = st.tabs(names, key="evidence-tabs")
    with items:
        _items(seat, rows, standing)
    with left:
        _skipped(skipped, standing.unread)
    with connected:
        folders(seat)
        if not Evidence(seat).folders():
            st.caption("No folder of the server is connected.")


def _bring(seat: Seat) -> None:
    if not seat.may("contribute"):
        return
    with st.container(horizontal=True, key="evidence-bring"):
        if st.button("Upload files", key="open-upload", icon=":material/upload_file:"):
            upload_dialog(seat)
        if seat.may("administer") and st.button(
            "Connect a folder", key="open-folder", icon=":material/create_new_folder:"
        ):
            connect_dialog(seat)


def _offer_to_read(seat: Seat, standing: Standing) -> None:
    """The button that reads and maps, prominent where files wait for it."""
    if standing.up_to_date:
        return
    waiting = len(standing.unread)
    if waiting:
        said = f"{waiting:,} of {standing.files:,} files were not read yet."
    elif standing.mapped:
        said = "Files were changed or removed since the last mapping."
    else:
        said = f"{standing.files:,} files are here; they were not mapped yet."
    with st.container(border=True, key="evidence-read"):
        st.write(said)
        st.caption(label(f"Scope: {scope_line(scope_of(seat.workspace))}", most=300))
        if seat.may("contribute") and st.button(
            "Read and map now", type="primary", key="read-and-map", icon=":material/play_arrow:"
        ):
            with guarded():
                Evidence(seat).read_and_map()
                st.rerun()


def _items(seat: Seat, rows: tuple[EvidenceRow, ...], standing: Standing) -> None:
    if not rows:
        st.info("Nothing was read yet." if standing.files else "There are no files.")
        return
    shown = _filtered(rows)
    st.caption(f"{len(shown):,} of {len(rows):,} items; select a row to open it")
    mark = sha256("\n".join(r.document_id for r in shown).encode()).hexdigest()[:12]
    table = st.dataframe(
        _frame(shown),
        hide_index=True,
        height=420,
        on_select="rerun",
        selection_mode="single-row",
        key=f"evidence-table-{mark}",
        alt="Evidence items",
        column_config={
            "Item": st.column_config.TextColumn(width="medium"),
            "Warnings": st.column_config.NumberColumn(width="small"),
        },
    )
    chosen = table["selection"]["rows"]
    picked = shown[chosen[0]].document_id if chosen and chosen[0] < len(shown) else None
    if picked != st.session_state.get("evidence-picked"):
        st.session_state["evidence-picked"] = picked
        if picked is not None:
            st.session_state[_ITEM] = picked
    _opened(seat, shown)


def _opened(seat: Seat, shown: list[EvidenceRow]) -> None:
    """The item that is open, with the way to the ones before and behind it in the list."""
    current = st.session_state.get(_ITEM)
    ids = [r.document_id for r in shown]
    at = ids.index(current) if current in ids else -1

    def go(to: int | None) -> None:
        st.session_state[_ITEM] = ids[to] if to is not None else None

    with st.container(horizontal=True, vertical_alignment="center", key="evidence-steps"):
        st.button(
            "Previous item",
            key="evidence-back",
            icon=":material/arrow_back:",
            on_click=go,
            args=(at - 1,),
            disabled=at < 1,
            shortcut="Alt+ArrowLeft",
        )
        st.button(
            "Next item",
            key="evidence-on",
            icon=":material/arrow_forward:",
            on_click=go,
            args=(at + 1,),
            disabled=at + 1 >= len(ids),
            shortcut="Alt+ArrowRight",
        )
        if current is not None:
            st.button("Close", key="evidence-close", on_click=go, args=(None,))
    if current is not None:
        evidence_item(seat, current, f"evidence-{current}")


def _filtered(rows: tuple[EvidenceRow, ...]) -> list[EvidenceRow]:
    search, kind, grade, fresh = st.columns([2, 1, 1, 1])
    wanted = search.text_input(
        "Search", key="evidence-search", placeholder="File name or criterion, such as CC6.1"
    )
    kinds = kind.multiselect(
        "Kind", sorted({r.kind for r in rows}), format_func=words, key="evidence-kind"
    )
    grades = grade.multiselect(
        "Grade", sorted({r.grade for r in rows}), format_func=grade_words, key="evidence-grade"
    )
    freshness = fresh.multiselect(
        "Freshness", sorted({r.fresh for r in rows}), format_func=fresh_words, key="evidence-fresh"
    )
    warned = st.toggle("Only items with warnings", key="evidence-warned")
    needle = wanted.strip().casefold()
    return [
        r
        for r in rows
        if (not needle or needle in r.name.casefold() or _cites(r, needle))
        and (not kinds or r.kind in kinds)
        and (not grades or r.grade in grades)
        and (not freshness or r.fresh in freshness)
        and (not warned or r.warnings)
    ]


def _cites(row: EvidenceRow, needle: str) -> bool:
    return any(c.casefold() == needle for c in row.criteria)


def _frame(rows: list[EvidenceRow]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "Item": [r.name for r in rows],
            "Kind": [words(r.kind) for r in rows],
            "Grade": [grade_words(r.grade) for r in rows],
            "Date": [r.day for r in rows],
            "Freshness": [fresh_words(r.fresh) for r in rows],
            "Criteria": [", ".join(r.criteria) for r in rows],
            "Warnings": [r.warnings for r in rows],
            "File": ["here" if r.there else "removed" for r in rows],
        }
    )
    return frame if any(not r.there for r in rows) else frame.drop(columns="File")


def _skipped(skipped: tuple[tuple[str, str], ...], unread: tuple[str, ...]) -> None:
    if skipped:
        st.caption("These files could not be read. What to do stands beside each.")
        st.dataframe(
            [{"File": name, "Why, and what to do": reason} for name, reason in skipped],
            hide_index=True,
            alt="Skipped files with reasons",
        )
    else:
        st.caption("Everything that was read could be read.")
    if unread:
        st.caption("Not read yet")
        st.dataframe([{"File": name} for name in unread], hide_index=True, alt="Files not read yet")
