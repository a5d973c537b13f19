"""A workspace of the command line becomes one of the house: its evidence comes with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.desk.adopt import adopt
from assistant.desk.belonging import office_of
from assistant.filing.connections import connections
from assistant.filing.file import Cabinet
from assistant.filing.folders import synchronise
from assistant.house.house import House
from assistant.mapping_run import map_evidence
from assistant.model import MappingRun
from assistant.review.links import Links, standings
from assistant.scope import make_scope
from assistant.settings import Settings
from assistant.verify import check_citations
from assistant.workspace import Workspace
from ingest.limits import Limits

SETTINGS = Settings(embedder="static", workers=1)
SCOPE = make_scope(as_of="2026-06-30")


def mapped(folder: Path, evidence: Path) -> MappingRun:
    with Workspace(folder, settings=SETTINGS) as workspace:
        return map_evidence(workspace, evidence, SCOPE)


@pytest.fixture
def folder(tmp_path: Path, evidence: Path) -> Path:
    """A workspace of the command line over a folder elsewhere, with one decision in it."""
    run = mapped(tmp_path / "larkfield", evidence)
    link = next(k for k in run.links.links if k.accepted)
    with Workspace(tmp_path / "larkfield", settings=SETTINGS) as workspace:
        links = Links(workspace, person_id="p", name="Ada Moss")
        links.reject(link.document_id, link.criterion, reason="a test")
    return tmp_path / "larkfield"


def test_what_was_read_elsewhere_is_copied_and_all_that_was_found_stands(
    tmp_path: Path, folder: Path, evidence: Path
) -> None:
    names = sorted(p.name for p in evidence.iterdir())
    with House.open(tmp_path / "home") as house:
        adopted = adopt(house, folder)
        assert f"{len(names)} files of {evidence} were copied" in adopted.evidence
        (entry,) = house.audit.entries(action="folder.connected")
        assert (entry.workspace_id, entry.subject) == (adopted.entry.id, str(evidence))
        inside = house.folder(adopted.entry.id)
    before = mapped_now(folder)
    for file in evidence.iterdir():  # the copies are what the house rests on from now on
        file.unlink()
    with Workspace(inside, settings=SETTINGS) as workspace:
        tree = inside / "evidence"
        assert sorted(p.name for p in tree.iterdir()) == names
        assert workspace.evidence == tree.resolve()
        run = map_evidence(workspace, tree, before.run.scope)
        assert [d.id for d in run.documents] == [d.id for d in before.documents]
        assert len(standings(workspace).holding) == 1
        link = next(k for k in run.links.links if k.accepted)
        (document,) = workspace.store.evidence.documents([link.document_id])
        assert check_citations(link.citations, document, root=tree)[1] == ()
        (connected,) = connections(workspace.store.facts)
        assert connected.last is not None
        assert (connected.last.found_any, connected.last.unchanged) == (False, len(names))


def mapped_now(folder: Path) -> MappingRun:
    with Workspace(folder, settings=SETTINGS) as workspace:
        run = workspace.store.judgements.latest_run()
    assert run is not None
    return run


def test_the_connected_folder_is_synchronised_under_its_own_names(
    tmp_path: Path, folder: Path, evidence: Path
) -> None:
    with House.open(tmp_path / "home") as house:
        adopt(house, folder)
    (evidence / "new.md").write_text("# New\n\nEvery change is reviewed.\n")
    (evidence / "menu.txt").unlink()
    with Workspace(folder, settings=SETTINGS) as workspace:
        (connected,) = connections(workspace.store.facts)
        cabinet = Cabinet(workspace.folder)
        done = synchronise(connected, cabinet, limits=Limits(), now=workspace.clock.now())
    assert done.last is not None
    assert (done.last.new, done.last.gone) == (("new.md",), ("menu.txt",))
    assert (folder / "evidence" / "new.md").is_file()
    assert not (folder / "evidence" / "menu.txt").exists()


def test_mapped_and_adopted_again_the_copies_are_brought_up_to_date(
    tmp_path: Path, folder: Path, evidence: Path
) -> None:
    with House.open(tmp_path / "home") as house:
        first = adopt(house, folder)
        again = adopt(house, folder)
        assert again.entry == first.entry
        assert again.evidence == "its evidence lies in it already"
        (evidence / "new.md").write_text("# New\n\nEvery change is reviewed.\n")
        mapped(folder, evidence)
        assert "1 files of" in adopt(house, folder).evidence
        assert len(house.audit.entries(action="folder.connected")) == 1
    assert (folder / "evidence" / "new.md").is_file()


def test_one_file_is_copied_and_what_is_gone_is_said(tmp_path: Path, evidence: Path) -> None:
    mapped(tmp_path / "one", evidence / "access-policy.md")
    mapped(tmp_path / "gone", evidence / "backup-policy.md")
    (evidence / "backup-policy.md").unlink()
    with House.open(tmp_path / "home") as house:
        said = adopt(house, tmp_path / "one").evidence
        assert said == f"{evidence / 'access-policy.md'} was copied into it"
        assert "no longer there" in adopt(house, tmp_path / "gone").evidence
    assert [p.name for p in (tmp_path / "one" / "evidence").iterdir()] == ["access-policy.md"]


def test_a_folder_that_holds_the_workspace_is_copied_only_where_the_workspace_is_hidden(
    tmp_path: Path, evidence: Path
) -> None:
    for place in (evidence / ".evidary" / "seen", evidence / "workspace"):
        mapped(place, evidence)
    with House.open(tmp_path / "home") as house:
        assert "were copied" in adopt(house, evidence / ".evidary" / "seen").evidence
        said = adopt(house, evidence / "workspace").evidence
    assert "holds the workspace itself" in said
    assert not (evidence / "workspace" / "evidence").exists()


def test_the_command_line_finds_the_house_of_an_adopted_folder(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with office_of(folder) as found:
        assert found is None
    with House.open(tmp_path / "home") as house:
        entry = adopt(house, folder).entry
    with office_of(folder) as found:
        assert found is not None
        office, workspace_id = found
        assert workspace_id == entry.id
        assert office.house.workspaces.get(workspace_id) == entry
