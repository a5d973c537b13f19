"""A small indexed workspace, and answers made by hand on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.adapters.minilm import MiniLM
from assistant.clock import Clock
from assistant.indexing import ingest_evidence
from assistant.ports import Embedder
from assistant.workspace import Workspace


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return MiniLM(threads=1)


@pytest.fixture
def kept_in() -> str:
    """The database of `workspace`; the tests of what is decided run over both kinds."""
    return ""


@pytest.fixture
def workspace(tmp_path: Path, evidence: Path, kept_in: str) -> Iterator[Workspace]:
    clock = Clock(datetime(2026, 7, 1, 9, tzinfo=UTC))
    with Workspace(tmp_path / "workspace", clock=clock, database_url=kept_in) as opened:
        ingest_evidence(opened, evidence)
        yield opened
