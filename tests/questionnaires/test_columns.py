"""Heads told apart, and a person's corrections of the columns."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from assistant.errors import QuestionnaireError
from assistant.questionnaires.heads import understand_head
from assistant.questionnaires.read import layout_of, parse_map, read_questionnaire
from assistant.questions import ColumnMap
from tests.questionnaires.sheets import book, places, read, texts


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("Question ID", "id"),
        ("Ques Num", "id"),
        ("Control #", "id"),
        ("Consensus Assessment Question", "question"),
        ("Question/Request", "question"),
        ("Customer Question", "question"),
        ("Vendor Answers", "answer"),
        ("CSP CAIQ Answer", "answer"),
        ("Supplier response (max 500 characters)", "answer"),
        ("Comply (Y/N)", "answer"),
        ("CSP Implementation Description (Optional/Recommended)", "comment"),
        ("Additional Information", "comment"),
        ("If No, please explain", "comment"),
        ("Supporting Documentation", "evidence"),
        ("Link to evidence", "evidence"),
        ("Expected evidence", "context"),
        ("Guidance", "context"),
        ("Analyst Notes", "other"),
        ("Reviewer comments", "other"),
        ("Internal evidence", "other"),
        ("Risk Rating", "other"),
        ("Weight", "other"),
        ("Answer options", "options"),
        ("Response type", "options"),
        ("Word limit", "limit"),
        ("Control Domain", "section"),
        ("Sub-category", "subsection"),
        ("Not applicable", "mark"),
        ("Bemerkungen", "comment"),
        ("Réponse", "answer"),
        ("质问", None),
        ("Do you keep a register of all of the assets that your company holds today?", None),
    ],
)
def test_heads(head: str, role: str | None) -> None:
    found = understand_head(head)
    assert (found.role if found else None) == role


def test_a_correction_replaces_what_was_understood(tmp_path: Path) -> None:
    rows = [
        ["Supplier form"],
        ["Topic", "Text one", "Text two", "Text three"],
        ["Access", "Sign-in needs two factors", None, None],
        ["Access", "Rights are reviewed", None, None],
    ]
    path = book(tmp_path / "odd.xlsx", {"Form": rows})
    with pytest.raises(QuestionnaireError, match=r"no questions found.*--map"):
        read_questionnaire(path)
    chosen = parse_map("sheet=form,head=2,question=B,answer=C,comment=D,section=A")
    found = read_questionnaire(path, maps=(chosen,))
    assert texts(found) == ["Sign-in needs two factors", "Rights are reviewed"]
    assert places(found.questions[1]) == {"answer": "C4", "comment": "D4"}
    assert found.questions[0].section == "Access"
    assert found.layout == layout_of(path)


def test_a_correction_with_columns_to_mark(tmp_path: Path) -> None:
    rows = [
        ["Frage", "trifft zu", "trifft nicht zu"],
        ["Es gibt eine Leitlinie."],
    ]
    chosen = parse_map("question=A,head=1,answer=B+C")
    path = book(tmp_path / "marks.xlsx", {"Form": rows})
    found = read_questionnaire(path, maps=(chosen,))
    assert places(found.questions[0]) == {"trifft zu": "B2", "trifft nicht zu": "C2"}


def test_other_sheets_are_understood_as_before(tmp_path: Path) -> None:
    odd = [["Text", "Ours"], ["Logs are kept", None]]
    plain = [["ID", "Question", "Answer"], ["1", "Are logs kept?"]]
    path = book(tmp_path / "two.xlsx", {"Odd": odd, "Plain": plain})
    found = read_questionnaire(path, maps=(parse_map("sheet=Odd,head=1,question=A,answer=B"),))
    assert [(q.id, q.slots[0].cell) for q in found.questions] == [("Odd!A2", "B2"), ("1", "C2")]


def test_a_map_in_full() -> None:
    text = (
        'sheet="Security, part 1",head=3,question=b,answer=C+D,comment=E,evidence=F,id=A,section=AA'
    )
    assert parse_map(text) == ColumnMap("Security, part 1", 3, "B", "A", "AA", ("C", "D"), "E", "F")
    assert parse_map("head=none, question=A").head_row is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sheet=X,answer=C", "needs the question's column"),
        ("question=Question", "named by its letters"),
        ("question=A+B", "several are for answers only"),
        ("question=A,reply=B", "knows no 'reply'"),
        ("question=A,answer=A", "two meanings"),
        ("question=A,head=top", "number from 1"),
        ("question=A,question=B", "twice"),
        ("no map", "cannot be read"),
    ],
)
def test_maps_that_cannot_be_read(text: str, said: str) -> None:
    with pytest.raises(QuestionnaireError, match=said):
        parse_map(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sheet=Other,question=B", "which is not there; sheets: 'One', 'Two'"),
        ("question=B", "must name one of the sheets"),
        ("sheet=One,question=Q", "holds nothing"),
    ],
)
def test_maps_that_do_not_fit(tmp_path: Path, text: str, said: str) -> None:
    rows = [["ID", "Question", "Answer"], ["1", "Is it so?"]]
    path = book(tmp_path / "two.xlsx", {"One": rows, "Two": rows})
    with pytest.raises(QuestionnaireError, match=said):
        read_questionnaire(path, maps=(parse_map(text),))


def _packed(path: Path, name: str) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(name, b"x")
    return path


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    ole = bytes.fromhex("d0cf11e0a1b11ae1")
    old, locked = tmp_path / "old.xls", tmp_path / "locked.xlsx"
    old.write_bytes(ole + b"\0" * 600)
    locked.write_bytes(ole + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le"))
    text, cut = tmp_path / "text.xlsx", tmp_path / "cut.xlsx"
    text.write_bytes(b"Question,Answer\nIs it so?,\n")
    whole = book(tmp_path / "whole.xlsx", {"Form": [["Question", "Answer"], ["Is it so?"]]})
    cut.write_bytes(whole.read_bytes()[:-400])
    unknown = tmp_path / "questions.ppt"
    unknown.write_bytes(b"text")
    for path, said in (
        (old, "older Office format; save it as .xlsx"),
        (locked, "locked with a password"),
        (text, "no Office file"),
        (cut, "damaged"),
        (unknown, "are read from .xlsx"),
        (_packed(tmp_path / "binary.xlsb", "xl/workbook.bin"), "binary workbook"),
        (_packed(tmp_path / "some.zip", "a.txt"), "archive"),
        (tmp_path / "none.csv", "is no file"),
    ):
        with pytest.raises(QuestionnaireError, match=said):
            read_questionnaire(path)


def test_a_workbook_by_its_content_not_its_name(tmp_path: Path) -> None:
    made = book(tmp_path / "made.xlsx", {"Form": [["Question", "Answer"], ["Is it so?"]]})
    named = made.rename(tmp_path / "named.csv")
    assert read_questionnaire(named).format == "xlsx"


def test_empty_and_silent_workbooks_say_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match=r"looked at: 'Instructions'.*Question and Answer"):
        read(
            tmp_path, {"Instructions": [["How do I fill this in?"], ["Who do I ask?"]], "Data": []}
        )
