"""The house by its public verbs: people, workspaces, links, signing in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.clock import Clock
from assistant.errors import SignInRefused, UsageError
from assistant.house.house import House
from assistant.house.model import Person

GOOD = "pumpkin lantern 42"
OTHER = "violet harbour 77"


@dataclass(frozen=True, slots=True)
class Moving(Clock):
    """A clock that is moved by hand."""

    times: tuple[list[datetime], ...] = ()

    def now(self) -> datetime:
        return self.times[0][0]

    def move(self, step: timedelta) -> None:
        self.times[0][0] += step


@pytest.fixture
def clock() -> Moving:
    return Moving(times=([datetime(2026, 7, 1, 9, tzinfo=UTC)],))


@pytest.fixture
def house(tmp_path: Path, clock: Moving, database_url: str) -> Iterator[House]:
    with House.open(tmp_path / "home", database_url, clock) as opened:
        yield opened


def founded(house: House) -> tuple[Person, str]:
    key = house.signing.first_key()
    assert key is not None
    token = house.found(
        key, name="Ada Moss", email="ada@example.com", password=GOOD, workspace="Brightwater"
    )
    person = house.signing.person_of(token)
    assert person is not None
    return person, token


def invited(house: House, name: str, email: str) -> Person:
    person = house.people.add(name, email)
    kind, key = house.signing.link(person.id)
    assert kind == "invite"
    return house.signing.accept(kind, key, OTHER)


def test_the_first_account_is_a_steward_and_admin_of_its_workspace(house: House) -> None:
    person, _ = founded(house)
    assert person.steward
    [(entry, role)] = house.workspaces.of_person(person.id)
    assert (entry.name, role) == ("Brightwater", "admin")


def test_the_first_link_works_once_and_only_in_an_empty_house(house: House) -> None:
    early = house.signing.first_key()
    key = house.signing.first_key()
    assert early
    assert key
    with pytest.raises(SignInRefused):
        house.signing.begin(early, "Ada Moss", "ada@example.com", GOOD)
    house.signing.begin(key, "Ada Moss", "ada@example.com", GOOD)
    with pytest.raises(SignInRefused):
        house.signing.begin(key, "Eve Else", "eve@example.com", GOOD)
    assert house.signing.first_key() is None


def test_a_weak_password_leaves_the_link_good(house: House) -> None:
    key = house.signing.first_key()
    assert key
    for weak in ("short", "aaaaaaaaaaaaaaaa", "ada.moss-2026-ada", "lantern of Moss 42"):
        with pytest.raises(UsageError):
            house.signing.begin(key, "Ada Moss", "ada.moss@example.com", weak)
    assert house.signing.begin(key, "Ada Moss", "ada.moss@example.com", GOOD).steward


def test_links_expire(house: House, clock: Moving) -> None:
    founded(house)
    person = house.people.add("Ben Ruiz", "ben@example.com")
    kind, key = house.signing.link(person.id)
    clock.move(timedelta(days=7))
    with pytest.raises(SignInRefused):
        house.signing.accept(kind, key, OTHER)


def test_refusals_read_the_same_for_an_unknown_account_and_a_wrong_password(house: House) -> None:
    founded(house)
    with pytest.raises(SignInRefused) as wrong:
        house.signing.sign_in("ada@example.com", "not the password")
    with pytest.raises(SignInRefused) as unknown:
        house.signing.sign_in("nobody@example.com", "not the password")
    assert str(wrong.value) == str(unknown.value)


def test_an_unknown_account_takes_as_much_work_as_a_wrong_password(house: House) -> None:
    """By processor time, which other programs do not change."""
    founded(house)

    def work(email: str) -> float:
        spent = []
        for _ in range(2):
            started = time.process_time()
            with pytest.raises(SignInRefused):
                house.signing.sign_in(email, "not the password")
            spent.append(time.process_time() - started)
        return min(spent)

    assert 0.5 < work("nobody@example.com") / work("ada@example.com") < 2


def test_signing_in_ignores_the_case_of_the_address(house: House) -> None:
    person, _ = founded(house)
    token = house.signing.sign_in(" ADA@Example.com", GOOD)
    assert house.signing.person_of(token) == person


def test_after_tries_in_vain_even_the_right_password_waits(house: House, clock: Moving) -> None:
    founded(house)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            house.signing.sign_in("ada@example.com", "not the password")
    with pytest.raises(SignInRefused):
        house.signing.sign_in("ada@example.com", GOOD)
    clock.move(timedelta(seconds=3))
    assert house.signing.sign_in("ada@example.com", GOOD)


def test_no_wait_is_longer_than_a_quarter_of_an_hour(house: House, clock: Moving) -> None:
    founded(house)
    for _ in range(18):
        with pytest.raises(SignInRefused):
            house.signing.sign_in("ada@example.com", "not the password")
        clock.move(timedelta(minutes=15))
    with pytest.raises(SignInRefused):
        house.signing.sign_in("ada@example.com", "not the password")
    clock.move(timedelta(minutes=14))
    with pytest.raises(SignInRefused):
        house.signing.sign_in("ada@example.com", GOOD)
    clock.move(timedelta(minutes=1))
    assert house.signing.sign_in("ada@example.com", GOOD)


def test_an_address_that_tries_many_accounts_waits(house: House) -> None:
    founded(house)
    for number in range(20):
        with pytest.raises(SignInRefused):
            house.signing.sign_in(f"p{number}@example.com", "not the password", address="10.0.0.9")
    with pytest.raises(SignInRefused):
        house.signing.sign_in("ada@example.com", GOOD, address="10.0.0.9")
    assert house.signing.sign_in("ada@example.com", GOOD, address="10.0.0.8")


def test_throttling_survives_a_restart(tmp_path: Path, clock: Moving) -> None:
    with House.open(tmp_path, clock=clock) as house:
        founded(house)
        for _ in range(5):
            with pytest.raises(SignInRefused):
                house.signing.sign_in("ada@example.com", "not the password")
    with House.open(tmp_path, clock=clock) as house, pytest.raises(SignInRefused):
        house.signing.sign_in("ada@example.com", GOOD)


def test_a_sign_in_ends_when_idle_and_after_a_week_in_any_case(house: House, clock: Moving) -> None:
    _, token = founded(house)
    for _ in range(13):
        clock.move(timedelta(hours=11))
        assert house.signing.person_of(token)
    clock.move(timedelta(hours=12))
    assert house.signing.person_of(token) is None
    token = house.signing.sign_in("ada@example.com", GOOD)
    for _ in range(15):
        clock.move(timedelta(hours=11))
        assert house.signing.person_of(token)
    clock.move(timedelta(hours=3))
    assert house.signing.person_of(token) is None


def test_sign_ins_are_listed_and_ended_one_by_one(house: House) -> None:
    person, first = founded(house)
    second = house.signing.sign_in("ada@example.com", GOOD, device="Firefox on Linux")
    listed = house.signing.sign_ins(person.id)
    assert {s.device for s in listed} == {"", "Firefox on Linux"}
    house.signing.end_sign_in(person.id, next(s.id for s in listed if s.device))
    assert house.signing.person_of(second) is None
    assert house.signing.person_of(first) == person
    house.signing.sign_out(first)
    assert house.signing.sign_ins(person.id) == ()


def test_a_new_password_ends_the_other_sign_ins(house: House) -> None:
    _, first = founded(house)
    second = house.signing.sign_in("ada@example.com", GOOD)
    with pytest.raises(SignInRefused):
        house.signing.change_password(second, "not the password", OTHER)
    house.signing.change_password(second, GOOD, OTHER)
    assert house.signing.person_of(first) is None
    assert house.signing.person_of(second)
    assert house.signing.sign_in("ada@example.com", OTHER)


def test_an_ended_account_is_out_at_once_and_restored_it_may_return(house: House) -> None:
    founded(house)
    ben = invited(house, "Ben Ruiz", "ben@example.com")
    token = house.signing.sign_in("ben@example.com", OTHER)
    house.people.end(ben.id)
    assert house.signing.person_of(token) is None
    with pytest.raises(SignInRefused):
        house.signing.sign_in("ben@example.com", OTHER)
    house.people.restore(ben.id)
    assert house.signing.person_of(token) is None
    assert house.signing.sign_in("ben@example.com", OTHER)


def test_the_last_steward_and_the_last_admin_stay(house: House) -> None:
    ada, _ = founded(house)
    [(entry, _)] = house.workspaces.of_person(ada.id)
    with pytest.raises(UsageError, match="last steward"):
        house.people.end(ada.id)
    with pytest.raises(UsageError, match="last steward"):
        house.people.set_steward(ada.id, False)
    with pytest.raises(UsageError, match="last admin"):
        house.workspaces.set_role(entry.id, ada.id, "reader")
    with pytest.raises(UsageError, match="last admin"):
        house.workspaces.remove(entry.id, ada.id)


def test_people_see_only_their_workspaces(house: House) -> None:
    ada, _ = founded(house)
    ben = invited(house, "Ben Ruiz", "ben@example.com")
    other = house.workspaces.create("Hartfield", by=ada.id)
    house.workspaces.set_role(other.id, ben.id, "reader")
    assert [w.name for w, _ in house.workspaces.of_person(ben.id)] == ["Hartfield"]
    assert house.workspaces.role(other.id, ada.id) is None


def test_names_and_addresses_are_once_each(house: House) -> None:
    founded(house)
    with pytest.raises(UsageError, match="e-mail"):
        house.people.add("Ada Again", "ADA@example.com")
    with pytest.raises(UsageError, match="Brightwater"):
        house.workspaces.create("Brightwater")
    for name, email in (("", "x@example.com"), ("Ada", "no address"), ("A\nB\x00", "x@y.zz")):
        with pytest.raises(UsageError):
            house.people.add(name, email)


def test_an_identity_provider_opens_only_what_was_invited(house: House) -> None:
    founded(house)
    sign_in = house.signing.sign_in_verified
    with pytest.raises(SignInRefused):
        sign_in("https://idp|7", "eve@example.com", verified=True, login="1")
    house.people.add("Eve Else", "eve@example.com")
    with pytest.raises(SignInRefused):
        sign_in("https://idp|7", "eve@example.com", verified=False, login="1")
    token = sign_in("https://idp|7", "Eve@example.com", verified=True, login="1")
    assert sign_in("https://idp|7", "changed@example.com", verified=False, login="1") == token
    with pytest.raises(SignInRefused):
        sign_in("https://idp|8", "eve@example.com", verified=True, login="2")
    house.signing.sign_out(token)
    with pytest.raises(SignInRefused, match="ended"):
        sign_in("https://idp|7", "eve@example.com", verified=True, login="1")
    assert sign_in("https://idp|7", "eve@example.com", verified=True, login="2") != token


def test_no_secret_and_no_address_is_kept_in_clear(house: House, tmp_path: Path) -> None:
    _, token = founded(house)
    house.signing.sign_in("ada@example.com", GOOD, address="203.0.113.9")
    house.close()
    data = b"".join(p.read_bytes() for p in (tmp_path / "home").iterdir() if p.is_file())
    for secret in (token, GOOD, "203.0.113.9"):
        assert secret.encode() not in data
