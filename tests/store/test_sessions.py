"""Several sessions at once: nothing is lost, nothing twice, nobody waits in vain."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import numpy as np
import pytest

from assistant.answers import Review
from assistant.errors import UsageError, WorkspaceError
from assistant.house.house import House
from assistant.library.keep import keep
from assistant.ports import Call
from assistant.review.model import AnswerEdit
from assistant.store.store import Store
from assistant.store.tasks import TaskRow
from assistant.workspace import Workspace
from tests.store.values import NOW, answer, read

T = TypeVar("T")
THREADS = 8
EACH = 12
FILE = "f" * 64

_OTHER_PROCESS = """
import sys
from pathlib import Path
from assistant.house.house import House
home, url, name = sys.argv[1:]
with House.open(Path(home), url or None) as house:
    print("open", flush=True)
    sys.stdin.readline()
    for number in range(25):
        house.audit.append(action="tested.it", subject=f"{name}-{number}")
        house.people.add(f"{name} {number}", f"{name}-{number}@example.com")
"""


def together(work: Callable[[int], T], count: int = THREADS) -> list[T]:
    """What each thread gave; all begin at the same moment."""
    start = Barrier(count)

    def begin(number: int) -> T:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


def test_what_is_written_together_is_kept_whole_or_not_at_all(store: Store) -> None:
    def half() -> None:
        with store.together():
            store.answers.put(FILE, 0, answer())
            store.facts.put("embedder", "one")
            raise UsageError("no")

    with pytest.raises(UsageError):
        half()
    assert store.answers.drafts(FILE) == {}
    assert store.facts.get("embedder") is None
    with store.together():
        store.answers.put(FILE, 0, answer())
        assert store.answers.drafts(FILE) == {}  # as the docstring says: what stood before
        store.facts.put("embedder", "two")
    assert list(store.answers.drafts(FILE)) == [answer().id]
    assert store.facts.get("embedder") == "two"


def test_what_is_written_together_waits_for_others_and_they_for_it(store: Store) -> None:
    def work(number: int) -> None:
        for turn in range(EACH):
            with store.together():
                store.answers.add_reviews([Review(FILE, answer(), "approve", f"{number}", NOW)])
                store.conversations.add("s", f"{number}.{turn}", answer(), NOW)
            with store.deciding():
                store.answers.add_reviews([Review(FILE, answer(), "reject", f"{number}", NOW)])

    together(work)
    assert len(store.answers.reviews(FILE)) == 2 * THREADS * EACH
    assert len(store.conversations.turns("s")) == THREADS * EACH


def test_appends_from_many_threads_are_all_there(store: Store) -> None:
    def work(number: int) -> None:
        record = store.calls.recorder("r")
        for turn in range(EACH):
            store.conversations.add("s", f"{number}.{turn}", answer(), NOW)
            store.answers.add_reviews([Review(FILE, answer(), "approve", f"p{number}", NOW)])
            record(Call(NOW, "m", "p", "plain", "answered", 1.0))
            store.facts.put("embedder", f"{number}")

    together(work)
    turns = store.conversations.turns("s")
    assert [t.number for t in turns] == list(range(1, THREADS * EACH + 1))
    assert len({t.question for t in turns}) == THREADS * EACH
    assert len(store.answers.reviews(FILE)) == THREADS * EACH
    assert len(store.calls.of_run("r")) == THREADS * EACH


def test_the_same_thing_put_by_all_is_there_once(store: Store) -> None:
    document, passages = read("a.md", "One line.\nAnother line.")

    def work(number: int) -> bool:
        store.evidence.put_file("a.md", "a" * 64, 9, [(document, passages)], [])
        store.vectors.put({f"{n:064}": np.ones(4, dtype=np.float32) for n in range(50)})
        store.answers.put(FILE, 0, answer(text=f"By {number}."))
        return store.tasks.open(TaskRow(f"t{number}", "gap", "CC6.1", "Title"), "ada", NOW)

    assert sum(together(work)) == 1
    assert len(store.tasks.rows()) == 1
    assert len(store.evidence.passage_ids()) == 2
    assert len(store.answers.drafts(FILE)) == 1


def test_of_two_edits_of_one_answer_one_is_refused(store: Store) -> None:
    store.answers.put(FILE, 0, answer())

    def work(number: int) -> bool:
        edit = AnswerEdit(0, FILE, "q1", f"p{number}", NOW, "", "")
        return store.edits.put(edit, 0, answer(), answer(text=f"By {number}.")) is not None

    assert sum(together(work)) == 1
    (edit,) = store.edits.edits(FILE)
    assert store.answers.drafts(FILE)["q1"].text == f"By {edit.person_id[1:]}."


def test_approvals_at_the_same_time_leave_one_version_in_use(store: Store) -> None:
    def work(number: int) -> object:
        said = answer(text=f"Yes, by way {number}.")
        return keep(store, said, owner=f"P{number}", today=date(2026, 7, 1), origin="test")

    together(work)
    answers = store.library.answers()
    assert [a.version for a in answers] == list(range(1, THREADS + 1))
    assert [a.status for a in answers] == ["superseded"] * (THREADS - 1) + ["approved"]


def test_two_openings_make_the_tables_once(place: tuple[str, str]) -> None:
    stores = together(lambda _: Store(*place), 4)
    for number, store in enumerate(stores):
        store.facts.put(f"k{number}", "v")
    for store in stores:
        assert store.facts.get("k3") == "v"
        store.close()


def test_two_processes_share_the_house(tmp_path: Path, database_url: str) -> None:
    home = tmp_path / "home"
    command = [sys.executable, "-c", _OTHER_PROCESS, str(home), database_url]
    others = [
        subprocess.Popen([*command, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for name in ("a", "b")
    ]
    for other in others:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
    with House.open(home, database_url or None) as house:
        for other in others:
            assert other.stdin is not None
            other.stdin.write("go\n")
            other.stdin.flush()
        for number in range(25):
            house.audit.append(action="tested.it", subject=f"c-{number}")
            assert house.audit.verify() == ()
        for other in others:
            other.communicate(timeout=60)
            assert other.returncode == 0
        subjects = [e.subject for e in house.audit.entries(action="tested.it")]
        assert len(subjects) == len(set(subjects)) == 75
        assert len(house.people.all()) == 50
        assert house.audit.verify() == ()


def test_one_process_owns_a_workspace_wherever_its_folder_lies(
    tmp_path: Path, database_url: str
) -> None:
    """Two homes of one PostgreSQL database, as two servers would have them."""
    mine, theirs = (tmp_path / home / "workspaces" / "ab12" for home in ("a", "b"))
    url = database_url or None
    with Workspace(mine, database_url=url), pytest.raises(WorkspaceError, match="in use"):
        Workspace(theirs if url else mine, database_url=url)
    with Workspace(theirs if url else mine, database_url=url) as again:
        again.store.facts.put("whose", "theirs")
