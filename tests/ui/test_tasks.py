"""The page of gaps and tasks, drawn for people with different roles over a real run."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from assistant.review.tasks import TaskBook, task_id_of
from tests.factories import TYPE1, graded_run, link, policy
from tests.ui.sitting import Sitting, words
from ui.office import office

# Streamlit's own test harness uses calls that newer Python and protobuf deprecate.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def mapped(place: Sitting) -> Sitting:
    """A workspace whose newest run has gaps."""
    paper = policy()
    run = graded_run([paper], [link(paper, "CC6.1")], TYPE1)
    office().workspace(place.entry.id).store.judgements.put_run("inputs", run)
    return place


def button(at: AppTest, label: str) -> AppTest:
    """The page after a click on the first button of this name."""
    return next(b for b in at.button if b.label == label).click().run()


def counted(at: AppTest) -> int:
    """How many gaps the page says that it shows."""
    line = next(t.value for t in at.text if "gaps shown" in t.value)
    return int(line.split()[0])


def test_before_the_first_run_it_says_so(place: Sitting) -> None:
    at = place.page("tasks", place.person("Rosa Weber", "reader"))
    assert not at.exception
    assert "after the first mapping" in at.info[0].value


def test_a_reader_looks_and_changes_nothing(mapped: Sitting) -> None:
    at = mapped.page("tasks", mapped.person("Rosa Weber", "reader"))
    assert not at.exception
    assert counted(at) > 30
    assert "Your role here is to read" in words(at)
    assert {b.label for b in at.button} == {"Previous", "Next"}


def test_filters_narrow_and_come_from_the_address(mapped: Sitting) -> None:
    ben = mapped.person("Ben Okri", "contributor")
    at = mapped.page("tasks", ben)
    every = counted(at)
    at.text_input(key="gap_text").input("leavers").run()
    assert 0 < counted(at) < every
    at.text_input(key="gap_text").input("no such words").run()
    assert counted(at) == 0
    assert "No gap fits" in at.info[0].value
    assert 0 < counted(mapped.page("tasks", ben, criterion="CC6.1")) < every


def test_next_and_previous_walk_the_list(mapped: Sitting) -> None:
    at = mapped.page("tasks", mapped.person("Ben Okri", "contributor"))
    many = counted(at)
    first = at.subheader[0].value
    at = button(at, "Next")
    assert f"2 of {many}" in words(at)
    at = button(button(at, "Previous"), "Previous")
    assert f"{many} of {many}" in words(at)
    assert button(at, "Next").subheader[0].value == first


def test_work_is_assigned_commented_and_closed(mapped: Sitting) -> None:
    ben = mapped.person("Ben Okri", "contributor")
    at = mapped.page("tasks", ben)
    who = next(s for s in at.selectbox if s.label == "Assign to")
    who.select("Ben Okri")
    next(d for d in at.date_input if d.label == "Due on").set_value(date(2020, 1, 1))
    at = button(at, "Save")
    assert "assigned to Ben Okri" in words(at)
    assert "overdue by" in words(at)
    next(t for t in at.text_area if t.label == "Comment").input("**no** <b>markup</b>")
    at = button(at, "Add comment")
    told = [t.value for t in at.text if "**no** <b>markup</b>" in t.value]
    assert told
    assert "**no**" not in "".join(m.value for m in at.markdown)
    next(t for t in at.text_area if t.label == "Why is nothing more to do?").input("done")
    at = [b for b in at.button if b.label == "Close"][-1].click().run()
    assert "Closed, the gap is still there" in words(at)


def test_a_reason_is_needed_to_close(mapped: Sitting) -> None:
    at = mapped.page("tasks", mapped.person("Ben Okri", "contributor"))
    at = [b for b in at.button if b.label == "Close"][-1].click().run()
    assert not at.exception
    assert "reason is needed" in at.error[0].value


def test_a_task_whose_gap_is_gone_is_shown(mapped: Sitting) -> None:
    workspace = office().workspace(mapped.entry.id)
    ben = mapped.person("Ben Okri", "contributor")
    TaskBook(workspace.store.tasks, workspace.clock).open(
        "CC1.1:stale:none", "CC1.1", "Stale: <script>alert(1)</script>", ben.id
    )
    assert workspace.store.tasks.row(task_id_of("CC1.1:stale:none")) is not None
    at = mapped.page("tasks", ben, state="Open, gap gone: close?")
    assert counted(at) == 1
    assert "does not find this gap" in words(at)
