"""Versions of a section side by side, and as a Word file with tracked changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from assistant.desk.description_files import DescriptionFiles
from ui.views.description_sections import chosen_section
from ui.widgets.described import ORIGIN
from ui.widgets.differences import side_by_side
from ui.widgets.plain import label, plain

if TYPE_CHECKING:
    from assistant.description import Version
    from assistant.desk.answer_export import Download
    from assistant.desk.description import DescriptionDesk


def show(desk: DescriptionDesk, kind: str) -> None:
    """Draw it."""
    files = DescriptionFiles(desk)
    row = chosen_section(desk, kind)
    versions = {v.number: v for v in desk.history(kind, row.id)}
    _whole(files, kind)
    if len(versions) < 2:
        st.info("There is one version of this section only: nothing to compare yet.")
        return
    numbers = list(versions)
    left, right = st.columns(2)
    drafted = next((n for n in numbers[1:] if versions[n].origin == "drafted"), numbers[1])
    names = {n: _name(v) for n, v in versions.items()}
    older = left.selectbox(
        "Older version",
        numbers,
        index=numbers.index(drafted),
        format_func=names.__getitem__,
        key=f"older-{kind}-{row.id}",
    )
    newer = right.selectbox(
        "Newer version", numbers, format_func=names.__getitem__, key=f"newer-{kind}-{row.id}"
    )
    old, new = versions[older], versions[newer]
    found = files.differences(old, new)
    if not found:
        st.info("These two versions say the same.")
        return
    plain("Words that the other version does not have stand bold in ⟦brackets⟧.")
    for title, differing in found:
        with st.container(border=True):
            st.markdown(f"**{label(title)}**")
            for difference in differing:
                side_by_side(names[older], names[newer], difference)
    _download("Word file of these changes", files.changes_between(old, new), "changes-section")


def _whole(files: DescriptionFiles, kind: str) -> None:
    key = f"changes-{kind}"
    if st.button(
        "Tracked changes of all sections…", key="changes-make", icon=":material/difference:"
    ):
        st.session_state[key] = files.changes(kind)
    if made := st.session_state.pop(key, None):
        _download("Word file of all changes since the last draft", made, "changes-all")


def _download(words: str, made: tuple[Download, int], key: str) -> None:
    file, count = made
    st.download_button(
        f"{words} ({count} changes)",
        file.data,
        file_name=file.name,
        mime=file.kind,
        key=key,
        on_click="ignore",
        icon=":material/download:",
    )


def _name(version: Version) -> str:
    by = f" by {version.person}" if version.person else ""
    return f"{ORIGIN[version.origin]}{by}, {version.at:%Y-%m-%d %H:%M} UTC"
