"""The desk of settings: the test call against a real small endpoint, keys, the environment, embedders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.desk.office import Office
from assistant.desk.settings import EngineSettings, SettingsDesk
from assistant.errors import NotAllowed, SettingsError, UsageError
from assistant.house.model import Role
from assistant.jobs.kinds import map as mapping
from assistant.jobs.model import Job
from assistant.progress import silent
from assistant.scope import make_scope
from assistant.scope_kept import KeptScope
from tests.engines.server import chat_server, completion, fault

SCOPE = make_scope(as_of="2026-06-30")


class Desks:
    def __init__(self, office: Office) -> None:
        self.office = office
        self.entry = office.house.workspaces.create("Brightwater")

    def of(self, role: Role) -> SettingsDesk:
        person = self.office.house.people.add(role.title(), f"{role}@example.com")
        self.office.house.workspaces.set_role(self.entry.id, person.id, role)
        token = self.office.house.signing.start(person)
        return SettingsDesk(self.office.seat(token, self.entry.id))


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Desks]:
    with Office(tmp_path / "home") as office:
        yield Desks(office)


def test_the_test_call_says_that_the_model_answered(desks: Desks) -> None:
    desk = desks.of("admin")
    with chat_server(lambda _: completion('{"ready": true}')) as (url, seen):
        wanted = EngineSettings(engine="openai:m", base_url=url, api_key="sk-test-key-123456")
        tried = desk.try_engine(wanted)
    assert (tried.good, "answered in" in tried.words) == (True, True)
    assert len(seen) == 1
    assert desk.engine().engine == "offline"


def test_what_an_endpoint_complains_of_is_said_without_the_key(desks: Desks) -> None:
    desk = desks.of("admin")
    with chat_server(lambda _: fault(401, "wrong key sk-test-key-123456")) as (url, _):
        wanted = EngineSettings(engine="openai:m", base_url=url, api_key="sk-test-key-123456")
        tried = desk.try_engine(wanted)
    assert not tried.good
    assert tried.words
    assert "sk-test-key-123456" not in tried.words


def test_a_kept_key_stays_until_it_is_forgotten(desks: Desks) -> None:
    desk = desks.of("admin")
    wanted = EngineSettings(engine="openai:m")
    desk.set_engine(replace(wanted, api_key="sk-test-key-123456"))
    desk.set_engine(replace(wanted, mask=False))
    assert desk.has_key()
    assert desk.engine() == replace(wanted, mask=False)
    desk.set_engine(replace(wanted, forget_key=True))
    assert not desk.has_key()


def test_the_environment_wins_and_is_named(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVIDARY_ENGINE", "offline")
    desk = desks.of("admin")
    desk.set_engine(EngineSettings(engine="openai:m"))
    assert desk.fixed() == {"engine"}
    assert desk.engine().engine == "offline"


def test_only_an_admin_changes_anything(desks: Desks) -> None:
    desk = desks.of("approver")
    for change in (
        lambda: desk.set_engine(EngineSettings()),
        lambda: desk.try_engine(EngineSettings()),
        lambda: desk.set_scope(KeptScope(SCOPE)),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert desk.scope() is None


def test_a_file_that_does_not_parse_is_left_alone(desks: Desks) -> None:
    desk = desks.of("admin")
    file = desks.office.workspace(desks.entry.id).folder / "evidary.toml"
    file.write_text("engine = [")
    with pytest.raises(SettingsError):
        desk.set_engine(EngineSettings())
    assert file.read_text() == "engine = ["


def test_a_system_is_not_both_in_and_out(desks: Desks) -> None:
    with pytest.raises(UsageError, match="both in and out"):
        desks.of("admin").set_scope(KeptScope(SCOPE, ("Ledger",), ("ledger ",)))


def test_after_another_embedder_the_next_mapping_makes_the_index_anew(
    desks: Desks, evidence: Path
) -> None:
    desk = desks.of("admin")
    desk.set_engine(EngineSettings(embedder="static"))
    workspace = desks.office.workspace(desks.entry.id)
    evidence.rename(workspace.folder / "evidence")
    now = datetime(2026, 7, 1, tzinfo=UTC)
    job = Job(
        "j", desks.entry.id, "map", "Map", "running", "", 0, 0, "", now, now,
        mapping.arguments(SCOPE, "s"),
    )  # fmt: skip
    mapping.run(desks.office, job, silent)
    before = workspace.indexed_by
    desk.set_engine(EngineSettings(embedder="minilm"))
    mapping.run(desks.office, job, silent)
    assert workspace.indexed_by != before
    assert workspace.vector_index.ids() == set(workspace.store.evidence.passage_ids())
