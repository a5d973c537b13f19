"""The library's page: who may approve what, versions, what no longer stands, what differs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from assistant.answers import Answer, LibraryAnswer
from assistant.desk.library import LARGEST_IMPORT, LibraryDesk, Wanted
from assistant.desk.library_changes import difference
from assistant.errors import NotAllowed, UsageError
from assistant.house.model import Role
from assistant.library.keep import keep
from tests.desk.company import LOGGING, Company, company
from tests.library.making import cited

LOGS = "How long are logs kept?"
QUOTE = "Logs are kept for 400 days."
PAST = (
    "id,question,answer,comments\n"
    "1,How long are logs kept?,Logs are kept for 90 days.,\n"
    "2,Do you encrypt backups?,Yes,\n"
    "3,Do you carry insurance?,,\n"
)


@pytest.fixture
def larkfield(tmp_path: Path) -> Iterator[Company]:
    with company(tmp_path) as opened:
        yield opened


def approved(larkfield: Company, owner: str = "Ada") -> LibraryAnswer:
    """An answer that the library holds as approved."""
    answer = Answer(
        "q1", LOGS, "narrative", f"{QUOTE} [1]", False, 0.9,
        (cited(larkfield.workspace, "logging-policy.md", QUOTE),), source="evidence",
    )  # fmt: skip
    return keep(
        larkfield.workspace.store, answer, owner=owner, today=date(2026, 6, 1), origin="form.xlsx 1"
    )


def desk(larkfield: Company, name: str, role: Role = "approver") -> LibraryDesk:
    return LibraryDesk(larkfield.seat(name, role))


def decided(larkfield: Company) -> list[str]:
    return [action for action in larkfield.actions() if action.startswith("library.")]


def test_one_sees_words_sources_and_decisions(larkfield: Company) -> None:
    kept = approved(larkfield)
    ada = desk(larkfield, "Ada")
    (row,) = ada.rows()
    assert (row.answer.id, row.reasons) == (kept.id, ())
    detail = ada.detail(kept.id)
    assert [s.stands for s in detail.sources] == [True]
    assert [e.action for e in detail.events] == ["approved"]
    assert detail.hindrance == ""
    assert "somebody who may approve" in desk(larkfield, "Rosa", "reader").detail(kept.id).hindrance


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), 2),
        (Wanted(text="LOGS 90"), 1),
        (Wanted(statuses=("imported",)), 1),
        (Wanted(owners=("Ada",)), 1),
        (Wanted(products=("Ledger",)), 1),
        (Wanted(sensitivities=("public",)), 0),
        (Wanted(review_until=date(2026, 12, 31)), 0),
        (Wanted(text="nothing such"), 0),
    ],
)
def test_answers_are_searched(larkfield: Company, wanted: Wanted, found: int) -> None:
    approved(larkfield)
    ben = desk(larkfield, "Ben", "contributor")
    only_first = PAST.splitlines(keepends=True)[:2]
    ben.import_file("past.csv", "".join(only_first).encode(), product="Ledger")
    assert len(ben.rows(wanted)) == found


def test_own_words_wait_for_somebody_else(larkfield: Company) -> None:
    kept = approved(larkfield)
    ada, ben = desk(larkfield, "Ada"), desk(larkfield, "Ben")
    text = f"All production logs: {QUOTE[:1].lower()}{QUOTE[1:]}"
    made = ada.edit(kept.id, verdict="yes", text=text)
    assert (made.status, made.version, made.replaces) == ("imported", 2, kept.id)
    assert [r.answer.id for r in ada.rows(Wanted(statuses=("approved",)))] == [kept.id]
    assert "your own words" in ada.detail(made.id).hindrance
    with pytest.raises(NotAllowed, match="own words"):
        ada.approve(made.id)
    done = ben.approve(made.id)
    assert (done.status, done.owner, done.version) == ("approved", "Ben", 2)
    assert ada.detail(kept.id).answer.status == "superseded"
    assert [a.version for a in ada.detail(made.id).versions] == [2, 1]
    with pytest.raises(NotAllowed, match="own words"):
        ada.approve(made.id)
    assert decided(larkfield)[-2:] == ["library.edited", "library.approved"]


def test_a_new_version_is_held_to_its_sources(larkfield: Company) -> None:
    kept = approved(larkfield)
    ben = desk(larkfield, "Ben", "contributor")
    with pytest.raises(UsageError, match="not borne out"):
        ben.edit(kept.id, verdict="yes", text="Logs are kept for 900 days. [1]")
    with pytest.raises(UsageError, match="there already"):
        ben.edit(kept.id, verdict=kept.verdict, text=kept.text)
    with pytest.raises(NotAllowed):
        desk(larkfield, "Rosa", "reader").edit(kept.id, verdict="no", text="No.")
    assert len(ben.rows(Wanted(statuses=()))) == 1


def test_renewing_and_retiring_are_recorded(larkfield: Company) -> None:
    kept = approved(larkfield)
    ben = desk(larkfield, "Ben")
    renewed = ben.approve(kept.id, review_in_days=30, sensitivity="nda", product="Ledger")
    assert (renewed.owner, str(renewed.review_on)) == ("Ben", "2026-07-30")
    assert (renewed.sensitivity, renewed.product) == ("nda", "Ledger")
    with pytest.raises(UsageError, match="say why"):
        ben.retire(kept.id, " ")
    assert ben.retire(kept.id, "no longer sold").status == "retired"
    assert ben.rows() == ()
    assert ben.detail(kept.id).events[-1].note == "no longer sold"
    with pytest.raises(NotAllowed):
        desk(larkfield, "Cy", "contributor").retire(kept.id, "because")
    assert decided(larkfield)[-2:] == ["library.renewed", "library.retired"]


def test_a_changed_source_shows_what_stands_there_now(larkfield: Company) -> None:
    kept = approved(larkfield)
    larkfield.write("logging-policy.md", LOGGING.replace("400 days", "500 days"))
    ada = desk(larkfield, "Ada")
    (one,) = ada.stale()
    assert [r.kind for r in one.reasons] == ["source_changed"]
    (source,) = ada.detail(kept.id).sources
    assert not source.stands
    assert "500 days" in source.now
    changed = [p.text for p in difference(source.citation.quote, source.now).right if p.differs]
    assert changed[0] == "500"
    with pytest.raises(UsageError, match="no longer says"):
        ada.approve(kept.id)


def test_a_past_questionnaire_comes_in_and_its_conflict_is_shown(larkfield: Company) -> None:
    approved(larkfield)
    ben = desk(larkfield, "Ben", "contributor")
    done = ben.import_file("../../past <b>.csv", PAST.encode(), said_on=date(2025, 1, 1))
    assert [len(done.added), len(done.skipped)] == [2, 1]
    assert [name for name, _ in ben.questionnaires()] == ["past <b>.csv"]
    (pair,) = ben.conflicts()
    sides = pair.difference
    assert {p.text for p in sides.left if p.differs} | {
        p.text for p in sides.right if p.differs
    } >= {
        "400",
        "90",
    }
    assert "".join(p.text for p in sides.right) == pair.other
    assert decided(larkfield)[-1] == "library.imported"


def test_bad_imports_are_refused_in_words(larkfield: Company) -> None:
    ben = desk(larkfield, "Ben", "contributor")
    with pytest.raises(UsageError, match="at most"):
        ben.import_file("big.csv", b"x" * (LARGEST_IMPORT + 1))
    with pytest.raises(UsageError):
        ben.import_file("photo.png", b"\x89PNG\r\n\x1a\n")
    with pytest.raises(NotAllowed):
        desk(larkfield, "Rosa", "reader").import_file("past.csv", PAST.encode())


def test_the_same_answer_twice_is_found(larkfield: Company) -> None:
    approved(larkfield)
    ben = desk(larkfield, "Ben", "contributor")
    same = "id,question,answer\n1,How long are logs kept?,Logs are kept for 400 days.\n"
    ben.import_file("past.csv", same.encode())
    assert ben.conflicts() == ()
    (pair,) = ben.duplicates()
    assert {pair.first.question, pair.second.question} == {LOGS}


def test_exports_hold_no_formula(larkfield: Company) -> None:
    ben = desk(larkfield, "Ben", "contributor")
    evil = 'id,question,answer\n1,"=HYPERLINK(""http://x"")?","+1 day, we promise."\n'
    ben.import_file("past.csv", evil.encode())
    _, data = ben.export(Wanted(), "csv")
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert row["Question"].startswith("'=")
    assert row["Answer"].startswith("'+")
    name, book = ben.export(Wanted(), "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert name == "evidary-library-2026-06-30.xlsx"
    assert sheet is not None
    assert {c.data_type for c in sheet[2] if c.value is not None} == {"s"}
