"""Ways from one page to another, with what is to be shown there in the address."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from ui.widgets.plain import label as literal

_FIRST = "overview"
_WORKSPACE = "w"


def page(name: str) -> st.Page:
    """The page of this name, as the router knows it."""
    return st.Page(
        lambda: None, title=name.title(), url_path=name, icon=None, default=name == _FIRST
    )


def link(
    name: str, label: str, *, icon: str | None = None, help_text: str = "", **shown: str | list[str]
) -> None:
    """A link to a page; the label is shown as it is. `shown` stands in the address."""
    st.page_link(
        page(name),
        label=literal(label),
        icon=icon,
        help=literal(help_text, most=400) if help_text else None,
        query_params=_kept(shown),
    )


def go(name: str, **shown: str | list[str]) -> NoReturn:
    """Open a page now."""
    st.switch_page(page(name), query_params=_kept(shown))
    raise AssertionError  # st.switch_page does not return


def go_to_evidence(freshness: str = "", search: str = "") -> NoReturn:
    """Open the evidence page with its list filtered."""
    st.session_state["evidence-fresh"] = [freshness] if freshness else []
    st.session_state["evidence-search"] = search
    go("evidence")


def _kept(shown: dict[str, str | list[str]]) -> dict[str, str | list[str]]:
    """What is to be shown, and the workspace where the address names one."""
    here = st.query_params.get(_WORKSPACE)
    return {_WORKSPACE: here, **shown} if here else shown
