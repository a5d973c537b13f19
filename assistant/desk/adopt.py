"""A workspace folder that the command line made becomes a workspace of the house."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import UsageError, WorkspaceError
from assistant.house.house import House
from assistant.house.keys import new_id
from assistant.house.model import HouseWorkspace


def adopt(house: House, folder: Path) -> HouseWorkspace:
    """The house's workspace that lies in this folder; made known where it was not.

    The folder stays where it is, and the command line may go on using it while no server runs: the
    house keeps a link to it. Raises `UsageError` where there is no workspace in the folder,
    `WorkspaceError` where no link can be made.
    """
    place = folder.resolve()
    if not (place / "evidary.db").is_file():
        raise UsageError(f"there is no workspace in {folder}; run `evidary map EVIDENCE` first")
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
            f"{folder} cannot be linked from {link.parent}: {error.strerror}"
        ) from error
    taken = {entry.name for entry in known}
    names = (f"{place.name} {n}" if n > 1 else place.name or "Workspace" for n in range(1, 1_000))
    return house.workspaces.create(
        next(name for name in names if name not in taken), workspace_id=workspace_id
    )
