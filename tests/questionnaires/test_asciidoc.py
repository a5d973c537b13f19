"""AsciiDoc questionnaires: tables by cell, sections, lists, question lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.questionnaires.asciidoc import read

CASES = {
    "a catalogue with bands and examples": (
        '= Baseline\n:toc:\n\n[cols="1,4a"]\n|===\n2+<h| 1 Company\nh| Control\nh| Description\n\n'
        "| 1.1 Reports\n| * Publish a way to report faults\n* Answer within *ten* days\n\n"
        "====\nExample: a mailbox\n====\n\n2+<h| 2 Product\n| 2.1 Sign-on\n| Use https://example.org[single sign-on] everywhere\n|===\n",
        [
            ("1.1", "Reports: Publish a way to report faults Answer within ten days", "1 Company"),
            ("2.1", "Sign-on: Use single sign-on everywhere", "2 Product"),
        ],
    ),
    "a table on single lines": (
        "= Questionnaire\n\n== Access\n\n[%header]\n|===\n|ID |Question |Answer\n\n|A-1 |Who grants access? |\n"
        "|A-2 |Are rights reviewed? |Yes / No\n|===\n",
        [("A-1", "Who grants access?", "Access"), ("A-2", "Are rights reviewed?", "Access")],
    ),
    "ordered lists": (
        "= Review questionnaire\n\n== Data\n\n. Where is data\nkept?\n.. Who can read it?\n. Is it deleted?\n",
        [
            ("1", "Where is data kept?", "Data"),
            ("1.1", "Who can read it?", "Data"),
            ("2", "Is it deleted?", "Data"),
        ],
    ),
    "question lists and comments": (
        "= Security questions\n\n// Is this a comment?\n////\nOr this?\n////\n\n[qanda]\nDo you test restores?::\n  Each month.\n"
        "Who reads the logs?::\n\n----\nIs this code?\n----\n",
        [("l9", "Do you test restores?", ""), ("l11", "Who reads the logs?", "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_styles(tmp_path: Path, text: str, expected: list[tuple[str, str, str]]) -> None:
    path = tmp_path / "baseline.adoc"
    path.write_text(text, encoding="utf-8")

    found = read(path)

    assert [(q.id, q.text, q.section) for q in found.questions] == expected
    assert found.format == "asciidoc"
