"""Rows of gaps and tasks: what stands beside what, filters, words, and a CSV without formulas."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from assistant.catalog.criteria import catalog
from assistant.desk.gap_rows import NOBODY, GapRow, Wanted, as_csv, choices, matching, rows_of
from assistant.model import Gap
from assistant.review.gap_keys import gap_key
from assistant.review.model import Task, TaskEvent

TODAY = date(2026, 7, 1)
NOW = datetime(2026, 7, 1, tzinfo=UTC)
LEAVERS = Gap("deviation", "high", "2 of 5 leavers kept access", "remove them", "IT", about="l.csv")
STALE = Gap("stale", "low", "The backup policy is too old", "renew it", "Ops", about="backup.md")


def task(gap: str, **changes: object) -> Task:
    events = (TaskEvent(1, "t", "open", "ann", NOW),)
    made = Task("t", gap, "CC6.2", "Deviation: leavers", "open", "", None, NOW, "ann", events)
    return replace(made, **changes)  # type: ignore[arg-type] # fields of the dataclass


def rows(*tasks: Task) -> tuple[GapRow, ...]:
    known = catalog()
    gaps = [(known.get("CC6.2"), LEAVERS), (known.get("A1.2"), STALE)]
    return rows_of(gaps, tasks, {"ben": "Ben Okri"}, TODAY)


KEY = gap_key("CC6.2", LEAVERS)


def test_a_gap_stands_beside_its_task() -> None:
    first, second = rows(task(KEY, assignee="ben"))
    assert (first.task and first.task.gap, first.assignee_name, first.state) == (
        KEY,
        "Ben Okri",
        "Open",
    )
    assert (second.task, second.state, second.due_words) == (None, "No task yet", "")


def test_a_task_whose_gap_is_gone_asks_to_be_closed() -> None:
    *_, gone = rows(task("CC6.2:deviation:other"))
    assert (gone.gone, gone.severity, gone.state) == (True, None, "Open, gap gone: close?")
    assert "does not find this gap" in gone.detail
    *_, ended = rows(task("CC6.2:deviation:other", state="closed"))
    assert ended.state == "Closed"


def test_closing_a_task_ends_no_gap() -> None:
    assert rows(task(KEY, state="closed"))[0].state == "Closed, the gap is still there"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 6, 28), "overdue by 3 days"),
        (date(2026, 6, 30), "overdue by 1 day"),
        (TODAY, "due today"),
        (date(2026, 7, 6), "due in 5 days"),
    ],
)
def test_due_in_words(day: date, words: str) -> None:
    assert rows(task(KEY, due=day))[0].due_words == words


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), 2),
        (Wanted(severities=("high",)), 1),
        (Wanted(kinds=("Stale", "Deviation")), 2),
        (Wanted(owners=("Ops",)), 1),
        (Wanted(criteria=("CC1.1",)), 0),
        (Wanted(assignees=("ben",)), 1),
        (Wanted(assignees=(NOBODY,)), 1),
        (Wanted(states=("No task yet",)), 1),
        (Wanted(due="overdue"), 1),
        (Wanted(due="week"), 1),
        (Wanted(due="none"), 1),
        (Wanted(text="LEAVERS access"), 1),
        (Wanted(text="leavers backup"), 0),
        (Wanted(text="<script>"), 0),
        (Wanted(severities=("high",), owners=("Ops",)), 0),
    ],
)
def test_filters(wanted: Wanted, found: int) -> None:
    late = task(KEY, assignee="ben", due=date(2026, 6, 1))
    assert len(matching(rows(late), wanted)) == found


def test_choices_come_from_the_rows() -> None:
    assert choices(rows())["severities"] == ("high", "low")
    assert choices(rows())["criteria"] == ("CC6.2", "A1.2")


def test_the_csv_holds_no_formula() -> None:
    evil = TaskEvent(2, "t", "comment", "ann", NOW, '=HYPERLINK("http://x","y")')
    path = TaskEvent(3, "t", "attach", "ann", NOW, "@SUM(A1).csv")
    noted = task(KEY, events=(*task(KEY).events, evil, path))
    data = as_csv(rows(noted))
    assert data.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [r["Criterion"] for r in table] == ["CC6.2", "A1.2"]
    assert table[0]["Last said"].startswith("'=HYPERLINK")
    assert table[0]["Evidence attached"] == "'@SUM(A1).csv"
    assert not any(str(v)[:1] in "=+-@\t\r" for r in table for v in r.values() if v)
