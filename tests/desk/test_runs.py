"""Decoded runs are shared, bounded, and made once however many threads ask."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import cast

from assistant.desk.runs import RunCache, latest, run_before, run_id
from assistant.desk.seat import Seat
from assistant.export.view import view_of
from assistant.workspace import Workspace
from tests.factories import graded_run

RUN = graded_run([], [])


@dataclass
class AtWorkspace:
    """As much of a seat as runs are read through."""

    workspace: Workspace


def seat(workspace: Workspace) -> Seat:
    return cast("Seat", AtWorkspace(workspace))


def kept(workspace: Workspace, name: str, days: int) -> None:
    info = replace(RUN.run, id=name, started_at=RUN.run.started_at + timedelta(days=days))
    workspace.store.judgements.put_run(name, replace(RUN, run=info))


def test_nothing_before_the_first_run(tmp_path: Path) -> None:
    with Workspace(tmp_path) as opened:
        assert latest(seat(opened)) is None
        assert run_before(seat(opened)) is None
        assert run_id(seat(opened)) == ""


def test_newest_and_the_one_before(tmp_path: Path) -> None:
    with Workspace(tmp_path) as opened:
        for name, days in (("b", 2), ("a", 1), ("c", 3)):
            kept(opened, name, days)
        newest, before = latest(seat(opened)), run_before(seat(opened))
        assert newest is not None
        assert before is not None
        assert (newest.run.run.id, before.run.run.id, run_id(seat(opened))) == ("c", "b", "c")
        assert latest(seat(opened)) is newest
        kept(opened, "d", 4)
        after = latest(seat(opened))
        assert after is not None
        assert after.run.run.id == "d"
        assert run_before(seat(opened)) is newest


def test_a_run_is_decoded_once_for_all_threads() -> None:
    cache, made = RunCache(), []

    def make() -> object:
        made.append(1)
        return view_of(RUN)

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: cache.get(("w", "r"), make), range(32)))  # type: ignore[arg-type]
    assert len(made) == 1
    assert len({id(view) for view in got}) == 1


def test_the_least_used_leaves_first() -> None:
    cache, made = RunCache(kept=2), []

    def ask(name: str) -> None:
        cache.get(("w", name), lambda: made.append(name) or view_of(RUN))  # type: ignore[func-returns-value]

    for name in ("a", "b", "a", "c", "a", "b"):
        ask(name)
    assert made == ["a", "b", "c", "b"]
