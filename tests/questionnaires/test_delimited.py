"""Questionnaires in delimited files: dialects, encodings, and the places of answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import QuestionnaireError
from assistant.questionnaires.read import layout_of, read_questionnaire
from assistant.questions import Questionnaire

PLAIN = (
    "Section,ID,Question,Answer (Yes/No),Notes\n"
    "Access,A1,Is access reviewed?,,\n"
    'Access,A2,"Do you use MFA, and for whom?",,\n'
)


def _read(path: Path, data: bytes, name: str = "customer.csv") -> Questionnaire:
    file = path / name
    file.write_bytes(data)
    return read_questionnaire(file)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("q.csv", PLAIN.encode(), id="plain"),
        pytest.param("q.csv", b"\xef\xbb\xbf" + PLAIN.encode(), id="byte order mark"),
        pytest.param("q.csv", PLAIN.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param("q.csv", PLAIN.encode("utf-16"), id="UTF-16"),
        pytest.param(
            "q.tsv",
            PLAIN.replace('"Do you use MFA, and for whom?"', "Do you use MFA# and for whom?")
            .replace(",", "\t")
            .replace("#", ",")
            .encode(),
            id="tabs",
        ),
        pytest.param(
            "q.csv",
            PLAIN.replace('"Do you use MFA, and for whom?"', "Do you use MFA# and for whom?")
            .replace(",", ";")
            .replace("#", ",")
            .encode(),
            id="semicolons",
        ),
    ],
)
def test_dialects(tmp_path: Path, name: str, data: bytes) -> None:
    found = _read(tmp_path, data, name)
    assert [(q.id, q.text, q.section) for q in found.questions] == [
        ("A1", "Is access reviewed?", "Access"),
        ("A2", "Do you use MFA, and for whom?", "Access"),
    ]
    assert found.format == "csv"
    answer, note = found.questions[1].slots
    assert (answer.role, answer.row, answer.column) == ("answer", 3, 4)
    assert (note.role, note.row, note.column) == ("comment", 3, 5)
    assert found.questions[0].options == ("Yes", "No")


def test_rows_are_records_whatever_lines_they_fill(tmp_path: Path) -> None:
    data = (
        "Vendor questionnaire,,\r\n\r\nNo,Question,Answer\r\n"
        '1,"Do you log sign-ins?\r\nIf so, for how long?",\r\n2,Who reads the logs?,\r\n'
    )
    found = _read(tmp_path, data.encode())
    assert [(q.id, q.text) for q in found.questions] == [
        ("1", "Do you log sign-ins?\nIf so, for how long?"),
        ("2", "Who reads the logs?"),
    ]
    assert [q.slots[0].location for q in found.questions] == [
        {"row": 4, "column": 3},
        {"row": 5, "column": 3},
    ]


def test_an_older_code_page(tmp_path: Path) -> None:
    rows = ["Nr.;Frage;Antwort"] + [
        f"{n};Prüfen Sie regelmäßig, ob Zugänge für Geräte nötig sind ({n})?;" for n in range(1, 9)
    ]
    found = _read(tmp_path, "\r\n".join(rows).encode("cp1252"))
    assert found.questions[7].text == "Prüfen Sie regelmäßig, ob Zugänge für Geräte nötig sind (8)?"


def test_no_ids_no_head(tmp_path: Path) -> None:
    found = _read(tmp_path, b"Do you encrypt laptops?,\nHow are keys rotated?,\nWho has access?,\n")
    assert [q.id for q in found.questions] == ["A1", "A2", "A3"]
    assert found.questions[2].slots[0].location == {"row": 3, "column": 2}


def test_only_ids_and_questions(tmp_path: Path) -> None:
    found = _read(tmp_path, b"id,question\nq1,Do you have a security policy?\nq2,Is it public?\n")
    assert [(q.id, q.slots) for q in found.questions] == [("q1", ()), ("q2", ())]
    assert "2 questions have no place for an answer" in found.notes[0]


def test_answered_rows_and_marks(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        b"Ref,Question,Yes,No,N/A,Comments\n1,Is there a plan?,x,,,Yearly\n2,Is it tested?,,,,\n",
    )
    first, second = found.questions
    assert (first.answered, first.remark) == ("Yes", "Yearly")
    assert [(s.mark, s.column) for s in second.slots] == [
        ("Yes", 3), ("No", 4), ("N/A", 5), (None, 6)
    ]  # fmt: skip


def test_layout_is_the_shape_not_the_content(tmp_path: Path) -> None:
    one, two, other = (tmp_path / name for name in ("1.csv", "2.csv", "3.csv"))
    one.write_text(PLAIN)
    two.write_text(PLAIN.replace("Is access reviewed?", "Are rights reviewed?"))
    other.write_text(PLAIN.replace("Notes", "Remarks"))
    assert layout_of(one) == layout_of(two) == read_questionnaire(one).layout
    assert layout_of(one) != layout_of(other)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"\n \n", "empty", id="blank"),
        pytest.param(b"name,amount\nalpha,3\nbeta,4\n", "no questions found", id="asks nothing"),
        pytest.param(b"\x00\x01\x02\x03" * 200, "binary", id="binary"),
    ],
)
def test_files_that_are_no_questionnaire(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(QuestionnaireError, match=said):
        _read(tmp_path, data)
