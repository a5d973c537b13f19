"""The library page by Streamlit's own test harness."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from assistant.answers import Answer, LibraryAnswer
from assistant.desk.library import LibraryDesk
from assistant.house.model import Person
from assistant.indexing import ingest_evidence
from assistant.library.keep import keep
from assistant.workspace import Workspace
from tests.desk.company import LOGGING
from tests.library.making import cited
from tests.ui.papers import EVIL, with_papers
from tests.ui.sitting import Sitting, words
from ui.office import office

# Streamlit's own test harness uses calls that newer Python and protobuf deprecate.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

LOGS = "How long are logs kept?"
QUOTE = "Logs are kept for 400 days."
PAST = f"id,question,answer\n1,{LOGS},Logs are kept for 90 days.\n2,Is {EVIL} used?,Yes\n"


@pytest.fixture
def workspace(place: Sitting) -> Workspace:
    return with_papers(place.entry.id)


def kept(workspace: Workspace) -> LibraryAnswer:
    answer = Answer(
        "q1", LOGS, "narrative", f"{QUOTE} [1]", False, 0.9,
        (cited(workspace, "logging-policy.md", QUOTE),), source="evidence",
    )  # fmt: skip
    return keep(
        workspace.store, answer, owner="Ada Moss", today=date(2026, 6, 1), origin="form.xlsx 1"
    )


def desk(place: Sitting, person: Person) -> LibraryDesk:
    return LibraryDesk(office().seat(place.house.signing.start(person), place.entry.id))


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception
    return at


def test_an_empty_library_says_where_answers_come_from(
    place: Sitting, workspace: Workspace
) -> None:
    at = place.page("library", place.person("Ben Okri", "reader"))
    assert not at.exception
    assert "Approved answers of questionnaires and of the chat come here" in words(at)
    assert "Every answer in use stands" in words(at)
    assert "Importing needs somebody who may contribute" in words(at)


def test_answers_are_listed_and_filtered(place: Sitting, workspace: Workspace) -> None:
    first = kept(workspace)
    at = place.page("library", place.person("Ben Okri", "reader"))
    assert list(at.dataframe[0].value["Question"]) == [LOGS]
    at.selectbox(key="library-pick").set_value(first.id).run()
    assert "What was decided" in words(at)
    press(at, "library-back")
    assert "What was decided" not in words(at)
    at.text_input(key="library-text").set_value("nothing such").run()
    assert "No such answers" in words(at)


def test_nobody_approves_their_own_words(place: Sitting, workspace: Workspace) -> None:
    first = kept(workspace)
    ada, ben = place.person("Ada Moss", "approver"), place.person("Ben Okri", "approver")
    assert QUOTE in words(place.page("library", ada, a=first.id))
    made = desk(place, ada).edit(first.id, verdict="yes", text="Logs stay for long enough.")
    mine = place.page("library", ada, a=made.id)
    assert "These are your own words; somebody else must approve them." in words(mine)
    assert mine.button(key="library-approve").disabled
    theirs = place.page("library", ben, a=made.id)
    assert not theirs.button(key="library-approve").disabled
    assert "Version 1" in "".join(e.label for e in theirs.expander)
    reader = place.page("library", place.person("Rosa Weber", "reader"), a=made.id)
    assert reader.button(key="library-approve").disabled
    assert not [b for b in reader.button if b.key in ("library-edit", "library-retire")]


def test_conflicts_stand_side_by_side_with_differing_words_marked(
    place: Sitting, workspace: Workspace
) -> None:
    kept(workspace)
    ben = place.person("Ben Okri", "contributor")
    desk(place, ben).import_file("past.csv", PAST.encode())
    at = place.page("library", ben)
    assert not at.exception
    text = words(at)
    assert "⟦**90**⟧" in text
    assert "⟦**400**⟧" in text
    assert not any("<script>" in m.value for m in (*at.markdown, *at.caption, *at.error))
    assert all("<script>" not in b.label for b in at.button)


def test_a_changed_source_shows_both_words(place: Sitting, workspace: Workspace) -> None:
    first = kept(workspace)
    file = workspace.evidence / "logging-policy.md"
    file.write_text(LOGGING.replace("400", "500"), encoding="utf-8")
    ingest_evidence(workspace, workspace.evidence)
    ada = place.person("Ada Moss", "approver")
    assert "changed after the approval" in words(place.page("library", ada))
    at = place.page("library", ada, a=first.id)
    assert "no longer says what is cited" in words(at)
    assert "⟦**500**⟧" in words(at)


def test_an_unknown_answer_is_a_sentence(place: Sitting, workspace: Workspace) -> None:
    at = place.page("library", place.person("Ben Okri", "reader"), a="feedbeef0000")
    assert not at.exception
    assert "No library answer has the id" in at.error[0].value
    press(at, "library-back")
    assert "a" not in at.query_params
