from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.model import Citation, Link
from assistant.verify import check_citations, check_links, cite
from ingest.model import Block, Document, Locator

TEXT = "Access is reviewed each quarter.\n\nAccess is reviewed each quarter.\nKeys rotate yearly.\n"


@pytest.fixture
def document(tmp_path: Path) -> Document:
    (tmp_path / "a.md").write_text(TEXT)
    blocks = (
        Block(0, 32, Locator(line_start=1, line_end=1)),
        Block(34, len(TEXT) - 1, Locator(line_start=3, line_end=4)),
    )
    return Document("d", "a.md", "0" * 64, "text/markdown", "policy", "A", TEXT, blocks)


def good(document: Document) -> Citation:
    return cite(document, 67, 86)


def test_a_span_is_cited_with_its_own_line(document: Document) -> None:
    assert good(document).quote == "Keys rotate yearly."
    assert good(document).locator == Locator(line_start=4, line_end=4)


def test_a_true_citation_is_kept(document: Document, tmp_path: Path) -> None:
    assert check_citations([good(document)], document, root=tmp_path) == ((good(document),), ())


def test_the_same_words_at_another_place_are_told_apart(document: Document, tmp_path: Path) -> None:
    second = cite(document, 34, 66)
    kept, _ = check_citations([second], document, root=tmp_path)
    assert kept[0].locator.line_start == 3


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"quote": "Keys rotate monthly."}, "not verbatim", id="changed word"),
        pytest.param({"quote": "  "}, "empty", id="white space"),
        pytest.param({"path": "b.md"}, "not shown", id="other file"),
        pytest.param({"document_id": "x"}, "not shown", id="other document"),
        pytest.param(
            {"locator": Locator(line_start=1, line_end=1)}, "not verbatim at", id="wrong line"
        ),
    ],
)
def test_a_false_citation_is_refused(
    document: Document, tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    false = replace(good(document), **change)  # type: ignore[arg-type]
    kept, refused = check_citations([false], document, root=tmp_path)
    assert kept == ()
    assert reason in refused[0]


def test_a_quote_that_the_file_does_not_hold_is_refused(document: Document, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(TEXT.replace("yearly", "weekly"))
    _, refused = check_citations([good(document)], document, root=tmp_path)
    assert "original file" in refused[0]


@pytest.mark.parametrize("criterion", ["CC9.9", "P1.2", "cc6.1", ""])
def test_a_link_to_no_criterion_is_refused(
    document: Document, tmp_path: Path, criterion: str
) -> None:
    link = Link("d", criterion, 0.9, True, "design", "why", (good(document),))
    links, problems = check_links([link], document, root=tmp_path)
    assert links == ()
    assert "not a criterion" in problems[0].reason
