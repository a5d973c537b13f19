"""Shared by the tests of pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.sitting import Sitting, sitting
from ui.office import close_offices


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Sitting]:
    """A house with one workspace; its office is closed at the end."""
    monkeypatch.setenv("EVIDARY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("EVIDARY_EMBEDDER", "static")
    yield sitting()
    close_offices()
