"""The questionnaires page from upload to export, by two people, on the sample's own workbook."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from assistant.desk.answer_review import AnswerReview
from assistant.desk.office import Office
from assistant.desk.questionnaires import Questionnaires
from assistant.house.model import HouseWorkspace, Role
from assistant.indexing import ingest_evidence
from tests.conftest import SAMPLE
from tests.questionnaires.roundtrip import assert_kept
from ui.office import close_offices, office

FILE = SAMPLE / "questionnaires" / "brightwater-security-questionnaire.xlsx"
LONG = 120.0


def page() -> None:
    from ui.views.questionnaires import show

    show()


@dataclass
class House:
    """The office of this process, with one workspace that has read a little evidence."""

    office: Office
    entry: HouseWorkspace

    def token(self, name: str, role: Role) -> str:
        people = self.office.house.people
        known = {p.name: p for p in people.all()}
        person = known.get(name) or people.add(name, f"{name.split()[0].lower()}@example.com")
        self.office.house.workspaces.set_role(self.entry.id, person.id, role)
        return self.office.house.signing.start(person)

    def window(self, token: str, **address: str) -> AppTest:
        """The page as somebody opens it; what stands in the address is all that it knows."""
        at = AppTest.from_function(page, default_timeout=LONG)
        at.session_state["evidary_token"] = token
        for name, value in address.items():
            at.query_params[name] = value
        return seen(at.run())

    def ended(self) -> None:
        """Wait until no job is under way."""
        until = time.monotonic() + LONG
        while time.monotonic() < until:
            jobs = self.office.jobs.of_workspace(self.entry.id)
            if all(job.state in ("done", "failed", "cancelled") for job in jobs):
                assert [job.error for job in jobs] == [""] * len(jobs)
                return
            time.sleep(0.1)
        raise AssertionError("the job did not end")


@pytest.fixture
def house(tmp_path: Path, evidence: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("EVIDARY_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("EVIDARY_DATABASE_URL", raising=False)
    made = office()
    entry = made.house.workspaces.create("Acme")
    ingest_evidence(made.workspace(entry.id), evidence)
    yield House(made, entry)
    close_offices()


def seen(at: AppTest) -> AppTest:
    """No page of ours ends in an exception."""
    assert not at.exception, at.exception
    return at


def texts(at: AppTest) -> str:
    """What stands on the page; labels without the marks that make every character literal."""
    found = (*at.text, *at.success, *at.warning, *at.error, *at.info)
    return "\n".join(str(e.value) for e in found).replace("\\", "")


def address(at: AppTest) -> dict[str, str]:
    return {k: v[0] if isinstance(v, list) else v for k, v in at.query_params.items()}


def press(at: AppTest, key: str) -> AppTest:
    return seen(at.button(key=key).click().run())


def saved(at: AppTest, text: str) -> AppTest:
    """Write an answer in the dialog. A run of the test draws a dialog only where it is opened."""
    press(at, "edit")
    at.text_area[0].set_value(text)
    at.button(key="edit").click()
    return seen(next(b for b in at.button if b.label.startswith("Save")).click().run())


def step(at: AppTest, name: str) -> AppTest:
    short = address(at)["q"]
    return seen(at.segmented_control(key=f"step-{short}").set_value(name).run())


def test_from_upload_to_final_file_by_two_people(house: House) -> None:
    ana = house.window(house.token("Ana Lima", "contributor"))
    assert "No questionnaires yet" in texts(ana)
    seen(ana.file_uploader[0].set_value((FILE.name, FILE.read_bytes(), "")).run())
    press(ana, "questionnaire-read")
    assert ana.header[0].value.replace("\\", "") == FILE.name
    total = int(texts(ana).partition(" questions want an answer")[0].split()[-1])
    assert total > 10
    step(ana, "Draft")
    assert f"{total} questions" in texts(ana)
    press(ana, "draft-go")
    house.ended()

    step(seen(ana.run()), "Review")
    assert f"{total} of {total} questions shown" in texts(ana)
    assert f"Question 1 of {total}" in texts(ana)
    press(ana, "next")
    assert address(ana)["row"] == "2"
    press(ana, "previous")
    assert ana.button(key="approve").disabled

    ben = house.window(house.token("Ben Okri", "approver"), **address(ana))
    assert f"Question 1 of {total}" in texts(ben)
    desk = Questionnaires(
        house.office.seat(str(ben.session_state["evidary_token"]), house.entry.id)
    )
    sha256 = desk.find(address(ben)["q"]).sha256
    seat = house.office.seat(str(ana.session_state["evidary_token"]), house.entry.id)
    theirs = AnswerReview(seat, sha256)
    silent = [row for row in theirs.rows() if row.state == "needs_input"]
    window = house.window(
        str(ana.session_state["evidary_token"]), **address(ana) | {"row": str(silent[0].number)}
    )
    saved(window, "We do, as our team lead states.")
    assert f"{silent[0].id} is saved" in texts(window)
    for row in silent[1:]:
        theirs.edit(row, verdict="narrative", text="We do, as our team lead states.")
    step(ben, "Export")
    assert ben.button(key="export-final").disabled
    step(ben, "Review")
    for _ in range(3):
        press(ben, "approve")
    assert "3 approved" in texts(ben)
    mine = AnswerReview(
        house.office.seat(str(ben.session_state["evidary_token"]), house.entry.id), sha256
    )
    for row in mine.rows():
        if row.state != "approved":
            mine.approve(row)
    step(ben, "Export")
    press(ben, "export-final")
    assert "final file is written" in texts(ben)
    assert next(d.label.replace("\\", "") for d in ben.download_button) == (
        "brightwater-security-questionnaire-answered.xlsx"
    )
    filled = desk.export(sha256, final=True).files[0].data
    sheets = openpyxl.load_workbook(io.BytesIO(filled)).worksheets
    cells = [str(c.value) for s in sheets for r in s.iter_rows() for c in r if c.value]
    assert any("as our team lead states" in c for c in cells)
    assert not any("DRAFT" in c for c in cells)
    changed = [f"xl/worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)]
    assert_kept(FILE.read_bytes(), filled, changed)


def uploaded(house: House, name: str = "customer.csv") -> str:
    """A small questionnaire, drafted."""
    text = (
        "id,question,answer\nQ1,Within what time is a leaver's access removed?,\n"
        "Q2,Do you carry cyber liability insurance?,\n"
    )
    token = house.token("Root Admin", "admin")
    desk = Questionnaires(house.office.seat(token, house.entry.id))
    sha256 = desk.upload(name, text.encode()).sha256
    desk.draft(sha256)
    house.ended()
    return sha256[:12]


def test_nobody_approves_their_own_words_on_the_page(house: House) -> None:
    short = uploaded(house)
    ana = house.window(house.token("Ana Lima", "approver"), q=short, row="2")
    saved(ana, "We carry none.")
    press(ana, "approve")
    assert "you wrote in it" in texts(ana)
    ben = house.window(house.token("Ben Okri", "approver"), q=short, row="2")
    press(ben, "approve")
    assert "Q2 is approved" in texts(ben)


def test_words_that_a_source_denies_are_not_saved(house: House) -> None:
    short = uploaded(house)
    ana = house.window(house.token("Ana Lima", "contributor"), q=short)
    saved(ana, "Access of leavers is removed within 2 hours. [1]")
    assert "not borne out" in texts(ana)


def test_a_reader_sees_and_cannot_write(house: House) -> None:
    short = uploaded(house)
    rea = house.window(house.token("Rea Dow", "reader"), q=short)
    assert "24 hours" in texts(rea)
    for key in ("approve", "edit", "reject", "assign"):
        assert rea.button(key=key).disabled
    assert not rea.get("file_uploader")
    step(rea, "Draft")
    assert "a contributor can draft" in texts(rea)
    step(rea, "Export")
    assert "a contributor can write" in texts(rea)
    assert not rea.get("file_uploader")


def test_several_are_approved_as_the_dialog_says(house: House) -> None:
    short = uploaded(house)
    ben = house.window(house.token("Ben Okri", "approver"), q=short)
    press(ben, "bulk")
    ben.button(key="bulk").click()
    seen(ben.slider(key="bulk-slider").set_value(0.1).run())
    assert ben.button(key="bulk-go").label == "Approve 1 answer"
    ben.button(key="bulk").click()
    press(ben, "bulk-go")
    assert "1 approved, 1 left" in texts(ben)


def test_a_link_into_another_workspace_shows_nothing(house: House) -> None:
    short = uploaded(house)
    other = house.office.house.workspaces.create("Other")
    person = house.office.house.people.add("Olu Fay", "olu@example.com")
    house.office.house.workspaces.set_role(other.id, person.id, "admin")
    olu = house.window(house.office.house.signing.start(person), q=short, w=house.entry.id)
    assert "customer" not in texts(olu)
    assert "24 hours" not in texts(olu)


def test_markup_in_names_and_questions_stays_text(house: House) -> None:
    short = uploaded(house, "<script>alert(1)<\\script> **bold**.csv")
    at = house.window(house.token("Ana Lima", "contributor"), q=short)
    assert not at.get("html")
    assert all("**bold**" not in m.value for m in at.markdown)
    assert "script" in at.header[0].value


def test_filters_narrow_what_the_keys_walk_through(house: House) -> None:
    short = uploaded(house)
    at = house.window(house.token("Ana Lima", "contributor"), q=short)
    seen(at.button_group(key="status").set_value(["needs_input"]).run())
    assert "Question 1 of 1" in texts(at)
    assert "insurance" in texts(at)
