"""The pages of the house and what stands around all pages, by Streamlit's own test harness."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.model import Scope
from assistant.scope_kept import kept_scope, scope_of
from tests.ui.sitting import Sitting, words
from ui.office import office
from ui.shell import TOKEN, WORKSPACE

# Streamlit's own test harness uses calls that newer Python and protobuf deprecate.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


# --- the shell ------------------------------------------------------------------------------------------


def test_the_application_opens_for_a_member(place: Sitting) -> None:
    at = place.app(place.person("Ada Moss", "reader"))
    assert not at.exception
    assert "Brightwater" in words(at)


def test_a_visitor_sees_no_page(place: Sitting) -> None:
    at = place.app(None)
    assert not at.exception
    assert "not signed in" in at.info[0].value
    assert "Brightwater" not in words(at)


def test_a_sign_in_that_was_ended_shows_no_further_page(place: Sitting) -> None:
    ada = place.person("Ada Moss", "admin")
    at = place.app(ada)
    place.house.signing.sign_out(at.session_state[TOKEN])
    at.run()
    assert "has ended" in at.info[0].value
    assert "Brightwater" not in words(at)


def test_the_id_of_anothers_workspace_in_the_address_opens_nothing(place: Sitting) -> None:
    ada = place.person("Ada Moss", "admin")
    other = place.house.workspaces.create("Hartfield")
    for name in ("settings", "people", "activity"):
        at = place.page(name, ada, w=other.id)
        assert "no such workspace" in at.error[0].value
        assert "Hartfield" not in words(at)
    unknown = place.page("settings", ada, w="0000")
    assert unknown.error[0].value == at.error[0].value


def test_a_membership_that_ends_shows_no_further_page(place: Sitting) -> None:
    place.person("Ada Moss", "admin")
    ben = place.person("Ben Ruiz", "reader")
    at = place.page("activity", ben)
    place.house.workspaces.remove(place.entry.id, ben.id)
    at.run()
    assert "no such workspace" in at.error[0].value


def test_who_belongs_nowhere_is_told_and_a_steward_makes_a_workspace(place: Sitting) -> None:
    at = place.app(place.person("Ben Ruiz", None))
    assert "Ask an administrator" in at.info[0].value
    ada = place.person("Ada Moss", None, steward=True)
    at = place.app(ada)
    at.text_input[0].set_value("Hartfield")
    at.button[0].click().run()
    assert not at.exception
    assert [w.name for w, _ in place.house.workspaces.of_person(ada.id)] == ["Hartfield"]


def test_another_workspace_is_chosen_and_nothing_comes_along(place: Sitting) -> None:
    ada = place.person("Ada Moss", "admin")
    other = place.house.workspaces.create("Hartfield")
    place.house.workspaces.set_role(other.id, ada.id, "reader")
    at = place.app(ada)
    at.session_state["typed"] = "secret of Brightwater"
    at.sidebar.selectbox[0].set_value(other.id).run()
    assert not at.exception
    assert at.session_state[WORKSPACE] == other.id
    assert "typed" not in at.session_state


# --- settings ---------------------------------------------------------------------------------------------


def test_the_scope_is_kept_and_audited(place: Sitting) -> None:
    ada = place.person("Ada Moss", "admin")
    at = place.page("settings", ada)
    assert "Nobody has set the scope" in at.warning[0].value
    at.multiselect(key="scope_categories").set_value(["availability"])
    at.date_input(key="scope_as_of").set_value(date(2026, 6, 30))
    at.text_area(key="scope_in").set_value("Ledger\n\n Ledger \nPortal")
    _press(at, "Keep the scope")
    workspace = office().workspace(place.entry.id)
    assert scope_of(workspace) == Scope(
        ("security", "availability"), "type1", as_of=date(2026, 6, 30)
    )
    kept = kept_scope(workspace)
    assert kept
    assert kept.systems_in == ("Ledger", "Portal")
    [entry] = place.house.audit.entries(action="scope.changed")
    assert (entry.person_id, entry.before) == (ada.id, "")
    assert json.loads(entry.after)["systems_in"] == ["Ledger", "Portal"]


def test_a_period_that_ends_before_it_starts_is_said_in_words(place: Sitting) -> None:
    at = place.page("settings", place.person("Ada Moss", "admin"))
    at.button_group(key="scope_type").set_value("type2").run()
    at.date_input(key="scope_start").set_value(date(2026, 6, 30))
    at.date_input(key="scope_end").set_value(date(2026, 1, 1))
    _press(at, "Keep the scope")
    assert "ends before it starts" in at.error[0].value
    assert kept_scope(office().workspace(place.entry.id)) is None


def test_a_reader_may_look_but_not_change(place: Sitting) -> None:
    at = place.page("settings", place.person("Ada Moss", "contributor"))
    assert not at.exception
    assert "needs an admin" in at.info[0].value
    assert all(button.disabled for button in at.button)


def test_a_key_is_kept_and_never_shown_or_audited(place: Sitting) -> None:
    ada = place.person("Ada Moss", "admin")
    at = place.page("settings", ada)
    at.radio(key="engine_kind").set_value("A chat model").run()
    at.text_input(key="engine_name").set_value("openai:small")
    at.text_input(key="engine_url").set_value("http://127.0.0.1:9/v1")
    at.text_input(key="engine_api_key").set_value("sk-very-secret-123")
    at.button(key="engine_keep").click().run()
    assert not at.exception
    workspace = office().workspace(place.entry.id)
    assert workspace.settings.engine == "openai:small"
    file = workspace.folder / "evidary.toml"
    assert file.stat().st_mode & 0o077 == 0
    assert "sk-very-secret-123" in file.read_text()
    again = place.page("settings", ada)
    assert again.text_input(key="engine_api_key").value == ""
    assert "A key is kept." in words(again)
    [entry] = place.house.audit.entries(action="settings.changed")
    assert json.loads(entry.after) == {
        "engine": "openai:small",
        "base_url": "http://127.0.0.1:9/v1",
        "api_key": "kept",
    }
    assert "sk-very-secret" not in entry.before + entry.after


def test_an_endpoint_that_is_not_there_is_said_in_words(place: Sitting) -> None:
    at = place.page("settings", place.person("Ada Moss", "admin"))
    at.radio(key="engine_kind").set_value("A chat model").run()
    at.text_input(key="engine_name").set_value("openai:small")
    at.text_input(key="engine_url").set_value("http://127.0.0.1:9/v1")
    at.text_input(key="engine_api_key").set_value("sk-very-secret-123")
    at.button(key="engine_test").click().run()
    assert not at.exception
    assert "did not answer" in at.error[0].value
    assert "sk-very-secret-123" not in words(at)


def test_an_unusable_setting_leaves_the_file_as_it_was(place: Sitting) -> None:
    folder = office().workspace(place.entry.id).folder
    (folder / "evidary.toml").write_text("# ours\nretries = 1\n")
    at = place.page("settings", place.person("Ada Moss", "admin"))
    at.radio(key="engine_kind").set_value("A chat model").run()
    at.text_input(key="engine_name").set_value("nothing usable")
    at.button(key="engine_keep").click().run()
    assert "engine" in at.error[0].value
    assert (folder / "evidary.toml").read_text() == "# ours\nretries = 1\n"


def test_masking_is_switched_and_other_lines_of_the_file_stay(place: Sitting) -> None:
    workspace = office().workspace(place.entry.id)
    (workspace.folder / "evidary.toml").write_text("# ours\nretries = 1\n")
    at = place.page("settings", place.person("Ada Moss", "admin"))
    at.toggle(key="mask_addresses").set_value(True)
    _press(at, "Keep these switches")
    assert not at.exception
    assert workspace.settings.mask_addresses
    assert (workspace.folder / "evidary.toml").read_text().startswith("# ours\nretries = 1\n")


# --- people -----------------------------------------------------------------------------------------------


def test_an_admin_changes_roles_and_members(place: Sitting) -> None:
    ada = place.person("Ada Moss", "admin")
    ben = place.person("Ben Ruiz", "reader")
    at = place.page("people", ada)
    at.selectbox(key="member").set_value(ben.id).run()
    at.radio(key="member_role").set_value("approver")
    _press(at, "Keep this role")
    assert place.house.workspaces.role(place.entry.id, ben.id) == "approver"
    _press(at, "Take out of the workspace", choose=(ben.id,))
    assert place.house.workspaces.role(place.entry.id, ben.id) is None
    at.text_input(key="add_email").set_value("ben@example.com")
    _press(at, "Add to this workspace")
    assert place.house.workspaces.role(place.entry.id, ben.id) == "reader"


def test_the_last_admin_stays_and_the_page_says_so(place: Sitting) -> None:
    at = place.page("people", place.person("Ada Moss", "admin"))
    at.radio(key="member_role").set_value("reader")
    _press(at, "Keep this role")
    assert "last admin" in at.error[0].value


def test_a_steward_invites_and_the_link_is_shown_once(place: Sitting) -> None:
    ada = place.person("Ada Moss", "admin", steward=True)
    at = place.page("people", ada)
    at.text_input(key="person_name").set_value("Cy Lund")
    at.text_input(key="person_email").set_value("cy@example.com")
    _press(at, "Make the invite link")
    link = at.code[0].value
    assert "/account/join?key=" in link
    cy = place.house.signing.invited("invite", link.partition("key=")[2])
    assert cy
    assert cy.email == "cy@example.com"
    at.run()
    assert not at.code


def test_a_member_sees_no_other_people_and_no_other_workspaces(place: Sitting) -> None:
    ben = place.person("Ben Ruiz", "reader")
    place.person("Eve Else", None)
    at = place.page("people", ben)
    assert [tab.label for tab in at.tabs] == ["Members of this workspace"]
    assert list(at.dataframe[0].value["Name"]) == ["Ben Ruiz"]
    assert not at.button


# --- activity ---------------------------------------------------------------------------------------------


def test_activity_shows_this_workspace_alone_and_says_that_it_is_whole(place: Sitting) -> None:
    ada = place.person("Ada Moss", "admin")
    other = place.house.workspaces.create("Hartfield")
    at = place.page("activity", ada)
    assert not at.exception
    assert f"all {place.house.audit.count()} entries" in at.success[0].value
    shown = at.dataframe[0].value
    assert set(shown["What"]) == {"workspace: created", "member: role"}
    assert other.id not in set(shown["To what"])
    assert list(at.selectbox(key="activity_place").options) == ["Brightwater"]


def test_activity_is_filtered(place: Sitting) -> None:
    ada = place.person("Ada Moss", "admin")
    at = place.page("activity", ada)
    at.selectbox(key="activity_action").set_value("member.role").run()
    assert list(at.dataframe[0].value["To what"]) == ["Ada Moss"]
    at.date_input(key="activity_day").set_value(date(2020, 1, 1)).run()
    assert "Nothing was recorded" in at.info[0].value


def test_a_changed_record_is_said(place: Sitting, tmp_path: Path) -> None:
    import sqlite3

    ada = place.person("Ada Moss", "admin")
    raw = sqlite3.connect(tmp_path / "home" / "house.db", isolation_level=None)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    raw.execute("UPDATE audit SET person_id = 'x' WHERE number = 2")
    raw.close()
    at = place.page("activity", ada)
    assert "Entry 2" in at.error[0].value


def _press(at: AppTest, name: str, choose: tuple[str, ...] = ()) -> None:
    if choose:
        at.selectbox(key="member").set_value(choose[0]).run()
    [button] = [b for b in at.button if b.label == name]
    button.click().run()
    assert not at.exception
