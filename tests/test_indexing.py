"""Incremental reading: unchanged costs nothing, edited is replaced, deleted leaves, killed resumes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.adapters.static_words import StaticWords
from assistant.errors import IndexMismatch, WorkspaceError
from assistant.health import check_workspace
from assistant.indexing import ingest_evidence, rebuild_index
from assistant.ports import Vectors
from assistant.retrieval.search import retrieve
from assistant.settings import Settings
from assistant.workspace import Workspace
from ingest.errors import UnreadableFile

STATIC = Settings(embedder="static", workers=1)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(tmp_path / "ws", settings=STATIC) as opened:
        yield opened


def found_in(workspace: Workspace, words: str) -> list[str]:
    evidence = retrieve(
        words,
        store=workspace.store,
        embedder=workspace.embedder,
        vector_index=workspace.vector_index,
        lexical_index=workspace.lexical_index,
        limit=3,
    )
    return [e.document.path for e in evidence]


def is_sound(workspace: Workspace) -> bool:
    return all(check.good for check in check_workspace(workspace))


def test_a_folder_is_read_and_found(workspace: Workspace, evidence: Path) -> None:
    report = ingest_evidence(workspace, evidence)
    assert (report.added, report.changed, report.removed, report.unchanged) == (4, 0, 0, 0)
    assert found_in(workspace, "how soon is access removed from leavers")[0] == "access-policy.md"
    assert is_sound(workspace)


def test_a_second_reading_does_nothing(workspace: Workspace, evidence: Path) -> None:
    ingest_evidence(workspace, evidence)
    report = ingest_evidence(workspace, evidence)
    assert (report.added, report.changed, report.removed, report.unchanged) == (0, 0, 0, 4)


def test_an_edited_file_is_replaced(workspace: Workspace, evidence: Path) -> None:
    ingest_evidence(workspace, evidence)
    (evidence / "menu.txt").write_text("Badges are returned on the last day at reception.\n")
    report = ingest_evidence(workspace, evidence)
    assert (report.added, report.changed) == (0, 1)
    assert found_in(workspace, "badges returned at reception")[0] == "menu.txt"
    assert "soup" not in str(
        workspace.store.evidence.passages(workspace.store.evidence.passage_ids())
    )
    assert is_sound(workspace)


def test_a_deleted_file_leaves_both_indexes(workspace: Workspace, evidence: Path) -> None:
    ingest_evidence(workspace, evidence)
    (evidence / "backup-policy.md").unlink()
    assert ingest_evidence(workspace, evidence).removed == 1
    assert "backup-policy.md" not in found_in(workspace, "databases are backed up daily")
    assert is_sound(workspace)


def test_a_file_that_cannot_be_read_is_a_row_each_time(
    workspace: Workspace, evidence: Path
) -> None:
    (evidence / "broken.pdf").write_bytes(b"%PDF-1.7 cut")
    first = ingest_evidence(workspace, evidence)
    again = ingest_evidence(workspace, evidence)
    assert [f.path for f in first.skipped] == ["broken.pdf"]
    assert again.skipped == first.skipped


def test_a_run_killed_while_embedding_goes_on(
    tmp_path: Path, evidence: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(self: StaticWords, texts: Sequence[str]) -> Vectors:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, Workspace(tmp_path / "ws", settings=STATIC) as opened:
        patch.setattr(StaticWords, "embed", killed)
        with pytest.raises(KeyboardInterrupt):
            ingest_evidence(opened, evidence)
    with Workspace(tmp_path / "ws", settings=STATIC) as opened:
        report = ingest_evidence(opened, evidence)
        assert report.unchanged == 4  # read before the kill; only the vectors were missing
        assert is_sound(opened)


def test_a_renamed_file_is_not_embedded_again(
    workspace: Workspace, evidence: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest_evidence(workspace, evidence)
    (evidence / "menu.txt").rename(evidence / "lunch.txt")
    embedded: list[str] = []
    monkeypatch.setattr(StaticWords, "embed", lambda self, texts: embedded.extend(texts))
    ingest_evidence(workspace, evidence)
    assert embedded == []


def test_a_lost_index_is_rebuilt_from_the_store(tmp_path: Path, evidence: Path) -> None:
    with Workspace(tmp_path / "ws", settings=STATIC) as opened:
        ingest_evidence(opened, evidence)
    shutil.rmtree(tmp_path / "ws" / "index")
    shutil.rmtree(evidence)
    with Workspace(tmp_path / "ws", settings=STATIC) as opened:
        assert not is_sound(opened)
        assert rebuild_index(opened) > 0
        assert is_sound(opened)


def test_another_embedder_is_refused_until_a_rebuild(tmp_path: Path, evidence: Path) -> None:
    with Workspace(tmp_path / "ws", settings=STATIC) as opened:
        ingest_evidence(opened, evidence)
    other = Settings(embedder="minilm", workers=1)
    with Workspace(tmp_path / "ws", settings=other) as opened:
        with pytest.raises(IndexMismatch, match="rebuild"):
            _ = opened.embedder
        rebuild_index(opened)
        assert opened.indexed_by.startswith("minilm")
        assert is_sound(opened)


def test_one_process_owns_a_workspace(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="in use"):
        Workspace(workspace.folder, settings=STATIC)


def test_a_missing_folder_is_said(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such"):
        ingest_evidence(workspace, tmp_path / "nowhere")
