"""The office of this process: made when first asked for, shared by all pages and account routes."""

from __future__ import annotations

from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.desk.office import Office

_lock = RLock()
_open: dict[tuple[Path, str], Office] = {}


def office() -> Office:
    """The office of the home folder that the environment names (`EVIDARY_HOME`, else `.evidary`)."""
    from assistant.desk.office import Office
    from assistant.workspace import database_url_of, home_folder

    place = (home_folder().resolve(), database_url_of())
    with _lock:
        if place not in _open:
            _open[place] = Office(place[0], database_url=place[1])
        return _open[place]


def use(given: Office) -> None:
    """Let this be the office of its home folder, for one with a clock of its own."""
    with _lock:
        _open[given.home.resolve(), given.database_url] = given


def close_offices() -> None:
    """Close what this process has open; the next `office()` opens anew."""
    with _lock:
        while _open:
            _open.popitem()[1].close()
