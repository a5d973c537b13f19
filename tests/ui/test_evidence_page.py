"""The evidence page through Streamlit's own tester, over a real office."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.desk.evidence import Evidence
from assistant.desk.office import Office
from assistant.desk.seat import Seat
from assistant.house.model import Role
from assistant.jobs.model import ENDED
from benchmarks.web.homes import EVERYBODY, PASSWORD, add_people, add_workspace
from tests.desk.test_evidence import bring, finished
from ui.office import close_offices, office


def page() -> None:
    from ui.views import evidence

    evidence.show()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.delenv("EVIDARY_DATABASE_URL", raising=False)
    monkeypatch.setenv("EVIDARY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("EVIDARY_EMBEDDER", "static")
    monkeypatch.setenv("EVIDARY_WORKERS", "1")
    opened = office()
    add_workspace(opened.house, "Larkfield", add_people(opened.house))
    yield opened
    close_offices()


Opened = Callable[[Role], AppTest]


@pytest.fixture
def opened(here: Office) -> Opened:
    def app(role: Role) -> AppTest:
        tester = AppTest.from_function(page, default_timeout=30)
        tester.session_state["evidary_token"] = token(here, role)
        return tester.run()

    return app


def token(here: Office, role: Role) -> str:
    account = next(a for a in EVERYBODY if a.role == role)
    return here.house.signing.sign_in(account.email, PASSWORD)


def seat(here: Office, role: Role = "contributor") -> Seat:
    mine = token(here, role)
    ((entry, _),) = here.workspaces(mine)
    return here.seat(mine, entry.id)


@pytest.fixture
def mapped(here: Office, evidence: Path) -> Seat:
    (evidence / "calls.mp3").write_bytes(b"ID3\x03" + bytes(100))
    sitting = seat(here)
    bring(Evidence(sitting), evidence)
    finished(sitting, Evidence(sitting).read_and_map())
    return sitting


def words(app: AppTest) -> str:
    parts = [app.title, app.subheader, app.text, app.markdown, app.caption, app.info, app.warning]
    return "\n".join(str(e.value) for elements in parts for e in elements)


def test_an_empty_workspace_has_three_doors(opened: Opened) -> None:
    app = opened("admin")
    assert not app.exception
    keys = {b.key for b in app.button}
    assert {"load-sample", "open-upload", "open-folder"} <= keys


def test_a_reader_of_an_empty_workspace_is_told_to_wait(opened: Opened) -> None:
    app = opened("reader")
    assert not app.exception
    assert "Somebody who may contribute" in words(app)
    assert not app.button


def test_the_sample_door_files_and_queues_and_the_card_stops_it(
    opened: Opened, here: Office
) -> None:
    app = opened("contributor")
    app.button(key="load-sample").click().run()
    assert not app.exception
    (job,) = here.jobs.of_workspace(seat(here).entry.id)
    assert job.state not in ENDED
    app.button(key=f"job-stop-{job.id}").click().run()
    assert not app.exception
    deadline = time.monotonic() + 60
    while here.jobs.job(job.id).state not in ENDED and time.monotonic() < deadline:  # type: ignore[union-attr]
        time.sleep(0.1)
    app.run()
    assert not app.exception
    assert any("Cancelled" in str(w.value) for w in app.warning)
    assert app.button(key=f"job-on-{job.id}").label == "Go on"
    assert app.button(key="read-and-map")


def test_items_are_listed_filtered_and_opened(opened: Opened, mapped: Seat) -> None:
    app = opened("reader")
    assert not app.exception
    assert list(app.dataframe[0].value["Item"]) == [
        "access-policy.md",
        "backup-policy.md",
        "leavers.csv",
        "menu.txt",
    ]
    app.text_input(key="evidence-search").set_value("CC6.1").run()
    assert "access-policy.md" in list(app.dataframe[0].value["Item"])
    assert "menu.txt" not in list(app.dataframe[0].value["Item"])
    app.button(key="evidence-on").click().run()
    assert not app.exception
    assert any("CC6.1" in e.label for e in app.expander)
    assert "Multi-factor authentication is required" in words(app)


def test_a_preset_filter_and_item_are_taken(opened: Opened, here: Office, mapped: Seat) -> None:
    rows = {r.name: r for r in Evidence(mapped).rows()}
    app = AppTest.from_function(page, default_timeout=30)
    app.session_state["evidary_token"] = token(here, "reader")
    app.session_state["evidence-kind"] = ["policy"]
    app.session_state["evidence-item"] = rows["backup-policy.md"].document_id
    app.run()
    assert not app.exception
    assert list(app.dataframe[0].value["Item"]) == ["access-policy.md", "backup-policy.md"]
    assert "2026-01-15" in words(app)


def test_skipped_files_stand_in_a_table_of_their_own(opened: Opened, mapped: Seat) -> None:
    app = opened("reader")
    tables = [d.value for d in app.dataframe if "File" in d.value and len(d.value.columns) == 2]
    assert [list(t["File"]) for t in tables] == [["calls.mp3"]]


def test_a_reader_changes_nothing(opened: Opened, mapped: Seat) -> None:
    app = opened("reader")
    app.button(key="evidence-on").click().run()
    keys = {str(b.key) for b in app.button}
    assert not any("remove" in k or "upload" in k or k == "read-and-map" for k in keys)


def test_a_file_is_removed_with_a_reason(opened: Opened, mapped: Seat) -> None:
    app = opened("contributor")
    item = Evidence(mapped).rows()[0]
    app.button(key="evidence-on").click().run()
    key = f"evidence-{item.document_id}"
    app.button(key=f"{key}-remove-now").click().run()
    assert any("Say why" in str(e.value) for e in app.error)
    app.text_input(key=f"{key}-why").set_value("of another company").run()
    app.button(key=f"{key}-remove-now").click().run()
    assert not app.exception
    assert "removed" in list(app.dataframe[0].value["File"])
    assert app.button(key="read-and-map")
