"""The pages of the overview and of the criteria by Streamlit's own test harness."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from streamlit.testing.v1 import AppTest

from assistant.catalog.criteria import catalog
from assistant.house.model import Role
from assistant.reassess_run import reassess
from assistant.review.links import Links
from assistant.workspace import Workspace
from tests.mapped import EVIL, HOSTILE, SCOPE, copied
from tests.ui.sitting import Sitting, words
from ui.office import office

# Streamlit's own test harness uses calls that newer Python and protobuf deprecate.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

FORBIDDEN = ("compliant", "passed", "certified")


@pytest.fixture
def mapped(place: Sitting, mapped_template: Path) -> Sitting:
    """The house whose workspace holds the mapped papers of the sample company."""
    copied(mapped_template, place.house.folder(place.entry.id))
    return place


def workspace(place: Sitting) -> Workspace:
    return office().workspace(place.entry.id)


def page(place: Sitting, name: str, role: Role = "contributor", **query: str) -> AppTest:
    at = place.page(name, place.person("Ben Okri", role), **query)
    assert not at.exception
    assert not at.error
    return at


def button(at: AppTest, start: str) -> str:
    """The key of the first button whose key begins so."""
    return next(b.key for b in at.button if b.key and b.key.startswith(start))


def links(at: AppTest) -> list[str]:
    return [unquote_plus(f"{e.proto.page}?{e.proto.query_string}") for e in at.get("page_link")]


def test_an_empty_workspace_shows_three_doors(place: Sitting) -> None:
    at = page(place, "overview", "admin")
    assert {"load-sample", "open-upload", "open-folder"} <= {b.key for b in at.button}


def test_the_overview_says_how_ready_and_what_to_do(mapped: Sitting) -> None:
    at = page(mapped, "overview", "reader")
    told = words(at)
    assert "Readiness indication (not an audit opinion)" in told
    assert "-leaning" in told
    assert "What to do next" in told
    assert sum(line.startswith("→ ") for line in told.splitlines()) == 5
    assert not [word for word in FORBIDDEN if word in told.lower()]
    charts = at.get("vega_lite_chart")
    assert len(charts) == 3
    assert len(at.get("download_button")) == 3


def test_the_overview_links_to_filtered_lists(mapped: Sitting) -> None:
    found = links(page(mapped, "overview", "reader"))
    assert [k for k in found if k.startswith("criteria?c=")]
    assert [k for k in found if k.startswith("criteria?status=")]
    assert [k for k in found if k.startswith("criteria?series=CC6&status=")]
    assert [k for k in found if k.startswith("tasks?team=") and "&severity=▲ High" in k]


def test_what_the_charts_show_and_open_is_there_without_a_mouse(mapped: Sitting) -> None:
    at = page(mapped, "overview", "reader")
    heat, gaps, fresh = (chart.proto.alt for chart in at.get("vega_lite_chart"))
    assert heat.startswith("Criteria by series and status. CC1 ")
    assert gaps.startswith("Gaps by team and severity. ")
    assert fresh.startswith("Evidence items by freshness: ")
    assert [e.label for e in at.expander].count("The same as a list") == 2
    found = links(at)
    tiles = [c.id for c in catalog().criteria if c.category in SCOPE.categories]
    assert [i for i in tiles if f"criteria?c={i}" not in found] == []
    parts = gaps.removeprefix("Gaps by team and severity. ").rstrip(".").split("; ")
    assert len([k for k in found if k.startswith("tasks?team=")]) == len(parts)
    bars = fresh.removeprefix("Evidence items by freshness: ").rstrip(".").split(", ")
    beside = [b for b in at.button if b.key and b.key.startswith("overview-fresh-")]
    assert len(beside) == len(bars)


def test_the_matrix_shows_all_and_filters_by_the_address(mapped: Sitting) -> None:
    at = page(mapped, "criteria", "reader")
    assert len(at.dataframe[0].value) == 61
    only = page_again(mapped, at, series="A1")
    assert list(only.dataframe[0].value["Criterion"]) == ["A1.1", "A1.2", "A1.3"]


def page_again(place: Sitting, at: AppTest, **query: str) -> AppTest:
    """The criteria page anew, for the same person, with this in the address."""
    person = place.house.people.by_email("ben@example.com")
    assert person is not None
    return place.page("criteria", person, **query)


def test_one_criterion_is_shown_in_full(mapped: Sitting) -> None:
    at = page(mapped, "criteria", "reader", c="CC6.1")
    told = words(at)
    assert "CC6\\.1" in at.title[0].value
    for part in ("Why: ", "Design", "Operation", "Gaps (", "Evidence usually expected"):
        assert part in told
    assert "Previous CC5.3" in [b.label for b in at.button]
    assert not [b for b in at.button if b.key and b.key.startswith(("reject-", "add-link"))]
    assert not [word for word in FORBIDDEN if word in told.lower()]


def test_an_unknown_criterion_in_the_address_shows_the_matrix(mapped: Sitting) -> None:
    assert len(page(mapped, "criteria", "reader", c="<script>").dataframe[0].value) == 61


def test_the_next_criterion_is_one_key_away(mapped: Sitting) -> None:
    at = page(mapped, "criteria", "reader", c="CC6.1")
    at.button(key="criterion-on").click().run()
    assert "CC6\\.2" in at.title[0].value
    at.button(key="criterion-all").click().run()
    assert at.title[0].value == "Criteria"


def test_a_link_is_rejected_with_a_reason_and_withdrawn(mapped: Sitting) -> None:
    at = page(mapped, "criteria", c="CC6.1")
    at.button(key=button(at, "reject-")).click().run()
    at.button(key="reject-now").click().run()
    assert "say why" in at.error[0].value.lower()
    at.text_area(key="reject-reason").set_value("it is about another system").run()
    at.button(key="reject-now").click().run()
    assert not at.error
    assert at.success[0].value.startswith("Kept\\. CC6\\.1")
    assert "Links that do not hold" in words(at)
    assert "it is about another system" in words(at)
    assert [d.verb for d in workspace(mapped).store.link_decisions.all()] == ["reject"]
    at.button(key=button(at, "withdraw-")).click().run()
    at.button(key="withdraw-now").click().run()
    assert "Links that do not hold" not in words(at)


def test_a_link_is_added_with_words_of_the_item(mapped: Sitting) -> None:
    at = page(mapped, "criteria", c="CC6.1")
    at.button(key=button(at, "candidate-")).click().run()
    at.checkbox[0].check().run()
    at.text_area(key="add-reason").set_value("it says so").run()
    at.button(key="add-now").click().run()
    assert not at.exception
    assert not at.error
    assert "added by Ben Okri" in words(at)


def test_a_task_is_made_of_a_gap(mapped: Sitting) -> None:
    at = page(mapped, "criteria", c="CC6.1")
    at.button(key=button(at, "task-")).click().run()
    assert "A task was made" in at.success[0].value
    assert len(workspace(mapped).store.tasks.rows()) == 1


def test_words_of_evidence_are_never_markup(mapped: Sitting) -> None:
    held = workspace(mapped)
    run = held.store.judgements.latest_run()
    assert run is not None
    item = next(d.id for d in run.documents if d.path == HOSTILE)
    Links(held, person_id="p", name="<b>Eve</b>").add(
        item, "CC3.3", aspect="design", quotes=[EVIL], reason="<img src=x> **so**"
    )
    reassess(held, run.run.scope)
    at = page(mapped, "criteria", c="CC3.3")
    plain = [str(e.value) for e in at.text]
    assert any(EVIL in text for text in plain)
    assert any("<img src=x> **so**" in text for text in plain)
    marked = [
        str(e.value)
        for kind in ("markdown", "caption", "title", "subheader", "success", "info")
        for e in at.get(kind)
    ]
    marked += [b.label for b in at.button]
    assert not [text for text in marked if "<script>" in text or "**" in text]
