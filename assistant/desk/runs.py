"""The newest mapping runs of a workspace, decoded once and arranged for pages.

All pages of all people ask here, on many threads at once; a run never changes after it was kept, so
what was decoded is shared by run id.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from assistant.export.view import RunView, view_of

if TYPE_CHECKING:
    from assistant.desk.seat import Seat
    from assistant.model import MappingRun

T = TypeVar("T")
_KEPT = 8
"""Runs kept decoded in the process: two for each of the workspaces looked at last."""


class RunCache(Generic[T]):
    """Decoded runs, or what was made of them, by key, the least used leaving first. Safe under
    threads.

    Two threads that want the same one at once make it once; different ones do not wait.
    """

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._views: OrderedDict[tuple[str, str], T] = OrderedDict()
        self._making: dict[tuple[str, str], Lock] = {}
        self._guard = Lock()

    def get(self, key: tuple[str, str], make: Callable[[], T | None]) -> T | None:
        """What stands under the key, made where it is not there; None is not kept."""
        with self._guard:
            making = self._making.setdefault(key, Lock())
        try:
            with making:
                return self._known(key) or self._keep(key, make())
        finally:
            with self._guard:
                self._making.pop(key, None)

    def _known(self, key: tuple[str, str]) -> T | None:
        with self._guard:
            if key in self._views:
                self._views.move_to_end(key)
            return self._views.get(key)

    def _keep(self, key: tuple[str, str], view: T | None) -> T | None:
        with self._guard:
            if view is not None:
                self._views[key] = view
            while len(self._views) > self._kept:
                self._views.popitem(last=False)
        return view


_cache: RunCache[RunView] = RunCache()


def latest(seat: Seat) -> RunView | None:
    """The newest run of the seat's workspace; None before the first."""
    return _nth(seat, 0)


def run_before(seat: Seat) -> RunView | None:
    """The run before the newest one, for what changed since; None where there is none."""
    return _nth(seat, 1)


def by_id(seat: Seat, wanted: str) -> RunView | None:
    """The run with this id, of the seat's workspace; None for an id that it does not hold."""
    judgements = seat.workspace.store.judgements

    def decode() -> RunView | None:
        run = judgements.run(wanted)
        return view_of(run) if run else None

    return _cache.get((str(seat.workspace.folder.resolve()), wanted), decode)


def remember(seat: Seat, run: MappingRun) -> None:
    """Keep a run that was just made, so that the page after it need not decode it."""
    _cache.get((str(seat.workspace.folder.resolve()), run.run.id), lambda: view_of(run))


def run_id(seat: Seat) -> str:
    """The newest run's id, empty before the first: what pages key their own caches by."""
    heads = seat.workspace.store.judgements.heads(at_most=1)
    return heads[0].id if heads else ""


def _nth(seat: Seat, number: int) -> RunView | None:
    heads = seat.workspace.store.judgements.heads(at_most=number + 1)
    return by_id(seat, heads[number].id) if len(heads) > number else None
