"""Layouts that differ from the plain table: titles beside the text, boxes, answers below, libraries."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from assistant.questionnaires.read import read_questionnaire
from tests.questionnaires.sheets import (
    book,
    by_id,
    ids,
    parents,
    places,
    read,
    sections,
    texts,
)


def test_the_text_stands_beside_a_short_title(tmp_path: Path) -> None:
    rows = [
        ["ID", "Security Requirement", "Requirement Detail", "Compliance Status",
         "Supplier Evidence", "Approved by"],
        ["SR1", "Policy", "The supplier keeps a written policy."],
        ["SR2", "Sign-in", "The supplier uses two factors for administrators."],
    ]  # fmt: skip
    found = read(tmp_path, {"Annex": rows})
    assert [(q.text, q.context) for q in found.questions] == [
        ("The supplier keeps a written policy.", "Policy"),
        ("The supplier uses two factors for administrators.", "Sign-in"),
    ]
    assert places(by_id(found, "SR2")) == {"answer": "D3", "evidence": "E3"}


def test_a_title_written_once_names_the_part(tmp_path: Path) -> None:
    rows = [
        ["Please review the list and respond in column C."],
        ["Controls", "Details", "Response"],
        ["Access", "Users have accounts of their own"],
        [None, "Passwords are long"],
        ["Logs", "Logs are kept"],
    ]
    found = read(tmp_path, {"Sheet1": rows})
    assert [(q.section, q.text) for q in found.questions] == [
        ("Access", "Users have accounts of their own"),
        ("Access", "Passwords are long"),
        ("Logs", "Logs are kept"),
    ]


def test_a_self_assessment_with_status_and_plans(tmp_path: Path) -> None:
    rows = [
        ["Company:", None],
        ["Date:", None],
        [],
        ["Family", "Control", "Requirement", "Status", "Planned date", "Evidence", "Comments"],
        ["Access", "3.1.1", "Limit access to people who need it."],
        [None, "3.1.2", "Limit what they can do."],
        ["Training", "3.2.1", "Make managers aware of risks."],
    ]
    found = read(tmp_path, {"Assessment": rows})
    assert ids(found) == ["3.1.1", "3.1.2", "3.2.1"]
    assert sections(found) == ["Access", "Access", "Training"]
    assert places(found.questions[0]) == {"answer": "D5", "comment": "G5", "evidence": "F5"}


def test_answers_below_their_questions(tmp_path: Path) -> None:
    rows = [
        ["Security questionnaire"],
        ["1. Do you have a policy?"],
        ["Answer:"],
        [],
        ["2. Do you test it?"],
        ["Answer:", "Yes, each spring"],
    ]
    found = read(tmp_path, {"Form": rows})
    assert [(q.id, q.text, places(q), q.answered) for q in found.questions] == [
        ("1", "Do you have a policy?", {"answer": "B3"}, ""),
        ("2", "Do you test it?", {"answer": "B6"}, "Yes, each spring"),
    ]


def test_answers_in_merged_boxes_below(tmp_path: Path) -> None:
    rows = [["Supplier form"], [], ["Do you encrypt backups?"], [], ["Do you test them?"], []]

    def finish(made: Any) -> None:
        for cells in ("A1:F1", "A3:F3", "B4:F4", "A5:F5", "B6:F7"):
            made.active.merge_cells(cells)

    found = read(tmp_path, {"Form": rows}, finish)
    assert [places(q) for q in found.questions] == [{"answer": "B4"}, {"answer": "B6"}]


def test_an_answered_list_without_heads(tmp_path: Path) -> None:
    rows = [
        ["1", "Do you have a policy?", "Yes"],
        ["2", "Is it approved?", "No, though a draft is with the board and will be approved soon"],
        ["3", "Who owns it?", "The head of security"],
    ]
    found = read(tmp_path, {"Sheet1": rows})
    assert ids(found) == ["1", "2", "3"]
    assert [q.answered[:10] for q in found.questions] == ["Yes", "No, though", "The head o"]


def test_labels_of_a_form_are_asked_too(tmp_path: Path) -> None:
    rows = [
        ["Question", "Answer"],
        ["Company name"],
        ["Head office address"],
        ["Do you have an outside audit?"],
        ["Physical security"],
        ["Are visitors logged?"],
    ]
    found = read(tmp_path, {"Sheet1": rows})
    assert [(q.section, q.text) for q in found.questions] == [
        ("", "Company name"),
        ("", "Head office address"),
        ("", "Do you have an outside audit?"),
        ("Physical security", "Are visitors logged?"),
    ]


def test_a_question_written_once_over_finer_ones(tmp_path: Path) -> None:
    rows = [
        ["Area", "Main question", "Sub-question", "Answer", "Evidence provided (Y/N)"],
        ["Access", "How is access controlled?", "Is MFA used?"],
        [None, None, "Are shared accounts forbidden?"],
        ["Operations", "How are backups made?", "Are they encrypted?"],
    ]
    found = read(tmp_path, {"Form": rows})
    assert [(q.text, q.context) for q in found.questions] == [
        ("Is MFA used?", "How is access controlled?"),
        ("Are shared accounts forbidden?", "How is access controlled?"),
        ("Are they encrypted?", "How are backups made?"),
    ]
    assert places(found.questions[0]) == {"answer": "D2"}


def test_a_second_column_of_answers_is_said(tmp_path: Path) -> None:
    rows = [
        ["#", "Question", "Response - Product A", "Response - Product B", "Comments"],
        [1, "Is it encrypted?"],
    ]
    found = read(tmp_path, {"Form": rows})
    assert places(found.questions[0]) == {"answer": "C2", "comment": "E2"}
    assert any("'Response - Product B' asks for an answer too" in note for note in found.notes)


def test_registers_and_lists_ask_nothing(tmp_path: Path) -> None:
    sheets = {
        "Risks": [
            ["Risk ID", "Description", "Likelihood", "Impact", "Owner", "Status", "Comments"],
            ["R1", "Data is lost", "Low", "High", "CISO", "Open", "-"],
        ],
        "Contacts": [["Name", "Role", "Email", "Comments"], ["A", "B", "a@b.example", None]],
        "FAQ": [["Question", "Answer"], ["How do I send it?", "By mail"]],
        "Form": [["ID", "Question", "Answer"], ["1", "Is it so?"]],
    }
    found = read(tmp_path, sheets)
    assert texts(found) == ["Is it so?"]
    assert [note for note in found.notes if note.endswith("no questions")] == [
        "sheet 'Risks': no questions",
        "sheet 'Contacts': no questions",
        "sheet 'FAQ': no questions",
    ]


def test_a_section_ends_where_the_numbers_leave_it(tmp_path: Path) -> None:
    rows = [
        ["No", "Question", "Response"],
        ["B.1", "Respondent"],
        ["B.1.1", "Name of the respondent"],
        ["B.2", "Name of the parent company"],
    ]
    found = read(tmp_path, {"Business": rows})
    assert sections(found) == ["B.1 Respondent", "Business"]


def test_a_framework_for_import(tmp_path: Path) -> None:
    sheets = {
        "library_meta": [["type", "library"]],
        "form_meta": [["type", "framework"]],
        "form_content": [
            ["assessable", "depth", "ref_id", "name", "description", "questions", "answer"],
            ["x", 1, "1", "Start", "With proof you may skip the rest.", None, None],
            ["x", 2, "1.1", None, None, "Do you keep a register?\nIf yes, attach it.", "YN\nTXT"],
            [None, 1, "2", "Suppliers", None, None, None],
            ["x", 2, "1.1.1", None, None, "Who keeps it?", "TXT"],
        ],
        "answers_meta": [["type", "answers"]],
        "answers_content": [
            ["id", "question_type", "question_choices"],
            ["YN", "unique_choice", "Yes\nNo"],
            ["TXT", "text", None],
        ],
    }
    found = read(tmp_path, sheets)
    assert ids(found) == ["1", "1.1#1", "1.1#2", "1.1.1#1"]
    assert [q.field_type for q in found.questions] == ["group", "choice", "text", "text"]
    assert parents(found) == [None, None, "1.1#1", "1.1#1"]
    assert sections(found) == ["Start", "Start", "Start", "Suppliers"]
    assert by_id(found, "1.1#1").options == ("Yes", "No")
    assert not any(q.slots for q in found.questions)
    assert "no places for answers" in found.notes[0]


def test_strict_open_xml(tmp_path: Path) -> None:
    rows = [["ID", "Question", "Answer"], ["1", "Is it so?"]]
    path = book(tmp_path / "strict.xlsx", {"Form": rows})
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            data = data.replace(main, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
            strict = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
            package.writestr(name, data.replace(relations, strict))
    assert ids(read_questionnaire(path)) == ["1"]
