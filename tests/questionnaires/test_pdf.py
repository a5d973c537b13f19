"""PDF forms of our own making: tables over pages, wrapped lines, running heads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from assistant.errors import QuestionnaireError
from assistant.questionnaires.pdf import read

STYLES = getSampleStyleSheet()
GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]


def text(words: str, style: str = "BodyText") -> Paragraph:
    return Paragraph(words, STYLES[style])


def ruled(*rows: tuple[str, ...], widths: list[int], spans: tuple[Any, ...] = ()) -> Table:
    cells = [[text(cell) for cell in row] for row in rows]
    return Table(cells, colWidths=widths, style=[*GRID, *spans], repeatRows=1)


def made(tmp_path: Path, *story: Any, name: str = "questionnaire.pdf") -> Path:
    path = tmp_path / name

    def running(canvas: Canvas, document: Any) -> None:
        canvas.drawString(60, 815, "Northwind – is this confidential? Yes")
        canvas.drawString(500, 20, f"Page {document.page}")

    SimpleDocTemplate(str(path), pagesize=A4).build(
        list(story), onFirstPage=running, onLaterPages=running
    )
    return path


def test_a_ruled_table_with_wrapped_questions_over_two_pages(tmp_path: Path) -> None:
    long = (
        "Do you review the accounts of administrators at least every quarter and keep the record?"
    )
    rows = [("Ref", "Question", "Response")]
    rows += [(f"AC-{n:02d}", f"{long[:-1]} in region {n}?", "") for n in range(1, 31)]
    path = made(
        tmp_path, text("Supplier questionnaire", "Title"), ruled(*rows, widths=[50, 250, 120])
    )

    found = read(path)

    assert [(q.id, q.text) for q in found.questions] == [
        (f"AC-{n:02d}", f"{long[:-1]} in region {n}?") for n in range(1, 31)
    ]
    assert all(q.slots == () for q in found.questions)


def test_numbered_lines_that_wrap_under_headings(tmp_path: Path) -> None:
    path = made(
        tmp_path,
        text("Security questionnaire", "Title"),
        text("1 Access", "Heading1"),
        text(
            "1.1 Are all people who can reach customer data known by name, and is the list of them "
            "checked by somebody outside of their own team every quarter of the year?"
        ),
        text("Answer: ______________________"),
        text("1.2 Is access removed at once? ☐ Yes ☐ No".replace("☐", "[ ]")),
        text("2 Backup", "Heading1"),
        text("2.1 Describe how you test restores."),
        PageBreak(),
        text("2.2 Where are copies kept?"),
        name="security-questionnaire.pdf",
    )

    found = read(path)

    assert [(q.id, q.section) for q in found.questions] == [
        ("1.1", "1 Access"),
        ("1.2", "1 Access"),
        ("2.1", "2 Backup"),
        ("2.2", "2 Backup"),
    ]
    assert found.questions[0].text.endswith("every quarter of the year?")
    assert found.questions[1].options == ("Yes", "No")


def test_bands_in_a_table_are_sections(tmp_path: Path) -> None:
    path = made(
        tmp_path,
        text("Questionnaire", "Title"),
        ruled(
            ("#", "Question", "Answer"),
            ("Physical security", "", ""),
            ("1", "Who guards the doors?", ""),
            ("Staff", "", ""),
            ("2", "Who trains new staff?", ""),
            widths=[40, 250, 120],
            spans=(("SPAN", (0, 1), (-1, 1)), ("SPAN", (0, 3), (-1, 3))),
        ),
    )

    found = read(path)

    assert [(q.id, q.section) for q in found.questions] == [
        ("1", "Physical security"),
        ("2", "Staff"),
    ]


def test_a_summary_that_only_counts_questions_asks_none(tmp_path: Path) -> None:
    path = made(
        tmp_path,
        text("Tier 2 questionnaire", "Title"),
        ruled(
            ("Area", "Questions", "Topics"),
            ("Access", "7 questions", "Accounts, roles"),
            ("Backup", "3 questions", "Copies, restores"),
            widths=[100, 100, 200],
        ),
        Spacer(1, 12),
        text("The questions themselves are sent on request."),
    )

    assert read(path).questions == ()


@pytest.mark.parametrize(
    "content", [b"", b"not a pdf", b"%PDF-1.7\n1 0 obj\n<<"], ids=["empty", "text", "cut short"]
)
def test_what_is_no_pdf_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "questions.pdf"
    path.write_bytes(content)

    with pytest.raises(QuestionnaireError, match=r"questions\.pdf cannot be read as a PDF"):
        read(path)
