"""Filling in: what is written where, what carries the mark of a draft, and what is refused."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assistant.answers import Answer
from assistant.errors import QuestionnaireError
from assistant.questionnaires.read import read_questionnaire
from assistant.questionnaires.write import FillReport, fill
from assistant.questionnaires.write.wording import DRAFT
from assistant.questions import Question, Slot
from tests.questionnaires.answered import TEXT, answer, by_id, cell, question, questionnaire
from tests.questionnaires.awkward import BOOKS
from tests.questionnaires.roundtrip import assert_only_cells_changed

FORM = BOOKS["table.xlsx"].path
YES_NO = ("Yes", "No")
SOURCES = "[1] policies/backup.md, lines 10-12\n[2] evidence.zip > tests.csv, row 7"


def filled(
    asked: Question, given: Answer, tmp_path: Path, *, form: Path = FORM, **how: bool
) -> tuple[dict[str, Any], FillReport]:
    out = tmp_path / "out" / "filled.xlsx"
    report = fill(form, questionnaire(asked), by_id(("q", given)), out, **how)
    sheet = openpyxl.load_workbook(out)["Security"]
    found = {c.coordinate: c.value for row in sheet["C2:G2"] for c in row}
    return {k: v for k, v in found.items() if v is not None}, report


CHOICE = cell("answer", "C2", choices=YES_NO)
FREE = cell("answer", "C2")
COMMENT, PROOF = cell("comment", "D2"), cell("evidence", "E2")
APPROVED = answer(status="approved")


@pytest.mark.parametrize(
    ("slots", "given", "cells"),
    [
        pytest.param((FREE,), APPROVED, {"C2": f"Yes. {TEXT}"}, id="words"),
        pytest.param((FREE,), answer(), {"C2": f"{DRAFT}Yes. {TEXT}"}, id="a draft is marked"),
        pytest.param(
            (FREE,), answer(status="needs_review"), {"C2": f"{DRAFT}Yes. {TEXT}"}, id="open review"
        ),
        pytest.param((FREE,), answer("narrative", status="approved"), {"C2": TEXT}, id="narrative"),
        pytest.param(
            (FREE, COMMENT), APPROVED, {"C2": f"Yes. {TEXT}", "D2": SOURCES}, id="sources beside"
        ),
        pytest.param(
            (FREE, COMMENT, PROOF),
            APPROVED,
            {"C2": f"Yes. {TEXT}", "E2": SOURCES},
            id="sources in their own place",
        ),
        pytest.param((CHOICE,), APPROVED, {"C2": "Yes"}, id="an option"),
        pytest.param(
            (CHOICE, COMMENT),
            APPROVED,
            {"C2": "Yes", "D2": f"{TEXT}\n{SOURCES}"},
            id="option, words and sources",
        ),
        pytest.param(
            (CHOICE, COMMENT),
            answer(),
            {"C2": "Yes", "D2": f"{DRAFT}{TEXT}\n{SOURCES}"},
            id="the comment says draft",
        ),
        pytest.param(
            (CHOICE, PROOF),
            answer(),
            {"C2": "Yes", "E2": DRAFT + SOURCES},
            id="the sources say draft",
        ),
        pytest.param(
            (CHOICE, COMMENT, PROOF),
            answer("yes_with_limits", status="approved"),
            {"C2": "Yes", "D2": f"Yes, with limits. {TEXT}", "E2": SOURCES},
            id="limits are said",
        ),
        pytest.param(
            (CHOICE, COMMENT),
            answer("planned", status="approved"),
            {"D2": f"Planned. {TEXT}\n{SOURCES}"},
            id="planned is no yes",
        ),
        pytest.param(
            (cell("answer", "C2", mark="Yes"), cell("answer", "D2", mark="No")),
            APPROVED,
            {"C2": "X"},
            id="a mark",
        ),
        pytest.param(
            (cell("answer", "C2", mark="Yes"), cell("answer", "D2", mark="No", choices=("x",))),
            answer("no", status="approved"),
            {"D2": "x"},
            id="the file's own mark",
        ),
        pytest.param((COMMENT,), APPROVED, {"D2": f"Yes. {TEXT}\n{SOURCES}"}, id="comment only"),
        pytest.param(
            (FREE,),
            answer("needs_input"),
            {"C2": "Needs input: the restore log; IT has it"},
            id="needs input in words",
        ),
        pytest.param(
            (CHOICE, COMMENT),
            answer("needs_input"),
            {"D2": "Needs input: the restore log; IT has it"},
            id="needs input beside a list",
        ),
        pytest.param((CHOICE,), answer("needs_input"), {}, id="needs input without a place"),
        pytest.param(
            (FREE,),
            answer(text="=cmd|' /C calc'!A0", status="approved"),
            {"C2": "Yes. =cmd|' /C calc'!A0"},
            id="no formula",
        ),
    ],
)
def test_what_is_written_where(
    slots: tuple[Slot, ...], given: Answer, cells: dict[str, str], tmp_path: Path
) -> None:
    found, report = filled(question(*slots), given, tmp_path)
    assert found == cells
    places = report.location("q")
    assert set(places.get("cells") or [places.get("cell")]) - {None} == set(cells)


def test_options_of_the_head_begin_free_words(tmp_path: Path) -> None:
    found, _ = filled(question(FREE, options=("Oui", "Non")), APPROVED, tmp_path)
    assert found == {"C2": f"Oui. {TEXT}"}


def test_options_of_the_head_stand_alone_beside_a_comment(tmp_path: Path) -> None:
    found, _ = filled(question(FREE, COMMENT, options=("Oui", "Non")), APPROVED, tmp_path)
    assert found == {"C2": "Oui", "D2": f"{TEXT}\n{SOURCES}"}


def test_an_option_alone_leaves_the_draft_mark_to_the_annex(tmp_path: Path) -> None:
    _, report = filled(question(CHOICE), answer(), tmp_path)
    assert "only the annex says" in report.notes[0]


@pytest.mark.parametrize(
    ("slot", "words", "kept"),
    [
        pytest.param(cell("answer", "C2", max_characters=40), None, "Yes. Backups are encrypted [1].", id="characters"),
        pytest.param(FREE, 6, "Yes. Backups are encrypted [1].", id="words"),
        pytest.param(cell("answer", "C2", max_characters=200), 60, f"Yes. {TEXT}", id="all fits"),
    ],
)  # fmt: skip
def test_limits_keep_whole_sentences(
    slot: Slot, words: int | None, kept: str, tmp_path: Path
) -> None:
    found, report = filled(question(slot, max_words=words), APPROVED, tmp_path)
    assert found == {"C2": kept}
    assert any("shortened" in note for note in report.notes) == (kept != f"Yes. {TEXT}")


def test_what_does_not_fit_at_all_is_left_to_the_annex(tmp_path: Path) -> None:
    slot = cell("answer", "C2", max_characters=12)
    found, report = filled(question(slot), APPROVED, tmp_path)
    assert found == {}
    assert "12 characters; it is in the annex" in report.skipped[0].reason


def test_an_empty_list_says_why(tmp_path: Path) -> None:
    _, report = filled(question(CHOICE), answer("narrative"), tmp_path)
    assert report.skipped[0].location == {"sheet": "Security", "cell": "C2"}
    assert "in words" in report.skipped[0].reason


def test_final_names_what_is_not_approved_and_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "filled.xlsx"
    asked = questionnaire(question(FREE, id="a"), question(COMMENT, id="b"))
    given = by_id(("a", APPROVED), ("b", answer()))
    with pytest.raises(QuestionnaireError, match="1 answers are not approved: b;"):
        fill(FORM, asked, given, out, final=True)
    assert not out.exists()


def test_final_writes_what_is_approved_without_a_mark(tmp_path: Path) -> None:
    found, _ = filled(question(FREE), APPROVED, tmp_path, final=True)
    assert found == {"C2": f"Yes. {TEXT}"}


def test_final_does_not_tell_the_customer_what_is_missing(tmp_path: Path) -> None:
    given = replace(answer("needs_input"), status="approved")
    found, report = filled(question(FREE), given, tmp_path, final=True)
    assert found == {}
    assert "needs input" in report.skipped[0].reason


def test_nothing_is_lost_silently(tmp_path: Path) -> None:
    asked = questionnaire(question(id="a"), question(FREE, id="b"))
    report = fill(FORM, asked, by_id(("a", answer()), ("z", answer())), tmp_path / "o.xlsx")
    assert {s.question: s.reason for s in report.skipped} == {
        "a": "the file has no place for an answer here; it is in the annex",
        "z": "the questionnaire has no such question",
    }
    assert "1 questions have no answer: b" in report.notes


def test_a_file_changed_since_it_was_read_is_refused(tmp_path: Path) -> None:
    asked = replace(questionnaire(question(FREE)), sha256="0" * 64)
    with pytest.raises(QuestionnaireError, match="has changed since"):
        fill(FORM, asked, {}, tmp_path / "o.xlsx")
    known = replace(asked, sha256=hashlib.sha256(FORM.read_bytes()).hexdigest())
    assert fill(FORM, known, {}, tmp_path / "o.xlsx").written == ()
    assert (tmp_path / "o.xlsx").read_bytes() == FORM.read_bytes()


def test_the_customers_own_file_is_never_written(tmp_path: Path) -> None:
    own = tmp_path / "form.xlsx"
    own.write_bytes(FORM.read_bytes())
    with pytest.raises(QuestionnaireError, match="customer's own file"):
        fill(own, questionnaire(question(FREE)), {}, own)


def test_a_format_that_is_not_written_names_the_annex(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match="send the annex"):
        fill(FORM, questionnaire(format="pdf"), {}, tmp_path / "o.pdf")


def test_a_missing_original_is_said(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match="cannot be read"):
        fill(tmp_path / "none.xlsx", questionnaire(), {}, tmp_path / "o.xlsx")


READ = ["comments", "drawings", "names_and_formulas", "no_references", "prefixed", "validations"]


@pytest.mark.parametrize("name", [*READ, "x_columns", "utf16", "sparse", "libreoffice"])
def test_what_the_reader_finds_is_filled_and_nothing_else(name: str, tmp_path: Path) -> None:
    form, out = BOOKS[f"{name}.xlsx"].path, tmp_path / "filled.xlsx"
    asked = read_questionnaire(form)
    answers = by_id(*((q.id, answer()) for q in asked.questions))
    report = fill(form, asked, answers, out)
    assert report.written
    cells: dict[str, list[str]] = {}
    for key in answers:
        place = report.location(key)
        found = place.get("cells") or [place["cell"]]
        assert isinstance(found, list)
        cells.setdefault(str(place["sheet"]), []).extend(map(str, found))
    assert_only_cells_changed(form.read_bytes(), out.read_bytes(), cells)
