"""Settings of this workspace: what is examined, who judges, what leaves the machine."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from assistant.desk.settings import EngineSettings, SettingsDesk
from assistant.model import CATEGORIES, Category
from assistant.scope import make_scope
from assistant.scope_kept import KeptScope
from ui.shell import seat
from ui.widgets.errors import guarded
from ui.widgets.plain import plain

_CATEGORY: dict[Category, str] = {
    "security": "Security (always examined)",
    "availability": "Availability",
    "processing_integrity": "Processing integrity",
    "confidentiality": "Confidentiality",
    "privacy": "Privacy",
}
_OFFLINE, _MODEL = "The offline engine", "A chat model"
_EMBEDDERS = {
    "minilm": "MiniLM (shipped, the best offline)",
    "static": "Static words (shipped, for very large folders)",
    "other": "A provider's model",
}
_TYPES = {"type1": "Type I: as of one day", "type2": "Type II: over a period"}


def show() -> None:
    """The page."""
    sitting = seat()
    face = SettingsDesk(sitting)
    may = sitting.may("administer")
    st.title("Settings")
    if not may:
        st.info("You can look at the settings. Changing them needs an admin of this workspace.")
    scope, engine, privacy = st.tabs(["Scope", "Engine", "Privacy"])
    with scope, guarded():
        _scope(face, may)
    with engine, guarded():
        _engine(face, may)
    with privacy, guarded():
        _privacy(face, may)


def _scope(face: SettingsDesk, may: bool) -> None:
    kept = face.scope()
    if kept is None:
        st.warning(
            "Nobody has set the scope yet. Until then a mapping takes security alone, as of the day "
            "it runs, and every report says that this was assumed."
        )
    known = kept or KeptScope(make_scope(today=face.today()))
    kind = st.segmented_control(
        "Kind of report",
        list(_TYPES),
        default=known.scope.report_type,
        format_func=lambda t: _TYPES[t],
        required=True,
        key="scope_type",
        disabled=not may,
    )
    with st.form("scope", border=False):
        chosen = st.multiselect(
            "Categories beside security",
            [c for c in CATEGORIES if c != "security"],
            default=[c for c in known.scope.categories if c != "security"],
            format_func=lambda c: _CATEGORY[c],
            key="scope_categories",
            disabled=not may,
        )
        first, last = _days(known, str(kind), may)
        inside = st.text_area(
            "Systems in scope, one on each line",
            "\n".join(known.systems_in),
            key="scope_in",
            disabled=not may,
        )
        outside = st.text_area(
            "Systems out of scope, one on each line",
            "\n".join(known.systems_out),
            key="scope_out",
            disabled=not may,
        )
        st.caption(
            "Systems are recorded and shown. They do not change which evidence is read or how it is "
            "judged."
        )
        asked = st.form_submit_button("Keep the scope", type="primary", disabled=not may)
    if asked:
        dates = {"period": f"{first}..{last}"} if kind == "type2" else {"as_of": last}
        scope = make_scope(categories=chosen, **dates)
        face.set_scope(KeptScope(scope, tuple(inside.splitlines()), tuple(outside.splitlines())))
        st.success("The scope is kept. It holds from the next mapping on.")


def _days(known: KeptScope, kind: str, may: bool) -> tuple[str, str]:
    """First and last day; for a Type I report both are the one day."""
    scope = known.scope
    if kind == "type1":
        day = st.date_input(
            "As of", scope.reference, key="scope_as_of", format="YYYY-MM-DD", disabled=not may
        )
        return str(day), str(day)
    left, right = st.columns(2)
    reference = scope.reference
    start = scope.period_start or reference.replace(month=1, day=1)
    first = left.date_input(
        "First day of the period", start, key="scope_start", format="YYYY-MM-DD", disabled=not may
    )
    last = right.date_input(
        "Last day of the period", reference, key="scope_end", format="YYYY-MM-DD", disabled=not may
    )
    return str(first), str(last)


def _engine(face: SettingsDesk, may: bool) -> None:
    now, fixed = face.engine(), face.fixed()
    if fixed:
        names = ", ".join(sorted(name.replace("_", " ") for name in fixed))
        st.info(f"Given by the environment of the server, and not to be changed here: {names}.")
    kinds = [_OFFLINE, _MODEL]
    kind = st.radio(
        "Who judges and drafts",
        kinds,
        index=int(now.engine != "offline"),
        captions=["Works without key and network", "Any OpenAI-compatible or LangChain provider"],
        key="engine_kind",
        disabled=not may or "engine" in fixed,
    )
    wanted = replace(now, engine="offline")
    if kind == _MODEL:
        wanted = _model(face, now, fixed, may)
    wanted = replace(wanted, embedder=_embedder(face, now, fixed, may))
    keep, test = st.columns(2)
    if keep.button("Keep these settings", type="primary", key="engine_keep", disabled=not may):
        face.set_engine(wanted)
        st.success("Kept. They hold for work that starts from now on.")
    if test.button("Test the connection", key="engine_test", disabled=not may):
        with st.spinner("One small call, at most 20 seconds …"):
            tried = face.try_engine(wanted)
        if tried.good:
            st.success(tried.words)
        else:
            st.error("The endpoint did not answer as it should.")
            plain(tried.words)


def _model(
    face: SettingsDesk, now: EngineSettings, fixed: frozenset[str], may: bool
) -> EngineSettings:
    engine = st.text_input(
        "Model, as provider:model",
        "" if now.engine == "offline" else now.engine,
        placeholder="openai:gpt-5",
        key="engine_name",
        disabled=not may or "engine" in fixed,
    )
    base_url = st.text_input(
        "Address of the endpoint; empty for the provider's own",
        now.base_url,
        placeholder="http://127.0.0.1:8080/v1",
        key="engine_url",
        disabled=not may or "base_url" in fixed,
    )
    key = st.text_input(
        "New key" if face.has_key() else "Key",
        type="password",
        key="engine_api_key",
        help="A kept key is never shown again. Leave this empty to go on with it.",
        autocomplete="off",
        disabled=not may or "api_key" in fixed,
    )
    forget = False
    if face.has_key():
        st.caption("A key is kept.")
        forget = st.checkbox(
            "Forget the kept key", key="engine_forget", disabled=not may or "api_key" in fixed
        )
    return replace(
        now, engine=engine.strip(), base_url=base_url, api_key=key.strip(), forget_key=forget
    )


def _embedder(face: SettingsDesk, now: EngineSettings, fixed: frozenset[str], may: bool) -> str:
    own = now.embedder if now.embedder in _EMBEDDERS else "other"
    chosen = st.selectbox(
        "What makes the vectors for searching",
        list(_EMBEDDERS),
        index=list(_EMBEDDERS).index(own),
        format_func=lambda e: _EMBEDDERS[e],
        key="embedder_kind",
        disabled=not may or "embedder" in fixed,
    )
    name = str(chosen)
    if chosen == "other":
        name = st.text_input(
            "Embedding model, as provider:model",
            now.embedder if own == "other" else "",
            placeholder="openai:text-embedding-3-small",
            key="embedder_name",
            disabled=not may or "embedder" in fixed,
        ).strip()
    if face.indexed_by() and name != now.embedder:
        st.warning(
            "The evidence was indexed with another embedder. After this change, map the evidence "
            "again: the next mapping makes the index anew, and until then nothing can be searched."
        )
    return name


def _privacy(face: SettingsDesk, may: bool) -> None:
    now, fixed = face.engine(), face.fixed()
    st.write(
        "With the offline engine nothing leaves this machine. With a chat model, passages of "
        "evidence are sent to its endpoint; these switches say what is replaced before."
    )
    with st.form("privacy", border=False):
        mask = st.toggle(
            "Replace secrets and personal data",
            now.mask,
            key="mask",
            disabled=not may or "mask" in fixed,
        )
        addresses = st.toggle(
            "Replace IP addresses too; a model then cannot judge network rules",
            now.mask_addresses,
            key="mask_addresses",
            disabled=not may or "mask_addresses" in fixed,
        )
        region = st.text_input(
            "Country of telephone numbers without a country code, in two letters",
            now.phone_region,
            max_chars=2,
            key="phone_region",
            disabled=not may or "phone_region" in fixed,
        )
        asked = st.form_submit_button("Keep these switches", type="primary", disabled=not may)
    if asked:
        face.set_engine(replace(now, mask=mask, mask_addresses=addresses, phone_region=region))
        st.success("Kept. They hold for work that starts from now on.")
    st.caption(
        "Evidary keeps no copy of what was masked. Sign-ins are kept until they end; the audit trail "
        "names people by an id, and keeps it for good."
    )
