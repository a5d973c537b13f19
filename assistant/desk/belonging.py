"""Whether a workspace folder belongs to a house: then who decides in it is a member, and recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.desk.office import Office
from assistant.workspace import WORKSPACES, database_url_of, home_folder

_NOTE = ".house"
"""In an adopted folder, which lies elsewhere: the home folder of the house that adopted it."""


@contextmanager
def office_of(folder: Path) -> Iterator[tuple[Office, str] | None]:
    """The office of the house that the workspace in this folder belongs to, and its id there; None
    where it belongs to none."""
    found = _found(folder.resolve())
    if found is None:
        yield None
        return
    home, workspace_id = found
    with Office(home) as office:
        known = office.house.workspaces.get(workspace_id) is not None
        yield (office, workspace_id) if known else None


def note_house(folder: Path, home: Path) -> None:
    """Leave word in an adopted folder of the house that it belongs to now."""
    (folder / _NOTE).write_text(str(home.resolve()), encoding="utf-8")


def _found(place: Path) -> tuple[Path, str] | None:
    for home in _homes(place):
        shelf = home / WORKSPACES
        kept = (home / "house.db").is_file() or bool(database_url_of())
        if kept and shelf.is_dir():
            for entry in sorted(shelf.iterdir()):
                if entry.resolve() == place:
                    return home, entry.name
    return None


def _homes(place: Path) -> Iterator[Path]:
    if place.parent.name == WORKSPACES:
        yield place.parent.parent
    note = place / _NOTE
    if note.is_file():
        yield Path(note.read_text(encoding="utf-8"))
    yield home_folder()
