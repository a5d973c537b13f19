import socket
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.model import Locator
from ingest.ocr import Reader, RecognisedWord, Row, doubt, group_rows, transcribe
from ingest.ocr_pieces import PIECE_PIXELS, Piece, pieces
from ingest.ocr_spaces import respaced


def word(text: str, left: float, top: float, confidence: float = 0.99) -> RecognisedWord:
    return RecognisedWord(text, (left, top, left + 10 * len(text), top + 20), confidence)


def line(*words: RecognisedWord) -> tuple[RecognisedWord, ...]:
    return words


def test_lines_of_one_height_become_a_row() -> None:
    rows = group_rows(
        [
            line(word("admin", 300, 103)),
            line(word("reader", 300, 150)),
            line(word("anna", 10, 100)),
            line(word("li", 10, 152)),
        ]
    )
    assert [[w.text for w in row.words] for row in rows] == [["anna", "admin"], ["li", "reader"]]


@pytest.mark.parametrize(
    ("left", "expected"), [(116, "Read only"), (160, "Read | only")], ids=["words", "cells"]
)
def test_wide_gap_parts_cells(left: float, expected: str) -> None:
    row = Row((word("Read", 70, 10), word("only", left, 10)))
    assert transcribe([row]).text == expected


def test_spans_boxes_and_blocks_agree_with_the_text() -> None:
    rows = [Row((word("anna", 10, 10), word("admin", 90, 10))), Row((word("li", 10, 40),))]
    read = transcribe(rows, start=100, page=3, scale=0.5)
    assert [read.text[w.start - 100 : w.end - 100] for w in read.words] == ["anna", "admin", "li"]
    assert [(b.start, b.end, b.role) for b in read.blocks] == [
        (100, 112, "row"),
        (113, 115, "text"),
    ]
    assert read.blocks[0].locator == Locator(page=3, bbox=(5.0, 5.0, 70.0, 15.0))
    assert read.words[0].box == (5.0, 5.0, 25.0, 15.0)


def test_low_confidence_is_said_with_the_worst_word() -> None:
    read = transcribe([Row((word("cIear", 10, 10, 0.9), word("bl0t", 70, 10, 0.4)))], start=50)
    note = doubt(read, "page 2")
    assert note is not None
    assert (note.kind, note.quote) == ("low_ocr_confidence", "bl0t")
    assert "page 2 was read with a mean confidence of 0.65" in note.detail


def test_good_confidence_says_nothing() -> None:
    assert doubt(transcribe([Row((word("clear", 10, 10),))]), "page 2") is None


@pytest.mark.parametrize(
    ("ink", "text", "expected"),
    [
        ("## ## ## ##", "ab 12b 1", "ab 12 b 1"),
        ("## ## #### ", "ab cd e1f2", "ab cd e1f2"),
    ],
    ids=["gap as wide as a space", "no gap in an identifier"],
)
def test_swallowed_space_is_put_back_where_the_picture_has_it(
    ink: str, text: str, expected: str
) -> None:
    columns = [c for mark in ink for c in [0 if mark == "#" else 255] * 8]
    pixels = np.full((20, len(columns), 3), 255, dtype=np.uint8)
    pixels[5:15] = np.array(columns, dtype=np.uint8)[None, :, None]
    centres = [at * 8 + 4.0 for at, mark in enumerate(ink) if mark == "#"]
    kept = centres[: len("".join(text.split()))]
    assert respaced(text, kept, pixels, 0) == expected


def test_pieces_leave_blank_paper_out_and_stay_within_the_bound() -> None:
    paper = np.full((9000, 1000, 3), 255, dtype=np.uint8)
    paper[100:120, 200:300] = 0
    paper[2000:8000:40, 100:900] = 0
    found = list(pieces(paper))
    assert found[0] == Piece(140, 40, 359, 180)
    assert all((p.right - p.left) * (p.bottom - p.top) <= PIECE_PIXELS for p in found)
    assert all(a.bottom <= b.top for a, b in pairwise(found))


def test_blank_picture_has_no_pieces() -> None:
    assert list(pieces(np.full((50, 50, 3), 9, dtype=np.uint8))) == []


def test_tall_picture_is_read_whole_without_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    width = 1000
    image = Image.new("RGB", (width, PIECE_PIXELS // width + 400), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=28)
    draw.text((40, 40), "first line", fill="black", font=font)
    draw.text((40, image.height - 80), "last line", fill="black", font=font)
    rows = Reader().read(image)
    assert [" ".join(w.text for w in row.words) for row in rows] == ["first line", "last line"]
    assert image.height - 90 < rows[1].box[1] < image.height - 60
