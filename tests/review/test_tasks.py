"""Tasks are what their events say; closed ones rest; a gap has one task however often it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.clock import Clock
from assistant.errors import UsageError
from assistant.review.tasks import LONGEST_TEXT, TaskBook, attached, days_left
from assistant.store.store import Store

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
GAP = "CC6.2:deviation:abc"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[TaskBook]:
    store = Store.at(tmp_path / "evidary.db")
    yield TaskBook(store.tasks, Clock(NOW))
    store.close()


def opened(book: TaskBook, gap: str = GAP) -> str:
    return book.open(gap, "CC6.2", "Deviation: 2 of 5 leavers kept access", "ann").id


def test_a_task_is_told_by_its_events(book: TaskBook) -> None:
    task = opened(book)
    book.assign(task, "ben", "ann")
    book.set_due(task, date(2026, 7, 10), "ann")
    book.comment(task, "  asked HR for the list \n", "ben")
    book.attach(task, "leavers.csv", "ben")
    book.start(task, "ben")
    got = book.get(task)
    assert (got.state, got.assignee, got.due) == ("in_progress", "ben", date(2026, 7, 10))
    assert (got.opened_by, got.opened_at, attached(got)) == ("ann", NOW, ("leavers.csv",))
    assert [(e.verb, e.text) for e in got.events] == [
        ("open", ""),
        ("assign", "ben"),
        ("due", ""),
        ("comment", "asked HR for the list"),
        ("attach", "leavers.csv"),
        ("start", ""),
    ]
    assert book.all() == (got,)


def test_a_gap_has_one_task(book: TaskBook) -> None:
    first = opened(book)
    book.assign(first, "ben", "ann")
    again = book.open(GAP, "CC6.2", "worded anew", "cem")
    assert (again.id, again.assignee, len(again.events)) == (first, "ben", 2)
    assert opened(book, "CC6.3:stale:abc") != first
    assert len(book.all()) == 2


def test_what_changes_nothing_is_no_event(book: TaskBook) -> None:
    task = opened(book)
    for _ in range(2):
        book.assign(task, "ben", "ann")
        book.set_due(task, date(2026, 7, 10), "ann")
        book.attach(task, "a.csv", "ann")
        book.start(task, "ann")
    assert len(book.get(task).events) == 5


def test_closed_tasks_rest_until_they_are_reopened(book: TaskBook) -> None:
    task = opened(book)
    with pytest.raises(UsageError, match="open already"):
        book.reopen(task, "why not", "ann")
    assert book.close(task, "accounts removed", "ben").state == "closed"
    for change in (
        lambda: book.assign(task, "cem", "ann"),
        lambda: book.set_due(task, NOW.date(), "ann"),
        lambda: book.attach(task, "a.csv", "ann"),
        lambda: book.start(task, "ann"),
        lambda: book.close(task, "again", "ann"),
    ):
        with pytest.raises(UsageError, match="reopen it first"):
            change()
    assert book.comment(task, "seen", "ann").state == "closed"
    assert book.reopen(task, "one account is back", "ann").state == "open"
    assert book.assign(task, "cem", "ann").assignee == "cem"


@pytest.mark.parametrize("text", ["", "  \n", "\x00\x07", "x" * (LONGEST_TEXT + 1)])
def test_words_are_needed_and_bounded(book: TaskBook, text: str) -> None:
    task = opened(book)
    for say in (book.comment, book.close):
        with pytest.raises(UsageError, match=r"needed|may have"):
            say(task, text, "ann")
    assert book.get(task).state == "open"


def test_control_characters_are_not_kept_but_line_breaks_are(book: TaskBook) -> None:
    said = book.comment(opened(book), "one\x00\n\u202etwo <b>three</b>", "ann").events[-1].text
    assert said == "one\ntwo <b>three</b>"


def test_an_unknown_task_is_said(book: TaskBook) -> None:
    with pytest.raises(UsageError, match="no task nothing"):
        book.comment("nothing", "hello", "ann")


def test_days_left(book: TaskBook) -> None:
    task = opened(book)
    assert days_left(book.get(task), NOW.date()) is None
    late = book.set_due(task, date(2026, 6, 28), "ann")
    assert days_left(late, NOW.date()) == -3
    assert days_left(book.close(task, "done", "ann"), NOW.date()) is None
