"""The first page: a run is shown, and without one a sentence says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.mapping_run import map_evidence
from assistant.scope import make_scope
from assistant.settings import Settings
from assistant.workspace import Workspace

APP = Path(__file__).resolve().parent.parent / "ui" / "app.py"

# Streamlit's own test harness uses calls that newer Python and protobuf deprecate.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def page(monkeypatch: pytest.MonkeyPatch, folder: Path) -> AppTest:
    monkeypatch.setenv("EVIDARY_UI_WORKSPACE", str(folder))
    return AppTest.from_file(str(APP), default_timeout=30).run()


def test_a_run_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, evidence: Path) -> None:
    scope = make_scope(categories="security", as_of="2026-06-30", period=None, today=None)
    with Workspace(tmp_path / "ws", settings=Settings(embedder="static", workers=1)) as opened:
        map_evidence(opened, evidence, scope)
    monkeypatch.setenv("EVIDARY_EMBEDDER", "static")
    shown = page(monkeypatch, tmp_path / "ws")
    assert not shown.exception
    assert sum(int(m.value) for m in shown.metric) == 33
    items = shown.dataframe[2].value
    assert "access-policy.md" in set(items["item"])


def test_an_empty_workspace_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown = page(monkeypatch, tmp_path / "empty")
    assert not shown.exception
    assert "evidary map" in shown.info[0].value
