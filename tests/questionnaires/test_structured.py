"""JSON and YAML questionnaires of many shapes, understood exactly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import QuestionnaireError
from assistant.questionnaires.structured import read
from assistant.questions import Questionnaire

VSAQ = """
// A comment of the file.
{
  "questionnaire": [{"type": "block", "text": "Hosting", "items": [
    {"type": "block", "text": "Site", "items": [
      {"type": "info", "text": "<b>Read</b> on."},
      {"type": "radiogroup", "id": "site", "text": "Where is it " +
         // joined
         "hosted?", "choices": [{"site_own": "Own &amp; shared site"}, {"site_cloud": "Cloud + edge"}]},
      {"type": "tip", "text": "Prefer the cloud.", "cond": "site_own"},
      {"type": "line", "id": "which", "text": "Which provider?", "cond": "site_cloud"},
      {"type": "info", "text": "Select all that you use."},
      {"type": "checkgroup", "choices": [{"use_vpn": "VPN"}, {"use_sso": "SSO"},]},
      {"type": "box", "id": "secret", "text": "Reviewer's view", "auth": "admin"},
      {"type": "yesno", "id": "doc", "text": "Is it documented?", "yes": "Yes", "no": "No"}
    ]}
  ]}]
}
"""


def written(tmp_path: Path, content: Any, name: str = "questions.json") -> Questionnaire:
    path = tmp_path / name
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding="utf-8")
    return read(path)


def test_vsaq_with_comments_joined_strings_and_conditions(tmp_path: Path) -> None:
    found = {q.id: q for q in written(tmp_path, VSAQ).questions}

    assert list(found) == ["site", "which", "use_vpn", "secret", "doc"]
    site, which, use = found["site"], found["which"], found["use_vpn"]
    assert (site.text, site.section, site.context) == ("Where is it hosted?", "Site", "Read on.")
    assert (site.options, site.field_type) == (("Own & shared site", "Cloud + edge"), "choice")
    assert (which.parent, which.context) == ("site", "Asked only if: “Cloud + edge”")
    assert (use.text, use.options) == ("Select all that you use.", ("VPN", "SSO"))
    assert [q.id for q in found.values() if q.hidden] == ["secret"]
    assert found["doc"].options == ("Yes", "No")
    assert site.slots[0].path == "/questionnaire/0/items/0/items/1/value"


BOMB = "a0: &a0 [on]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
)

OSCAL = {
    "catalog": {
        "groups": [
            {
                "title": "Access",
                "props": [{"name": "label", "value": "2"}],
                "controls": [
                    {
                        "id": "ctl-2.1",
                        "title": "Sign-on",
                        "props": [{"name": "label", "value": "2.1"}],
                        "params": [{"id": "p1", "label": "a period"}],
                        "parts": [
                            {"name": "statement", "prose": "- Use [one](https://e.org) account\n- Review each {{ insert: param, p1 }}"},
                            {"name": "guidance", "prose": "Any standard will do."},
                        ],
                        "controls": [{"id": "ctl-2.1.1", "title": "Exceptions", "parts": [{"name": "statement", "prose": "Record them."}]}],
                    }
                ],
            }
        ]
    }
}  # fmt: skip


def test_an_oscal_catalog(tmp_path: Path) -> None:
    first, second = written(tmp_path, OSCAL).questions

    assert (first.id, first.text) == ("2.1", "Sign-on: Use one account Review each [a period]")
    assert (first.section, first.context, first.field_type) == (
        "2 Access",
        "Any standard will do.",
        "claim",
    )
    assert (second.id, second.parent) == ("ctl-2.1.1", "2.1")


FRAMEWORK = """
urn: urn:x:library:own
objects:
  framework:
    requirement_nodes:
    - {urn: "urn:x:1", assessable: false, ref_id: '1', name: Suppliers}
    - urn: urn:x:1.10
      assessable: true
      parent_urn: urn:x:1
      ref_id: 1.10
      questions:
        urn:x:1.10:question:1:
          type: unique_choice
          text: Do you keep a list?
          choices: [{urn: a, value: Yes}, {urn: b, value: No}]
        urn:x:1.10:question:2: {type: text, text: "How is it kept?"}
    - {urn: "urn:x:1.10.1", assessable: true, parent_urn: "urn:x:1.10", ref_id: 1.10.1, description: Lists are reviewed.}
