"""The audit trail: any edit, removal or swap is found, and the database itself refuses them."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.house import chain
from assistant.house.house import House

words = st.text(max_size=12)
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault of the trail."""


def trail(house: House, count: int = 5) -> None:
    for number in range(count):
        house.audit.append(
            action="answer.approved" if number % 2 else "link.rejected",
            person_id=f"p{number % 2}",
            workspace_id="w1",
            subject=f"s{number}",
            before="{}",
            after='{"status":"approved"}',
            run="r1",
            prompts=[("answer", "3")],
        )


def test_a_whole_trail_verifies_and_gives_its_anchor(tmp_path: Path) -> None:
    with House.open(tmp_path) as house:
        assert house.audit.verify() == ()
        trail(house)
        assert house.audit.verify() == ()
        number, _, digest = house.audit.anchor().partition(":")
        assert number == "5"
        assert house.audit.entries(limit=1)[0].digest == digest
        assert house.audit.verify(house.audit.anchor()) == ()


def test_entries_are_found_by_person_action_workspace_and_day(tmp_path: Path) -> None:
    with House.open(tmp_path) as house:
        trail(house)
        audit = house.audit
        day = audit.entries(limit=1)[0].at.date()
        assert [e.number for e in audit.entries(person_id="p0")] == [5, 3, 1]
        assert [e.number for e in audit.entries(action="answer.approved")] == [4, 2]
        assert audit.count(workspace_id="w1", day=day) == 5
        assert audit.entries(workspace_id="w2") == ()
        assert [e.number for e in audit.entries(limit=2, offset=1)] == [4, 3]
        assert audit.actions("w1") == ("answer.approved", "link.rejected")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET subject = 'x'",
        "DELETE FROM audit",
        "REPLACE INTO audit SELECT * FROM audit",
    ],
)
def test_the_database_refuses_changes(tmp_path: Path, statement: str) -> None:
    with House.open(tmp_path) as house:
        trail(house)
        raw = sqlite3.connect(tmp_path / "house.db", isolation_level=None)
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute(statement)
        raw.close()
        assert house.audit.verify() == ()


def _tamper(path: Path, *statements: tuple[str, tuple[Any, ...]]) -> None:
    """What somebody with the file in hand can do: drop the triggers first."""
    raw = sqlite3.connect(path, isolation_level=None)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    for statement, values in statements:
        raw.execute(statement, values)
    raw.close()


def test_a_tail_cut_off_is_found_by_the_count_and_with_it_by_an_anchor(tmp_path: Path) -> None:
    with House.open(tmp_path) as house:
        trail(house)
        anchor = house.audit.anchor()
        _tamper(tmp_path / "house.db", ("DELETE FROM audit WHERE number > 3", ()))
        [problem] = house.audit.verify()
        assert problem.number == 4
        third = house.audit.entries(limit=1)[0]
        _tamper(
            tmp_path / "house.db",
            ("UPDATE audit_head SET number = 3, digest = ?", (third.digest,)),
        )
        assert house.audit.verify() == ()
        [problem] = house.audit.verify(anchor)
        assert problem.number == 4


def test_a_trail_written_anew_is_found_by_an_anchor(tmp_path: Path) -> None:
    with House.open(tmp_path / "a") as house, House.open(tmp_path / "b") as other:
        trail(house)
        trail(other)
        assert other.audit.verify() == ()
        [problem] = other.audit.verify(house.audit.anchor())
        assert problem.number == 5


def test_what_is_no_anchor_is_said(tmp_path: Path) -> None:
    with House.open(tmp_path) as house, pytest.raises(UsageError, match="NUMBER:DIGEST"):
        house.audit.verify("5:abc")


rows = st.fixed_dictionaries(
    dict.fromkeys(
        "at person_id workspace_id action subject before after run prompts".split(), words
    )
)


def chained(contents: list[dict[str, str]]) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    for number, content in enumerate(contents, start=1):
        row: dict[str, object] = {
            **content,
            "number": number,
            "previous": made[-1]["digest"] if made else "",
        }
        made.append({**row, "digest": chain.digest_of(row)})
    return made


def head(made: list[dict[str, object]]) -> tuple[int, str]:
    return len(made), str(made[-1]["digest"]) if made else ""


@calm
@given(st.lists(rows, max_size=6))
def test_every_untouched_chain_holds(contents: list[dict[str, str]]) -> None:
    made = chained(contents)
    assert list(chain.problems(made, head(made))) == []
    for stop in range(len(made) + 1):
        assert list(chain.problems(made, head(made), head(made[:stop]))) == []


@calm
@given(st.lists(rows, min_size=1, max_size=6), st.data())
def test_any_edit_is_found_at_its_place(contents: list[dict[str, str]], data: Any) -> None:
    made = chained(contents)
    place = data.draw(st.integers(0, len(made) - 1))
    field = data.draw(st.sampled_from(sorted(made[0])))
    value = data.draw(words.filter(lambda text: text != made[place][field]))
    changed = [dict(row) for row in made]
    changed[place][field] = value
    [problem] = chain.problems(changed, head(made))
    assert problem.number == place + 1


@calm
@given(st.lists(rows, min_size=1, max_size=6), st.data())
def test_any_removal_is_found(contents: list[dict[str, str]], data: Any) -> None:
    made = chained(contents)
    first = data.draw(st.integers(0, len(made) - 1))
    last = data.draw(st.integers(first + 1, len(made)))
    [problem] = chain.problems(made[:first] + made[last:], head(made))
    assert problem.number == first + 1


@calm
@given(st.lists(rows, min_size=2, max_size=6), st.data(), st.booleans())
def test_any_swap_is_found_even_with_the_numbers_put_right(
    contents: list[dict[str, str]], data: Any, renumber: bool
) -> None:
    made = chained(contents)
    first = data.draw(st.integers(0, len(made) - 2))
    second = data.draw(st.integers(first + 1, len(made) - 1))
    swapped = [dict(row) for row in made]
    swapped[first], swapped[second] = swapped[second], swapped[first]
    if renumber:
        for number, row in enumerate(swapped, start=1):
            row["number"] = number
    [problem] = chain.problems(swapped, head(made))
    assert problem.number == first + 1


@calm
@given(st.lists(rows, min_size=1, max_size=6), st.data())
def test_an_edit_hashed_anew_from_there_on_is_found_by_the_head(
    contents: list[dict[str, str]], data: Any
) -> None:
    made = chained(contents)
    place = data.draw(st.integers(0, len(made) - 1))
    changed = [dict(row) for row in contents]
    changed[place]["after"] += "!"
    assert list(chain.problems(chained(changed), head(made)))


@settings(calm, max_examples=15)
@given(st.integers(1, 4), st.sampled_from("subject after person_id at prompts number".split()))
def test_edits_in_the_file_are_found(place: int, column: str) -> None:
    with tempfile.TemporaryDirectory() as folder, House.open(Path(folder)) as house:
        trail(house, 4)
        _tamper(
            Path(folder) / "house.db",
            (f"UPDATE audit SET {column} = ? WHERE number = ?", (99, place)),
        )
        [problem] = house.audit.verify()
        assert problem.number == place
