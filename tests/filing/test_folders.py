"""Connected folders: which may be, and what a synchronisation finds."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.filing.file import Cabinet
from assistant.filing.folders import allowed, connect_roots, new_connection, synchronise
from assistant.filing.model import Connected, Offered, Synced
from ingest.limits import Limits

NOW = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "roots" / "audit"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.md").write_text("# A\n")
    (folder / "sub" / "b.md").write_text("# B\n")
    return folder


@pytest.fixture
def cabinet(tmp_path: Path) -> Cabinet:
    return Cabinet(tmp_path / "house" / "workspaces" / "w1")


def synced(connected: Connected, cabinet: Cabinet) -> tuple[Connected, Synced]:
    after = synchronise(connected, cabinet, limits=Limits(), now=NOW)
    assert after.last is not None
    return after, after.last


def test_new_changed_and_gone(source: Path, cabinet: Cabinet) -> None:
    first, found = synced(new_connection(source, cabinet), cabinet)
    assert (found.new, found.changed, found.gone) == (("a.md", "sub/b.md"), (), ())
    assert cabinet.tree.files() == ("audit/a.md", "audit/sub/b.md")
    before = first.files["a.md"][1]
    (source / "a.md").write_text("# A, second edition\n")
    (source / "sub" / "b.md").unlink()
    (source / "c.md").write_text("# C\n")
    second, found = synced(first, cabinet)
    assert (found.new, found.changed, found.gone) == (("c.md",), ("a.md",), ("sub/b.md",))
    assert cabinet.tree.files() == ("audit/a.md", "audit/c.md")
    assert cabinet.tree.path("audit/a.md").read_text() == "# A, second edition\n"
    assert cabinet.objects.place(before).read_text() == "# A\n"
    _, found = synced(second, cabinet)
    assert (found.found_any, found.unchanged) == (False, 2)


def test_what_is_refused_is_said_and_the_rest_comes(source: Path, cabinet: Cabinet) -> None:
    (source / "report.pdf").write_bytes(b"MZ" + bytes(100))
    (source / "out.md").symlink_to("/etc/passwd")
    _, found = synced(new_connection(source, cabinet), cabinet)
    assert [name for name, _ in found.refused] == ["out.md", "report.pdf"]
    assert cabinet.tree.files() == ("audit/a.md", "audit/sub/b.md")


def test_uploads_of_the_same_place_are_not_touched(source: Path, cabinet: Cabinet) -> None:
    (source.parent / "mine.md").write_text("# Mine\n")
    with (source.parent / "mine.md").open("rb") as content:
        cabinet.file([Offered("audit/mine.md", content)])
    connected, _ = synced(new_connection(source, cabinet), cabinet)
    assert connected.prefix == "audit (2)"
    for file in (source / "a.md", source / "sub" / "b.md"):
        file.unlink()
    synced(connected, cabinet)
    assert cabinet.tree.files() == ("audit/mine.md",)


def test_a_folder_that_is_gone_removes_nothing(source: Path, cabinet: Cabinet) -> None:
    connected, _ = synced(new_connection(source, cabinet), cabinet)
    source.rename(source.with_name("moved"))
    with pytest.raises(UsageError, match="no longer there"):
        synced(connected, cabinet)
    assert len(cabinet.tree.files()) == 2


def test_only_folders_under_the_roots(source: Path, tmp_path: Path) -> None:
    roots, house = [source.parent.resolve()], tmp_path / "house"
    house.mkdir()
    assert allowed(str(source), roots=roots, house=house) == source.resolve()
    (source.parent / "sly").symlink_to("/etc")
    sly = [str(source.parent / "sly"), "/etc", "/nowhere", f"{source}/../../..", str(tmp_path)]
    for folder in sly:
        with pytest.raises(UsageError, match="only folders under these"):
            allowed(folder, roots=roots, house=house)
    with pytest.raises(UsageError, match="whole path"):
        allowed("audit", roots=roots, house=house)
    with pytest.raises(UsageError, match="no such folder"):
        allowed(str(source / "a.md"), roots=roots, house=house)


def test_the_applications_own_data_cannot_be_connected(tmp_path: Path) -> None:
    house = tmp_path / "house"
    (house / "workspaces" / "other" / "evidence").mkdir(parents=True)
    for folder in (house, house / "workspaces" / "other" / "evidence", tmp_path):
        with pytest.raises(UsageError, match="own data"):
            allowed(str(folder), roots=[tmp_path.resolve()], house=house)


def test_roots_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("EVIDARY_CONNECT_ROOTS", raising=False)
    assert connect_roots() == (Path.home().resolve(), Path.cwd().resolve())
    monkeypatch.setenv("EVIDARY_CONNECT_ROOTS", os.pathsep.join(["/srv", str(tmp_path)]))
    assert connect_roots() == (Path("/srv").resolve(), tmp_path.resolve())
    monkeypatch.setenv("EVIDARY_CONNECT_ROOTS", "")
    assert connect_roots() == ()
