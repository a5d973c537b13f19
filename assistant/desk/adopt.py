"""A workspace folder that the command line made becomes a workspace of the house, evidence included."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from assistant.desk.belonging import note_house
from assistant.errors import UsageError, WorkspaceError
from assistant.filing.connections import connections, remember
from assistant.filing.file import EVIDENCE, Bounds, Cabinet
from assistant.filing.folders import connection_id, synchronise
from assistant.filing.model import Connected, Offered, Synced
from assistant.house.house import House
from assistant.house.keys import new_id
from assistant.house.model import HouseWorkspace
from assistant.workspace import Workspace
from ingest.limits import MIB, Limits


@dataclass(frozen=True, slots=True)
class Adopted:
    """The house's workspace, and in words what was done about the evidence that it had read."""

    entry: HouseWorkspace
    evidence: str


def adopt(house: House, folder: Path) -> Adopted:
    """The house's workspace that lies in this folder; made known where it was not.

    The folder stays where it is, and the command line may go on using it while no server runs: the
    house keeps a link to it. Evidence that was read from elsewhere is copied into it under the
    names that it had, so that what was judged and decided stands, and its folder is connected. The
    same again brings the copies up to date. Raises `UsageError` where there is no workspace in the
    folder, `WorkspaceError` where no link can be made or another process uses it.
    """
    place = folder.resolve()
    if not (place / "evidary.db").is_file():
        raise UsageError(f"there is no workspace in {folder}; run `evidary map EVIDENCE` first")
    entry = _entry(house, place)
    with Workspace(house.folder(entry.id), clock=house.clock) as workspace:
        evidence = _take_in(house, entry, workspace, place)
    note_house(place, house.home)
    return Adopted(entry, evidence)


def _entry(house: House, place: Path) -> HouseWorkspace:
    known = house.workspaces.all()
    for entry in known:
        if house.folder(entry.id).exists() and house.folder(entry.id).resolve() == place:
            return entry
    workspace_id = new_id()
    link = house.folder(workspace_id)
    link.parent.mkdir(parents=True, exist_ok=True)
    try:
        link.symlink_to(place, target_is_directory=True)
    except OSError as error:
        raise WorkspaceError(
            f"{place} cannot be linked from {link.parent}: {error.strerror}"
        ) from error
    taken = {entry.name for entry in known}
    names = (f"{place.name} {n}" if n > 1 else place.name or "Workspace" for n in range(1, 1_000))
    return house.workspaces.create(
        next(name for name in names if name not in taken), workspace_id=workspace_id
    )


# --- its evidence --------------------------------------------------------------------------------


def _take_in(house: House, entry: HouseWorkspace, workspace: Workspace, place: Path) -> str:
    """Bring the evidence that was read into the tree that the house reads; what was done, in words."""
    own = place / EVIDENCE
    try:
        source = workspace.evidence
    except WorkspaceError as error:
        return str(error)
    if source.is_relative_to(own):
        return "its evidence lies in it already"
    if _would_copy_itself(source, place):
        return (
            f"its evidence was not copied, for {source} holds the workspace itself; move the files "
            "to a folder of their own and connect that on the page Evidence"
        )
    if source.is_file():
        said = _file(source, workspace)
    else:
        said = _connect(house, entry, source, workspace)
    own.mkdir(exist_ok=True)
    workspace.remember_evidence(own)
    return said


def _would_copy_itself(source: Path, place: Path) -> bool:
    """A scan passes over names with a dot, so a workspace under one is not seen."""
    if not place.is_relative_to(source):
        return False
    return not any(part.startswith(".") for part in place.relative_to(source).parts)


def _file(source: Path, workspace: Workspace) -> str:
    with source.open("rb") as content:
        filing = _cabinet(workspace).file(
            [Offered(source.name, content)], replace=True, unpack=False, unreadable=True
        )
    if filing.refused:
        return f"{source} was not copied: {filing.refused[0].reason}"
    return f"{source} was copied into it"


def _connect(house: House, entry: HouseWorkspace, source: Path, workspace: Workspace) -> str:
    facts = workspace.store.facts
    identifier = connection_id(source)
    # Without a folder of their own in the tree: items are known by their paths, and so are decisions.
    new = Connected(identifier, str(source), prefix="", files={})
    known = next((k for k in connections(facts) if k.id == identifier), None)
    done = synchronise(
        known or new,
        _cabinet(workspace),
        limits=_limits(workspace),
        now=workspace.clock.now(),
    )
    assert done.last is not None  # it was just synchronised
    remember(facts, replace(done, last=_as_read(done, workspace)))
    if known is None:
        house.audit.append(
            action="folder.connected", workspace_id=entry.id, subject=str(source), after=""
        )
    refused = f", {len(done.last.refused)} were refused" if done.last.refused else ""
    came = len(done.last.new) + len(done.last.changed)
    return (
        f"{came} files of {source} were copied into it{refused}; that folder is connected: the page "
        "Evidence brings the copies up to date"
    )


def _as_read(done: Connected, workspace: Workspace) -> Synced | None:
    """What the synchronisation found; nothing new where every copy is a file that was read before,
    so that nobody is asked to read them again."""
    read = {path: file.sha256 for path, file in workspace.store.evidence.files().items()}
    if done.last and not done.last.gone and dict(done.files.values()).items() <= read.items():
        return replace(done.last, new=(), changed=(), unchanged=len(done.files))
    return done.last


def _cabinet(workspace: Workspace) -> Cabinet:
    return Cabinet(workspace.folder, Bounds(limits=_limits(workspace)))


def _limits(workspace: Workspace) -> Limits:
    return Limits(file_bytes=workspace.settings.max_file_mib * MIB)
