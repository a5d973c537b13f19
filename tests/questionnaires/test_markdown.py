"""Markdown and text questionnaires in the styles that people write them, understood exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import QuestionnaireError
from assistant.questionnaires.markdown import read
from assistant.questions import Questionnaire


def read_text(tmp_path: Path, text: str, name: str = "questionnaire.md") -> Questionnaire:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read(path)


CASES = {
    "table with ids": (
        "# Q\n\n## 1. Access\n\n| # | Question | Response | Notes |\n|---|---|---|---|\n"
        "| 1.9 | Who approves access? | | |\n| 1.10 | Are leavers removed? | Yes / No | |\n",
        [("1.9", "Who approves access?", "1. Access"), ("1.10", "Are leavers removed?", "1. Access")],
    ),
    "numbered list as it is written": (
        "# Review questionnaire\n\n01.  What does it\n     expose?\n02.  Is it needed?\n",
        [("01", "What does it expose?", ""), ("02", "Is it needed?", "")],
    ),
    "headings that ask": (
        "# Vendor questionnaire\n\n## 2 Data\n\n### 2.1 Where do you keep data?\n\n_Name the country._\n\n"
        "### 2.2 Who can read it?\n\nOnly the operations team.\n",
        [("2.1", "Where do you keep data?", "2 Data"), ("2.2", "Who can read it?", "2 Data")],
    ),
    "bold ids": (
        "# Questionnaire\n\n**AC-1** Do you use single sign-on?\n\n**AC-2**: How are roles given?\n",
        [("AC-1", "Do you use single sign-on?", ""), ("AC-2", "How are roles given?", "")],
    ),
    "questions as bold lines": (
        "# Security questionnaire\n\n**Do you encrypt laptops?**\n\n\n**Do you encrypt phones?**\n",
        [("l3", "Do you encrypt laptops?", ""), ("l6", "Do you encrypt phones?", "")],
    ),
    "front matter": (
        "---\ntitle: Is this asked?\n---\n# Questionnaire\n\n1. Is this one?\n",
        [("1", "Is this one?", "")],
    ),
    "question and answer marks": (
        "# FAQ form\n\nQ: Do you log access?\nA: Yes, all of it.\n\nQ: For how long?\nA:\n",
        [("l3", "Do you log access?", ""), ("l6", "For how long?", "")],
    ),
    "check list, fields on one line, controls to confirm": (
        "# Review form\n\nVendor: ____ Date: ____\n\n- [ ] B.3 Is access reviewed?\n\n"
        "| Control | Requirement | Compliant (Y/N) |\n|---|---|---|\n| AC-1 | Accounts are unique | |\n",
        [
            ("l3.1", "Vendor", ""),
            ("l3.2", "Date", ""),
            ("B.3", "Is access reviewed?", ""),
            ("AC-1", "Accounts are unique", ""),
        ],
    ),
    "items below items": (
        "# Questionnaire\n\n1. Do you use suppliers?\n   - Who are they?\n   - How are they checked?\n2. Do you audit them?\n",
        [
            ("1", "Do you use suppliers?", ""),
            ("l4", "Who are they?", ""),
            ("l5", "How are they checked?", ""),
            ("2", "Do you audit them?", ""),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_styles(tmp_path: Path, text: str, expected: list[tuple[str, str, str]]) -> None:
    found = read_text(tmp_path, text)

    assert [(q.id, q.text, q.section) for q in found.questions] == expected
    assert found.format == "md"


def test_boxes_in_a_list_are_options(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "# Questionnaire\n\n1. Where is it hosted?\n   - [ ] Own site\n   - [x] Cloud\n2. Who runs it?\n",
    )

    first, second = found.questions
    assert (first.options, first.answered) == (("Own site", "Cloud"), "Cloud")
    assert (second.id, second.text) == ("2", "Who runs it?")


def test_what_is_answered_and_explained(tmp_path: Path) -> None:
    found = read_text(tmp_path, CASES["headings that ask"][0])

    first, second = found.questions
    assert (first.context, first.answered) == ("Name the country.", "")
    assert second.answered == "Only the operations team."


def test_parents_of_items(tmp_path: Path) -> None:
    found = read_text(tmp_path, CASES["items below items"][0])

    assert [q.parent for q in found.questions] == [None, "1", "1", None]


def test_a_hint_below_an_item_is_no_answer(tmp_path: Path) -> None:
    found = read_text(
        tmp_path, "# Questionnaire\n\n- B.2: Describe how leavers go.\n  - Include timelines\n"
    )

    assert [(q.id, q.answered, q.context) for q in found.questions] == [
        ("B.2", "", "Include timelines")
    ]


def test_answer_marks_are_no_text_of_the_question(tmp_path: Path) -> None:
    found = read_text(tmp_path, CASES["question and answer marks"][0])

    assert [q.answered for q in found.questions] == ["Yes, all of it.", ""]


def test_the_same_number_twice(tmp_path: Path) -> None:
    found = read_text(
        tmp_path, "# Questionnaire\n\n## A\n\n1. Is it on?\n\n## B\n\n1. Is it off?\n"
    )

    assert [q.id for q in found.questions] == ["1#1", "1#2"]


def test_scale_told_in_the_instructions(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "# Questionnaire\n\n## Instructions\n\nAnswer each question by selecting one of the following:\n\n"
        "- **In use (2):** everywhere\n- **Planned (1):** with a date\n\n## Part\n\n1. Is it in use?\n",
    )

    assert [(q.text, q.options) for q in found.questions] == [
        ("Is it in use?", ("In use", "Planned"))
    ]


def test_fields_are_told_apart_from_questions(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "# Vendor form\n\n| Field | Response |\n|---|---|\n| Company name | |\n| Date signed | |\n"
        "| What do you sell? | |\n\n## Scoring (by assessor)\n\n| Part | Max score | Score |\n|---|---|---|\n| A | 5 | |\n",
    )

    assert [(q.text, q.field_type) for q in found.questions] == [
        ("Company name", "text"),
        ("Date signed", "date"),
        ("What do you sell?", "question"),
    ]


def test_plain_text(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "SUPPLIER QUESTIONNAIRE\n\nACCESS CONTROL\n\n1) Do you use a password manager that is run by\n"
        "   the company?\n   Answer: ____________\n\n2) Please list the roles.\n\nBACKUP\n------\n"
        "3) How often are copies made?\n_______________\n",
        "supplier.txt",
    )

    assert [(q.id, q.text, q.section) for q in found.questions] == [
        ("1", "Do you use a password manager that is run by the company?", "ACCESS CONTROL"),
        ("2", "Please list the roles.", "ACCESS CONTROL"),
        ("3", "How often are copies made?", "BACKUP"),
    ]


def test_a_policy_with_a_rhetorical_question_asks_nothing(tmp_path: Path) -> None:
    found = read_text(
        tmp_path,
        "# Access policy\n\nWho may enter? Only staff.\n\n## Rules\n\n- Provide a badge to each visitor.\n"
        "- Describe the visit in the log.\n\nQuestions? Ask the front desk.\n",
        "access-policy.md",
    )

    assert found.questions == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "is empty"), (b"a\x00b\x00", "no text file")],
    ids=["empty", "binary"],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "questions.md"
    path.write_bytes(content)

    with pytest.raises(QuestionnaireError, match=words):
        read(path)
