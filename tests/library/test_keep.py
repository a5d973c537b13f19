"""Approvals, versions, renewals, retirements: nothing is lost, every decision has a name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.indexing import ingest_evidence
from assistant.library.keep import approve, keep, keep_all, mark_sent, retire
from assistant.workspace import Workspace
from tests.library.making import MFA, TODAY, answer


@pytest.fixture
def kept_in(database_url: str) -> str:
    return database_url


def test_an_approved_answer_is_kept_with_its_sources(workspace: Workspace) -> None:
    made = keep(
        workspace.store, answer(workspace), owner="Ana Lima", today=TODAY, origin="a.xlsx Q1"
    )
    assert workspace.store.library.answers() == (made,)
    files = workspace.store.evidence.files()
    assert dict(made.sources) == {
        p: files[p].sha256 for p in ("access-policy.md", "backup-policy.md")
    }
    assert made.review_on == TODAY + timedelta(days=365)
    (event,) = workspace.store.library.events(made.id)
    assert (event.action, event.who, event.day) == ("approved", "Ana Lima", TODAY)


def test_other_words_make_a_new_version_and_keep_the_old_one(workspace: Workspace) -> None:
    store, first = workspace.store, answer(workspace)
    old = keep(store, first, owner="Ana Lima", today=TODAY, origin="a.xlsx Q1")
    changed = replace(first, text="All users sign in with MFA [1]. Backups run daily [2].")
    later = TODAY + timedelta(days=30)
    new = keep(store, changed, owner="Ben Okri", today=later, origin="b.xlsx 7")
    assert (new.version, new.replaces) == (2, old.id)
    states = {a.id: (a.status, a.text) for a in store.library.answers()}
    assert states == {old.id: ("superseded", first.text), new.id: ("approved", changed.text)}
    last = store.library.events(old.id)[-1]
    assert (last.action, last.who, last.day) == ("superseded", "Ben Okri", later)


def test_of_two_answers_kept_at_once_the_later_takes_the_place(workspace: Workspace) -> None:
    store, first = workspace.store, answer(workspace)
    other = replace(first, text="All users sign in with MFA [1]. Backups run daily [2].")
    both = [(first, "a.xlsx Q1"), (other, "a.xlsx Q2"), (first, "a.xlsx Q3")]
    old, new, again = keep_all(store, both, owner="Ana Lima", today=TODAY)
    assert (old.id, again.version, again.replaces) == (again.id, 3, new.id)
    states = {a.id: a.status for a in store.library.answers()}
    assert states == {old.id: "approved", new.id: "superseded"}
    assert [e.action for e in store.library.events(old.id)] == [
        "approved",
        "superseded",
        "approved",
    ]
    unknown = replace(first, text="Other.", citations=(replace(first.citations[0], path="gone"),))
    with pytest.raises(UsageError, match="no longer in the evidence"):
        keep_all(store, [(replace(first, text="New."), ""), (unknown, "")], owner="A", today=TODAY)
    assert len(store.library.answers()) == 2


def test_the_same_words_approved_again_are_renewed(workspace: Workspace) -> None:
    store, first = workspace.store, answer(workspace)
    keep(store, first, owner="Ana Lima", today=TODAY, origin="a.xlsx Q1")
    later = TODAY + timedelta(days=30)
    again = keep(store, first, owner="Ben Okri", today=later, origin="b.xlsx 7")
    (only,) = store.library.answers()
    assert (only.approved_on, only.owner, only.version) == (later, "Ben Okri", 1)
    assert [e.who for e in store.library.events(again.id)] == ["Ana Lima", "Ben Okri"]


def test_answers_for_other_readers_and_products_live_side_by_side(workspace: Workspace) -> None:
    store, first = workspace.store, answer(workspace)
    keep(store, first, owner="A", today=TODAY, origin="")
    keep(
        store, replace(first, text="Yes.", sensitivity="public"), owner="A", today=TODAY, origin=""
    )
    keep(store, replace(first, text="Yes!"), owner="A", today=TODAY, origin="", product="Pay")
    assert [a.status for a in store.library.answers()] == ["approved"] * 3


@pytest.mark.parametrize(
    ("changes", "owner", "words"),
    [
        pytest.param({"abstained": True, "text": ""}, "Ana", "needs input", id="nothing to keep"),
        pytest.param({}, " ", "needs a person", id="nobody"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    workspace: Workspace, changes: dict[str, object], owner: str, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        keep(
            workspace.store,
            replace(answer(workspace), **changes),  # type: ignore[arg-type] # a table of fields
            owner=owner,
            today=TODAY,
            origin="",
        )
    assert workspace.store.library.answers() == ()


def test_a_renewal_takes_the_hashes_anew_while_the_quotes_stand(
    workspace: Workspace, evidence: Path
) -> None:
    store = workspace.store
    old = keep(store, answer(workspace), owner="A", today=TODAY, origin="")
    path = evidence / "access-policy.md"
    path.write_text(path.read_text() + "\nGuests are logged.\n")
    ingest_evidence(workspace, evidence)
    new = approve(store, old.id[:6], owner="B", today=date(2026, 8, 1))
    assert new.id == old.id
    assert dict(new.sources)["access-policy.md"] != dict(old.sources)["access-policy.md"]
    assert new.citations[0].document_id != old.citations[0].document_id
    path.write_text("# Access Control Policy\n\nMFA is optional.\n")
    ingest_evidence(workspace, evidence)
    with pytest.raises(UsageError, match="no longer says"):
        approve(store, old.id, owner="B", today=date(2026, 8, 2))


def test_a_retired_answer_stays_as_history(workspace: Workspace) -> None:
    store = workspace.store
    made = keep(store, answer(workspace), owner="A", today=TODAY, origin="")
    retire(store, made.id, by="Ben", today=TODAY, reason="wrong")
    (only,) = store.library.answers()
    assert (only.status, only.text) == ("retired", made.text)
    assert store.library.events(made.id)[-1].note == "wrong"
    with pytest.raises(UsageError, match="already retired"):
        retire(store, made.id, by="Ben", today=TODAY, reason="")


@pytest.mark.parametrize("wrong", ["ffffffffffff", "ab", ""])
def test_an_unknown_id_is_explained(workspace: Workspace, wrong: str) -> None:
    keep(workspace.store, answer(workspace), owner="A", today=TODAY, origin="")
    with pytest.raises(UsageError, match="no library answer has the id"):
        retire(workspace.store, wrong, by="Ben", today=TODAY, reason="")


def test_what_was_sent_is_noted_once(workspace: Workspace) -> None:
    store, first = workspace.store, answer(workspace)
    made = keep(store, first, owner="A", today=TODAY, origin="")
    unknown = replace(first, question="Something else?", text="No.")
    for name in ("acme.xlsx", "acme.xlsx", "beta.docx"):
        assert mark_sent(store, [first, unknown], name, TODAY) == (made.id,)
    (only,) = store.library.answers()
    assert only.sent_in == ("acme.xlsx", "beta.docx")
    assert only.question == MFA