"""


def test_a_framework_library(tmp_path: Path) -> None:
    found = written(tmp_path, FRAMEWORK, "library.yaml").questions

    assert [(q.id, q.text, q.section) for q in found] == [
        ("1.10#1", "Do you keep a list?", "Suppliers"),
        ("1.10#2", "How is it kept?", "Suppliers"),
        ("1.10.1", "Lists are reviewed.", "Suppliers"),
    ]
    assert (found[0].options, found[0].field_type) == (("Yes", "No"), "yes_no")
    assert found[0].slots[0].path == (
        "/objects/framework/requirement_nodes/1/questions/urn:x:1.10:question:1/answer"
    )
    assert found[2].parent == "1.10#1"


RECORDS: dict[str, tuple[Any, list[tuple[str, str, str]]]] = {
    "a list of records": (
        [{"id": "Q1", "question": "Who owns risk?", "section": "Risk", "answer": None}],
        [("Q1", "Who owns risk?", "Risk")],
    ),
    "sections with questions": (
        {"sections": [{"title": "Access", "questions": [{"number": "1.1", "text": "Name the roles."}]}]},
        [("1.1", "Name the roles.", "Access")],
    ),
    "domains, controls, questions": (
        {"domains": [{"name": "Audit", "controls": [{"id": "A-1", "specification": "Audits are done.",
         "questions": [{"id": "A-1.1", "question": "Are audits done?"}]}]}]},
        [("A-1.1", "Are audits done?", "Audit")],
    ),
    "ids to questions": (
        {"questions": {"k1": "Do you hash passwords?", "k2": "Do you salt them?"}},
        [("k1", "Do you hash passwords?", ""), ("k2", "Do you salt them?", "")],
    ),
    "bare texts": (["Is it tested?", "Who tests it?"], [("/0", "Is it tested?", ""), ("/1", "Who tests it?", "")]),
    "a survey's pages": (
        {"title": "Survey", "pages": [{"title": "Team", "elements": [
            {"type": "radiogroup", "name": "lead", "title": "Is there a lead?", "choices": ["Yes", "No"]}]}]},
        [("lead", "Is there a lead?", "Team")],
    ),
    "items with link ids": (
        {"resourceType": "Questionnaire", "item": [{"linkId": "1", "text": "Backups", "type": "group", "item": [
            {"linkId": "1.1", "text": "How often are copies made?", "type": "string"}]}]},
        [("1.1", "How often are copies made?", "Backups")],
    ),
    "nothing that asks": ({"name": "app", "version": "1.0", "items": ["a", "b"]}, []),
}  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), RECORDS.values(), ids=RECORDS.keys())
def test_records(tmp_path: Path, content: Any, expected: list[tuple[str, str, str]]) -> None:
    found = written(tmp_path, content).questions

    assert [(q.id, q.text, q.section) for q in found] == expected


def test_places_of_a_record_are_the_keys_it_has(tmp_path: Path) -> None:
    content = {"a/b": [{"ref": "7", "question": "Is it on?", "response": "Yes", "notes": "since May", "options": ["Yes", "No"]}]}  # fmt: skip

    (question,) = written(tmp_path, content).questions

    assert [(s.role, s.path) for s in question.slots] == [
        ("answer", "/a~1b/0/response"),
        ("comment", "/a~1b/0/notes"),
    ]
    assert (question.answered, question.remark) == ("Yes", "since May")
    assert question.options == question.slots[0].choices == ("Yes", "No")


def test_yaml_keeps_what_is_written(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        "- id: 1.10\n  question: Is it on?\n  options: [Yes, No]\n- id: 0x1F\n  question: Is it off?\n",
        "list.yml",
    ).questions

    assert [(q.id, q.options) for q in found] == [("1.10", ("Yes", "No")), ("0x1F", ())]


def test_follow_ups_name_their_question(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        {"questions": [{"id": "1", "question": "Is it on?", "followups": [{"id": "1a", "question": "Since when?"}]}]},
    ).questions  # fmt: skip

    assert [(q.id, q.parent) for q in found] == [("1", None), ("1a", "1")]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.json", '{"question": ', "no valid JSON: line 1"),
        ("a.yaml", "a: [1\nb: }", "no valid YAML"),
        ("a.json", "[" * 100_000 + "]" * 100_000, "nested too deeply"),
        ("a.json", "", "is empty"),
        ("a.yaml", BOMB, "unfolds to more than"),
    ],
    ids=["cut JSON", "broken YAML", "too deep", "empty", "aliases"],
)
def test_what_cannot_be_read_is_refused(
    tmp_path: Path, name: str, content: str, words: str
) -> None:
    with pytest.raises(QuestionnaireError, match=words):
        written(tmp_path, content, name)
