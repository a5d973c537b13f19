"""The router: which pages there are, in which section, and who sees them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import streamlit as st

from ui import shell
from ui.theme import STYLE
from ui.widgets.errors import guarded
from ui.widgets.jobs import running

_ICON = Path(__file__).parent / "assets" / "icon.png"
_PAGES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Readiness": (
        ("overview", "Overview", ":material/monitoring:"),
        ("evidence", "Evidence", ":material/folder_open:"),
        ("criteria", "Criteria", ":material/rule:"),
        ("tasks", "Gaps and tasks", ":material/task_alt:"),
    ),
    "Answers": (
        ("chat", "Chat", ":material/forum:"),
        ("questionnaires", "Questionnaires", ":material/quiz:"),
        ("library", "Library", ":material/library_books:"),
        ("description", "Description", ":material/description:"),
    ),
    "House": (
        ("settings", "Settings", ":material/settings:"),
        ("people", "People", ":material/group:"),
        ("activity", "Activity", ":material/history:"),
    ),
}


def _page(name: str, title: str, icon: str, *, first: bool) -> st.Page:
    return st.Page(_opened(name), title=title, icon=icon, url_path=name, default=first)


def _opened(name: str) -> Callable[[], None]:
    """The page is imported when somebody opens it, so that the others need not wait for it."""

    def show() -> None:
        with guarded():
            import_module(f"ui.views.{name}").show()

    return show


def _links(pages: dict[str, list[st.Page]]) -> None:
    """The way to each page. Streamlit's own list of sections is no list to a screen reader."""
    for section, found in pages.items():
        st.caption(section)
        with st.container(gap="xsmall"):
            for page in found:
                st.page_link(page, width="stretch")


def main() -> None:
    """Who is here decides first; then the page that was asked for is drawn."""
    st.set_page_config(
        page_title="Evidary",
        page_icon=str(_ICON),
        layout="wide",
        menu_items={"About": None, "Get help": None},
    )
    st.html(STYLE)
    sitting = shell.seat()
    pages: dict[str, list[st.Page]] = {}
    for section, rows in _PAGES.items():
        for name, title, icon in rows:
            if find_spec(f"ui.views.{name}"):
                page = _page(name, title, icon, first=not pages)
                pages.setdefault(section, []).append(page)
    chosen = st.navigation(pages, position="hidden")
    with st.sidebar:
        _links(pages)
        running(sitting)
    shell.sidebar(sitting)
    chosen.run()
    st.caption("Readiness indication by the evidence that was read. Not an audit opinion.")
