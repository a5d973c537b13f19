"""The annex: every answer with quote and place, in a workbook and as Markdown, all of it inert."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from markdown_it import MarkdownIt

from assistant.answers import Answer
from assistant.model import Citation
from assistant.questionnaires.write import Annex, write_annex
from ingest.model import Locator
from tests.questionnaires.answered import TEXT, answer, by_id, question, questionnaire

ASKED = questionnaire(
    question(id="A-1"),
    question(id="A-2"),
    question(id="A-3"),
    question(id="group", field_type="group"),
)
HEADS = (
    "Question id|Question|Verdict|Answer|Status|Confidence|Mark|File|Place|Quote|Freshness|Warnings"
)


def written(tmp_path: Path, *pairs: tuple[str, Answer]) -> Annex:
    return write_annex(ASKED, by_id(*pairs), tmp_path / "deep" / "annex.xlsx")


def table(annex: Annex) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(annex.workbook)["Annex"].iter_rows(values_only=True))


def test_a_row_for_each_quote_and_each_absence(tmp_path: Path) -> None:
    first = answer(status="approved", freshness="fresh", warnings=("one", "two"))
    annex = written(tmp_path, ("A-1", first), ("A-2", answer("needs_input")))
    rows = table(annex)
    asked = "Do you encrypt backups?"
    assert rows[0] == tuple(HEADS.split("|"))
    assert rows[1] == (
        *("A-1", asked, "Yes", TEXT, "approved", 0.75, "[1]", "policies/backup.md"),
        *("lines 10-12", "Backups are encrypted", "fresh", "one\ntwo"),
    )
    assert rows[2][6:10] == ("[2]", "evidence.zip > tests.csv", "row 7", "Restored on 2 May")
    assert rows[3][:5] == (
        *("A-2", asked, "Needs input", "Needs input: the restore log; IT has it"),
        "draft, not reviewed",
    )
    assert rows[4][:4] == ("A-3", asked, None, "Needs input: not answered")
    assert len(rows) == 5


def test_the_same_answers_give_the_same_bytes(tmp_path: Path) -> None:
    one = written(tmp_path / "1", ("A-1", answer()))
    two = written(tmp_path / "2", ("A-1", answer()))
    assert one.workbook.read_bytes() == two.workbook.read_bytes()
    assert one.markdown.read_bytes() == two.markdown.read_bytes()


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t=", "\r="])
def test_no_text_of_evidence_becomes_a_formula(lead: str, tmp_path: Path) -> None:
    hostile = f"{lead}HYPERLINK(1)"
    cited = Citation("d", hostile, hostile, Locator(line_start=1))
    annex = written(tmp_path, ("A-1", answer(text=hostile, citations=(cited,))))
    sheet = openpyxl.load_workbook(annex.workbook)["Annex"]
    cells = [cell for row in sheet["A2:L2"] for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(str(cell.value or "").startswith(("=", "+", "-", "@")) for cell in cells)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[click](https://evil.example)",
        "![x](https://evil.example/p.png)",
        "https://evil.example and www.evil.example",
        "# head\n\n- item\n\n| a | b |\n|---|---|",
        "`code` **bold** _it_ ~~gone~~ $x$",
        "<!-- comment",
        "```\nfence",
        "&lt;b&gt; \\[x\\]",
    ],
)
def test_no_text_of_evidence_becomes_markup(hostile: str, tmp_path: Path) -> None:
    cited = Citation("d", hostile, hostile, Locator(line_start=1))
    given = answer(text=hostile, citations=(cited,), warnings=(hostile,))
    annex = written(tmp_path, ("A-1", given))
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    html = parser.render(annex.markdown.read_text(encoding="utf-8"))
    tags = set(re.findall(r"<(/?\w+)", html))
    assert {t.strip("/") for t in tags} <= {"h1", "h2", "p", "strong", "em", "blockquote"}
    told = re.sub(r"<[^>]+>", "", html)
    shown = (
        " ".join(hostile.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    )
    assert shown in told


def test_markdown_says_what_is_missing_and_cites_the_rest(tmp_path: Path) -> None:
    annex = written(tmp_path, ("A-1", replace(answer(), status="approved")))
    text = annex.markdown.read_text(encoding="utf-8")
    assert "> \\[1\\] policies/backup.md, lines 10-12:\n> “Backups are encrypted”" in text
    assert "**Verdict:** Yes; approved; undated; confidence 0.75" in text
    assert text.count("Needs input: not answered") == 2
    assert "group" not in text
