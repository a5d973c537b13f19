from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from reportlab.pdfgen.canvas import Canvas

from ingest.model import Locator
from ingest.second_reading import refound

WORDS = "Backups are tested every quarter."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(f"# Backup\n\n{WORDS}\n")
    document = Document()
    document.add_paragraph(WORDS)
    document.save(str(tmp_path / "a.docx"))
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(72, 700, "First page.")
    canvas.showPage()
    canvas.drawString(72, 700, WORDS)
    canvas.save()
    return tmp_path


@pytest.mark.parametrize(
    ("path", "place", "found"),
    [
        pytest.param("a.md", Locator(line_start=3, line_end=3), True, id="right line"),
        pytest.param("a.md", Locator(line_start=1, line_end=2), False, id="wrong line"),
        pytest.param("a.docx", Locator(section="Backup"), True, id="docx"),
        pytest.param("a.pdf", Locator(page=2), True, id="right page"),
        pytest.param("a.pdf", Locator(page=3), False, id="page that is not there"),
    ],
)
def test_a_quote_is_found_only_where_it_stands(
    root: Path, path: str, place: Locator, found: bool
) -> None:
    assert refound(root, path, WORDS, place) is found


@pytest.mark.parametrize("path", ["a.md", "a.docx", "a.pdf"])
def test_other_words_are_not_found(root: Path, path: str) -> None:
    place = Locator(page=2, line_start=1, line_end=3)
    assert not refound(root, path, "Backups are tested every month.", place)


def test_typography_does_not_count(root: Path) -> None:
    (root / "b.md").write_text("Access — “least privilege” — is reviewed.\n")
    assert refound(
        root, "b.md", 'Access - "least privilege" - is reviewed', Locator(line_start=1, line_end=1)
    )


def test_a_file_that_changed_is_read_again(root: Path) -> None:
    place = Locator(line_start=3, line_end=3)
    assert refound(root, "a.md", WORDS, place)
    (root / "a.md").write_text("# Backup\n\nNothing.\n")
    assert not refound(root, "a.md", WORDS, place)
