"""Activity: who did what, when; and whether the record of it is whole."""

from __future__ import annotations

import math
from datetime import date

import streamlit as st

from assistant.desk.activity import Activity, Verified, Wanted
from assistant.house.model import AuditEntry
from ui.shell import seat
from ui.widgets.errors import guarded
from ui.widgets.plain import option, plain

_ROWS = 50
_SOFTWARE = "Evidary"


def show() -> None:
    """The page."""
    sitting = seat()
    face = Activity(sitting)
    st.title("Activity")
    with guarded():
        _whole(face.verified())
        wanted = _wanted(face)
        count = face.count(wanted)
        if not count:
            st.info("Nothing was recorded that meets these filters.")
            return
        pages = math.ceil(count / _ROWS)
        page = int(st.pagination(pages, key="activity_page")) if pages > 1 else 1
        entries = face.entries(wanted, limit=_ROWS, offset=(page - 1) * _ROWS)
        names = face.names()
        chosen = _table(entries, names)
        st.caption(f"{count} entries, the newest first. Times are UTC.")
        st.download_button(
            "Download these entries as CSV",
            data=lambda: face.csv(wanted),
            file_name="activity.csv",
            mime="text/csv",
            on_click="ignore",
            key="activity_csv",
        )
        if chosen is not None:
            _detail(chosen, names)


def _whole(seen: Verified) -> None:
    if seen.problems:
        first = seen.problems[0]
        st.error(
            f"The record is not whole. Entry {first.number}: {first.reason}. "
            "Tell whoever runs Evidary, and keep a copy of the database."
        )
        return
    st.success(
        f"Verified at {seen.at:%H:%M:%S} UTC: all {seen.count} entries of the record stand as they "
        "were written.",
        icon=":material/verified:",
    )
    with st.expander("Anchor: what to note elsewhere"):
        st.code(seen.anchor, language=None, wrap_lines=True)
        st.write(
            "Keep this line where nobody who runs the server can change it. Later, "
            "`evidary audit verify --anchor` says whether anything up to here was rewritten."
        )


def _wanted(face: Activity) -> Wanted:
    places, people = face.places(), face.people()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.selectbox(
            "Where", list(places), format_func=lambda i: option(places[i]), key="activity_place"
        )
        person = st.selectbox(
            "Who",
            list(people),
            index=None,
            placeholder="Everybody",
            format_func=lambda i: option(people[i]),
            key="activity_person",
        )
        action = st.selectbox(
            "What",
            face.actions(str(place)),
            index=None,
            placeholder="Everything",
            format_func=_in_words,
            key="activity_action",
        )
        day = st.date_input("Day (UTC)", None, format="YYYY-MM-DD", key="activity_day")
    return Wanted(str(place), person, action, day if isinstance(day, date) else None)


def _table(entries: tuple[AuditEntry, ...], names: dict[str, str]) -> AuditEntry | None:
    marked = st.dataframe(
        [
            {
                "Number": e.number,
                "Time": f"{e.at:%Y-%m-%d %H:%M:%S}",
                "Who": (e.person_id and names.get(e.person_id)) or _SOFTWARE,
                "What": _in_words(e.action),
                "To what": _subject(e, names),
            }
            for e in entries
        ],
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="single-row",
        key="activity_table",
    )
    rows = marked["selection"]["rows"]
    return entries[rows[0]] if rows and rows[0] < len(entries) else None


def _detail(entry: AuditEntry, names: dict[str, str]) -> None:
    with st.container(border=True):
        st.subheader(f"Entry {entry.number}")
        who = (entry.person_id and names.get(entry.person_id)) or _SOFTWARE
        plain(f"{who}: {_in_words(entry.action)}, {_subject(entry, names)}")
        before, after = st.columns(2)
        for place, title, text in ((before, "Before", entry.before), (after, "After", entry.after)):
            with place:
                st.caption(title)
                st.code(text or "nothing", language=None, wrap_lines=True)
        if entry.run:
            plain(f"Run {entry.run}")
        if entry.prompts:
            plain("Prompts: " + ", ".join(f"{name} {version}" for name, version in entry.prompts))
        st.caption("Digest of this entry")
        st.code(entry.digest, language=None, wrap_lines=True)


def _subject(entry: AuditEntry, names: dict[str, str]) -> str:
    return names.get(entry.subject, entry.subject) if entry.subject else ""


def _in_words(action: str) -> str:
    return action.replace(".", ": ").replace("_", " ")
