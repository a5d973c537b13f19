"""The face of the first page: numbers that agree with the run, and steps ranked by weight and effect."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import openpyxl
import pytest

from assistant.desk.next_steps import next_steps
from assistant.desk.overview import Overview
from assistant.desk.reports import REPORTS, report
from assistant.desk.seat import Seat
from assistant.desk.tasks import Tasks
from assistant.errors import UsageError
from assistant.export.view import view_of
from assistant.house.house import House
from assistant.jobs.port import Jobs
from assistant.model import SEVERITIES, MappingRun
from assistant.workspace import Workspace
from tests.factories import TYPE1, access_review, graded_run, link, policy

PAPERS = [policy(), access_review(2, date(2026, 6, 20)), access_review(3, date(2024, 6, 20))]
FIRST = graded_run(PAPERS[:1], [link(PAPERS[0], "CC6.1")], TYPE1)
SECOND = graded_run(PAPERS, [link(d, c) for d in PAPERS for c in ("CC6.1", "CC6.3")], TYPE1)


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Seat]:
    with House.open(tmp_path / "home") as house, Workspace(tmp_path / "w") as workspace:
        entry = house.workspaces.create("Larkfield")
        person = house.people.add("Ada Moss", "ada@example.com")
        house.workspaces.set_role(entry.id, person.id, "contributor")
        yield Seat(house, person, entry, "contributor", workspace, cast("Jobs", None))


def keep(seat: Seat, run: MappingRun, name: str, day: int) -> None:
    info = replace(run.run, id=name, started_at=run.run.started_at + timedelta(days=day))
    seat.workspace.store.judgements.put_run(name, replace(run, run=info))


def test_before_the_first_run_every_part_is_empty(seat: Seat) -> None:
    face = Overview(seat)
    assert face.readiness() is None
    parts = (face.heat(), face.gaps(), face.freshness(), face.steps(), face.earlier())
    assert parts == ((), (), (), (), ())
    assert face.changes() is None
    assert face.waiting().tasks == 0
    assert face.questionnaires() == ()


def test_the_numbers_agree_with_the_run(seat: Seat) -> None:
    keep(seat, SECOND, "two", 1)
    face = Overview(seat)
    cells = face.heat()
    shown = [c for cell in cells for c in cell.criteria]
    status = {f.criterion: f.status for f in SECOND.findings}
    assert sorted(shown) == sorted(c for c, s in status.items() if s != "out_of_scope")
    assert all(status[c] == cell.status for cell in cells for c in cell.criteria)
    assert sum(c.count for c in face.gaps()) == sum(len(f.gaps) for f in SECOND.findings)
    assert dict(face.freshness()) == {"fresh": 2, "due": 0, "stale": 1, "future": 0, "unknown": 0}


def test_readiness_is_an_indication_in_words(seat: Seat) -> None:
    keep(seat, SECOND, "two", 1)
    found = Overview(seat).readiness()
    assert found is not None
    assert found.name.endswith("-leaning")
    assert found.reading
    assert "Rule 1 of 4" in found.rule
    said = f"{found.name} {found.reading} {found.rule} {found.if_supplied}".lower()
    assert not any(word in said for word in ("compliant", "passed", "certified"))


def test_what_changed_is_since_the_run_before_or_a_chosen_one(seat: Seat) -> None:
    for name, run, day in (("one", FIRST, 1), ("two", SECOND, 2), ("three", SECOND, 3)):
        keep(seat, run, name, day)
    face = Overview(seat)
    assert [run_id for run_id, _ in face.earlier()] == ["two", "one"]
    since = face.changes()
    assert since is not None
    assert since.none
    older = face.changes("one")
    assert older is not None
    assert older.added == ("reviews/q2.md", "reviews/q3.md")
    assert face.changes("of another workspace") is None


def test_open_tasks_are_counted_by_person(seat: Seat) -> None:
    keep(seat, SECOND, "two", 1)
    tasks = Tasks(seat)
    mine, other, done = (row.key for row in tasks.rows()[:3])
    tasks.assign([mine], seat.person.id)
    tasks.set_due([mine], date(2020, 1, 1))
    tasks.open(other)
    tasks.close(done, "accepted as it is")
    now = Overview(seat).waiting()
    assert (now.tasks, now.mine, now.overdue) == (2, 1, 1)


def test_steps_go_by_weight_then_by_how_many_criteria_they_help() -> None:
    steps = next_steps(view_of(SECOND), at_most=100)
    weights = [(-SEVERITIES.index(s.severity), -len(s.criteria)) for s in steps]
    assert weights == sorted(weights)
    gaps = sum(len(f.gaps) for f in SECOND.findings)
    assert sum(len(s.criteria) for s in steps) == gaps
    old = next(s for s in steps if "reviews/q3.md is too old" in s.what)
    assert old.criteria == ("CC6.1", "CC6.3")
    assert all(s.do[0].isupper() and s.owner for s in steps)
    assert len(next_steps(view_of(SECOND))) == 5


def test_reports_are_made_and_taking_one_is_audited(seat: Seat) -> None:
    made = {kind.name: report(seat, SECOND, kind.name) for kind in REPORTS}
    assert json.loads(made["mapping.json"])["schema"] == "mapping/1"
    assert b"Readiness indication (not an audit opinion)" in made["report.html"]
    book = openpyxl.load_workbook(io.BytesIO(made["readiness.xlsx"]))
    assert "Matrix" in book.sheetnames
    entries = seat.house.audit.entries(workspace_id=seat.entry.id)
    assert sorted(e.subject for e in entries if e.action == "report.exported") == sorted(made)
    with pytest.raises(UsageError):
        report(seat, SECOND, "../house.db")
